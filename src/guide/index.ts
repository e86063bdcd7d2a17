export { availabilityOf, type SeenAvailability } from './checks/presence.ts';
export { checkOf, checks } from './checks.ts';
export type { BudgetKey, Check, Need, Requirement, RequirementId, Touch } from './model.ts';
export { requirementIds } from './model.ts';
export { type Concerned, remedyFor, type Subject, subjectOf } from './remedy.ts';
export { requirementOf, requirements } from './requirements.ts';
export { type Suite, suiteOf, suites } from './suites.ts';
export { requirementWords } from './vocabulary.ts';
