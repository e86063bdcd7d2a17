export { AccountGate } from './account-gate.ts';
export { childEnvironment } from './child-environment.ts';
export { administeringPool, endpointOf, routeTo } from './endpoint.ts';
export { openLane } from './lane.ts';
export type {
  AdminRoleFact,
  CertificateFact,
  ClientPinFact,
  ClientPolicyFact,
  ClientVersionFact,
  ClientVersionRule,
  DeployedServiceFact,
  DeploymentFact,
  DirectoryFact,
  ExternalAccessFact,
  HostFact,
  Lane,
  LaneOptions,
  MeetingPolicyFact,
  OpenLane,
  Part,
  PoolFact,
  PoolSightFact,
  PoolUsersFact,
  RemainderFact,
  RemainderKind,
  RemainderRow,
  ReplicaFact,
  SiteFact,
  TestUserFact,
  TopologyServiceFact,
  TransactionFact,
  TransactionOrder,
  UserFact,
  VoiceUserFact,
  WindowsService,
} from './model.ts';
export { remainderKinds } from './model.ts';
export { rowsOf } from './parts.ts';
export { findShell, type ShellSearch } from './shell.ts';
