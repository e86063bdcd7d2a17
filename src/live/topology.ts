import { rowsOf } from '../admin/index.ts';
import type { Environment } from '../environment/index.ts';
import type { Facts } from '../facts/index.ts';
import type { GenerationName } from '../generations/index.ts';
import { centralStoreMovesIn, edgeGenerationIn, hasReached } from '../guide/index.ts';

const allPools = ({ sites }: Environment) => sites.flatMap(({ pools }) => pools);
const poolsWith = (environment: Environment, role: 'edge' | 'director' | 'front-end', generation?: GenerationName): string[] =>
  allPools(environment)
    .filter((pool) => generation === undefined || pool.generation === generation)
    .filter(({ servers }) => servers.some(({ roles }) => roles.includes(role)))
    .map(({ fqdn }) => fqdn);

/** Servers whose build a pool is compared with: all of 2010, of 2013 those of the pool itself. */
export function buildPeers(environment: Environment, pool: string): { servers: readonly string[]; peers: readonly string[] } {
  const own = allPools(environment).find(({ fqdn }) => fqdn === pool);
  const servers = own?.servers.map(({ fqdn }) => fqdn) ?? [];
  if (own?.generation === 'lync-2013') return { servers, peers: servers };
  const legacy = allPools(environment).filter(({ generation }) => generation === 'lync-2010');
  return { servers, peers: legacy.flatMap((each) => each.servers.map(({ fqdn }) => fqdn)) };
}

/** Pools of a site as the file declares them. */
export const declaredPools = (environment: Environment, site: string): readonly string[] =>
  environment.sites.find(({ name }) => name === site)?.pools.map(({ fqdn }) => fqdn) ?? [];

/** All pools that the file declares. */
export const everyPool = (environment: Environment): readonly string[] => allPools(environment).map(({ fqdn }) => fqdn);

/** Pools of users of a generation, of one site or of all. */
export const homePools = (environment: Environment, generation: GenerationName, site?: string): readonly string[] =>
  poolsWith(environment, 'front-end', generation).filter(
    (pool) => site === undefined || declaredPools(environment, site).includes(pool),
  );

/** Where the file and the phase have the central management store. */
export function centralStoreOf(environment: Environment) {
  const holders = allPools(environment).flatMap(({ fqdn, generation, servers }) =>
    servers.flatMap((server) =>
      server.roles.includes('cms')
        ? [
            { name: server.fqdn, generation },
            { name: fqdn, generation },
          ]
        : [],
    ),
  );
  const due: { due?: GenerationName } = hasReached(environment.phase, centralStoreMovesIn) ? { due: 'lync-2013' } : {};
  return { holders, ...due };
}

/** Edge pools that carry federation and media in the phase; where the file has none of that generation, all that it has. */
export function edgesDue(environment: Environment): readonly string[] {
  const due = poolsWith(environment, 'edge', edgeGenerationIn(environment.phase));
  return due.length > 0 ? due : poolsWith(environment, 'edge');
}

/** Those of them of which the file does not say that they have no federation. */
export function federatedEdgesDue(environment: Environment): readonly string[] {
  const without = allPools(environment).flatMap(({ fqdn, edge }) => (edge?.federation === false ? [fqdn] : []));
  const due = edgesDue(environment).filter((pool) => !without.includes(pool));
  return due.length > 0 ? due : poolsWith(environment, 'edge').filter((pool) => !without.includes(pool));
}

/** Where federated traffic may leave a site: until the cut-over a Director of 2010 will do as well. */
export const routesDue = (environment: Environment): readonly string[] =>
  edgeGenerationIn(environment.phase) === 'lync-2013'
    ? federatedEdgesDue(environment)
    : [...federatedEdgesDue(environment), ...poolsWith(environment, 'director', 'lync-2010')];

/** Pools that an Edge pool may have as its next hop in the phase. */
export function nextHopsDue(environment: Environment, generation: GenerationName): readonly string[] {
  const inside = (of: GenerationName): string[] => [
    ...poolsWith(environment, 'director', of),
    ...poolsWith(environment, 'front-end', of),
  ];
  if (generation === 'lync-2010') return inside('lync-2010');
  if (hasReached(environment.phase, 'federation-moved')) return inside('lync-2013');
  const directors = poolsWith(environment, 'director', 'lync-2010');
  return directors.length > 0 ? directors : [...inside('lync-2010'), ...inside('lync-2013')];
}

/** SQL Servers of the user databases, by generation of their pool. */
export async function databasesOf(environment: Environment, facts: Facts, seat: string) {
  const services = rowsOf((await facts.deployment(seat)).services);
  return allPools(environment).flatMap(({ fqdn, generation }) =>
    services.flatMap(({ role, pool, settings: { UserDatabase: database = '' } }) =>
      role === 'UserServer' && database !== '' && pool.toLowerCase() === fqdn.toLowerCase()
        ? [{ server: database.slice(database.indexOf(':') + 1), generation }]
        : [],
    ),
  );
}
