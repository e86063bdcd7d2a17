import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JournalEvent } from '../results/index.ts';

/** Writes into a run folder. Each journal line is on its way to the disk when the call returns, so that no death of the process loses it. */
export interface RunFiles {
  journal(event: JournalEvent): void;
  change(line: string): void;
  /** Adds a line to a file of the run folder; `path` is relative, with `/`. */
  line(path: string, text: string): void;
  /** Writes a file of the run folder; `path` is relative, with `/`. */
  file(path: string, text: string): void;
  close(): void;
}

export function runFiles(folder: string): RunFiles {
  // Held open for the run, and appended to: two writers of one process do not cut each other's lines.
  const journal = openSync(join(folder, 'results.jsonl'), 'a');
  const made = new Set<string>();
  const placeOf = (path: string): string => {
    const target = join(folder, ...path.split('/'));
    if (!made.has(dirname(target))) mkdirSync(dirname(target), { recursive: true });
    made.add(dirname(target));
    return target;
  };
  return {
    journal: (event) => void writeSync(journal, `${JSON.stringify(event)}\n`),
    close: () => closeSync(journal),
    change: (line) => appendFileSync(join(folder, 'changes.jsonl'), line, { flush: true }),
    line: (path, text) => appendFileSync(placeOf(path), text),
    file: (path, text) => writeFileSync(placeOf(path), text),
  };
}

/**
 * A file name that every system allows, still telling what it is about. Where something was lost (`Jörg`, `太郎`, `Lena (2)`) it ends with a piece of the
 * SHA-256 of the title, so that two people have two files.
 */
export function fileNameOf(title: string): string {
  const name = title
    .normalize('NFKD')
    .replace(/→/g, '-to-')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
  if (name !== '' && /^[A-Za-z0-9._ →:@-]*$/.test(title)) return name;
  const piece = createHash('sha256').update(title).digest('hex').slice(0, 12);
  return name === '' ? piece : `${name}-${piece}`;
}
