import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'topology',
  pillar: 'administration',
  tier: 'full',
  requirement: 'topology-consistent',
  generations: generationNames,
  needs: ['management-shell'],
  optional: false,
  budget: 'administrationCall',
  touches: 'reads',
} as const;

export const topologyChecks: readonly Check[] = [
  {
    ...base,
    id: 'topology.builds',
    title: 'the servers have the same build',
    method:
      'ProductVersion of Get-CsManagementStoreReplicationStatus: no server of the pool may be behind the newest server of its pool, and one of ' +
      '2010 not behind the newest server of 2010 anywhere, because all of them are updated before the migration.',
    codes: ['BUILDS_DIFFER', 'NOT_SHOWN'],
    causes: [
      'A cumulative update was installed on some of the servers.',
      'A server was out of service when the others were updated.',
      'A server was set up anew from the media, without updates.',
    ],
    remedy: 'Install the newest cumulative update on the servers of {pool} that are named, one after the other, and look again.',
  },
  {
    ...base,
    id: 'topology.versions',
    tier: 'smoke',
    title: 'the pool is of the declared generation',
    method:
      'Version of the services of the pool (Get-CsService; 5 is Lync Server 2010, 6 is 2013) and the begin of the builds of its servers ' +
      '(Get-CsManagementStoreReplicationStatus) must be those of the generation in the environment file.',
    codes: ['VERSION_WRONG', 'NOT_SHOWN', 'DEPENDS_ON_OTHER'],
    causes: [
      'The environment file gives the pool the wrong generation.',
      'A server was set up with the media of the other generation.',
    ],
    remedy: 'Correct the generation of {pool} in the environment file, or look at (Get-CsService -PoolFqdn {pool}).Version.',
  },
  {
    ...base,
    id: 'topology.names',
    generations: ['lync-2013'],
    title: 'the names of the pool are used once',
    method:
      'Get-CsPool lists all pools and their computers: no other one may have the name of the pool or of one of its servers.',
    codes: ['NAME_USED_TWICE', 'DEPENDS_ON_OTHER'],
    causes: ['The FQDN of a server of 2010, often that of the Edge server, was used again for one of 2013.'],
    remedy: 'Give one of the two another FQDN: compare Get-CsPool {pool} with the pool that is named.',
  },
  {
    ...base,
    id: 'topology.undeclared-pools',
    optional: true,
    title: 'the topology has no pool that is not declared',
    method:
      'Pools of the site (Get-CsPool) with a Registrar, user services, Edge or Mediation role (Get-CsService) must stand in the environment ' +
      'file. A file may leave pools out on purpose: it counts for a wave only where the wave names it.',
    codes: ['POOL_UNDECLARED', 'DEPENDS_ON_OTHER'],
    causes: [
      'The environment file leaves a pool out.',
      'A retired pool was not removed from the topology, or that was not published.',
    ],
    remedy: 'Declare the pools of {site} that are named, or remove them in the Topology Builder and publish.',
  },
  {
    ...base,
    id: 'topology.central-store',
    tier: 'smoke',
    budget: 'replicaAge',
    title: 'the central management store is active where it belongs',
    method:
      'Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus must name an active master, on a server with the role cms, and file ' +
      'transfer agents, where it shows them; heartbeats that it shows must be within the age allowed for replicas. In the last phase it must be a server of 2013.',
    codes: ['CENTRAL_STORE_IDLE', 'CENTRAL_STORE_ELSEWHERE', 'NOT_SHOWN'],
    causes: [
      'The Master Replicator Agent or the File Transfer Agent of the holder is stopped.',
      'The store was moved, and the environment file was not changed.',
      'In the last phase: the store was not moved yet.',
    ],
    remedy:
      'Look at the services MASTER and FTA of the server with the role cms, asked for from {site}; if the store has moved, give the role cms to the ' +
      'server that has it.',
  },
  {
    ...base,
    id: 'topology.central-store-location',
    title: 'connection and location of the central store agree',
    method:
      'Get-CsManagementConnection and Get-CsConfigurationStoreLocation must name the same SQL Server; in the last phase not one that only pools ' +
      'of 2010 have their user databases on.',
    codes: ['STORE_LOCATION_DIFFERS', 'CENTRAL_STORE_ELSEWHERE', 'NOT_SHOWN'],
    causes: [
      'Move-CsManagementServer did not come to its end.',
      'The connection point in Active Directory was not replicated yet.',
      'In the last phase: the store was not moved yet.',
    ],
    remedy:
      'Compare the two cmdlets in the management shell of {site}. If they differ, the move of the store may not have come to its end: look at that ' +
      'before Set-CsConfigurationStoreLocation. If they agree on the SQL Server of 2010, move the store with Move-CsManagementServer.',
  },
  {
    ...base,
    id: 'topology.directory',
    title: 'the schema, the forest and the domains of Active Directory are prepared',
    method:
      'Get-CsAdServerSchema, Get-CsAdForest and Get-CsAdDomain must answer SCHEMA_VERSION_STATE_CURRENT, LC_FORESTSETTINGS_STATE_READY and ' +
      'LC_DOMAINSETTINGS_STATE_READY, one case each; domains are those that the User Replicator is configured for, else that of the computer asked.',
    codes: ['DIRECTORY_NOT_READY', 'NOT_SHOWN'],
    causes: [
      'The step of the preparation was not run for 2013.',
      'Domain controllers have not replicated it yet.',
      'A domain was added later.',
    ],
    remedy:
      'Run the preparation of the {part} with the media of 2013, wait for the replication of Active Directory, and look again from {site}.',
  },
  {
    ...base,
    id: 'topology.user-replicator',
    generations: ['lync-2013'],
    optional: true,
    title: 'the first replication of users is over',
    method:
      'Up to the first moves: the event log of the front ends must hold event 30024 of LS User Replicator, one for each domain of ' +
      'Get-CsUserReplicatorConfiguration. Event logs are read over RPC and do not reach back for ever: it counts only where the wave names it.',
    codes: ['USER_REPLICATION_PENDING'],
    causes: [
      'The pool was started a short while ago.',
      'A domain controller is not reached (event 30061).',
      'The event log was overwritten.',
    ],
    remedy:
      'Wait for event 30024 in the log Lync Server of the front ends of {pool}, once per domain, before the first Move-CsUser to {pool}.',
  },
  {
    ...base,
    id: 'topology.pool-fabric',
    generations: ['lync-2013'],
    optional: true,
    title: 'every routing group of the pool has its replicas',
    method:
      'Get-CsPoolFabricState -Verbose answers with text: no line may speak of a service without primaries or with insufficient secondaries. What is ' +
      'not understood is undetermined. Its words were never seen from every version, so it counts only where the wave names it.',
    codes: ['FABRIC_REPLICAS_MISSING', 'NOT_SHOWN'],
    causes: ['Front ends of the pool are stopped or hang in starting.', 'Quorum was lost and not recovered.'],
    remedy: 'Start the front ends of {pool} that are stopped; then run Get-CsPoolFabricState -PoolFqdn {pool} -Verbose again.',
  },
  {
    ...base,
    id: 'topology.upgrade-readiness',
    generations: ['lync-2013'],
    optional: true,
    title: 'the pool of the server that administers is ready',
    method:
      'Get-CsPoolUpgradeReadinessState must say Ready. It only knows the pool of the computer it runs on: elsewhere the case is undetermined, and it ' +
      'counts for a wave only where the wave names it.',
    codes: ['POOL_NOT_READY', 'POOL_BUSY', 'NOT_LOCAL'],
    causes: ['Front ends of the pool are stopped.', 'Replicas are being rebuilt after a restart.'],
    remedy: 'Run Get-CsPoolUpgradeReadinessState on a front end of {site} and look which upgrade domain is not ready.',
  },
  {
    ...base,
    id: 'topology.workloads',
    generations: ['lync-2013'],
    title: 'the pool has the workloads of the old one',
    method:
      'Registrar, user services, conferencing, applications, web services and Mediation that Get-CsService shows for the 2010 pools of users in ' +
      'the site must be there for the 2013 pool as well; Mediation may also be in a 2013 pool of its own.',
    codes: ['WORKLOAD_MISSING', 'DEPENDS_ON_OTHER'],
    causes: ['A feature was not chosen when the pool was defined.', 'The topology was changed and not published.'],
    remedy: 'Compare Get-CsService -PoolFqdn {pool} with that of the 2010 pool in {site}, and add to {pool} what is missing.',
  },
  {
    ...base,
    id: 'topology.web-apps-server',
    generations: ['lync-2013'],
    optional: true,
    title: 'an Office Web Apps server is defined',
    method:
      'Get-CsService must show a WacServer. Meetings work without one, and show no slides: it counts for a wave only where the wave names it.',
    codes: ['WEB_APPS_SERVER_MISSING'],
    causes: ['The server was not defined together with the pool.'],
    remedy: 'Define an Office Web Apps server in the Topology Builder, associate it with the 2013 pools of {site}, and publish.',
  },
  {
    ...base,
    id: 'topology.archiving',
    generations: ['lync-2013'],
    title: 'archiving and monitoring are associated',
    method:
      'After the migration: where a Registrar of 2010 shows an ArchivingServer or MonitoringServer (Get-CsService), that of the 2013 pool must show an ' +
      'ArchivingDatabase or MonitoringDatabase.',
    codes: ['ARCHIVING_MISSING', 'NOT_SHOWN', 'DEPENDS_ON_OTHER'],
    causes: ['The pool was defined without its associations.'],
    remedy:
      'Associate {pool} with archiving and monitoring in the Topology Builder, publish, and see that data of its users arrives.',
  },
  {
    ...base,
    id: 'topology.legacy-archiving',
    generations: ['lync-2010'],
    optional: true,
    title: 'the 2010 pool is associated with archiving and monitoring no more',
    method:
      'In the phase decommission: the Registrar of the 2010 pool (Get-CsService) must show an empty ArchivingServer and MonitoringServer, before the ' +
      'servers and their databases are removed. The names of the properties were never seen from a server: it counts only where the wave names it.',
    codes: ['ARCHIVING_LEFT', 'NOT_SHOWN', 'DEPENDS_ON_OTHER'],
    causes: ['The associations were not removed yet.', 'They were removed in the Topology Builder, and that was not published.'],
    remedy:
      'Clear the associations of {pool} with archiving and monitoring in the Topology Builder, and publish; then remove the databases.',
  },
];
