import { describe, expect, it } from 'vitest';
import { header, journalText, planned, sampleStart } from '../../test/support/sample-run.ts';
import { fail, pass } from '../outcome/index.ts';
import { buildRun, type JournalEvent, judge, parseJournal, reEvaluated } from './index.ts';

const hour = 3_600_000;
const now = sampleStart + 73 * hour;
const one = planned({ check: 'administration.topology', title: 'one' });
const two = planned({ check: 'messaging.delivered', title: 'two' });

/** A run in which the first case came to a finding and the second passed. */
function run(first = fail('SITE_MISSING', 'No pool.'), more: readonly JournalEvent[] = []) {
  const events: JournalEvent[] = [
    header,
    { event: 'planned', at: sampleStart, case: one },
    { event: 'planned', at: sampleStart, case: two },
    { event: 'end', at: sampleStart + 2000, id: one.id, duration: 500, finding: first },
    {
      event: 'end',
      at: sampleStart + 3000,
      id: two.id,
      duration: 500,
      finding: pass('Arrived.'),
      attachments: [{ title: 'wire', path: 'wire/1.log' }],
    },
    ...more,
    { event: 'done', at: sampleStart + 4000, reason: first.outcome === 'fail' ? 'failed' : 'passed' },
  ];
  return { events, run: buildRun(parseJournal(journalText(events)), now) };
}

function again(before: ReturnType<typeof run>, finding = pass('The pool is there.')) {
  const [first, second] = before.run.cases;
  const events = reEvaluated({
    ...before,
    judged: [
      { result: first!, again: { event: 'end', at: now, id: one.id, duration: 1, finding, asked: sampleStart + 1000 } },
      { result: second!, kept: 'nobody kept it.' },
    ],
    coex: '9.9.9',
    now,
    back: '../../',
  });
  const rebuilt = buildRun(parseJournal(journalText(events)), now);
  return { run: rebuilt, verdict: judge(rebuilt) };
}

describe('a run whose facts were judged again', () => {
  it('takes the new outcome, and says how old the facts are, what it was, and what keeps its outcome', () => {
    const { run: seen, verdict } = again(run());
    expect(verdict.word).toBe('PASSED');
    expect(seen.cases.map(({ finding }) => finding.reasons.at(-1)?.text)).toEqual([
      'Judged again by facts of 2026-03-01 01:30 UTC, 3 days old; the run itself said fail (SITE_MISSING).',
      'Keeps the outcome of the run: nobody kept it.',
    ]);
    expect(seen.problems).toMatchObject([
      {
        code: 'JUDGED_AGAIN',
        blocking: false,
        message: expect.stringMatching(
          /^1 of 2 cases were judged again with coex 9\.9\.9, .*3 days old\); 1 changed: .*\. 1 keep the outcome/,
        ),
        detail: expect.stringContaining('messaging.delivered[two] keeps pass: nobody kept it.'),
      },
    ]);
    expect(seen.coex).toContain('judged again by 9.9.9');
  });

  it('is red where a pass becomes a failure', () => {
    expect(again(run(pass('ok')), fail('SITE_MISSING', 'No pool.')).verdict.word).toBe('FAILED');
  });

  it('is as old as its run, and leads back to its evidence', () => {
    const { run: seen } = again(run());
    expect([seen.startedAt, seen.endedAt]).toEqual([sampleStart, sampleStart + 4000]);
    expect(seen.cases[0]).toMatchObject({ startedAt: sampleStart + 1500, duration: 500 });
    expect(seen.cases[1]?.attachments).toEqual([{ title: 'wire', path: '../../wire/1.log' }]);
  });

  it('keeps what blocked the run: errors of nobody, and that it was cancelled', () => {
    const lost: JournalEvent[] = [{ event: 'unhandled', at: sampleStart + 3500, message: 'oh' }];
    expect(again(run(undefined, lost)).verdict).toMatchObject({ word: 'UNDECIDED', exitCode: 4 });
    const cancelled: JournalEvent[] = [{ event: 'cancel', at: sampleStart + 3500, signal: 'SIGINT' }];
    expect(again(run(undefined, cancelled)).verdict).toMatchObject({ word: 'UNDECIDED', exitCode: 130 });
  });
});
