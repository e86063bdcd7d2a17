import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { header, planned, sampleStart } from '../../test/support/sample-run.ts';
import { type Finding, fail, notCovered, pass, undetermined } from '../outcome/index.ts';
import type { PlannedCase } from '../plan/model.ts';
import {
  buildRun,
  holesOf,
  type JournalEvent,
  judge,
  mergeRuns,
  needsOfWave,
  type Part,
  parseJournal,
  type Run,
  type VerdictWord,
  type WaveNeeds,
} from './index.ts';

interface Given {
  readonly run?: string;
  readonly host?: string;
  readonly environment?: string;
  readonly startedAt?: number;
  readonly needs?: WaveNeeds;
  /** A case without a finding did not come to an end. */
  readonly cases: readonly (readonly [PlannedCase, Finding | undefined])[];
  readonly died?: boolean;
}

function runOf(given: Given): Run {
  const { run = 'run-1', host = 'here', environment = 'Contoso', startedAt = sampleStart, needs, cases, died = false } = given;
  const events: JournalEvent[] = [
    {
      ...header,
      at: startedAt,
      run,
      host,
      environment: { name: environment, path: `/${host}/environment.yaml` },
      ...(needs === undefined ? {} : { wave: needs.name, needs }),
    },
    ...cases.map(([found]): JournalEvent => ({ event: 'planned', at: startedAt, case: found })),
    ...cases.flatMap(([found, finding]): JournalEvent[] =>
      finding === undefined
        ? []
        : [
            {
              event: 'end',
              at: startedAt + 20,
              id: found.id,
              duration: 5,
              finding,
              attachments: [{ title: 'wire log', path: 'wire/one.log' }],
            },
          ],
    ),
    ...(died ? [] : [{ event: 'done', at: startedAt + 30, reason: 'passed' } as const]),
  ];
  return buildRun({ events, unreadable: 0, truncated: false }, startedAt + 40);
}

const partOf = (run: Run): Part => ({ run, folder: `parts/${run.run}` });

/** The joined run as a reader of its journal sees it: through its text. */
function joined(...runs: Run[]): Run {
  const events = mergeRuns('joined', runs.map(partOf), sampleStart + 99);
  return buildRun(parseJournal(events.map((event) => `${JSON.stringify(event)}\n`).join('')), sampleStart + 100);
}

const service = planned({ check: 'services.running', title: 'RTCSRV' });
const shell = planned({ check: 'administration.shell', title: 'Redmond', pools: [] });
const lena = planned({ check: 'signin.home', title: 'legacy Lena' });
const ok = pass('Fine.');
const failed = fail('IM_REFUSED', 'Refused.');
const unseen = undetermined('NO_ANSWER', 'Nothing answered.');
const needs = needsOfWave(
  'pilot-1',
  { pools: ['pool01.contoso.net'], requires: ['services', 'administration', 'communication'] },
  [service, shell, lena],
  (word, found) => word === found.pillar,
);
const windows = runOf({
  run: 'run-1',
  host: 'windows',
  needs,
  cases: [
    [service, ok],
    [shell, ok],
  ],
});
const linux = runOf({ run: 'run-2', host: 'linux', needs, startedAt: sampleStart + 1000, cases: [[lena, ok]] });

describe('runs that each looked at a part', () => {
  it('come to GO together, where none of them could alone', () => {
    expect([windows, linux].map((run) => judge(run).word)).toEqual(['UNDECIDED', 'UNDECIDED']);
    const run = joined(windows, linux);
    expect(judge(run)).toMatchObject({ word: 'GO', exitCode: 0, wave: 'pilot-1' });
    expect(run).toMatchObject({
      run: 'joined',
      host: 'windows, linux',
      complete: true,
      startedAt: windows.startedAt,
      endedAt: linux.endedAt,
      problems: [],
    });
    expect(run.cases.map((result) => [result.case.id, result.outcome, result.attachments[0]?.path])).toEqual([
      [service.id, 'pass', 'parts/run-1/wire/one.log'],
      [shell.id, 'pass', 'parts/run-1/wire/one.log'],
      [lena.id, 'pass', 'parts/run-2/wire/one.log'],
    ]);
    expect(holesOf([windows, linux])).toEqual([]);
  });

  it('leave a hole where nobody looked: it has a name, and the wave is undecided', () => {
    expect(holesOf([windows])).toEqual([lena.id]);
    const verdict = judge(joined(windows));
    expect(verdict.word).toBe('UNDECIDED');
    expect(verdict.reasons.join('\n')).toContain('legacy Lena');
  });

  it('overlap: the worse result counts and both runs are named', () => {
    const again = runOf({ run: 'run-3', host: 'third', needs, startedAt: sampleStart + 2000, cases: [[lena, failed]] });
    const run = joined(again, windows, linux);
    expect(judge(run).word).toBe('NO-GO');
    const result = run.cases.find((found) => found.case.id === lena.id);
    expect(result).toMatchObject({ outcome: 'fail', attachments: [{ path: 'parts/run-3/wire/one.log' }] });
    expect(result?.finding.reasons.at(-1)?.text).toContain('pass in run-2 (linux), fail in run-3 (third)');
    expect(run.problems).toMatchObject([{ code: 'MERGE_OVERLAP', blocking: false }]);
    expect(run.problems[0]?.message).toContain('1 of 3 cases');
  });

  it('keep what was wrong with a part: one that died keeps the whole from being green', () => {
    const dead = runOf({ run: 'run-2', host: 'linux', needs, startedAt: sampleStart + 1000, cases: [[lena, ok]], died: true });
    const run = joined(windows, dead);
    expect(run.problems).toMatchObject([{ code: 'RUNNER_DIED', blocking: true }]);
    expect(run.problems[0]?.message).toMatch(/^In run-2 \(linux\): The runner ended/);
    expect(judge(run).word).toBe('UNDECIDED');
  });

  it('count once when one is named twice', () => {
    expect(joined(windows, linux, windows)).toEqual(joined(windows, linux));
  });

  it.each<[string, Given, RegExp]>([
    ['another environment', { environment: 'Fabrikam', needs, cases: [[lena, ok]] }, /Contoso, the other at Fabrikam/],
    ['no wave', { cases: [[lena, ok]] }, /one judges wave pilot-1, the other no wave/],
    [
      'another meaning of the wave',
      { needs: { ...needs, pools: [] }, cases: [[lena, ok]] },
      /do not mean the same by wave pilot-1/,
    ],
    [
      'another meaning of a case',
      { needs, cases: [[{ ...service, title: 'else' }, ok]] },
      /do not mean the same by services\.running/,
    ],
  ])('are refused with %s', (_what, given, message) => {
    const other = runOf({ run: 'run-2', startedAt: sampleStart + 5, ...given });
    expect(() => joined(windows, other)).toThrow(expect.objectContaining({ code: 'MERGE_DIFFERENT' }));
    expect(() => joined(other, windows)).toThrow(expect.objectContaining({ code: 'MERGE_DIFFERENT' }));
    expect(() => joined(windows, other)).toThrow(message);
  });
});

