import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChanges } from '../../src/changes/index.ts';
import { atEndOfFile, coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { openGate } from '../support/management-gate.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readChanges, readJournal } from '../support/run-folder.ts';

// The write probe of a site, and a write that should have been refused, stopped before each of their steps and killed there. Whatever the step,
// nothing of it stays in the estate and nothing of it stays open: the journal is ahead of the estate at every moment.

const atEnd = atEndOfFile();
let lab: LabProcess;

beforeAll(async () => {
  lab = await keepLab({ estate: smallEstate, atEnd });
});
beforeEach((context) => needShell(context));

/** The step at which the runner dies: its question to the management, and how the estate and the journal stand then. */
interface Step {
  readonly name: string;
  /** The question that is the last, by all questions about client policies so far. */
  isNow(question: string, earlier: readonly string[]): boolean;
  /** True: the estate has done what was asked, and nobody hears of it. */
  readonly answered?: boolean;
  readonly journal: readonly string[];
  readonly policies: readonly string[];
}

const isRead = (question: string): boolean => question.startsWith('GET client-policies');
const isCreation = (question: string): boolean => question.startsWith('POST client-policies');
const isRemoval = (question: string): boolean => question.startsWith('DELETE client-policies');
/** How many reads came since the last question of a kind. */
const readsSince = (kind: (question: string) => boolean, earlier: readonly string[]): number =>
  earlier.length - 1 - earlier.findLastIndex(kind);
const made = ['Site:Oslo'];

const steps: readonly Step[] = [
  { name: 'before it intends anything', isNow: (question) => isRead(question), journal: [], policies: [] },
  { name: 'after it intends, before it creates', isNow: isCreation, journal: ['intended'], policies: [] },
  {
    name: 'after it created, before it knows',
    isNow: isCreation,
    answered: true,
    journal: ['intended'],
    policies: made,
  },
  {
    name: 'after it knows, before it reads back',
    isNow: (question, earlier) => isRead(question) && earlier.some(isCreation),
    journal: ['intended', 'made'],
    policies: made,
  },
  {
    name: 'after it has read back',
    isNow: (question, earlier) => isRead(question) && earlier.some(isCreation) && readsSince(isCreation, earlier) === 1,
    journal: ['intended', 'made'],
    policies: made,
  },
  { name: 'before it removes', isNow: isRemoval, journal: ['intended', 'made'], policies: made },
  { name: 'after it removed, before it knows', isNow: isRemoval, answered: true, journal: ['intended', 'made'], policies: [] },
  {
    name: 'after it removed, before it has looked',
    isNow: (question, earlier) => isRead(question) && earlier.some(isRemoval),
    journal: ['intended', 'made'],
    policies: [],
  },
];

describe('a runner that is killed in the middle of the write probe leaves no policy and no open entry', () => {
  it.each(steps)('$name', async ({ isNow, answered = false, journal, policies }) => {
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
    const [out, state] = [folder(), folder()];
    const run = coex(['check', '-e', gate.environment, '--allow-changes', '--out', out, '--quiet', 'administration'], {
      env: { COEX_STATE: state },
    });
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
  });
});
