import { describe, expect, it } from 'vitest';
import { header, planned, sample, sampleCases, sampleEvents, sampleStart } from '../../test/support/sample-run.ts';
import { catalogue } from '../errors/index.ts';
import { pass, undetermined } from '../outcome/index.ts';
import { buildRun, type CaseResult, type JournalEvent, judge } from '../results/index.ts';
import { boardAfter, newBoard, progressLine, redraw, renderEnding, ttyBoard } from './index.ts';
import { remedyOf } from './words.ts';

const { run, verdict } = sample();
const lastLine = (text: string): string | undefined => text.trimEnd().split('\n').at(-1);

describe('renderEnding', () => {
  it('ends in the word of the verdict and nothing else', () => {
    expect(lastLine(renderEnding(run, verdict, 'reports/x'))).toBe('NO-GO');
    for (const word of ['GO', 'PASSED', 'FAILED', 'UNDECIDED'] as const) {
      expect(lastLine(renderEnding(run, { ...verdict, word }, 'reports/x'))).toBe(word);
    }
  });

  it('is short and quiet where everything passed', () => {
    const found = planned({ check: 'signin.home', title: 'legacy Lena' });
    const events: JournalEvent[] = [
      { ...header, gaps: [] },
      { event: 'planned', at: sampleStart, case: found },
      { event: 'end', at: sampleStart + 40, id: found.id, duration: 40, finding: pass('Fine.') },
      { event: 'done', at: sampleStart + 50, reason: 'passed' },
    ];
    const green = buildRun({ events, unreadable: 0, truncated: false }, sampleStart);
    expect(renderEnding(green, judge(green), 'reports/x')).toBe(
      '1 case in 50 ms: 1 passed\nreport: reports/x\n\nno wave judged:\n  1 of 1 case passed\nPASSED\n',
    );
  });

  it('says what to do about every code that stands in the reasons', () => {
    const reasons = ['9 cases undetermined: NO_POWERSHELL, administration, services: No PowerShell was found.'];
    const result = run.cases[4]!;
    const without = { ...run, cases: [{ ...result, finding: undetermined('NO_POWERSHELL', 'No PowerShell was found.') }] };
    expect(renderEnding(without, { ...verdict, reasons }, 'reports/x')).toMatch(/^ {2}NO_POWERSHELL: Install PowerShell/m);
  });

  it('says first what to do about what failed, with its names, and then about what only follows', () => {
    const [first, second] = run.cases;
    const of = (result: CaseResult, code: string, outcome: 'fail' | 'undetermined') =>
      ({ ...result, outcome, finding: { outcome, code, message: 'x', reasons: [] } }) as CaseResult;
    const port = (number: number) =>
      planned({
        check: 'nodes.ports',
        title: `access.contoso.net:${number} answers`,
        target: {
          kind: 'port',
          server: 'access.contoso.net',
          port: 'federation',
          number,
          at: `access.contoso.net:${number}`,
          pool: 'e',
          generation: 'lync-2010',
        },
      });
    const refused = of({ ...first!, case: port(5061) }, 'CONNECTION_REFUSED', 'fail');
    const cases = [of(second!, 'DEPENDS_ON_OTHER', 'undetermined'), refused];
    const reasons = ['1 case failed: CONNECTION_REFUSED nodes.ports, x: y.', '1 case undetermined: DEPENDS_ON_OTHER, nodes: z.'];
    const told = (results: readonly CaseResult[]) =>
      renderEnding({ ...run, cases: results }, { ...verdict, reasons }, 'reports/x')
        .split('\n')
        .filter((line) => /^ {2}[A-Z_]+: /.test(line));
    expect(told(cases)).toEqual([
      `  CONNECTION_REFUSED: ${remedyOf(refused)}`,
      `  DEPENDS_ON_OTHER: ${catalogue.DEPENDS_ON_OTHER.hint}`,
    ]);
    expect(remedyOf(refused)).toContain('access.contoso.net:5061');
    const other = { ...refused, case: port(443) };
    expect(told([...cases, other])[0]).toBe(`  CONNECTION_REFUSED: ${catalogue.CONNECTION_REFUSED.hint}`);
  });

  it('says the same with colours and without', () => {
    const coloured = renderEnding(run, verdict, 'reports/x', { colour: true });
    expect(coloured).toContain('\u001b[31;1mNO-GO\u001b[0m');
    expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(renderEnding(run, verdict, 'reports/x'));
  });
});

describe('progressLine', () => {
  it('is one line for a pass, and says why for anything else', () => {
    const lines = run.cases.map((result) => progressLine(result));
    expect(lines[0]).toBe('pass         services Redmond: Lync Server Front-End runs on fe2013a.contoso.net (250 ms)');
    expect(lines[6]).toBe(
      'FAIL         messaging Redmond: legacy Lena writes to migrated Mona (2.1 s)\n' +
        '             IM_NOT_DELIVERED: The message of legacy Lena did not reach migrated Mona within 2 s.',
    );
    expect(lines[2]).toMatch(/^not covered {2}services Redmond: edge1.contoso.net\n {13}NOT_COVERED: /);
  });
});

describe('the board', () => {
  const board = sampleEvents.reduce(boardAfter, newBoard());

  it('has a line per suite and site with what ended, what is wrong and what is going on', () => {
    expect(ttyBoard(board)).toEqual([
      'services Redmond             2/3  1 failed',
      'administration Redmond       1/1',
      'administration Dublin        1/1  1 undetermined',
      'messaging Redmond            2/2  1 failed',
      'messaging Dublin             1/1',
      'presence Redmond             0/2  now: migrated Mika is away for legacy Lena',
    ]);
  });

  it('is the same whether the cases are known beforehand or told by the journal', () => {
    const known = newBoard(Object.values(sampleCases));
    expect(sampleEvents.reduce(boardAfter, known)).toEqual(board);
  });

  it('keeps to the width of the terminal', () => {
    for (const line of ttyBoard(board, { columns: 40 })) expect(line.length).toBeLessThanOrEqual(40);
  });

  it('is drawn again over itself', () => {
    expect(redraw(['a', 'b'], 0)).toBe('\ra\u001b[K\nb\u001b[K\n\u001b[J');
    expect(redraw(['a', 'b'], 2)).toBe('\u001b[2A\ra\u001b[K\nb\u001b[K\n\u001b[J');
  });
});
