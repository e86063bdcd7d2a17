export { availabilityOf, type SeenAvailability } from './checks/presence.ts';
export { checkOf, checks } from './checks.ts';
export { checksGiving, codesOf, type GivenBy, givenBy } from './codes.ts';
export {
  type EdgeService,
  type EntryPoint,
  edgeGenerationIn,
  edgeServiceOf,
  edgeServices,
  entryPointOf,
  entryPoints,
  leadsTo,
} from './entry-points.ts';
export { checksOfLimit, type Limit, limitOf, limits, limitsIn } from './limits.ts';
export type { BudgetKey, Check, Need, Requirement, RequirementId, Touch } from './model.ts';
export { requirementIds } from './model.ts';
export { centralStoreMovesIn, hasReached } from './moves.ts';
export { type PhaseName, phaseNames } from './phases/model.ts';
export { countSteps, type Phase, phases, type Step, type StepState, stateOf } from './phases.ts';
export { type Concerned, remedyFor, type Subject, subjectOf } from './remedy.ts';
export { requirementOf, requirements } from './requirements.ts';
export { type Suite, suiteOf, suites } from './suites.ts';
export { type PilotKey, type Transaction, transactionOf, transactions } from './transactions.ts';
export { requirementWords } from './vocabulary.ts';
export { needWords, remedyInGeneral, stepWords, tierWords, touchWords } from './words.ts';
