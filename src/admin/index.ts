export { AccountGate } from './account-gate.ts';
export { childEnvironment } from './child-environment.ts';
export { administeringPool, endpointOf, routeTo } from './endpoint.ts';
export { openLane } from './lane.ts';
export type {
  AdminRoleFact,
  CertificateFact,
  ClientPolicyFact,
  HostFact,
  Lane,
  LaneOptions,
  OpenLane,
  PoolFact,
  ReplicaFact,
  SiteFact,
  TopologyServiceFact,
  TransactionFact,
  TransactionOrder,
  UserFact,
  WindowsService,
} from './model.ts';
export { findShell, type ShellSearch } from './shell.ts';
