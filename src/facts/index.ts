export { anonymiser } from './anonymise.ts';
export { Facts, type FactsOptions, type ServicesFact } from './facts.ts';
export { LanePool } from './lane-pool.ts';
export { type Recording, recordFacts } from './record.ts';
export { mostLanes, SiteLanes } from './site-lanes.ts';
export {
  environmentFact,
  type FactError,
  factError,
  factPath,
  factsVersion,
  formatFact,
  type Keep,
  type Learnt,
  parseFact,
  type StoredFact,
  shellFact,
} from './stored.ts';
