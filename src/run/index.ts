export { type CheckOptions, type CheckResult, check, type PreparedRunner, prepareRunner } from './check.ts';
export { type Merged, mergeRunFolders } from './merge.ts';
export { openChangesOf, undoCommand } from './open-runs.ts';
export { reEvaluate } from './re-evaluate.ts';
export { reportAgain } from './report-again.ts';
export { undoRun } from './undo.ts';
export { version } from './version.ts';
export { type SeatInVitest, setUpInVitest } from './vitest-setup.ts';
export { type ReportOptions, writeReports } from './write-reports.ts';
