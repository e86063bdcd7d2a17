import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileNameOf } from './run-files.ts';

const day = 24 * 60 * 60 * 1000;

/** Remembers across runs when a wrong password was last sent for a user, so that no account is ever locked out by the harness. */
export interface RefusalMemory {
  /** Milliseconds since 1970 of the last try, if it is less than 24 hours ago. */
  recent(uri: string): number | undefined;
  /** Called before the password is sent, so that a crash cannot lose it. */
  remember(uri: string): void;
}

export function refusalMemory(folder: string, now: () => number): RefusalMemory {
  const fileOf = (uri: string): string => join(folder, 'refusal-probes', `${fileNameOf(uri)}.txt`);
  return {
    recent(uri) {
      let text: string;
      try {
        text = readFileSync(fileOf(uri), 'utf8');
      } catch {
        return undefined;
      }
      const at = Number(text.trim());
      // A file that cannot be read as a time was written now, for all we know: better to skip a day than to lock a user out.
      if (!Number.isFinite(at)) return now();
      return now() - at < day ? at : undefined;
    },
    remember(uri) {
      const file = fileOf(uri);
      mkdirSync(join(folder, 'refusal-probes'), { recursive: true });
      writeFileSync(file, `${now()}\n`, { flush: true });
    },
  };
}
