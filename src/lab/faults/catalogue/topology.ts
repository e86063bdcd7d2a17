import type { FaultDescription } from '../description.ts';

/** What the topology, the central store and the directory say. */
export const topologyFaults: readonly FaultDescription[] = [
  {
    name: 'topology-role-missing',
    summary: 'The topology has a pool without one of its roles.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'builds-differ',
    summary: 'An update is on one server of a pool and not on the others.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'topology-version-wrong',
    summary: 'The topology has a pool as one of the other generation.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'name-used-twice',
    summary: 'The name of a server is used by a second pool of the topology as well.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'pool-undeclared',
    summary: 'The topology has a pool of users in a site that nobody has declared.',
    parameters: { site: 'first site' },
  },
  {
    name: 'workload-missing',
    summary: 'A pool has no conferencing in the topology.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'web-apps-server-missing',
    summary: 'The topology has no Office Web Apps server.',
    parameters: {},
  },
  {
    name: 'archiving-missing',
    summary: 'A pool of 2013 is not associated with an archiving database.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'archiving-left',
    summary: 'In the last phase a pool of 2010 is still associated with archiving and monitoring.',
    parameters: { pool: '2010 pool of the first site' },
  },
  {
    name: 'central-store-idle',
    summary: 'The central management store has no active master and no file transfer agent.',
    parameters: {},
  },
  {
    name: 'store-location-astray',
    summary: 'Active Directory names another SQL Server for the central management store than the one it is on.',
    parameters: {},
  },
  {
    name: 'directory-not-ready',
    summary: 'A part of Active Directory is not prepared: schema, forest or domain.',
    parameters: { name: 'domain' },
  },
  {
    name: 'user-replication-pending',
    summary: 'The first replication of users to a pool is not over: event 30024 is missing.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'fabric-replicas-missing',
    summary: 'Routing groups of a pool have no primary, or too few secondaries.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'pool-not-ready',
    summary: 'The pool of the server on which a site is administered has too few active front ends.',
    parameters: { site: 'second site' },
  },
  {
    name: 'pool-not-empty',
    summary: 'One of everything that should have been moved is left on a pool of 2010.',
    parameters: { pool: '2010 pool of the first site' },
  },
  {
    name: 'federated-edge-twice',
    summary: 'Every Edge pool has federation.',
    parameters: {},
  },
  {
    name: 'federation-route-astray',
    summary: 'Federated traffic leaves through the Edge pool of the generation that is not due in this phase.',
    parameters: {},
  },
  {
    name: 'media-edge-astray',
    summary: 'A pool uses for media the Edge pool of the generation that is not due in this phase.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'edge-next-hop-astray',
    summary: 'Edge pools hand what comes from outside to a pool of the generation that is not due in this phase.',
    parameters: {},
  },
  {
    name: 'edge-names-equal',
    summary: 'The Edge pool of 2010 has one external name for everything.',
    parameters: {},
  },
  {
    name: 'xmpp-too-early',
    summary: 'XMPP federation is on at the Edge pool of 2013 before it is due.',
    parameters: {},
  },
];
