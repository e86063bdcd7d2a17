export { coversCase } from './covers.ts';
export type { CaseTarget, CoverageCell, Direction, Pair, Plan, PlannedCase } from './model.ts';
export { planCases } from './plan.ts';
export { renderPlan } from './render.ts';
export type { Selection } from './selection.ts';
