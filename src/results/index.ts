/** What a run came to: the journal it is read from, its model, and the verdict on it. Pure, no input or output. */
export { buildRun } from './build-run.ts';
export { countedAs, countResults } from './counts.ts';
export type { Attachment, JournalEvent, Measures, MergedPart } from './journal.ts';
export { isDefect, judge } from './judge.ts';
export { holesOf, inOrder, isSameRun, mergeRuns, type Part } from './merge.ts';
export type {
  CaseResult,
  CaseState,
  Counts,
  RequirementCounts,
  Run,
  RunProblem,
  Verdict,
  VerdictWord,
} from './model.ts';
export { runVersion } from './model.ts';
export { needsOfWave, type Requirement, type WaveNeeds } from './needs.ts';
export { type ParsedJournal, parseJournal } from './parse-journal.ts';
export { type Added, type Judged, type JudgedAgain, reEvaluated } from './re-evaluate.ts';
export { isConsequence } from './reasons.ts';
export { formatRunJson, parseRunJson } from './run-json.ts';
