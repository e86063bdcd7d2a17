import type { Row } from './fault-rows.ts';

const codesOf = (codes: Readonly<Record<string, string>>): Row => ({
  exitCode: 1,
  word: 'NO-GO',
  expected: ({ case: { id } }) => codes[id],
});

/** What counts for a wave only where it is named. */
const advice = (codes: Readonly<Record<string, string>>): Row => ({ ...codesOf(codes), exitCode: 0, word: 'GO' });

/** Faults of topology, central store, Active Directory and fabric. */
export const topologyRows: Readonly<Record<string, Row>> = {
  'builds-differ': codesOf({ 'topology.builds[pool02.contoso.net]': 'BUILDS_DIFFER' }),
  'topology-version-wrong': codesOf({ 'topology.versions[pool02.contoso.net]': 'VERSION_WRONG' }),
  'name-used-twice': codesOf({ 'topology.names[pool02.contoso.net]': 'NAME_USED_TWICE' }),
  'pool-undeclared': advice({ 'topology.undeclared-pools[Redmond]': 'POOL_UNDECLARED' }),
  'workload-missing': codesOf({ 'topology.workloads[pool02.contoso.net]': 'WORKLOAD_MISSING' }),
  'web-apps-server-missing': advice({
    'topology.web-apps-server[Redmond]': 'WEB_APPS_SERVER_MISSING',
    'topology.web-apps-server[Dublin]': 'WEB_APPS_SERVER_MISSING',
  }),
  'central-store-idle': codesOf({ 'topology.central-store[estate]': 'CENTRAL_STORE_IDLE' }),
  'store-location-astray': codesOf({ 'topology.central-store-location[estate]': 'STORE_LOCATION_DIFFERS' }),
  'directory-not-ready': codesOf({ 'topology.directory[domains]': 'DIRECTORY_NOT_READY' }),
  'user-replication-pending': advice({ 'topology.user-replicator[pool02.contoso.net]': 'USER_REPLICATION_PENDING' }),
  'fabric-replicas-missing': advice({ 'topology.pool-fabric[pool02.contoso.net]': 'FABRIC_REPLICAS_MISSING' }),
  'federated-edge-twice': advice({ 'topology.federated-edge[estate]': 'FEDERATED_EDGE_WRONG' }),
  'federation-route-astray': codesOf({ 'topology.federation-route[estate]': 'FEDERATION_ROUTE_WRONG' }),
  'media-edge-astray': codesOf({ 'topology.media-edge[pool02.contoso.net]': 'MEDIA_EDGE_WRONG' }),
  'edge-next-hop-astray': codesOf({ 'topology.edge-next-hop[edge01.contoso.net]': 'NEXT_HOP_WRONG' }),
  'edge-names-equal': codesOf({ 'topology.edge-names[edge01.contoso.net]': 'EDGE_NAMES_EQUAL' }),
  'xmpp-too-early': advice({ 'topology.xmpp-federation[edge02.contoso.net]': 'XMPP_TOO_EARLY' }),
  'pool-not-ready': advice({ 'topology.upgrade-readiness[Dublin]': 'POOL_NOT_READY' }),
};
