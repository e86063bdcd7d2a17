import { beforeAll, beforeEach, describe, it } from 'vitest';
import { atEndOfFile } from '../support/coex.ts';
import { expectUndoneAfterKill, type Moment } from '../support/killed-runner.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';

// The write probe of a site, and a write that should have been refused, stopped before each of their steps and killed there. Whatever the step,
// nothing of it stays in the estate and nothing of it stays open: the journal is ahead of the estate at every moment.

const atEnd = atEndOfFile();
let lab: LabProcess;

beforeAll(async () => {
  lab = await keepLab({ estate: smallEstate, atEnd });
});
beforeEach((context) => needShell(context));

type Step = Moment & { readonly name: string };

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
  it.each(steps)('$name', (step) => expectUndoneAfterKill(lab, ['administration', '--allow-changes'], step));
});
