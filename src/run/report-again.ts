import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoexistenceError } from '../errors/index.ts';
import { buildRun, judge, parseJournal, type Run, type Verdict } from '../results/index.ts';
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
  const path = join(folder, 'results.jsonl');
  if (!existsSync(path)) throw new CoexistenceError('RUN_NOT_FOUND', `${folder} has no results.jsonl, so it is no run folder.`);
  const run = buildRun(parseJournal(readFileSync(path, 'utf8')), now);
  const verdict = judge(run);
  writeReports(folder, run, verdict, report);
  return { run, verdict };
}
