import { describe, expect, it } from 'vitest';
import type { TransactionFact } from '../admin/model.ts';
import { fail, pass, undetermined } from '../outcome/index.ts';
import { judgeAgreement, judgeTransaction } from './synthetic.ts';

const success = { target: 'pool01.contoso.net', result: 'Success', latency: 63, error: '', diagnosis: '' };
const judged = (fact: Partial<TransactionFact>) =>
  judgeTransaction({
    test: 'Test-CsIM',
    who: 'legacy Lena → migrated Mika',
    target: 'pool01.contoso.net',
    fact: { test: 'Test-CsIM', answers: [], warnings: [], errors: [], ...fact },
  });

describe('the ways in which a transaction ends', () => {
  it('passes when every answer is a success, with its warnings as reasons', () => {
    expect(judged({ answers: [success, success], warnings: ['Port unknown.\nDefault used.'] })).toEqual(
      pass('Test-CsIM of legacy Lena → migrated Mika at pool01.contoso.net succeeded, by its own account after 63 ms.', [
        { text: 'Warning: Port unknown.' },
      ]),
    );
  });

  it('fails when an answer says so, one of several too', () => {
    const failure = {
      ...success,
      result: 'Failure',
      latency: 0,
      error: '504, Server time-out',
      diagnosis: 'ErrorCode=2,…\nMicrosoft.Rtc',
    };
    expect(judged({ answers: [success, failure] })).toMatchObject({
      outcome: 'fail',
      code: 'TRANSACTION_FAILED',
      message: expect.stringContaining('failed: 504, Server time-out.'),
      reasons: [{ observed: 'Failure ErrorCode=2,…' }],
    });
  });

  it('says nothing about the estate where the host that runs it has no certificate', () => {
    const error = 'This computer does not have any assigned certificates.';
    expect(judged({ answers: [{ ...success, result: 'Failure', error }] })).toMatchObject({
      outcome: 'undetermined',
      code: 'TRANSACTION_NOT_COMPLETED',
      message: expect.stringContaining(error.slice(0, -1)),
    });
  });

  it('says nothing about the estate when it was not run to its end, whatever it answered before', () => {
    const error = { id: 'NotFoundTestUsers,Microsoft.Rtc', category: 'NotSpecified', message: 'No test users are assigned.' };
    for (const answers of [[], [success]])
      expect(judged({ answers, errors: [error] })).toMatchObject({
        outcome: 'undetermined',
        code: 'TRANSACTION_NOT_COMPLETED',
        reasons: [{ text: 'Error NotFoundTestUsers: No test users are assigned.' }],
      });
  });

  it('is not believed in a word that nobody knows', () => {
    for (const result of ['0', '1', 'Skipped'])
      expect(judged({ answers: [success, { ...success, result }] })).toMatchObject({
        outcome: 'undetermined',
        code: 'TRANSACTION_NOT_COMPLETED',
        message: expect.stringContaining(`neither Success nor Failure: ${result}.`),
      });
  });

  it('is not believed when it says nothing at all', () => {
    expect(judged({})).toMatchObject({ outcome: 'undetermined', code: 'TRANSACTION_SILENT' });
  });
});

describe('two witnesses', () => {
  const [ok, bad, unseen] = [pass('Seen.'), fail('IM_NOT_DELIVERED', 'Lost.'), undetermined('NOT_SIGNED_IN', 'Away.')];

  it('agree, disagree, or cannot be compared', () => {
    expect(judgeAgreement('a → b', ok, ok)).toMatchObject({ outcome: 'pass', message: expect.stringContaining(' delivered') });
    expect(judgeAgreement('a → b', bad, bad)).toMatchObject({
      outcome: 'pass',
      message: expect.stringContaining('not delivered'),
    });
    for (const [own, product] of [
      [ok, bad],
      [bad, ok],
    ] as const)
      expect(judgeAgreement('a → b', own, product)).toMatchObject({ outcome: 'undetermined', code: 'WITNESSES_DISAGREE' });
    for (const other of [ok, bad]) {
      expect(judgeAgreement('a → b', unseen, other)).toMatchObject({ code: 'DEPENDS_ON_OTHER' });
      expect(judgeAgreement('a → b', other, unseen)).toMatchObject({ code: 'DEPENDS_ON_OTHER' });
    }
  });
});
