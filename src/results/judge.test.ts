import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { header, planned, sampleStart } from '../../test/support/sample-run.ts';
import { type Finding, fail, notCovered, pass, undetermined } from '../outcome/index.ts';
import type { PlannedCase } from '../plan/model.ts';
import { buildRun, type JournalEvent, judge, needsOfWave, type Run, type Verdict, type WaveNeeds } from './index.ts';

type Ending = 'done' | 'died' | 'SIGINT' | 'run limit';
interface Given {
  readonly cases: readonly (readonly [PlannedCase, Finding | undefined])[];
  readonly ending?: Ending;
  readonly unhandled?: boolean;
  readonly unreadable?: number;
}

function eventsOf({ cases, ending = 'done', unhandled = false }: Given): JournalEvent[] {
  const events: JournalEvent[] = [header];
  for (const [found] of cases) events.push({ event: 'planned', at: sampleStart, case: found });
  for (const [found, finding] of cases) {
    if (finding !== undefined) events.push({ event: 'end', at: sampleStart + 5, id: found.id, duration: 5, finding });
  }
  if (unhandled) events.push({ event: 'unhandled', at: sampleStart + 6, message: 'late' });
  if (ending === 'done') events.push({ event: 'done', at: sampleStart + 9, reason: 'passed' });
  else if (ending !== 'died') events.push({ event: 'cancel', at: sampleStart + 9, signal: ending });
  return events;
}

const runOf = (given: Given): Run =>
  buildRun({ events: eventsOf(given), unreadable: given.unreadable ?? 0, truncated: false }, sampleStart);

/** What the plan's words mean here: pillar, or check id. */
const covers = (word: string, found: PlannedCase): boolean => word === found.pillar || word === found.check;
const wave = { pools: ['pool01.contoso.net'], requires: ['communication', 'administration'] };
const needsOf = (cases: readonly PlannedCase[], definition = wave): WaveNeeds =>
  needsOfWave('pilot-1', definition, cases, covers);

const lena = planned({ check: 'signin.home', title: 'legacy Lena' });
const mika = planned({ check: 'signin.home', title: 'migrated Mika' });
const shell = planned({ check: 'administration.shell', title: 'Redmond', pools: [] });
const policy = planned({ check: 'administration.policy', title: 'Redmond', optional: true });
const elsewhere = planned({ check: 'signin.home', title: 'far Fritz', pools: ['pool99.contoso.net'] });
const ok = pass('Fine.');
const failed = fail('IM_REFUSED', 'Refused.');
const unseen = undetermined('NO_ANSWER', 'Nothing answered.');
const defect = undetermined('UNEXPECTED', 'A defect.');
const waivedNot = notCovered('NOT_COVERED', 'By design.');

const green: Given['cases'] = [
  [lena, ok],
  [mika, ok],
  [shell, ok],
];
const greenBut = (finding: Finding | undefined): Given['cases'] => [[lena, finding], ...green.slice(1)];
const names = (cases: Given['cases']): PlannedCase[] => cases.map(([found]) => found);

interface Row {
  readonly given: Given;
  /** The plan of the whole environment; that of the run by default. */
  readonly plan?: readonly PlannedCase[];
  readonly pools?: readonly string[];
}

const rows: Record<string, Row> = {
  'a case that counts failed': { given: { cases: [...greenBut(failed), [elsewhere, defect]], unhandled: true } },
  'a case that counts met a defect of the harness': {
    given: {
      cases: [
        [lena, defect],
        [mika, unseen],
        [shell, ok],
      ],
    },
  },
  'an error that nobody caught belongs to no case': { given: { cases: green, unhandled: true } },
  'the runner died': { given: { cases: green, ending: 'died' } },
  'lines of the journal are lost': { given: { cases: green, unreadable: 1 } },
  'the run limit was reached': { given: { cases: green, ending: 'run limit' } },
  'a needed case was not selected': { given: { cases: [[lena, ok]] }, plan: names(green) },
  'a word or pool of the wave has no case at all': {
    given: { cases: green.slice(0, 2) },
    pools: ['pool01.contoso.net', 'pool02.contoso.net'],
  },
  'a case that counts is undetermined': { given: { cases: greenBut(unseen) } },
  'a case that counts was not run': { given: { cases: greenBut(undefined) } },
  'a needed case is deliberately not covered': { given: { cases: greenBut(waivedNot) } },
  'nothing was run, or everything was skipped': { given: { cases: names(green).map((found) => [found, waivedNot]) } },
  'an optional case that is not needed failed': { given: { cases: [...green, [policy, failed]] } },
  'everything that counts passed': { given: { cases: green } },
};

const bothWays = (row: Row, ending?: Ending): [Verdict, Verdict] => {
  const run = runOf(ending === undefined ? row.given : { ...row.given, ending });
  const needs = needsOf(row.plan ?? names(row.given.cases), { ...wave, pools: [...(row.pools ?? wave.pools)] });
  return [judge(run, needs), judge(run)];
};

