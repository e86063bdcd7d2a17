import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyMessage } from '../../../test/support/sip-messages.ts';
import { Framer, type FramerEvent, limits, serialise, WireError } from './index.ts';

/** Feeds the bytes in pieces of these sizes (repeated), and collects what is told up to an error. */
function framed(stream: Buffer, sizes: readonly number[] = [stream.length]): { events: FramerEvent[]; error: unknown } {
  const framer = new Framer();
  const events: FramerEvent[] = [];
  try {
    for (let at = 0, piece = 0; at < stream.length; piece++) {
      const size = Math.max(1, sizes[piece % sizes.length] ?? 1);
      for (const event of framer.feed(stream.subarray(at, at + size))) events.push(event);
      at += size;
    }
    return { events, error: undefined };
  } catch (error) {
    return { events, error };
  }
}

const kinds = (text: string, sizes?: number[]) => framed(Buffer.from(text), sizes).events.map(({ kind }) => kind);
const message = (body = '', length: string | number = Buffer.byteLength(body)) =>
  `BYE sip:a SIP/2.0\r\nX: y\r\nl : ${length}\r\n\r\n${body}`;

describe('the framer', () => {
  it('finds the same messages and pings in any chunks', () => {
    const item = fc.oneof({ weight: 4, arbitrary: anyMessage.map(serialise) }, fc.constantFrom('\r\n\r\n', '\r\n'));
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }),
        (items, sizes) => {
          const stream = Buffer.from(items.join(''));
          const whole = framed(stream);
          expect(whole.events.filter(({ kind }) => kind === 'message').map((event) => 'text' in event && event.text)).toEqual(
            items.filter((text) => text.trim() !== ''),
          );
          for (const chunks of [sizes, [1]]) {
            const cut = framed(stream, chunks);
            expect(cut.events.filter(({ kind }) => kind !== 'pong')).toEqual(whole.events.filter(({ kind }) => kind !== 'pong'));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('keeps nothing of the pieces it was given, which belong to the socket', () => {
    const texts = ['Grüße', '', 'x'.repeat(3000)].map((body) => message(body));
    const stream = Buffer.from(texts.join(''));
    for (const size of [1, 7, 100, 2048]) {
      const framer = new Framer();
      const piece = Buffer.alloc(size);
      const told: string[] = [];
      for (let at = 0; at < stream.length; at += size) {
        const length = stream.copy(piece, 0, at, at + size);
        for (const event of framer.feed(piece.subarray(0, length))) if (event.kind === 'message') told.push(event.text);
        piece.fill('?');
      }
      expect(told).toEqual(texts);
    }
  });

  it('tells keep-alives apart', () => {
    expect(kinds('\r\n\r\n')).toEqual(['ping']);
    expect(kinds('\r\n')).toEqual(['pong']);
    expect(kinds(`\r\n\r\n${message()}\r\n${message()}\r\n\r\n`)).toEqual(['ping', 'message', 'pong', 'message', 'ping']);
    expect(kinds('\r\n\r\n\r\n\r\n')).toEqual(['ping', 'ping']);
    expect(kinds('\r\n\r\n', [1])).toEqual(['pong', 'ping']);
    expect(kinds(`\n\r\r\n${message()}`)).toEqual(['pong', 'message']);
  });

  it('takes a big message byte by byte in no more than linear time', () => {
    const text = message('ü\r\n\r\n'.repeat(40_000));
    expect(framed(Buffer.from(text), [1]).events).toEqual([{ kind: 'message', text }]);
  });

  it('reads a folded length, a compact one, and the same one twice', () => {
    for (const header of ['Content-Length:\r\n 2', 'CONTENT-LENGTH\t: 2', 'l:2', 'l: 2\r\nContent-Length: 2']) {
      expect(kinds(`BYE sip:a SIP/2.0\r\n${header}\r\n\r\nab${message()}`)).toEqual(['message', 'message']);
    }
  });

  it.each(
    [
      ['BYE sip:a SIP/2.0\r\nX: l: 3\r\n\r\n', 'no Content-Length'],
      [message('', 'many'), 'Content-Length is not a number'],
      [message('', '-1'), 'Content-Length is not a number'],
      [message('', '0x10'), 'Content-Length is not a number'],
      [message('', ''), 'Content-Length is not a number'],
      ['BYE sip:a SIP/2.0\r\nl: 2\r\nl: 3\r\n\r\n', 'two different Content-Length'],
      [message('', limits.messageBytes), 'message too long'],
      [`BYE sip:a SIP/2.0\r\n${'X: y\r\n'.repeat(257)}l: 0\r\n\r\n`, 'too many header lines'],
      ['x'.repeat(limits.headerBytes + 1), 'headers too long'],
      [`X: ${'y'.repeat(limits.headerBytes)}\r\n\r\n`, 'headers too long'],
    ].map(([text, reason]) => ({ text: text!, reason: reason! })),
  )('breaks on a stream with $reason: %#', ({ text, reason }) => {
    const { events, error } = framed(Buffer.from(message() + text));
    expect(events).toEqual([{ kind: 'message', text: message() }]);
    expect(error).toEqual(expect.objectContaining({ name: 'WireError', reason }));
    expect(framed(Buffer.from(message() + text), [7]).error).toMatchObject({ reason });
  });

  it('stays broken', () => {
    const framer = new Framer();
    expect(() => [...framer.feed(Buffer.from('X\r\n\r\n'))]).toThrow(WireError);
    expect(() => [...framer.feed(Buffer.from(message()))]).toThrow(WireError);
  });

  it('throws nothing but WireError on any bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.uint8Array(), fc.constantFrom(...['\r\n', 'l: 5', message('ab')].map((text) => Buffer.from(text))))),
        (pieces) => {
          const { error } = framed(Buffer.concat(pieces), [3]);
          if (error !== undefined) expect(error).toBeInstanceOf(WireError);
        },
      ),
    );
  });
});
