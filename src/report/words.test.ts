import { describe, expect, it } from 'vitest';
import { sample, sampleCases } from '../../test/support/sample-run.ts';
import { catalogue, type ErrorCode } from '../errors/index.ts';
import { limits, limitsIn } from '../guide/index.ts';
import { type Finding, fail, pass, undetermined } from '../outcome/index.ts';
import type { CaseResult } from '../results/index.ts';
import { renderIndexHtml, renderSummary } from './index.ts';
import { limitCases, limitsCounted, limitsOf, limitsSeen, remedyOf } from './words.ts';

const resultOf = (planned: CaseResult['case'], finding: Finding): CaseResult => ({
  case: planned,
  state: 'ended',
  outcome: finding.outcome,
  finding,
  duration: 1,
  measures: {},
  attachments: [],
});
const hint = (code: ErrorCode): string => catalogue[code].hint;

describe('what to do about a result', () => {
  it('is the hint that was made for it', () => {
    expect(remedyOf(resultOf(sampleCases.stopped, fail('SERVICE_NOT_RUNNING', 'It is Stopped.', [], 'Do this.')))).toBe(
      'Do this.',
    );
  });

  it('is what the guide says of the check, with the names of the case, where the check failed in its own way', () => {
    for (const own of [undefined, hint('SERVICE_NOT_RUNNING')]) {
      const remedy = remedyOf(resultOf(sampleCases.stopped, fail('SERVICE_NOT_RUNNING', 'It is Stopped.', [], own)));
      expect(remedy).toMatch(/^Run Start-CsWindowsService -Name RTCIMMCU -ComputerName fe2013a\.contoso\.net\./);
    }
  });

  it('begins with the hint of the code where something else failed on the way', () => {
    const remedy = remedyOf(resultOf(sampleCases.delivered, fail('CONNECTION_LOST', 'The server closed the connection.')));
    expect(remedy?.startsWith(hint('CONNECTION_LOST'))).toBe(true);
    expect(remedy).toContain('legacy Lena');
  });

  it('is the hint of the code where nobody could look', () => {
    expect(remedyOf(resultOf(sampleCases.unreachable, undetermined('LANE_TIMEOUT', 'No answer.')))).toBe(hint('LANE_TIMEOUT'));
    expect(remedyOf(resultOf(sampleCases.unreachable, undetermined('CODE_OF_TOMORROW', 'What?')))).toBeUndefined();
  });
});

describe('the known limits of a report', () => {
  const { run, verdict } = sample();

  it('are those of the phase, or all of them where the phase is not known', () => {
    expect(limitsOf(run)).toEqual(limitsIn('pilot'));
    expect(limitsOf({ ...run, phase: 'of tomorrow' })).toEqual(limits);
  });

  it('stand in a section of their own, and touch no count', () => {
    const moved = { ...run, phase: 'federation-moved' };
    for (const render of [renderSummary, renderIndexHtml]) {
      expect(render(moved, verdict)).toContain('Users who are still on 2010 cannot reach XMPP partners.');
      expect(render(run, verdict)).not.toContain('cannot reach XMPP partners');
    }
  });

  const tools = { ...sampleCases.policy, check: 'administration.older-tools', limit: 'older-tools' } as const;
  const seenWith = (...findings: Finding[]) => ({
    ...run,
    cases: findings.map((finding, index) =>
      resultOf({ ...tools, id: `${tools.check}[${index}]`, title: `tools ${index}` }, finding),
    ),
  });
  const holds: Finding = { ...pass('It holds.'), limit: 'holds' };
  const works: Finding = { ...pass('It works.'), limit: 'works' };

  it('say which cases were to meet them and what those saw, the surprising first', () => {
    const met = limitsSeen(
      seenWith(holds, works, undetermined('LANE_DIED', 'Gone.'), fail('OLDER_TOOLS_ANSWER', 'They answer.'), pass('Refused.')),
    );
    expect(met.filter((each) => each.met.length > 0)).toMatchObject([
      {
        limit: { id: 'older-tools' },
        words: 'holds in 2 cases, not told in 1 case, not as documented in 2 cases',
        isSurprising: true,
        met: ['It works.', 'They answer.', 'Gone.', 'It holds.', 'Refused.'].map((message) => ({ finding: { message } })),
      },
    ]);
    expect(limitsCounted(met)).toMatch(/^\d+ known limits, 1 of them looked at in this run, 1 not as documented$/);
    expect(limitsCounted(limitsSeen(seenWith(holds)))).toMatch(/^\d+ known limits, 1 of them looked at in this run$/);
    expect(limitsCounted(limitsSeen(run))).toMatch(/^\d+ known limits$/);
  });

  it('are unfolded where something is not as documented, and never list more than a reader reads', () => {
    const many = Array.from({ length: limitCases + 3 }, () => holds);
    for (const render of [renderSummary, renderIndexHtml]) {
      const text = render(seenWith(...many), verdict);
      expect(text).toContain(`In this run: holds in ${many.length} cases.`);
      expect(text).toContain('and 3 more');
      expect(text.split('It holds.').length - 1).toBeGreaterThanOrEqual(limitCases);
    }
    const limitsOfPage = (findings: Finding[]) =>
      /<details( open="")?>\n<summary>\d+ known limits/.exec(renderIndexHtml(seenWith(...findings), verdict));
    expect(limitsOfPage(many)?.[1]).toBeUndefined();
    expect(limitsOfPage([...many, works])?.[1]).toBe(' open=""');
  });
});
