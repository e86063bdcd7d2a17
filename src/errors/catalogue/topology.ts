import type { CatalogueEntry } from '../entry.ts';

export const topologyErrors = {
  NOT_SHOWN: {
    outcome: 'undetermined',
    meaning: 'The tools answered, and did not show the value that would decide.',
    hint: 'Look at it by hand, in the Topology Builder or with Get-Member, and report which property holds it.',
  },
  BUILDS_DIFFER: {
    outcome: 'fail',
    meaning: 'Servers that must have the same build have different ones.',
    hint: 'Install the newest cumulative update on the servers that are behind, and run Enable-CsComputer there.',
  },
  VERSION_WRONG: {
    outcome: 'fail',
    meaning: 'A pool is of another generation than the environment file says.',
    hint: 'Compare the generation of the pool in the environment file with the Version that Get-CsService shows.',
  },
  NAME_USED_TWICE: {
    outcome: 'fail',
    meaning: 'A name stands for two things in the topology.',
    hint: 'Give one of the two another FQDN in the Topology Builder, and publish.',
  },
  POOL_UNDECLARED: {
    outcome: 'fail',
    meaning: 'The topology has a pool that the environment file does not declare.',
    hint: 'Declare it, so that it is looked at; or remove it from the topology and publish.',
  },
  WORKLOAD_MISSING: {
    outcome: 'fail',
    meaning: 'A pool of 2013 lacks a service that the pool of 2010 offers to the users who are to be moved.',
    hint: 'Add the feature to the pool in the Topology Builder, publish, and run the set-up on its servers.',
  },
  WEB_APPS_SERVER_MISSING: {
    outcome: 'fail',
    meaning: 'No Office Web Apps server is defined for slides in meetings of 2013.',
    hint: 'Define the server in the Topology Builder and associate it with the pools of 2013.',
  },
  ARCHIVING_LEFT: {
    outcome: 'fail',
    meaning: 'A pool that is to be removed is still associated with archiving or monitoring.',
    hint: 'Clear the associations in the Topology Builder and publish, before the servers and their databases are removed.',
  },
  ARCHIVING_MISSING: {
    outcome: 'fail',
    meaning: 'A pool of 2013 is not associated with archiving or monitoring, and pools of 2010 are.',
    hint: 'Associate the pool with the database in the Topology Builder: each generation collects from its own users only.',
  },
  CENTRAL_STORE_IDLE: {
    outcome: 'fail',
    meaning: 'The central management store has no active master or agent, or they have stopped telling that they are alive.',
    hint: 'Start the services MASTER and FTA on the holder of the store, and look at its event log.',
  },
  CENTRAL_STORE_ELSEWHERE: {
    outcome: 'fail',
    meaning: 'The central management store is active on another server than declared, or than the phase asks for.',
    hint: 'Give the role cms in the environment file to the server that has it; in the last phase move it with Move-CsManagementServer.',
  },
  STORE_LOCATION_DIFFERS: {
    outcome: 'fail',
    meaning: 'The place of the central management store is not the one that Active Directory names, or not yet that of 2013.',
    hint: 'Compare Get-CsManagementConnection with Get-CsConfigurationStoreLocation; see that no move of the store is under way before one is corrected.',
  },
  DIRECTORY_NOT_READY: {
    outcome: 'fail',
    meaning: 'Schema, forest or a domain of Active Directory is not prepared.',
    hint: 'Run the step of the preparation that is named, and wait until the domain controllers have replicated it.',
  },
  USER_REPLICATION_PENDING: {
    outcome: 'fail',
    meaning: 'The first replication of users to a pool is not over: Move-CsUser fails.',
    hint: 'Wait for event 30024 of LS User Replicator, one for each domain, before the first user is moved.',
  },
  FABRIC_REPLICAS_MISSING: {
    outcome: 'fail',
    meaning: 'Windows Fabric lacks replicas of a pool: some of its users have no service, others have.',
    hint: 'Start the front ends of the pool that are stopped, and look again with Get-CsPoolFabricState -Verbose.',
  },
  POOL_NOT_READY: {
    outcome: 'fail',
    meaning: 'A pool of 2013 says that it is not ready.',
    hint: 'Look at the front ends of the pool; run Get-CsPoolUpgradeReadinessState on one of them.',
  },
  POOL_BUSY: {
    outcome: 'undetermined',
    meaning: 'A pool of 2013 is busy with its replicas.',
    hint: 'Look again in ten minutes; three times busy in a row is a problem of the pool.',
  },
  FEDERATED_EDGE_WRONG: {
    outcome: 'fail',
    meaning: 'Not exactly one Edge pool has federation, or not the one of the phase.',
    hint: 'Leave federation on at one Edge pool in the Topology Builder: that of 2010 until the cut-over, then that of 2013.',
  },
  FEDERATION_ROUTE_WRONG: {
    outcome: 'fail',
    meaning: 'Federated traffic leaves by another way than the phase asks for, or by none.',
    hint: 'Set the federation route of the site in the Topology Builder and publish. Who does not federate waives the check.',
  },
  MEDIA_EDGE_WRONG: {
    outcome: 'fail',
    meaning: 'A pool uses another Edge pool for media than the phase asks for, or none.',
    hint: 'Set the associated Edge pool of the pool in the Topology Builder and publish.',
  },
  NEXT_HOP_WRONG: {
    outcome: 'fail',
    meaning: 'An Edge pool hands what comes from outside to another pool than the phase asks for.',
    hint: 'Set the next hop of the Edge pool in the Topology Builder and publish.',
  },
  EDGE_NAMES_EQUAL: {
    outcome: 'fail',
    meaning: 'The Edge pool of 2010 has one external name for everything: moving federation away from it is not supported.',
    hint: 'Give access, web conferencing and A/V of the legacy Edge pool names of their own before the cut-over.',
  },
  XMPP_TOO_EARLY: {
    outcome: 'fail',
    meaning: 'XMPP federation is on at the Edge pool of 2013 before it is due.',
    hint: 'Switch it off in the Topology Builder until all users are on 2013.',
  },
  POOL_NOT_EMPTY: {
    outcome: 'fail',
    meaning: 'Something is left on a pool that is to be retired.',
    hint: 'Move it to a pool of 2013 before the pool is removed: what is forgotten goes dead with it.',
  },
} as const satisfies Record<string, CatalogueEntry>;
