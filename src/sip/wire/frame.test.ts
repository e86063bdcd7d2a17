import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyMessage } from '../../../test/support/sip-messages.ts';
import { messageInFrame, serialise, WireError } from './index.ts';

const frame = (body: string, ...headers: readonly string[]): Buffer =>
  Buffer.from(['MESSAGE sip:lena@contoso.net SIP/2.0', ...headers, '', body].join('\r\n'));

describe('a frame of a WebSocket', () => {
  it('is one message, whose last byte may not be missing and behind which nothing counts', () => {
    fc.assert(
      fc.property(anyMessage, fc.uint8Array(), (message, behind) => {
        const text = serialise(message);
        const bytes = Buffer.from(text);
        expect(messageInFrame(bytes)).toBe(text);
        expect(messageInFrame(Buffer.concat([bytes, behind]))).toBe(text);
        if (message.body !== '') expect(() => messageInFrame(bytes.subarray(0, -1))).toThrow(WireError);
      }),
    );
  });

  it('counts bytes, not characters', () => {
    expect(messageInFrame(frame('Grüße', 'l: 7'))).toMatch(/\r\n\r\nGrüße$/);
    expect(() => messageInFrame(frame('Grüße', 'l: 8'))).toThrow(
      expect.objectContaining({ reason: 'a body shorter than its Content-Length' }),
    );
  });

  it('needs no Content-Length', () => {
    expect(messageInFrame(frame('hello', 'X: y'))).toMatch(/\r\n\r\nhello$/);
  });

  it.each([
    ['Content-Length: five', 'Content-Length is not a number'],
    ['Content-Length: 5\r\nl: 4', 'two different Content-Length'],
    [`X: ${'y'.repeat(70_000)}`, 'headers too long'],
    ['X: y\r\n'.repeat(300).trimEnd(), 'too many header lines'],
  ])('is refused by the same rules as a message on a stream: %.20s', (headers, reason) => {
    expect(() => messageInFrame(frame('hello', headers))).toThrow(expect.objectContaining({ reason }));
  });
});
