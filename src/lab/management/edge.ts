import type { Environment, Pool } from '../../environment/model.ts';
import type { LabEstate } from '../model.ts';
import { sameName } from './topology.ts';

// How Edge pools are tied into the topology, which changes in the middle of a migration: until federation has moved all traffic of outside runs
// through the Edge pool of 2010, and from then on through that of 2013.

const moved: readonly Environment['phase'][] = ['federation-moved', 'post-migration', 'decommission'];
const hasRole = (pool: Pool, role: string): boolean =>
  pool.servers.some(({ roles }) => (roles as readonly string[]).includes(role));
const poolsOf = ({ sites }: Environment): Pool[] => sites.flatMap(({ pools }) => pools);

/** The Edge pool of the phase, or the other where there is only one. */
export function edgeInUse(environment: Environment, wrong = false): Pool | undefined {
  const edges = poolsOf(environment).filter((pool) => hasRole(pool, 'edge'));
  const wanted = moved.includes(environment.phase) !== wrong ? 'lync-2013' : 'lync-2010';
  return edges.find(({ generation }) => generation === wanted) ?? edges[0];
}

/** Service identity of the Edge pool that a pool uses for media, or nothing. */
export function mediaEdgeOf({ environment, faults }: LabEstate, pool: Pool): string | null {
  const astray = sameName(faults.active('media-edge-astray')?.pool ?? '', pool.fqdn);
  const edge = edgeInUse(environment, astray);
  return edge === undefined ? null : `EdgeServer:${edge.fqdn}`;
}

/** Where a site sends federated traffic. XMPP goes out once it has moved. */
export function routesOf({ environment, faults }: LabEstate): {
  FederationRoute: string | null;
  XmppFederationRoute: string | null;
} {
  const edge = edgeInUse(environment, faults.active('federation-route-astray') !== undefined);
  const route = edge === undefined ? null : `EdgeServer:${edge.fqdn}`;
  return { FederationRoute: route, XmppFederationRoute: moved.includes(environment.phase) ? route : null };
}

/** What an Edge pool shows in the topology. Without federation it has no port for it. */
export function edgeSettings({ environment, faults }: LabEstate, edge: Pool): object {
  const isNewer = edge.generation === 'lync-2013';
  const federated =
    sameName(edgeInUse(environment)?.fqdn ?? '', edge.fqdn) || faults.active('federated-edge-twice') !== undefined;
  const homes = poolsOf(environment).filter((pool) => hasRole(pool, 'front-end'));
  const director = poolsOf(environment).find((pool) => pool.generation === 'lync-2010' && hasRole(pool, 'director'));
  const home = (generation: Pool['generation']): Pool | undefined =>
    homes.find((pool) => pool.generation === generation) ?? homes[0];
  const astray = faults.active('edge-next-hop-astray') !== undefined;
  const before = director ?? home(isNewer ? 'lync-2013' : 'lync-2010');
  const due = isNewer && moved.includes(environment.phase) ? home('lync-2013') : before;
  const next = astray ? home(due?.generation === 'lync-2013' ? 'lync-2010' : 'lync-2013') : due;
  const domain = environment.sipDomains[0] ?? 'contoso.net';
  const access = edge.edge?.access.fqdn ?? `access${isNewer ? '2013' : ''}.${domain}`;
  const oneName = !isNewer && faults.active('edge-names-equal') !== undefined;
  const xmpp = isNewer && (moved.includes(environment.phase) || faults.active('xmpp-too-early') !== undefined);
  return {
    Registrar: next === undefined ? null : `Registrar:${next.fqdn}`,
    AccessEdgeInternalSipPort: 5061,
    AccessEdgeExternalSipPort: federated ? 5061 : null,
    AccessEdgeClientSipPort: edge.edge?.access.port ?? 443,
    DataPsomClientPort: edge.edge?.webConferencing?.port ?? 443,
    MediaRelayExternalTurnTcpPort: edge.edge?.audioVideo?.port ?? 443,
    AccessEdgeExternalFqdn: access,
    DataEdgeExternalFqdn: oneName ? access : (edge.edge?.webConferencing?.fqdn ?? `webconf${isNewer ? '2013' : ''}.${domain}`),
    AVEdgeExternalFqdn: oneName ? access : (edge.edge?.audioVideo?.fqdn ?? `av${isNewer ? '2013' : ''}.${domain}`),
    ...(isNewer ? { XmppListeningPort: xmpp ? 5269 : null, XmppInternalPort: xmpp ? 5098 : null } : {}),
  };
}
