import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Finding, fail, pass, undetermined } from '../outcome/index.ts';
import { type Control, judgeLimit } from './index.ts';

const limit = { id: 'xmpp-left-behind', limit: 'Users who are still on 2010 cannot reach XMPP partners.' };
const shownBy = ['TRANSACTION_FAILED'];
const works = pass('It succeeded.', [{ text: 'Warning: slow.' }]);
const fails = fail('TRANSACTION_FAILED', 'It failed.', [{ text: 'Answer.', expected: 'Success', observed: 'Failure' }]);
const signedIn: Control = { what: 'Test-CsRegistration of legacy Lena', finding: pass('Signed in.') };
const judged = (tried: Finding, controls: readonly Control[] = [signedIn]) => judgeLimit({ limit, tried, shownBy, controls });

describe('a known limit', () => {
  it('holds where what is documented not to work fails and the same witness works elsewhere', () => {
    expect(judged(fails)).toEqual({
      ...pass('Limit xmpp-left-behind holds as documented: It failed.', [
        { text: limit.limit },
        ...fails.reasons,
        { text: 'Control, Test-CsRegistration of legacy Lena: Signed in.' },
      ]),
      limit: 'holds',
    });
  });

  it('is told where it is not as documented, and fails nobody', () => {
    expect(judged(works)).toMatchObject({
      outcome: 'pass',
      limit: 'works',
      message: 'Limit xmpp-left-behind is not as documented here: it works. It succeeded.',
      reasons: [{ text: limit.limit, expected: 'does not work', observed: 'works' }, { text: 'Warning: slow.' }],
    });
    // It needs no control: what works, works.
    expect(judged(works, []).outcome).toBe('pass');
  });

  it.each([
    ['a shell that was broken', undetermined('TRANSACTION_NOT_COMPLETED', 'An error.')],
    ['no answer', undetermined('TRANSACTION_SILENT', 'Nothing.')],
    ['a right that is missing', undetermined('ADMINISTRATION_REFUSED', 'Refused.')],
    ['a cmdlet that a role does not have', undetermined('CMDLET_NOT_OFFERED', 'Not offered.')],
    ['a failure of another kind', fail('IM_NOT_DELIVERED', 'Lost.')],
  ])('is not shown by %s', (_, tried) => {
    expect(judged(tried)).toEqual(tried);
  });

  it('is shown by older tools that do not have the cmdlet, if they are in order else', () => {
    const lacking = {
      limit,
      tried: undetermined('CMDLET_NOT_OFFERED', 'Not offered.'),
      shownBy,
      lackedBy: 'lync-2010' as const,
    };
    expect(judgeLimit({ ...lacking, controls: [signedIn] })).toMatchObject({
      outcome: 'pass',
      message: expect.stringContaining('holds as documented'),
    });
    const broken = { ...signedIn, finding: undetermined('LANE_DIED', 'Gone.') };
    expect(judgeLimit({ ...lacking, controls: [broken] })).toMatchObject({ outcome: 'undetermined', code: 'DEPENDS_ON_OTHER' });
    expect(judgeLimit({ ...lacking, lackedBy: 'lync-2013', controls: [signedIn] })).toBe(lacking.tried);
  });

  it('is never said to hold while a control does not work, or without any; and never fails for it', () => {
    const outcomes = fc.constantFrom(works, fails, undetermined('LANE_DIED', 'Gone.'), fail('IM_NOT_DELIVERED', 'Lost.'));
    fc.assert(
      fc.property(outcomes, fc.array(outcomes, { maxLength: 3 }), (tried, found) => {
        const finding = judged(
          tried,
          found.map((each, index) => ({ what: `control ${index}`, finding: each })),
        );
        const holds = finding.limit === 'holds';
        expect(holds).toBe(tried === fails && found.length > 0 && found.every((each) => each === works));
        if (tried === fails && !holds) expect(finding).toMatchObject({ outcome: 'undetermined', code: 'DEPENDS_ON_OTHER' });
        if (tried !== fails && tried !== works) expect(finding).toBe(tried);
      }),
    );
  });
});