it('what only users can show is not asked of a pool on which nobody can be at home', () => {
  const asked = (check: PlannedCase['check'], cases: readonly PlannedCase[]) =>
    needsOfWave(
      'pilot-1',
      { pools: ['pool01.contoso.net', 'edge.contoso.net', 'pool02.contoso.net'], requires: [check] },
      cases,
      covers,
      (pool) => pool !== 'edge.contoso.net',
    ).requirements[0]?.poolsWithoutCase;
  const ofUser = planned({
    check: 'signin.home',
    title: 'legacy Lena',
    target: { kind: 'user', user: 'legacy Lena', pool: 'pool01.contoso.net', generation: 'lync-2010' },
  });
  // A home without users stays uncovered.
  expect(asked('signin.home', [ofUser])).toEqual(['pool02.contoso.net']);
  const ofPool = planned({
    check: 'signin.home',
    title: 'pool01',
    target: { kind: 'pool', pool: 'pool01.contoso.net', generation: 'lync-2010' },
  });
  expect(asked('signin.home', [ofUser, ofPool])).toEqual(['edge.contoso.net', 'pool02.contoso.net']);
  expect(asked('signin.home', [])).toEqual(['pool01.contoso.net', 'edge.contoso.net', 'pool02.contoso.net']);
});

const documented = readFileSync(new URL('../../docs/decisions/verdict.md', import.meta.url), 'utf8')
  .split(/\r?\n/)
  .filter((line) => /^\| [a-z]/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, what = '', withWave = '', without = '', codes = '']) => ({
    what,
    withWave,
    without,
    codes: codes.split(' / ').map(Number),
  }));

describe('the table of docs/decisions/verdict.md', () => {
  it('has a line for each row here', () => {
    expect(documented.map((row) => row.what)).toEqual(Object.keys(rows));
  });

  it.each(documented)('$what: $withWave, $without', ({ what, withWave, without, codes }) => {
    const [withAWave, plain] = bothWays(rows[what]!);
    expect(withAWave).toMatchObject({ word: withWave, exitCode: codes[0], wave: 'pilot-1' });
    expect(plain).toMatchObject({ word: without, exitCode: codes.at(-1), perRequirement: [] });
    expect(plain.wave).toBeUndefined();
  });

  it.each(documented)('interrupted, $what: exit 130 and never green', ({ what }) => {
    for (const verdict of bothWays(rows[what]!, 'SIGINT')) {
      expect(verdict.exitCode).toBe(130);
      expect(['GO', 'PASSED']).not.toContain(verdict.word);
    }
  });
});

describe('judge', () => {
  it('counts for every word of the wave', () => {
    const cases: Given['cases'] = [
      [lena, failed],
      [mika, unseen],
      [shell, ok],
      [policy, ok],
      [elsewhere, failed],
    ];
    const verdict = judge(runOf({ cases }), needsOf(names(cases)));
    expect(verdict.perRequirement).toEqual([
      expect.objectContaining({ word: 'communication', cases: 2, failed: 1, undetermined: 1, missing: 0, optionalIgnored: 0 }),
      expect.objectContaining({ word: 'administration', cases: 1, passed: 1, missing: 0, optionalIgnored: 1 }),
    ]);
    expect(verdict.counts).toMatchObject({ cases: 5, passed: 2, failed: 2, undetermined: 1 });
  });

  it('needs an optional case where the wave names its check', () => {
    const cases: Given['cases'] = [...green, [policy, failed]];
    const needs = needsOf(names(cases), { ...wave, requires: ['administration', 'administration.policy'] });
    expect(judge(runOf({ cases }), needs).word).toBe('NO-GO');
  });

  it('does not answer a weaker question where a wave was asked for and nobody wrote down what it needs', () => {
    const run = { ...runOf({ cases: green }), wave: 'pilot-1' };
    expect(judge(run)).toMatchObject({ word: 'UNDECIDED', exitCode: 2, wave: 'pilot-1', reasons: ['the wave requires nothing'] });
  });

  it('names the cause before what only suffers from it, however many suffer', () => {
    const unsigned = undetermined('NOT_SIGNED_IN', 'Lena is not signed in.');
    const suffering = ['messaging.delivered', 'messaging.reply', 'presence.away'] as const;
    const cases: Given['cases'] = [
      ...suffering.map((check) => [planned({ check, title: 'Lena' }), unsigned] as const),
      [lena, unseen],
    ];
    expect(judge(runOf({ cases })).reasons).toEqual([
      '1 case undetermined: NO_ANSWER signin.home, Redmond: Nothing answered.',
      '3 cases undetermined: NOT_SIGNED_IN, messaging, presence: Lena is not signed in.',
    ]);
  });

  it('is not green where every case that counts is waived', () => {
    const run = runOf({ cases: green });
    const waived: Run = { ...run, cases: run.cases.map((result) => ({ ...result, outcome: 'waived' as const })) };
    const one: Run = {
      ...run,
      cases: run.cases.map((result, index) => (index === 0 ? { ...result, outcome: 'waived' } : result)),
    };
    expect([judge(waived).word, judge(waived, needsOf(names(green))).word]).toEqual(['UNDECIDED', 'UNDECIDED']);
    expect([judge(one).word, judge(one, needsOf(names(green))).word]).toEqual(['PASSED', 'GO']);
  });

  it('groups reasons by code, kind and place, the failures first', () => {
    const pair = (from: string, to: string, toSite: string): PlannedCase =>
      planned({
        check: 'messaging.delivered',
        title: `${from} to ${to}`,
        target: {
          kind: 'pair',
          pair: { from, to, toSite, fromSite: 'Redmond', direction: 'legacy→migrated', fromPool: 'a', toPool: 'b' },
        },
      });
    const lost = fail('IM_NOT_DELIVERED', 'Not there after 2 s.');
    const cases: Given['cases'] = [
      [lena, unseen],
      [pair('a', 'b', 'Redmond'), lost],
      [pair('c', 'd', 'Dublin'), lost],
      [elsewhere, failed],
    ];
    expect(judge(runOf({ cases }), needsOf(names(cases), { ...wave, requires: ['communication'] })).reasons).toEqual([
      '2 cases failed: IM_NOT_DELIVERED messaging legacy→migrated, Redmond → Dublin, Redmond → Redmond: Not there after 2 s.',
      '1 case undetermined: NO_ANSWER signin.home, Redmond: Nothing answered.',
      '1 case failed and not counted: IM_REFUSED signin.home, Redmond: Refused.',
    ]);
  });
});

