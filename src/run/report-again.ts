import { buildRun, judge, type Run, type Verdict } from '../results/index.ts';
import { parseJournalOf } from './read-journal.ts';
import { type ReportOptions, writeReports } from './write-reports.ts';

/**
 * Renders the reports of a run folder again from its journal, and judges it again with the needs that were written down when it began.
 * @throws CoexistenceError RUN_NOT_FOUND
 */
export function reportAgain(
  folder: string,
  report: ReportOptions,
  now: number,
): { readonly run: Run; readonly verdict: Verdict } {
  const run = buildRun(parseJournalOf(folder), now);
  const verdict = judge(run);
  writeReports(folder, run, verdict, report);
  return { run, verdict };
}
