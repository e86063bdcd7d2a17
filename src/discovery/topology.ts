import type { Lane, TopologyServiceFact } from '../admin/index.ts';
import { type GenerationName, generationOf, generations, type ServerRole } from '../generations/index.ts';
import { edgeNamesOf, type FoundEdge, webNameOf } from './edge.ts';

/** A pool that servers of the estate make up. */
export interface FoundPool {
  readonly fqdn: string;
  readonly generation: GenerationName;
  readonly roles: readonly ServerRole[];
  readonly servers: readonly string[];
  /** What an Edge pool shows to the outside, where the topology says so. */
  readonly edge?: FoundEdge;
  /** What its web services are called outside. */
  readonly webExternal?: string;
}

export interface FoundSite {
  readonly name: string;
  readonly pools: readonly FoundPool[];
  /** Pools that no check looks at, and why: one sentence each. */
  readonly leftOut: readonly string[];
}

/** What the topology says of an estate, in the words of the environment file. */
export interface FoundEstate {
  readonly sipDomains: readonly string[];
  readonly sites: readonly FoundSite[];
  /** What the tools that were asked do not show, such as pools of the topology: one sentence each. */
  readonly hidden: readonly string[];
}

/** Asks the topology, one question at a time: it is small, and asked once. */
export async function discover(lane: Lane): Promise<FoundEstate> {
  const services = await lane.topologyServices();
  const sites: FoundSite[] = [];
  const shown = new Set<string>();
  for (const { displayName } of await lane.sites()) {
    const pools: FoundPool[] = [];
    const leftOut: string[] = [];
    for (const { fqdn, computers } of await lane.poolsOf(displayName)) {
      shown.add(fqdn.toLowerCase());
      const found = poolFrom(fqdn, computers, servicesOf(services, fqdn));
      if (typeof found === 'string') leftOut.push(found);
      else pools.push(found);
    }
    sites.push({ name: displayName, pools, leftOut });
  }
  const outsides = await outsidesOf(lane, sites);
  const hidden = [...new Set(services.map(({ pool }) => pool))]
    .filter((pool) => !shown.has(pool.toLowerCase()) && typeof poolFrom(pool, [pool], servicesOf(services, pool)) !== 'string')
    .map(
      (pool) => `${pool} is in the topology and in no site that these tools show: ask a host with the tools of Lync Server 2013.`,
    );
  return { sipDomains: await lane.sipDomains(), sites: outsides.sites, hidden: [...hidden, ...outsides.unread] };
}

/** The same sites, their pools with the names that they have outside. */
async function outsidesOf(
  lane: Lane,
  sites: readonly FoundSite[],
): Promise<{ readonly sites: readonly FoundSite[]; readonly unread: readonly string[] }> {
  const { services } = await lane.deployment();
  // What was found is worth a file all the same.
  if ('trouble' in services) return { sites, unread: [`what pools show outside could not be read: ${services.trouble.message}`] };
  const edges = edgeNamesOf(
    sites.flatMap(({ pools }) => pools).filter(({ roles }) => roles.includes('edge')),
    services.rows,
  );
  const named = sites.map((site) => ({
    ...site,
    pools: site.pools.map((pool): FoundPool => {
      const edge = edges.get(pool.fqdn);
      const webExternal = webNameOf(pool, services.rows);
      return { ...pool, ...(edge === undefined ? {} : { edge }), ...(webExternal === undefined ? {} : { webExternal }) };
    }),
  }));
  return { sites: named, unread: [] };
}

const servicesOf = (services: readonly TopologyServiceFact[], fqdn: string): TopologyServiceFact[] =>
  services.filter(({ pool }) => pool.toLowerCase() === fqdn.toLowerCase());

/** A pool as the environment file has it, or the sentence that says why it is not in there. */
export function poolFrom(
  fqdn: string,
  computers: readonly string[],
  services: readonly TopologyServiceFact[],
): FoundPool | string {
  const roles = rolesFrom(services.map(({ role }) => role));
  if (roles.length === 0) {
    const names = [...new Set(services.map(({ role }) => role))].join(', ');
    return `${fqdn} has no role of a Lync server${names === '' ? '' : ` (${names})`}.`;
  }
  const versions = [...new Set(services.map(({ version }) => version))];
  const generation = generations.find(({ topologyVersion }) => versions.length === 1 && versions[0] === topologyVersion);
  if (generation === undefined) {
    const known = generations.map(({ topologyVersion, productName }) => `${topologyVersion} is ${productName}`).join(', ');
    return `${fqdn} has the version ${versions.join(' and ')} in the topology (${known}).`;
  }
  if (computers.length === 0) return `${fqdn} has no computers.`;
  return { fqdn, generation: generation.name, roles, servers: computers };
}

/**
 * The roles of a server by those that its pool has in the topology. A front end and a director both have a registrar: only users make the
 * difference.
 */
function rolesFrom(topologyRoles: readonly string[]): ServerRole[] {
  const has = (role: string): boolean => topologyRoles.includes(role);
  const first: ServerRole[] = has('UserServer') ? ['front-end'] : has('Registrar') ? ['director'] : [];
  const more = (['edge', 'mediation', 'cms'] as const).filter((role) =>
    generationOf('lync-2013').topologyRoles([role]).every(has),
  );
  return [...first, ...more];
}