// Mostly passes: else hardly any run would be green, and the properties would say little.
const anyFinding = fc.oneof(
  { weight: 12, arbitrary: fc.constant<Finding | undefined>(ok) },
  { weight: 1, arbitrary: fc.constantFrom<Finding | undefined>(failed, unseen, defect, waivedNot, undefined) },
);
const anyCase = fc
  .record({
    check: fc.constantFrom<PlannedCase['check']>('signin.home', 'administration.shell', 'services.running'),
    pools: fc.constantFrom(['pool01.contoso.net'], ['pool99.contoso.net'], []),
    optional: fc.boolean(),
    finding: anyFinding,
  })
  .map(({ finding, ...given }) => ({ given, finding }));
const anyGiven = fc
  .record({
    cases: fc.array(anyCase, { maxLength: 12 }),
    ending: fc.constantFrom<Ending>('done', 'died', 'SIGINT', 'run limit'),
    unhandled: fc.boolean(),
    unreadable: fc.nat(1),
  })
  .map(
    ({ cases, ...rest }): Given => ({
      ...rest,
      cases: cases.map(({ given, finding }, index) => [planned({ ...given, title: `case ${index}` }), finding] as const),
    }),
  );
const greenness: Record<string, number> = { 'NO-GO': 0, FAILED: 0, UNDECIDED: 1, GO: 2, PASSED: 2 };
const judgements = (given: Given): [Verdict, Verdict] => {
  const run = runOf(given);
  return [judge(run, needsOf(names(given.cases))), judge(run)];
};

describe('properties of every verdict', () => {
  it('is green only where something that counts passed, and nothing that counts did anything else', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        const needs = needsOf(names(given.cases));
        const needed = new Set(needs.requirements.flatMap((requirement) => requirement.cases));
        const seen = given.cases.filter(([found]) => needed.has(found.id)).map(([, finding]) => finding);
        if (judge(runOf(given), needs).word === 'GO') {
          expect(seen.length).toBeGreaterThan(0);
          expect(seen.every((finding) => finding === ok)).toBe(true);
          expect(given).toMatchObject({ ending: 'done', unhandled: false, unreadable: 0 });
        }
      }),
    );
  });

  it('has the exit code 0 exactly where the word is green, and at most six reasons, at least one', () => {
    fc.assert(
      fc.property(anyGiven, (given) => {
        for (const verdict of judgements(given)) {
          expect(verdict.exitCode === 0).toBe(verdict.word === 'GO' || verdict.word === 'PASSED');
          expect(verdict.reasons.length).toBeGreaterThan(0);
          expect(verdict.reasons.length).toBeLessThanOrEqual(6);
        }
      }),
    );
  });

  it('never becomes greener by a case that did not pass', () => {
    const bad = fc.constantFrom(failed, unseen, defect, undefined);
    fc.assert(
      fc.property(anyGiven, bad, (given, finding) => {
        const worse: Given = {
          ...given,
          cases: [...given.cases, [planned({ check: 'signin.home', title: 'one more' }), finding]],
        };
        const [before, after] = [judgements(given), judgements(worse)];
        // Without a case for administration the wave was undecided before, and stays so.
        before.forEach((verdict, index) => {
          expect(greenness[after[index]!.word]).toBeLessThanOrEqual(greenness[verdict.word]!);
        });
        if (finding === failed) expect(after.map((verdict) => verdict.word)).toEqual(['NO-GO', 'FAILED']);
      }),
    );
  });

  it('does not depend on the order of the cases', () => {
    const shuffled = anyGiven.chain((given) =>
      fc.tuple(fc.constant(given), fc.shuffledSubarray([...given.cases], { minLength: given.cases.length })),
    );
    fc.assert(
      fc.property(shuffled, ([given, cases]) => {
        expect(judgements({ ...given, cases })).toEqual(judgements(given));
      }),
    );
  });
});
