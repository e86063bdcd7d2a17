export type { Asked } from './asked.ts';
export type { LabDescription } from './estate/index.ts';
export { type FaultDescription, type FaultState, faultCatalogue, type Switchboard } from './faults/index.ts';
export {
  type FaultName,
  type FaultParameters,
  type Faults,
  faultNames,
  type HttpPart,
  type LabEstate,
  type LabUser,
} from './model.ts';
export type { Proof, Violation } from './registrar/index.ts';
export { type BuildOptions, buildLabShell, defaultCache } from './shell/index.ts';
export { type Lab, type LabOptions, startLab } from './start.ts';