const pool = ['A', 'B', 'C', 'D'].map((title) => planned({ check: 'signin.home', title }));
const findings = [
  ok,
  failed,
  unseen,
  undetermined('UNEXPECTED', 'A defect.'),
  notCovered('NOT_COVERED', 'Not looked at.'),
  undefined,
];
const anyRun = (wave: WaveNeeds | undefined) =>
  fc
    .record({
      cases: fc
        .subarray(pool)
        .chain((some) => fc.tuple(...some.map((found) => fc.tuple(fc.constant(found), fc.constantFrom(...findings))))),
      died: fc.boolean(),
      startedAt: fc.integer({ min: sampleStart, max: sampleStart + 3 }),
      run: fc.constantFrom('run-1', 'run-2', 'run-3'),
      host: fc.constantFrom('here', 'there', 'elsewhere', 'far'),
    })
    .map((given) => runOf({ ...given, ...(wave === undefined ? {} : { needs: wave }) }));
const severity: Record<VerdictWord, number> = { GO: 0, PASSED: 0, UNDECIDED: 1, 'NO-GO': 2, FAILED: 2 };

describe('joining, whatever the parts', () => {
  const waveOfAll = needsOfWave('all', { pools: ['pool01.contoso.net'], requires: ['communication'] }, pool, () => true);
  const distinctRuns = (wave: WaveNeeds | undefined) =>
    fc.uniqueArray(anyRun(wave), {
      minLength: 1,
      maxLength: 4,
      selector: ({ run, host, startedAt }) => `${run} ${host} ${startedAt}`,
    });

  it('is never greener than the worst of them, asked for what that part was asked', () => {
    fc.assert(
      fc.property(distinctRuns(undefined), (runs) => {
        const whole = judge(joined(...runs));
        for (const run of runs) expect(severity[whole.word]).toBeGreaterThanOrEqual(severity[judge(run).word]);
      }),
    );
  });

  it('is GO only if every needed case was seen to pass wherever it was planned', () => {
    fc.assert(
      fc.property(distinctRuns(waveOfAll), (runs) => {
        const verdict = judge(joined(...runs));
        const all = runs.flatMap((run) => run.cases);
        const allPass = all.every(({ outcome }) => outcome === 'pass');
        const complete = pool.every(({ id }) => all.some((result) => result.case.id === id));
        const blocked = runs.some((run) => run.problems.some(({ blocking }) => blocking));
        expect(verdict.word === 'GO').toBe(allPass && complete && !blocked);
        expect(verdict.word === 'NO-GO').toBe(all.some(({ outcome }) => outcome === 'fail'));
      }),
    );
  });

  it('does not depend on the order in which they are named', () => {
    fc.assert(
      fc.property(
        distinctRuns(waveOfAll).chain((runs) =>
          fc.tuple(fc.constant(runs), fc.shuffledSubarray(runs, { minLength: runs.length })),
        ),
        ([runs, shuffled]) => {
          expect(joined(...shuffled)).toEqual(joined(...runs));
        },
      ),
    );
  });

  it('gives every case of any part exactly one result', () => {
    fc.assert(
      fc.property(distinctRuns(undefined), (runs) => {
        const ids = joined(...runs).cases.map((result) => result.case.id);
        expect(ids.toSorted()).toEqual([...new Set(runs.flatMap((run) => run.cases.map((result) => result.case.id)))].toSorted());
      }),
    );
  });
});
