import { describe, expect, it } from 'vitest';
import { header, journalText, planned, sampleStart } from '../../test/support/sample-run.ts';
import { type Finding, fail, pass, undetermined } from '../outcome/index.ts';
import { type Added, buildRun, type JournalEvent, judge, parseJournal, reEvaluated, type WaveNeeds } from './index.ts';

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
    added: [],
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

  const needs = (cases: readonly string[]): WaveNeeds => ({
    name: 'pilot-1',
    pools: [],
    requirements: [{ word: 'administration', cases, poolsWithoutCase: [], optionalIgnored: [] }],
  });
  const three = planned({ check: 'administration.replication', title: 'three' });
  const withAdded = (added: Added, addedNeeds: WaveNeeds | undefined) => {
    const before = run(pass('ok'));
    const [head, ...others] = before.events;
    const events = [{ ...(head as typeof header), wave: 'pilot-1', needs: needs([one.id]) }, ...others];
    const judged = before.run.cases.map((result) => ({ result, kept: 'so.' }));
    const about = { run: before.run, events, judged, added: [added], coex: '9.9.9', now, back: '' };
    const rebuilt = buildRun(
      parseJournal(journalText(reEvaluated(addedNeeds === undefined ? about : { ...about, addedNeeds }))),
      now,
    );
    return { run: rebuilt, verdict: judge(rebuilt), case: rebuilt.cases.find((result) => result.case.id === three.id) };
  };
  const endOf = (finding: Finding) =>
    ({ event: 'end', at: now, id: three.id, duration: 7, finding, asked: sampleStart + 1000 }) as const;

  it('counts what is new and could be judged as if it had been in the run', () => {
    const red = withAdded({ case: three, again: endOf(fail('SITE_MISSING', 'No pool.')) }, needs([three.id]));
    expect(red.verdict).toMatchObject({ word: 'NO-GO', counts: { cases: 3, failed: 1 } });
    expect(red.case?.finding.reasons.at(-1)?.text).toBe(
      'It was not in the run: judged by facts of 2026-03-01 01:30 UTC, 3 days old, with a check that is new since then.',
    );
    expect(red.run.problems[0]?.message).toContain('1 are new since then: 1 were judged, of 0 the run has no facts.');
    expect(withAdded({ case: three, again: endOf(pass('There.')) }, needs([three.id])).verdict.word).toBe('GO');
    expect(withAdded({ case: three, again: endOf(undetermined('NO_ANSWER', '?')) }, needs([three.id])).verdict.word).toBe(
      'UNDECIDED',
    );
    // What the wave does not need decides nothing, here as anywhere.
    expect(withAdded({ case: three, again: endOf(fail('SITE_MISSING', 'No pool.')) }, undefined).verdict.word).toBe('GO');
  });

  it('does not count what is new and nobody had asked for', () => {
    const open = withAdded({ case: three, missing: 'The run did not keep the fact x.' }, undefined);
    expect(open.verdict).toMatchObject({ word: 'GO', counts: { cases: 3, notCovered: 1, undetermined: 0 } });
    expect(open.case).toMatchObject({ state: 'not-covered', finding: { code: 'NOT_IN_RUN', deliberate: true } });
  });
});
