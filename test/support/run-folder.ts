import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ChangeEvent, parseChanges } from '../../src/changes/index.ts';
import { type JournalEvent, parseJournal, parseRunJson, type Run, type Verdict } from '../../src/results/index.ts';

/** Names of the run folders below `out`. */
export const runsIn = (out: string): string[] =>
  existsSync(out)
    ? readdirSync(out, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [join(out, entry.name)] : []))
    : [];

/** The one run folder below `out`. */
export function onlyRun(out: string): string {
  const runs = runsIn(out);
  if (runs.length !== 1) throw new Error(`${out} holds ${runs.length} run folders.`);
  return runs[0] as string;
}

export const readRun = (folder: string): { run: Run; verdict: Verdict } =>
  parseRunJson(readFileSync(join(folder, 'run.json'), 'utf8'));

export const readJournal = (folder: string): readonly JournalEvent[] =>
  parseJournal(readFileSync(join(folder, 'results.jsonl'), 'utf8')).events;

export function readChanges(folder: string): readonly ChangeEvent[] {
  const path = join(folder, 'changes.jsonl');
  return existsSync(path) ? parseChanges(readFileSync(path, 'utf8')) : [];
}

/** Every file of a folder, by its path in there with `/`. */
export function filesIn(folder: string): Map<string, Buffer> {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path)]));
}
