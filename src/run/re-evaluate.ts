import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoexistenceError } from '../errors/index.ts';
import {
  buildRun,
  type JournalEvent,
  judge,
  mergeRuns,
  type ParsedJournal,
  type Part,
  type Run,
  reEvaluated,
  type Verdict,
} from '../results/index.ts';
import type { Clock } from '../time/index.ts';
import { neededOfAll, withAddedOnce } from './added-once.ts';
import { type JudgedRun, judgeFolder } from './judge-again.ts';
import { parseJournalOf } from './read-journal.ts';
import { createRunFolder } from './run-folder.ts';
import { version } from './version.ts';
import { needsIn } from './wave-needs.ts';
import { type ReportOptions, writeReports } from './write-reports.ts';

/** A run folder, or one of the parts of a joined one: its place below that, with `/`, empty for itself. */
interface Leaf {
  readonly folder: string;
  readonly place: string;
}

/**
 * Judges what a run has learnt of the estate again, with the checks of this version: no network, no shell. The result stands in a folder of its own
 * below `re-evaluated/` of the run folder, which itself stays as it is. Of a joined run each part is judged by its own facts, and they are joined
 * again.
 * @throws CoexistenceError RUN_NOT_FOUND, FACTS_UNREADABLE
 */
export async function reEvaluate(
  folder: string,
  report: ReportOptions,
  clock: Clock,
): Promise<{ readonly folder: string; readonly run: Run; readonly verdict: Verdict; readonly said: string }> {
  const journal = parseJournalOf(folder);
  const now = clock.now();
  const parts: { readonly leaf: Leaf; readonly judged: JudgedRun }[] = [];
  // One after the other: each is a runner of its own.
  for (const leaf of leavesOf(folder, '', journal)) parts.push({ leaf, judged: await judgeFolder(leaf.folder, clock) });
  const before = buildRun(journal, now);
  const events = withAddedOnce(parts.map(({ judged }) => judged)).map((judged, index): readonly JournalEvent[] => {
    const again = judged.added.flatMap(({ case: planned, again: end }) => (end === undefined ? [] : [planned]));
    const needs = judged.run.wave === undefined ? undefined : needsIn(judged.environment, judged.run.wave, again);
    const isWhole = parts[index]?.leaf.place === '';
    return reEvaluated({
      ...judged,
      ...(needs === undefined ? {} : { addedNeeds: needs }),
      coex: version,
      now,
      back: isWhole ? '../../' : '',
    });
  });
  const [first] = events;
  const isJoined = parts[0]?.leaf.place !== '';
  const joined =
    isJoined || first === undefined
      ? joinedAgain(
          before.run,
          parts.map(({ leaf, judged }, index) => ({
            leaf,
            run: buildRun({ ...judged.journal, events: events[index] ?? [] }, now),
          })),
          journal,
          now,
        )
      : first;
  const run = buildRun({ ...journal, events: joined }, now);
  const place = createRunFolder(join(folder, 're-evaluated'), before.environment.name, now);
  writeFileSync(join(place.folder, 'results.jsonl'), joined.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const verdict = judge(run);
  writeReports(place.folder, run, verdict, report);
  const said = run.problems.flatMap(({ code, message }) => (code === 'JUDGED_AGAIN' ? [message] : [])).join('\n');
  return { folder: place.folder, run, verdict, said };
}

/** The runs that a folder is made of: itself, or its parts and theirs. */
function leavesOf(folder: string, place: string, journal: ParsedJournal): readonly Leaf[] {
  const merged = journal.events.find((event) => event.event === 'merged');
  if (merged?.event !== 'merged') return [{ folder, place }];
  return merged.parts.flatMap((part) => {
    // What stands in a journal must not lead out of its folder.
    if (!/^parts\/[A-Za-z0-9._-]*[A-Za-z0-9_-]$/.test(part.folder))
      throw new CoexistenceError(
        'FACTS_UNREADABLE',
        `${folder} says that a part of it is at ${part.folder}, which is no place in it.`,
      );
    const below = join(folder, ...part.folder.split('/'));
    return leavesOf(below, place === '' ? part.folder : `${place}/${part.folder}`, parseJournalOf(below));
  });
}

/** The parts of a joined run, each judged again, as one run. */
function joinedAgain(
  name: string,
  parts: readonly { readonly leaf: Leaf; readonly run: Run }[],
  { events }: ParsedJournal,
  now: number,
): JournalEvent[] {
  const merged = events.find((event) => event.event === 'merged');
  const needs = neededOfAll(parts.map(({ run }) => run));
  const all = parts.map(
    ({ leaf, run }): Part => ({
      run: needs === undefined || run.needs === undefined ? run : { ...run, needs },
      // From `re-evaluated/NAME` back to the folder, and into its part.
      folder: `../../${leaf.place}`,
    }),
  );
  return mergeRuns(name, all, merged?.event === 'merged' ? merged.mergedAt : now);
}
