export { childEnvironment } from './child-environment.ts';
export { openLane } from './lane.ts';
export type {
  ClientPolicyFact,
  Lane,
  LaneOptions,
  OpenLane,
  PoolFact,
  ReplicaFact,
  SiteFact,
  UserFact,
  WindowsService,
} from './model.ts';
export { findShell, type ShellSearch } from './shell.ts';
