import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isoTime } from '../time/index.ts';

/** `20260101T120000Z-contoso-pilot`: sorts by time, and every system can write it. */
export const runName = (environment: string, now: number): string =>
  `${isoTime(now).replace(/[-:]/g, '').replace(/\.\d+/, '')}-${
    environment
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'run'
  }`;

/** Creates a run folder that nobody else has. */
export function createRunFolder(
  out: string,
  environment: string,
  now: number,
): { readonly name: string; readonly folder: string } {
  mkdirSync(out, { recursive: true });
  const base = runName(environment, now);
  for (let n = 1; ; n++) {
    const name = n === 1 ? base : `${base}-${n}`;
    try {
      mkdirSync(join(out, name));
      return { name, folder: join(out, name) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
