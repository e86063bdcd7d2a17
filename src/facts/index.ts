export { Facts, type FactsOptions, type ServicesFact } from './facts.ts';
export { LanePool } from './lane-pool.ts';
