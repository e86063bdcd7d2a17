import { describe, expect, it } from 'vitest';
import { endpointOnAPaperLine } from '../../../test/support/paper-line.ts';
import type { SipResponse } from '../wire/index.ts';

/** The answers to one request that belongs to no dialog of ours. */
async function answersTo(method: string, to = '<sip:lena@contoso.net>'): Promise<readonly SipResponse[]> {
  const { endpoint, sent, feed } = endpointOnAPaperLine();
  const lines = [
    `${method} sip:lena@127.0.0.1 SIP/2.0`,
    'Via: SIP/2.0/TCP fe1.contoso.net;branch=z9hG4bK1',
    'From: <sip:mika@contoso.net>;tag=7',
    `To: ${to}`,
    'Call-ID: nobody-knows-it',
    `CSeq: 1 ${method}`,
    'Content-Type: text/plain',
    'Content-Length: 5',
  ];
  feed(`${lines.join('\r\n')}\r\n\r\nhello`);
  await endpoint.close();
  expect(endpoint.ended).toBeUndefined();
  return sent.filter((message) => message.kind === 'response');
}

describe('a request that belongs to no dialog', () => {
  it('is never taken for a text that arrived: a MESSAGE is answered 481, with its reason', async () => {
    const answers = await answersTo('MESSAGE');
    expect(answers).toMatchObject([{ status: 481, reason: 'Call Leg/Transaction Does Not Exist' }]);
    expect(answers[0]!.headers.get('Warning')).toMatch(/^399 \S+ "a text is taken in a conversation only[^"]*"$/);
  });

  it.each(['MESSAGE', 'INFO', 'BYE'])('is answered 481 where it names a dialog that is not there: %s', async (method) => {
    expect(await answersTo(method, '<sip:lena@contoso.net>;tag=gone')).toMatchObject([{ status: 481 }]);
  });
});
