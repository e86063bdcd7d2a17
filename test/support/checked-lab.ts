import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import type { Run, Verdict } from '../../src/results/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { coex, type Ended } from './coex.ts';
import { smallEstate } from './lab-process.ts';
import { filesIn, onlyRun, readRun } from './run-folder.ts';

/** What a run against a lab of this process came to. */
export interface Checked {
  readonly run: Run;
  readonly verdict: Verdict;
  readonly ended: Ended;
  /** `check[subject]` → code; `undefined` for what passed. */
  readonly codes: Readonly<Record<string, string | undefined>>;
  /** Every file of the run folder. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** A lab of the smallest estate, changed, which `coex check` looks at. */
export interface CheckedLab {
  readonly lab: Lab;
  check(suites: readonly string[], options?: { readonly args?: readonly string[] }): Promise<Checked>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** @param change of the text of the estate's file */
export async function checkedLab(change: (estate: string) => string, options: Partial<LabOptions> = {}): Promise<CheckedLab> {
  const folder = mkdtempSync(join(tmpdir(), 'coex-checked-'));
  const estate = join(folder, 'estate.yaml');
  writeFileSync(estate, change(readFileSync(smallEstate, 'utf8')));
  const lab = await startLab({ state: join(folder, 'lab'), estate, clock: systemClock, ...options });
  let runs = 0;
  const ends: (() => void)[] = [];
  return {
    lab,
    async check(suites, { args = [] } = {}) {
      const out = join(folder, `run-${++runs}`);
      const process = coex(['check', '-e', lab.environmentPath, ...suites, '--out', out, '--quiet', ...args], {
        atEnd: (call) => void ends.push(call),
      });
      const ended = await process.ended;
      const path = onlyRun(out);
      const { run, verdict } = readRun(path);
      const codes = Object.fromEntries(run.cases.map(({ case: { id }, finding }) => [id, finding.code]));
      return { run, verdict, ended, codes, files: filesIn(path) };
    },
    async [Symbol.asyncDispose]() {
      for (const end of ends) end();
      await lab.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
