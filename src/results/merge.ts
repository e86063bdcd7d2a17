import { isDeepStrictEqual } from 'node:util';
import { CoexistenceError } from '../errors/index.ts';
import { type CaseId, worst } from '../outcome/index.ts';
import type { JournalEvent } from './journal.ts';
import type { CaseResult, CaseState, Run, RunProblem } from './model.ts';

/** A run to be joined with others, and the folder below the joined run that its files are copied to (`parts/NAME`). */
export interface Part {
  readonly run: Run;
  readonly folder: string;
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const nameOf = ({ run, host }: Run): string => `${run} (${host})`;

/** The order of parts, whatever order they were named in: so the same parts always make the same run. */
export function inOrder<Item extends { readonly run: Run }>(parts: readonly Item[]): Item[] {
  return parts.toSorted(
    ({ run: one }, { run: other }) =>
      one.startedAt - other.startedAt || byText(one.run, other.run) || byText(one.host, other.host),
  );
}

/** True for two readings of one and the same run: it must not count as two witnesses. */
export const isSameRun = (one: Run, other: Run): boolean =>
  one.run === other.run && one.host === other.host && one.startedAt === other.startedAt;

/**
 * Says why runs cannot be joined: they are about different environments, or about different waves, or their environment files do not plan
 * the same.
 * @throws CoexistenceError MERGE_DIFFERENT
 */
function refuseDifferent(runs: readonly Run[]): void {
  const [first, ...others] = runs;
  if (first === undefined) throw new CoexistenceError('USAGE', 'There is no run to join.');
  const refuse = (other: Run, what: string): never => {
    throw new CoexistenceError('MERGE_DIFFERENT', `${nameOf(first)} and ${nameOf(other)} cannot be joined: ${what}.`);
  };
  const waveOf = (run: Run): string => (run.wave === undefined ? 'no wave' : `wave ${run.wave}`);
  const planned = new Map(first.cases.map((result) => [result.case.id, result.case]));
  for (const other of others) {
    if (first.environment.name !== other.environment.name)
      refuse(other, `one looked at ${first.environment.name}, the other at ${other.environment.name}`);
    if (first.wave !== other.wave) refuse(other, `one judges ${waveOf(first)}, the other ${waveOf(other)}`);
    if (!isDeepStrictEqual(plain(first.needs), plain(other.needs)))
      refuse(other, `their environment files do not mean the same by ${waveOf(first)}`);
    for (const { case: theirs } of other.cases) {
      const ours = planned.get(theirs.id);
      if (ours === undefined) planned.set(theirs.id, theirs);
      else if (!isDeepStrictEqual(plain(ours), plain(theirs)))
        refuse(other, `their environment files do not mean the same by ${theirs.id}`);
    }
  }
}

/** Without the keys whose value is `undefined`: they are not there in a file either. */
const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** What weighs more of two results of one outcome: what somebody saw, then what was cut short, then what nobody tried. */
const stateRank: Record<CaseState, number> = { ended: 3, 'in-progress': 2, 'not-run': 1, 'not-covered': 0 };

/** A result and the part it comes from. */
interface Seen {
  readonly result: CaseResult;
  readonly part: Part;
}

/** The result that counts: the worst. Of several alike the one of the first part. */
function decisive(seen: readonly [Seen, ...Seen[]]): Seen {
  const outcome = worst(seen.map(({ result }) => result.outcome));
  const worstOnes = seen.filter(({ result }) => result.outcome === outcome);
  return worstOnes.toSorted((one, other) => stateRank[other.result.state] - stateRank[one.result.state])[0] ?? seen[0];
}

/** Its end as the joined journal tells it; a case that is not covered by the plan has none, there as here. */
function endOf(seen: readonly [Seen, ...Seen[]]): Extract<JournalEvent, { event: 'end' }> | undefined {
  const { result, part } = decisive(seen);
  const { finding, measures, attachments, duration } = result;
  if (result.state === 'not-covered' && result.case.notCovered !== undefined) return undefined;
  const looks = seen.map((one) => `${one.result.outcome} in ${nameOf(one.part.run)}`);
  const reasons =
    seen.length === 1 ? [] : [{ text: `It was in ${seen.length} runs, of which the worse result counts: ${looks.join(', ')}.` }];
  return {
    event: 'end',
    at: (result.startedAt ?? part.run.startedAt) + duration,
    id: result.case.id,
    duration,
    finding: { ...finding, reasons: [...finding.reasons, ...reasons] },
    measures,
    attachments: attachments.map(({ title, path }) => ({ title, path: `${part.folder}/${path}` })),
  };
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];
const some = (ids: readonly CaseId[]): string =>
  `${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ` and ${ids.length - 3} more` : ''}`;

/** What each part says against itself, then what nobody and what more than one has looked at. */
function problemsOf(parts: readonly Part[], byId: ReadonlyMap<CaseId, readonly Seen[]>): RunProblem[] {
  const own = parts.flatMap(({ run }) =>
    run.problems.map((problem) => ({ ...problem, message: `In ${nameOf(run)}: ${problem.message}` })),
  );
  const overlaps = [...byId].filter(([, seen]) => seen.length > 1 && seen.some(({ result }) => result.state !== 'not-covered'));
  const contradictions = overlaps.filter(([, seen]) => new Set(seen.map(({ result }) => result.outcome)).size > 1);
  const overlap: RunProblem[] =
    overlaps.length === 0
      ? []
      : [
          {
            code: 'MERGE_OVERLAP',
            message: `${overlaps.length} of ${byId.size} cases were in more than one run, and the worse result counts (${contradictions.length} of them differ): ${some(
              (contradictions.length > 0 ? contradictions : overlaps).map(([id]) => id),
            )}.`,
            detail: overlaps
              .map(
                ([id, seen]) => `${id}: ${seen.map(({ result, part }) => `${result.outcome} in ${nameOf(part.run)}`).join(', ')}`,
              )
              .join('\n'),
            blocking: false,
          },
        ];
  const versions = distinct(parts.map(({ run }) => run.coex));
  const mixed: RunProblem[] =
    versions.length === 1
      ? []
      : [
          {
            code: 'MERGE_VERSIONS',
            message: `The runs were made with different versions: ${versions.join(', ')}.`,
            blocking: false,
          },
        ];
  return [...own, ...overlap, ...mixed];
}

/** Cases that the wave needs and that none of the runs has planned. Without a wave nobody can tell. */
export function holesOf(runs: readonly Run[]): CaseId[] {
  const planned = new Set(runs.flatMap(({ cases }) => cases.map((result) => result.case.id)));
  const needed = runs[0]?.needs?.requirements.flatMap(({ cases }) => cases) ?? [];
  return distinct(needed).filter((id) => !planned.has(id));
}

/**
 * The journal of one run that is made of several, each of which looked at a part of one environment. It is never greener than its worst
 * part: of a case in two runs the worse result counts, and what blocks a part blocks the whole. The order of the parts does not matter, and
 * a run that is named twice counts once. Times are those of the parts: the joined run is as old as its oldest part.
 * @param at milliseconds since 1970 when the runs are joined
 * @throws CoexistenceError MERGE_DIFFERENT
 */
export function mergeRuns(name: string, given: readonly Part[], at: number): JournalEvent[] {
  const parts = inOrder(given).filter((part, index, all) => all.findIndex((other) => isSameRun(part.run, other.run)) === index);
  const runs = parts.map(({ run }) => run);
  refuseDifferent(runs);
  const first = runs[0] as Run;
  const byId = new Map<CaseId, [Seen, ...Seen[]]>();
  for (const part of parts) {
    for (const result of part.run.cases) {
      const seen = byId.get(result.case.id);
      if (seen === undefined) byId.set(result.case.id, [{ result, part }]);
      else seen.push({ result, part });
    }
  }
  const startedAt = Math.min(...runs.map((run) => run.startedAt));
  const endedAt = Math.max(...runs.map((run) => run.endedAt));
  const ends = [...byId.values()].flatMap((seen) => endOf(seen) ?? []);
  const failed = ends.some(({ finding }) => finding.outcome !== 'pass' && finding.deliberate !== true);
  return [
    {
      event: 'run',
      at: startedAt,
      version: 1,
      run: name,
      environment: first.environment,
      coex: distinct(runs.map(({ coex }) => coex)).join(', '),
      host: distinct(runs.map(({ host }) => host)).join(', '),
      ...(first.wave === undefined ? {} : { wave: first.wave }),
      ...(first.needs === undefined ? {} : { needs: first.needs }),
      allowChanges: runs.some(({ allowChanges }) => allowChanges),
      selection: { merged: runs.map(nameOf).join(', ') },
      ...(first.phase === undefined ? {} : { phase: first.phase }),
      gaps: distinct(runs.flatMap(({ gaps }) => gaps)),
    },
    ...[...byId.values()].map(([{ result }]): JournalEvent => ({ event: 'planned', at: startedAt, case: result.case })),
    ...ends.map((end) => ({ ...end, at: Math.min(end.at, endedAt) })),
    {
      event: 'merged',
      at: endedAt,
      mergedAt: at,
      parts: parts.map(({ run, folder }) => ({
        run: run.run,
        host: run.host,
        coex: run.coex,
        folder,
        startedAt: run.startedAt,
        endedAt: run.endedAt,
        cases: run.cases.length,
      })),
      problems: problemsOf(parts, byId),
    },
    { event: 'done', at: endedAt, reason: failed ? 'failed' : 'passed' },
  ];
}
