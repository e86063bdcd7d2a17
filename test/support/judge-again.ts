import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Run } from '../../src/results/index.ts';
import { coex, type Ended, lastLine } from './coex.ts';
import { readRun } from './run-folder.ts';

/** Names of the folders in which a run was judged again. */
export const judgedIn = (run: string): string[] =>
  existsSync(join(run, 're-evaluated')) ? readdirSync(join(run, 're-evaluated')) : [];

export interface JudgedAgain extends Ended {
  readonly word: string;
  /** Absent where it was refused. */
  readonly seen?: ReturnType<typeof readRun>;
}

/** `coex report RUN --re-evaluate`, with no shell to ask anybody by. */
export async function judgeAgain(run: string): Promise<JudgedAgain> {
  const before = new Set(judgedIn(run));
  const ended = await coex(['report', run, '--re-evaluate'], { env: { COEX_POWERSHELL: join(run, 'no-such-shell') } }).ended;
  const place = judgedIn(run).find((name) => !before.has(name));
  const seen = place === undefined ? {} : { seen: readRun(join(run, 're-evaluated', place)) };
  return { ...ended, word: lastLine(ended.stdout), ...seen };
}

/** What is added to the reasons of a finding that was judged again, or kept. */
const isAdded = ({ text }: { readonly text: string }): boolean =>
  /^(Judged again by facts|It was not in the run|Keeps the outcome)/.test(text);

/** The findings of cases by their id, without what judging again adds to them. */
export const findingsOf = (cases: Run['cases']) =>
  Object.fromEntries(
    cases.map(({ case: { id }, finding }) => [id, { ...finding, reasons: finding.reasons.filter((reason) => !isAdded(reason)) }]),
  );

/** Ids of the cases that were judged again. */
export const judgedAgain = (cases: Run['cases']): string[] =>
  cases.flatMap(({ case: { id }, finding }) =>
    finding.reasons.some(({ text }) => text.startsWith('Judged again by facts')) ? [id] : [],
  );
