export { type FaultDescription, faultCatalogue } from './catalogue.ts';
export { createSwitchboard, type FaultListener, type FaultState, type Switchboard } from './switchboard.ts';
