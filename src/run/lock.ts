import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { CoexistenceError } from '../errors/index.ts';
import { isAlive } from './processes.ts';

/**
 * Keeps two runs of one environment apart. A lock whose process is gone is taken over.
 * @throws CoexistenceError RUN_LOCKED
 */
export function takeLock(stateFolder: string, environment: string): { release(): void } {
  mkdirSync(stateFolder, { recursive: true });
  const path = join(stateFolder, 'lock');
  for (let attempt = 0; ; attempt++) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, `${process.pid}\n`);
      closeSync(file);
      return { release: () => rmSync(path, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw error;
      const holder = holderOf(path);
      if (holder !== undefined && isAlive(holder)) {
        throw new CoexistenceError('RUN_LOCKED', `Another run of ${environment} is going on (process ${holder}).`, {
          hint: `Wait for it to end. If there is no such run, delete ${path}.`,
        });
      }
      rmSync(path, { force: true });
    }
  }
}

function holderOf(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8').trim());
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}
