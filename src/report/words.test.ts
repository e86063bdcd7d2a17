import { describe, expect, it } from 'vitest';
import { sample, sampleCases } from '../../test/support/sample-run.ts';
import { catalogue, type ErrorCode } from '../errors/index.ts';
import { limits, limitsIn } from '../guide/index.ts';
import { type Finding, fail, undetermined } from '../outcome/index.ts';
import type { CaseResult } from '../results/index.ts';
import { renderIndexHtml, renderSummary } from './index.ts';
import { limitsOf, remedyOf } from './words.ts';

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
});
