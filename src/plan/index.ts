export { coverages } from './coverage.ts';
export { coversCase } from './covers.ts';
export { renderGuide, renderGuideSummary } from './guide.ts';
export type { CaseTarget, Coverage, CoverageCell, Direction, Pair, Plan, PlannedCase } from './model.ts';
export { planCases } from './plan.ts';
export { renderPlan } from './render.ts';
export type { Selection } from './selection.ts';
export { renderTraffic, type Traffic, trafficOf } from './traffic.ts';
