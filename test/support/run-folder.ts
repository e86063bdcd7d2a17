import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseRunJson, type Run, type Verdict } from '../../src/results/index.ts';

/** The one run folder below `out`. */
export function onlyRun(out: string): string {
  const runs = readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (runs.length !== 1) throw new Error(`${out} holds ${runs.length} run folders.`);
  return join(out, (runs[0] as { name: string }).name);
}

export const readRun = (folder: string): { run: Run; verdict: Verdict } =>
  parseRunJson(readFileSync(join(folder, 'run.json'), 'utf8'));
