import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { header, journalText, planned, sampleCases, sampleEvents, sampleStart } from '../../test/support/sample-run.ts';
import { fail, pass } from '../outcome/index.ts';
import { buildRun, countResults, type JournalEvent, parseJournal, type Run } from './index.ts';

const runOf = (events: readonly JournalEvent[], unreadable = 0): Run =>
  buildRun({ events, unreadable, truncated: false }, sampleStart + 60_000);

const one = planned({ check: 'signin.home', title: 'legacy Lena' });
const two = planned({ check: 'signin.home', title: 'migrated Mika' });
const at = (ms: number): number => sampleStart + ms;
const start = (id: string, ms: number): JournalEvent => ({ event: 'start', at: at(ms), id });
const end = (id: string, ms: number, finding = pass('Signed in.')): JournalEvent => ({
  event: 'end',
  at: at(ms),
  id,
  duration: 5,
  finding,
});
const plan: JournalEvent[] = [header, { event: 'planned', at: at(0), case: one }, { event: 'planned', at: at(0), case: two }];
const done: JournalEvent = { event: 'done', at: at(100), reason: 'passed' };
const summary = (run: Run) => run.cases.map((result) => `${result.state} ${result.outcome} ${result.finding.code ?? '-'}`);
const blocking = (run: Run) => run.problems.filter((problem) => problem.blocking).map((problem) => problem.code);

describe('buildRun', () => {
  it('gives every planned case exactly one result', () => {
    const run = runOf(sampleEvents);
    expect(run.cases.map((result) => result.case.id)).toEqual(Object.values(sampleCases).map((found) => found.id));
    expect(summary(run)).toEqual([
      'ended pass -',
      'ended fail SERVICE_NOT_RUNNING',
      'not-covered undetermined NOT_COVERED',
      'not-covered undetermined CHANGES_NOT_ALLOWED',
      'ended undetermined LANE_TIMEOUT',
      'ended pass -',
      'ended fail IM_NOT_DELIVERED',
      'ended undetermined UNEXPECTED',
      'in-progress undetermined RUNNER_DIED',
      'not-run undetermined NOT_RUN',
    ]);
    expect(countResults(run.cases)).toEqual({
      cases: 10,
      passed: 2,
      failed: 2,
      undetermined: 3,
      waived: 0,
      notRun: 1,
      notCovered: 2,
    });
  });

  it('is complete and without problems where everything ended well', () => {
    const run = runOf([...plan, start(one.id, 1), end(one.id, 6), start(two.id, 1), end(two.id, 7), done]);
    expect(run).toMatchObject({ complete: true, startedAt: sampleStart, endedAt: at(100), problems: [] });
    expect(run.cases[0]).toMatchObject({ startedAt: at(1), duration: 5 });
  });

  it('calls a case in progress when the runner died after its start, and only then', () => {
    const run = runOf([...plan, start(one.id, 1)]);
    expect(summary(run)).toEqual(['in-progress undetermined RUNNER_DIED', 'not-run undetermined NOT_RUN']);
    expect(blocking(run)).toEqual(['RUNNER_DIED']);
  });

  it('calls nothing in progress after a cancel, and ignores starts that come after it', () => {
    const cancel: JournalEvent = { event: 'cancel', at: at(2), signal: 'SIGINT' };
    const run = runOf([...plan, start(one.id, 1), cancel, start(two.id, 2), { ...done, reason: 'interrupted' }]);
    expect(summary(run)).toEqual(['not-run undetermined NOT_RUN', 'not-run undetermined NOT_RUN']);
    expect(run.cases[1]?.startedAt).toBeUndefined();
    expect(run.cancelledBy).toBe('SIGINT');
    expect(blocking(run)).toContain('RUN_INTERRUPTED');
  });

  it('lets the worst of several ends count', () => {
    const ends = [end(one.id, 3, fail('IM_REFUSED', 'Refused.')), end(one.id, 4)];
    for (const order of [ends, ends.toReversed()]) expect(runOf([...plan, ...order, done]).cases[0]?.outcome).toBe('fail');
  });

  it('pins an unhandled error to its case', () => {
    const unhandled: JournalEvent = { event: 'unhandled', at: at(4), id: one.id, message: 'late' };
    expect(runOf([...plan, end(one.id, 3), unhandled, end(two.id, 3), done]).cases[0]?.finding).toMatchObject({
      outcome: 'undetermined',
      code: 'UNEXPECTED',
    });
    const failed = end(one.id, 3, fail('IM_REFUSED', 'Refused.'));
    expect(runOf([...plan, failed, unhandled, end(two.id, 3), done]).cases[0]?.finding).toMatchObject({
      outcome: 'fail',
      code: 'IM_REFUSED',
      reasons: [{ text: 'Unhandled error: late' }],
    });
  });

  it.each<[string, JournalEvent[], number, string]>([
    ['an unhandled error of no case', [...plan, { event: 'unhandled', at: at(1), message: 'late' }, done], 0, 'UNEXPECTED'],
    ['an unreadable line', [...plan, done], 1, 'JOURNAL_DAMAGED'],
    ['a lost first line', [...plan.slice(1), done], 0, 'JOURNAL_DAMAGED'],
    ['a result nobody planned', [...plan, end('signin.home[nobody]', 1), done], 0, 'UNEXPECTED'],
    ['a failure that no case tells of', [...plan, { ...done, reason: 'failed' }], 0, 'UNEXPECTED'],
    ['an end that was not announced', plan, 0, 'RUNNER_DIED'],
  ])('has a problem that blocks for %s', (_name, events, unreadable, code) => {
    const run = runOf([...events, end(one.id, 3), end(two.id, 3)], unreadable);
    expect(blocking(run)).toEqual([code]);
  });

  it('is never empty without saying so', () => {
    expect(blocking(runOf([header, done]))).toEqual(['NOT_RUN']);
    expect(blocking(runOf([]))).toEqual(['RUNNER_DIED', 'JOURNAL_DAMAGED', 'NOT_RUN']);
  });

  it('does not depend on the order of the lines, only on their times', () => {
    const spread = sampleEvents.map((event, index) => ({ ...event, at: event.at + index / 1000 }));
    const expected = runOf(spread);
    fc.assert(
      fc.property(fc.shuffledSubarray(spread, { minLength: spread.length }), (events) => {
        expect(runOf(events)).toEqual(expected);
      }),
    );
  });

  it('gives every planned case a result wherever the journal is cut off', () => {
    const text = journalText(sampleEvents);
    fc.assert(
      fc.property(fc.nat(text.length), (cut) => {
        const parsed = parseJournal(text.slice(0, cut));
        const run = buildRun(parsed, sampleStart);
        const ids = parsed.events.flatMap((event) => (event.event === 'planned' ? [event.case.id] : []));
        expect(run.cases.map((result) => result.case.id)).toEqual(ids);
        expect(blocking(run)).not.toEqual([]);
      }),
    );
  });
});
