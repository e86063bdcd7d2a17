import { cpSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { buildRun, holesOf, inOrder, isSameRun, judge, mergeRuns, type Part, type Run, type Verdict } from '../results/index.ts';
import { openChangesOf } from './open-runs.ts';
import { parseJournalOf } from './read-journal.ts';
import { createRunFolder } from './run-folder.ts';
import { type ReportOptions, writeReports } from './write-reports.ts';

export interface Merged {
  readonly folder: string;
  readonly run: Run;
  readonly verdict: Verdict;
  /** Cases that the wave needs and none of the runs has planned. */
  readonly holes: readonly string[];
  /** Run folders with a change in the estate that was not taken back. */
  readonly open: readonly { readonly folder: string; readonly identities: readonly string[] }[];
}

/** Everything of a run folder but what is rendered again for the whole. */
const rendered = new Set(['run.json', 'junit.xml', 'summary.md', 'index.html']);

/**
 * Joins run folders of one environment into a new one with its own journal, reports and verdict. The files of each part are copied below
 * `parts/`, so the new folder stands alone; the old ones stay as they are.
 * @param now milliseconds since 1970
 * @throws CoexistenceError RUN_NOT_FOUND, MERGE_DIFFERENT before anything is written
 */
export function mergeRunFolders(options: {
  readonly folders: readonly string[];
  /** Folder that holds run folders. */
  readonly out: string;
  readonly report: ReportOptions;
  readonly now: number;
}): Merged {
  const { out, report, now } = options;
  const read = [...new Set(options.folders.map((folder) => resolve(folder)))].map((folder) => ({
    folder,
    run: buildRun(parseJournalOf(folder), now),
  }));
  const parts = named(
    inOrder(read).filter((one, index, all) => all.findIndex((other) => isSameRun(one.run, other.run)) === index),
  );
  const asParts = parts.map(({ run, place }): Part => ({ run, folder: place }));
  // Once for the refusals: a run that is refused leaves no folder behind.
  mergeRuns('', asParts, now);
  const { name, folder } = createRunFolder(resolve(out), parts[0]?.run.environment.name ?? 'run', now);
  for (const part of parts) {
    cpSync(part.folder, join(folder, part.place), {
      recursive: true,
      filter: (source) => !rendered.has(basename(source)),
    });
  }
  const events = mergeRuns(name, asParts, now);
  writeFileSync(join(folder, 'results.jsonl'), events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const run = buildRun(parseJournalOf(folder), now);
  const verdict = judge(run);
  writeReports(folder, run, verdict, report);
  const open = parts.flatMap((part) => {
    const identities = openChangesOf(part.folder).map(({ identity }) => identity);
    return identities.length === 0 ? [] : [{ folder: part.folder, identities }];
  });
  return { folder, run, verdict, holes: holesOf(parts.map((part) => part.run)), open };
}

/** Each with a place of its own: two hosts may have given their runs the same name. */
function named<Item extends { readonly run: Run }>(parts: readonly Item[]): (Item & { readonly place: string })[] {
  const taken = new Set<string>();
  return parts.map((part) => {
    const base = `parts/${part.run.run.replace(/[^A-Za-z0-9._-]+/g, '-')}`;
    let place = base;
    for (let n = 2; taken.has(place); n++) place = `${base}-${n}`;
    taken.add(place);
    return { ...part, place };
  });
}
