export { AccountGate } from './account-gate.ts';
export { childEnvironment } from './child-environment.ts';
export { administeringPool, endpointOf, routeTo } from './endpoint.ts';
export { openLane } from './lane.ts';
export type {
  AdminRoleFact,
  CertificateFact,
  ClientPolicyFact,
  DeployedServiceFact,
  DeploymentFact,
  DirectoryFact,
  HostFact,
  Lane,
  LaneOptions,
  OpenLane,
  Part,
  PoolFact,
  PoolSightFact,
  RemainderFact,
  RemainderKind,
  RemainderRow,
  ReplicaFact,
  SiteFact,
  TopologyServiceFact,
  TransactionFact,
  TransactionOrder,
  UserFact,
  WindowsService,
} from './model.ts';
export { remainderKinds } from './model.ts';
export { rowsOf } from './parts.ts';
export { findShell, type ShellSearch } from './shell.ts';
