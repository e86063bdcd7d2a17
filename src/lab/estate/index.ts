export { describeLab, type LabDescription, type LabPaths, type ServerAddresses } from './description.ts';
export { pathsIn, writeState } from './state.ts';
export {
  type LabPool,
  type LabServer,
  type PoolScheme,
  type SchemeOverrides,
  type TlsOverrides,
  type Topology,
  topologyOf,
} from './topology.ts';
export type { GenerationTruth, ListenerTls } from './truth.ts';
export { createAccounts, createUsers, userByLogin } from './users.ts';
