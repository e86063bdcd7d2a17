import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { endpointOnAPaperLine } from '../../../test/support/paper-line.ts';
import { accept, invite } from './index.ts';

/** One that takes every invitation. */
function hospitable() {
  const line = endpointOnAPaperLine();
  line.endpoint.onInvitation = (invitation) => void accept(line.endpoint, invitation, { take: () => {} });
  return line;
}

const lines = (...all: string[]): string => `${all.join('\r\n')}\r\n\r\n`;
const common = [
  'From: <sip:mika@contoso.net>;tag=7',
  'To: <sip:lena@contoso.net>',
  'Call-ID: c',
  'Contact: <sip:mika@h>',
  'Content-Length: 0',
];
const via = 'Via: SIP/2.0/TCP fe1.contoso.net;branch=z9hG4bK1';

const seeds: Readonly<Record<string, string>> = {
  invite: `${lines('INVITE sip:lena@127.0.0.1 SIP/2.0', via, 'CSeq: 1 INVITE', 'Content-Type: application/sdp', ...common)}m=message 5060 sip null`,
  'unreadable CSeq in an answer': lines('SIP/2.0 200 OK', via, 'CSeq: what', ...common),
  'an answer to nothing': lines(
    'SIP/2.0 200 OK',
    'Via: SIP/2.0/TCP 127.0.0.1:50000;branch=z9hG4bK1',
    'CSeq: 1 MESSAGE',
    ...common,
  ),
  'tel as Request-URI': lines('MESSAGE tel:+1234 SIP/2.0', via, 'CSeq: 1 MESSAGE', ...common),
  'PRACK outside of a dialog': lines('PRACK sip:lena@127.0.0.1 SIP/2.0', via, 'CSeq: 1 PRACK', ...common),
  'REGISTER for us': lines('REGISTER sip:lena@127.0.0.1 SIP/2.0', via, 'CSeq: 1 REGISTER', ...common),
  'NOTIFY without anything': lines('NOTIFY sip:lena@127.0.0.1 SIP/2.0', 'Content-Length: 0'),
  'CANCEL of nothing': lines('CANCEL sip:lena@127.0.0.1 SIP/2.0', via, 'CSeq: 1 CANCEL', ...common),
  'Contact *': lines('INVITE sip:lena@127.0.0.1 SIP/2.0', via, 'CSeq: 1 INVITE', 'Contact: *', ...common),
  benotify: lines('BENOTIFY sip:lena@127.0.0.1 SIP/2.0', via, 'CSeq: 1 BENOTIFY', 'Event: presence', ...common),
};

describe('an endpoint that is told nonsense', () => {
  const escaped: unknown[] = [];
  const catchIt = (error: unknown): unknown => escaped.push(error);
  beforeAll(() => process.on('unhandledRejection', catchIt).on('uncaughtException', catchIt) && undefined);
  afterAll(() => process.off('unhandledRejection', catchIt).off('uncaughtException', catchIt) && undefined);

  /** Nothing may escape: the endpoint goes on, or ends with a reason. */
  const tell = async (text: string): Promise<void> => {
    const { endpoint, feed } = hospitable();
    const waiting = invite(endpoint, 'sip:mika@contoso.net', { take: () => {} }).catch((error: unknown) => error);
    feed(text);
    feed(text);
    await endpoint.close();
    expect(await waiting).toMatchObject({ code: expect.stringMatching(/^(?:UNEXPECTED_ANSWER|CONNECTION_LOST)$/) });
    if (endpoint.ended) expect(endpoint.ended).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
    expect(escaped).toEqual([]);
  };

  for (const [what, text] of Object.entries(seeds)) it(`survives ${what}`, () => tell(text));

  it('survives mutations', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(seeds)),
        fc.array(
          fc.tuple(
            fc.double({ min: 0, max: 1, noNaN: true }),
            fc.constantFrom('', ' ', ';', ':', '<', '"', '\r\n', '\u0000', 'é', '0', 'sip:', ',', '='),
          ),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        async (seed, changes) => {
          let text = seed;
          for (const [where, what] of changes) {
            const at = Math.floor(where * text.length);
            text = text.slice(0, at) + what + text.slice(at + 1);
          }
          await tell(text);
        },
      ),
      { numRuns: 400 },
    );
  });
});
