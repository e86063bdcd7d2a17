export { childEnvironment } from './child-environment.ts';
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
  UserFact,
  WindowsService,
} from './model.ts';
export { findShell, type ShellSearch } from './shell.ts';
