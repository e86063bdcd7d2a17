import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, openChanges, parseChanges } from '../changes/index.ts';
import { CoexistenceError } from '../errors/index.ts';

/** Changes of a run folder that were not taken back. */
export function openChangesOf(folder: string): Change[] {
  const path = join(folder, 'changes.jsonl');
  return existsSync(path) ? openChanges(parseChanges(readFileSync(path, 'utf8'))) : [];
}

/** The command that takes back what a run left behind. */
export const undoCommand = (folder: string): string => `coex undo "${folder}"`;

/** Remembers, across runs, the folder of the run that may have left a change behind. */
export function openRunMemory(stateFolder: string): {
  refuseWhileOpen(environment: string): void;
  begin(folder: string): void;
  end(): void;
} {
  const path = join(stateFolder, 'last-run.txt');
  return {
    refuseWhileOpen(environment) {
      if (!existsSync(path)) return;
      const folder = readFileSync(path, 'utf8').trim();
      const open = openChangesOf(folder);
      if (open.length === 0) return;
      throw new CoexistenceError(
        'CHANGE_OPEN',
        `An earlier run left ${open.map(({ identity }) => identity).join(', ')} behind in ${environment}.`,
        { hint: `Take it back first: ${undoCommand(folder)}` },
      );
    },
    begin(folder) {
      mkdirSync(stateFolder, { recursive: true });
      writeFileSync(path, `${folder}\n`, { flush: true });
    },
    end: () => rmSync(path, { force: true }),
  };
}
