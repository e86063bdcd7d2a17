import { expect } from 'vitest';
import { openChanges } from '../../src/changes/index.ts';
import { coex, folder, lastLine } from './coex.ts';
import type { LabProcess } from './lab-process.ts';
import { openGate } from './management-gate.ts';
import { onlyRun, readChanges, readJournal } from './run-folder.ts';

/** The moment at which a runner dies: its question about client policies, and how the estate and the journal stand then. */
export interface Moment {
  /** The question that is the last, by all questions about client policies before it. */
  isNow(question: string, earlier: readonly string[]): boolean;
  /** True: the estate has done what was asked, and nobody hears of it. */
  readonly answered?: boolean;
  /** Events of the journal of changes. */
  readonly journal: readonly string[];
  /** Site policies that are there. */
  readonly policies: readonly string[];
}

/**
 * Checks an estate, kills the runner at a moment of its writing, and expects that the run ends undecided, that no policy and no open entry is
 * left, and that nothing remains to be undone.
 *
 * @param args what is checked, besides the environment and the place for the run
 */
export async function expectUndoneAfterKill(
  lab: LabProcess,
  args: readonly string[],
  { isNow, answered = false, journal, policies }: Moment,
): Promise<void> {
  const gate = await openGate(lab);
  const about = (): string[] => gate.questions.filter((question) => question.includes('client-policies'));
  let isOver = false;
  const stopped = new Promise<void>((resolve) => {
    gate[answered ? 'after' : 'before'](
      (question) => question.includes('client-policies') && !isOver && isNow(question, about().slice(0, -1)),
      () => {
        isOver = true;
        resolve();
        return new Promise(() => undefined);
      },
    );
  });
  const out = folder();
  const run = coex(['check', '-e', gate.environment, ...args, '--quiet', '--out', out], { env: { COEX_STATE: folder() } });
  await Promise.race([
    stopped,
    run.ended.then(({ stdout, stderr }) => Promise.reject(new Error(`It ended too early:\n${stdout}\n${stderr}`))),
  ]);
  const runFolder = onlyRun(out);
  expect(readChanges(runFolder).map(({ event }) => event)).toEqual(journal);
  expect(await lab.sitePolicies()).toEqual(policies);

  const runner = readJournal(runFolder).find((event) => event.event === 'process' && event.role === 'runner');
  if (runner?.event === 'process') process.kill(runner.pid, 'SIGKILL');
  const { code, stdout } = await run.ended;

  expect({ code, last: lastLine(stdout) }).toEqual({ code: 2, last: 'UNDECIDED' });
  expect(await lab.sitePolicies()).toEqual([]);
  expect(openChanges(readChanges(runFolder))).toEqual([]);
  if (journal.length > 0) expect(readChanges(runFolder).at(-1)).toMatchObject({ event: 'undone', by: 'parent' });
  expect(await coex(['undo', runFolder]).ended).toMatchObject({ code: 0, stdout: 'Nothing is open.\n' });
}
