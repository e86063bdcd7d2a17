export { faultCatalogue } from './catalogue.ts';
export type { FaultDescription } from './description.ts';
export { createSwitchboard, type FaultListener, type FaultState, type Switchboard } from './switchboard.ts';
