export { anonymiser } from './anonymise.ts';
export { formatLine, type KeptFacts, readFacts, type Shelf, shelfPath } from './fact-folder.ts';
export { Facts, type FactsOptions, type ServicesFact } from './facts.ts';
export { LanePool } from './lane-pool.ts';
export { type Recording, recordFacts } from './record.ts';
export { mostLanes, SiteLanes } from './site-lanes.ts';
export {
  answerOf,
  certificateFact,
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
