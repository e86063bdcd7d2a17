import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeEnvironment, type Environment } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { environmentFact, factPath, readFacts } from '../facts/index.ts';
import { checkOf, type Need } from '../guide/index.ts';
import type { LiveRequest } from '../live/host.ts';
import type { PlannedCase } from '../plan/index.ts';
import { type Added, buildRun, type JournalEvent, type Judged, type JudgedAgain, type ParsedJournal } from '../results/index.ts';
import { type Clock, humanDuration } from '../time/index.ts';
import { addedCases } from './added-cases.ts';
import type { FromRunner } from './messages.ts';
import { parseJournalOf } from './read-journal.ts';
import { spawnRunner } from './runner-process.ts';

/** Milliseconds for all of it: nobody is asked anything. */
const budget = 5 * 60_000;

/** What checks need whose answers are facts: the administration, names, ports and pages. */
const asked: ReadonlySet<Need> = new Set(['management-shell', 'name-server', 'connections']);

/** Why a case cannot be judged by the facts of its run, or nothing where it can. */
function whyNot({ check: id, suite, notCovered }: PlannedCase): string | undefined {
  const check = checkOf(id);
  if (check === undefined) return 'this version has no such check.';
  if (notCovered !== undefined) return 'it is not covered.';
  if (suite === 'synthetic') return 'what the product makes with users of its own is not judged again.';
  if (!check.needs.some((need) => asked.has(need))) return 'what passes between clients is not kept as a fact.';
  const writes = check.needs.some((need) => need === 'permission-to-change' || need === 'permission-to-be-refused');
  return writes ? 'what changes something, or tries to, is not judged again.' : undefined;
}

/**
 * The environment that a run has kept. All facts are read: those that this version does not understand are refused before anything is judged
 * by some of them.
 * @throws CoexistenceError FACTS_UNREADABLE
 */
function environmentOf(folder: string): Environment {
  const found = readFacts(folder).get(environmentFact);
  if (found === undefined || !('value' in found))
    throw new CoexistenceError(
      'FACTS_UNREADABLE',
      `${folder} has no ${factPath(environmentFact)}: its facts cannot be judged again.`,
    );
  return completeEnvironment(found.value);
}

/** A run whose facts were judged again, before anything is written down. */
export interface JudgedRun extends Omit<JudgedAgain, 'addedNeeds' | 'coex' | 'now' | 'back'> {
  readonly journal: ParsedJournal;
  readonly environment: Environment;
}

/**
 * Judges the facts of one run folder by the suites of this version, and what is new since the run as far as it has the facts for it. Leaves nothing
 * behind in the folder.
 * @throws CoexistenceError RUN_NOT_FOUND, FACTS_UNREADABLE; UNEXPECTED where the suites did not come to an end
 */
export async function judgeFolder(folder: string, clock: Clock): Promise<JudgedRun> {
  const journal = parseJournalOf(folder);
  const run = buildRun(journal, clock.now());
  const environment = environmentOf(folder);
  const { cases: fresh, trouble } = addedCases(run, environment);
  const own = run.cases.filter((result) => whyNot(result.case) === undefined);
  const more = fresh.filter((planned) => whyNot(planned) === undefined);
  const endedAt = new Map(
    own.map(({ case: { id }, startedAt, duration }) => [id, startedAt === undefined ? run.endedAt : startedAt + duration]),
  );
  for (const { id } of more) endedAt.set(id, run.endedAt);
  const cases = [...own.map((result) => result.case), ...more];
  const ends =
    cases.length === 0
      ? new Map<string, End>()
      : await runSuites(
          folder,
          {
            run: `${run.run}-again`,
            environmentPath: run.environment.path,
            plan: { environment: run.environment.name, coverage: 'full', cases, pairs: [], cells: [], gaps: [] },
            again: { folder, endedAt: Object.fromEntries(endedAt), added: more.map(({ id }) => id) },
          },
          clock,
        );
  const judge = (planned: PlannedCase): { again: End } | { why: string } => {
    const end = ends.get(planned.id);
    if (end !== undefined && end.finding.code !== 'FACTS_NOT_KEPT') return { again: end };
    return { why: whyNot(planned) ?? end?.finding.message ?? 'nobody judged it again.' };
  };
  return {
    journal,
    run,
    events: journal.events,
    environment,
    judged: run.cases.map((result): Judged => {
      const came = judge(result.case);
      return 'again' in came ? { result, again: came.again } : { result, kept: came.why };
    }),
    added: fresh.map((planned): Added => {
      const came = judge(planned);
      return 'again' in came ? { case: planned, again: came.again } : { case: planned, missing: came.why };
    }),
    ...(trouble === undefined ? {} : { notPlanned: trouble }),
  };
}

type End = Extract<JournalEvent, { event: 'end' }>;

/** Runs the suites over the facts, in a process of its own as always. */
async function runSuites(
  folder: string,
  about: Pick<LiveRequest, 'run' | 'environmentPath' | 'plan'> & { readonly again: NonNullable<LiveRequest['again']> },
  clock: Clock,
): Promise<ReadonlyMap<string, End>> {
  const judging = mkdtempSync(join(tmpdir(), 'coex-judging-'));
  let trouble: string | undefined;
  const runner = spawnRunner((message: FromRunner) => {
    if (message.tell === 'failed') trouble = message.message;
  });
  const late = clock.after(budget, () => {
    trouble = `it did not end within ${humanDuration(budget)}`;
    void runner.kill();
  });
  try {
    runner.start({
      ...about,
      folder: judging,
      allowChanges: false,
      allowRefusalProbes: false,
      takeOver: false,
      stateFolder: judging,
      shell: { missing: 'Facts are judged again without a shell.', hint: '' },
    });
    const { code, said } = await runner.ended;
    const events = existsSync(join(judging, 'results.jsonl')) ? parseJournalOf(judging).events : [];
    const lost = events.find((event) => event.event === 'unhandled');
    if (trouble === undefined && code !== 0) trouble = `its runner ended with exit code ${code}: ${said.trim().slice(-500)}`;
    if (trouble === undefined && lost?.event === 'unhandled') trouble = lost.message;
    if (trouble !== undefined)
      throw new CoexistenceError('UNEXPECTED', `The facts of ${folder} could not be judged again: ${trouble}.`);
    return new Map(events.flatMap((event) => (event.event === 'end' ? [[event.id, event]] : [])));
  } finally {
    late.cancel();
    await runner.kill();
    rmSync(judging, { recursive: true, force: true, maxRetries: 5 });
  }
}
