import fc from 'fast-check';
import { Headers, request, response, type SipMessage } from '../../src/sip/wire/index.ts';

const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9.!%*_+`'~-]{0,12}$/);
const value = fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replace(/[\r\n\0]/g, '.').trim());
const known = fc.constantFrom('Via', 'v', 'From', 'f', 'To', 'CALL-ID', 'i', 'cseq', 'Contact', 'm', 'Supported', 'Event', 'o');
const name = fc.oneof(
  known,
  token.filter((text) => !/^(?:l|content-length)$/i.test(text)),
);
const body = fc.oneof(
  fc.constant(''),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text, 'utf8').toString('utf8')),
  fc.constant('a\r\n\r\nü\r\n'),
);

/** Messages of any shape that may be written: every method, status, header, and bodies with line ends and all of Unicode. */
export const anyMessage: fc.Arbitrary<SipMessage> = fc
  .record({
    method: token,
    uri: fc.stringMatching(/^sip:[a-z0-9@.;=:?-]{1,30}$/),
    status: fc.integer({ min: 100, max: 699 }),
    reason: value,
    isRequest: fc.boolean(),
    headers: fc.array(fc.tuple(name, value), { maxLength: 12 }),
    lengthAt: fc.option(fc.nat({ max: 12 })),
    body,
  })
  .map(({ method, uri, status, reason, isRequest, headers, lengthAt, body: content }) => {
    const lines = [...headers];
    if (lengthAt !== null) lines.splice(lengthAt, 0, [lengthAt % 2 ? 'l' : 'Content-Length', '0']);
    const all = new Headers(lines);
    return isRequest ? request(method, uri, all, content) : response(status, reason, all, content);
  });
