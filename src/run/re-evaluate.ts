import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoexistenceError } from '../errors/index.ts';
import { environmentFact, factPath, readFacts } from '../facts/index.ts';
import { checkOf, type Need } from '../guide/index.ts';
import type { LiveRequest } from '../live/host.ts';
import {
  buildRun,
  type CaseResult,
  type JournalEvent,
  type Judged,
  judge,
  type ParsedJournal,
  parseJournal,
  type Run,
  reEvaluated,
  type Verdict,
} from '../results/index.ts';
import { type Clock, humanDuration } from '../time/index.ts';
import type { FromRunner } from './messages.ts';
import { createRunFolder } from './run-folder.ts';
import { spawnRunner } from './runner-process.ts';
import { version } from './version.ts';
import { type ReportOptions, writeReports } from './write-reports.ts';

/** Milliseconds for all of it: nobody is asked anything. */
const budget = 5 * 60_000;

/** What checks need whose answers are facts: the administration, names, ports and pages. */
const asked: ReadonlySet<Need> = new Set(['management-shell', 'name-server', 'connections']);

/** Why a case cannot be judged by the facts of its run, or nothing where it can. */
function whyNot({ case: { check: id, suite, notCovered } }: CaseResult): string | undefined {
  const check = checkOf(id);
  if (check === undefined) return 'this version has no such check.';
  if (notCovered !== undefined) return 'it is not covered.';
  if (suite === 'synthetic') return 'what the product makes with users of its own is not judged again.';
  if (!check.needs.some((need) => asked.has(need))) return 'what passes between clients is not kept as a fact.';
  const writes = check.needs.some((need) => need === 'permission-to-change' || need === 'permission-to-be-refused');
  return writes ? 'what changes something, or tries to, is not judged again.' : undefined;
}

/**
 * Refuses facts that this version does not read, before anything is judged by some of them.
 * @throws CoexistenceError FACTS_UNREADABLE
 */
function refuseOthers(folder: string): void {
  if (!readFacts(folder).has(environmentFact))
    throw new CoexistenceError(
      'FACTS_UNREADABLE',
      `${folder} has no ${factPath(environmentFact)}: its facts cannot be judged again.`,
    );
}

/**
 * Judges what a run has learnt of the estate again, with the checks of this version: no network, no shell. The result stands in a
 * folder of its own below `re-evaluated/` of the run folder, which itself stays as it is.
 * @throws CoexistenceError RUN_NOT_FOUND, FACTS_UNREADABLE
 */
export async function reEvaluate(
  folder: string,
  report: ReportOptions,
  clock: Clock,
): Promise<{ readonly folder: string; readonly run: Run; readonly verdict: Verdict; readonly said: string }> {
  const path = join(folder, 'results.jsonl');
  if (!existsSync(path)) throw new CoexistenceError('RUN_NOT_FOUND', `${folder} has no results.jsonl, so it is no run folder.`);
  const journal = parseJournal(readFileSync(path, 'utf8'));
  const now = clock.now();
  const run = buildRun(journal, now);
  refuseOthers(folder);
  const place = createRunFolder(join(folder, 're-evaluated'), run.environment.name, now);
  const judging = join(place.folder, 'judging');
  mkdirSync(judging);
  try {
    const able = run.cases.filter((result) => whyNot(result) === undefined);
    const again = able.length === 0 ? new Map() : await judgeAgain({ run, folder, judging, able, clock });
    const judged = run.cases.map((result): Judged => {
      const end = again.get(result.case.id);
      if (end !== undefined && end.finding.code !== 'FACTS_NOT_KEPT') return { result, again: end };
      return { result, kept: whyNot(result) ?? end?.finding.message ?? 'nobody judged it again.' };
    });
    const events = reEvaluated({ run, events: journal.events, judged, coex: version, now, back: '../../' });
    writeFileSync(join(place.folder, 'results.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
    const rebuilt = buildRun(withLosses(journal, events), now);
    const verdict = judge(rebuilt);
    writeReports(place.folder, rebuilt, verdict, report);
    const said = rebuilt.problems.find(({ code }) => code === 'JUDGED_AGAIN')?.message ?? '';
    return { folder: place.folder, run: rebuilt, verdict, said };
  } finally {
    rmSync(judging, { recursive: true, force: true });
  }
}

/** Lines that the journal of the run has lost are not found again by judging. */
const withLosses = ({ unreadable, truncated }: ParsedJournal, events: readonly JournalEvent[]): ParsedJournal => ({
  events,
  unreadable,
  truncated,
});

type End = Extract<JournalEvent, { event: 'end' }>;

/** Runs the suites over the facts, in a process of its own as always. */
async function judgeAgain(options: {
  readonly run: Run;
  readonly folder: string;
  readonly judging: string;
  readonly able: readonly CaseResult[];
  readonly clock: Clock;
}): Promise<ReadonlyMap<string, End>> {
  const { run, folder, judging, able, clock } = options;
  let trouble: string | undefined;
  const runner = spawnRunner((message: FromRunner) => {
    if (message.tell === 'failed') trouble = message.message;
  });
  const late = clock.after(budget, () => {
    trouble = `it did not end within ${humanDuration(budget)}`;
    void runner.kill();
  });
  try {
    const request: LiveRequest = {
      run: `${run.run}-again`,
      folder: judging,
      environmentPath: run.environment.path,
      plan: {
        environment: run.environment.name,
        coverage: 'full',
        cases: able.map((result) => result.case),
        pairs: [],
        cells: [],
        gaps: [],
      },
      allowChanges: false,
      allowRefusalProbes: false,
      takeOver: false,
      stateFolder: judging,
      shell: { missing: 'Facts are judged again without a shell.', hint: '' },
      again: {
        folder,
        endedAt: Object.fromEntries(
          able.map(({ case: { id }, startedAt, duration }) => [id, startedAt === undefined ? run.endedAt : startedAt + duration]),
        ),
      },
    };
    runner.start(request);
    const { code, said } = await runner.ended;
    const written = join(judging, 'results.jsonl');
    const { events } = parseJournal(existsSync(written) ? readFileSync(written, 'utf8') : '');
    const lost = events.find((event) => event.event === 'unhandled');
    if (trouble === undefined && code !== 0) trouble = `its runner ended with exit code ${code}: ${said.trim().slice(-500)}`;
    if (trouble === undefined && lost?.event === 'unhandled') trouble = lost.message;
    if (trouble !== undefined)
      throw new CoexistenceError('UNEXPECTED', `The facts of ${folder} could not be judged again: ${trouble}.`);
    return new Map(events.flatMap((event) => (event.event === 'end' ? [[event.id, event]] : [])));
  } finally {
    late.cancel();
    await runner.kill();
  }
}
