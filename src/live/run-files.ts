import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { JournalEvent } from '../results/index.ts';

/** Writes into a run folder. Each journal line is on its way to the disk when the call returns, so that no death of the process loses it. */
export interface RunFiles {
  journal(event: JournalEvent): void;
  change(line: string): void;
  /** Writes a file of the run folder; `path` is relative, with `/`. */
  file(path: string, text: string): void;
}

export function runFiles(folder: string): RunFiles {
  return {
    journal: (event) => appendFileSync(join(folder, 'results.jsonl'), `${JSON.stringify(event)}\n`),
    change: (line) => appendFileSync(join(folder, 'changes.jsonl'), line, { flush: true }),
    file(path, text) {
      const target = join(folder, ...path.split('/'));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text);
    },
  };
}

/** A file name that every system allows, still telling what it is about. */
export const fileNameOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replace(/→/g, '-to-')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 100);
