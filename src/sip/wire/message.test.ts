import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyMessage } from '../../../test/support/sip-messages.ts';
import { Headers, limits, parseMessage, request, response, type SipMessage, serialise, WireError } from './index.ts';

const shown = (message: SipMessage) => ({ ...message, headers: [...message.headers] });

const invite = [
  'INVITE sip:bob@lab.test SIP/2.0',
  'v: SIP/2.0/tls 192.0.2.10:50000',
  'Content-length :  4',
  'f:"A, B" <sip:alice@lab.test>;tag=1',
  'Subject: one',
  '\t two',
  '  three',
  'X-Unknown:',
  '',
  'Größ',
].join('\r\n');

describe('parseMessage', () => {
  it('keeps order, spelling and values; unfolds lines; finds compact names', () => {
    const message = parseMessage(invite);
    expect(message).toMatchObject({ kind: 'request', method: 'INVITE', uri: 'sip:bob@lab.test', body: 'Größ' });
    expect([...message.headers]).toEqual([
      { name: 'v', value: 'SIP/2.0/tls 192.0.2.10:50000' },
      { name: 'Content-length', value: '4' },
      { name: 'f', value: '"A, B" <sip:alice@lab.test>;tag=1' },
      { name: 'Subject', value: 'one two three' },
      { name: 'X-Unknown', value: '' },
    ]);
    expect(message.headers.get('VIA')).toBe('SIP/2.0/tls 192.0.2.10:50000');
    expect(message.headers.get('From')).toBe(message.headers.get('F'));
  });

  it.each([
    ['SIP/2.0 200 OK', 200, 'OK'],
    ['SIP/2.0 480', 480, ''],
    ['SIP/2.0 480 Gone (for now) ünd so', 480, 'Gone (for now) ünd so'],
  ])('reads %s', (line, status, reason) => {
    expect(parseMessage(`${line}\r\n\r\n`)).toMatchObject({ kind: 'response', status, reason });
  });

  it.each(
    [
      ['', 'no empty line behind the headers'],
      ['INVITE sip:a SIP/2.0\r\nA: b\r\n', 'no empty line behind the headers'],
      ['INVITE sip:a SIP/3.0\r\n\r\n', 'neither a request line nor a status line'],
      ['SIP/2.0 99 x\r\n\r\n', 'neither a request line nor a status line'],
      ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'neither a request line nor a status line'],
      ['BYE sip:a SIP/2.0\r\n folded\r\n\r\n', 'a folded line before the first header'],
      ['BYE sip:a SIP/2.0\r\nnothing\r\n\r\n', 'a header line without a name'],
      ['BYE sip:a SIP/2.0\r\n: value\r\n\r\n', 'a header line without a name'],
      ['BYE sip:a SIP/2.0\r\na b: value\r\n\r\n', 'a header name with characters that none may have'],
      ['BYE sip:a SIP/2.0\r\nA: b\nC: d\r\n\r\n', 'a header value with a line break or NUL in it'],
      ['BYE sip:a SIP/2.0\r\nl: -1\r\n\r\n', 'Content-Length is not a number'],
      ['BYE sip:a SIP/2.0\r\nl: 1\r\nContent-Length: 2\r\n\r\n', 'two different Content-Length'],
      [`BYE sip:a SIP/2.0\r\n${'A: b\r\n'.repeat(257)}\r\n`, 'too many header lines'],
      [`BYE sip:a SIP/2.0\r\nA: ${'b'.repeat(limits.headerBytes)}\r\n\r\n`, 'headers too long'],
    ].map(([text, reason]) => ({ text: text!, reason: reason! })),
  )('refuses a message with $reason: %#', ({ text, reason }) => {
    expect(() => parseMessage(text)).toThrow(expect.objectContaining({ name: 'WireError', reason }));
  });

  it('throws nothing but WireError, however a message is mutated', () => {
    const noise = fc.oneof(fc.constantFrom('\r\n', '\r\n\r\n', ' ', ':', '"', '<', '\0', '\r', '\n', ';'), fc.string());
    fc.assert(
      fc.property(anyMessage, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 8 }), noise), { maxLength: 5 }), (message, cuts) => {
        let text = serialise(message);
        for (const [at, gone, put] of cuts) {
          const place = at % (text.length + 1);
          text = text.slice(0, place) + put + text.slice(place + gone);
        }
        try {
          const read = parseMessage(text);
          expect(shown(parseMessage(serialise(read))).headers.length).toBeGreaterThanOrEqual(read.headers.size);
        } catch (error) {
          expect(error).toBeInstanceOf(WireError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('serialise', () => {
  it('is undone by parseMessage', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const text = serialise(message);
        const read = parseMessage(text);
        const told = read.headers.get('Content-Length');
        expect(told).toBe(String(Buffer.byteLength(message.body)));
        expect(serialise(read)).toBe(text);
        message.headers.set([...read.headers].find(({ name }) => /^(?:l|content-length)$/i.test(name))!.name, told!);
        expect(shown(read)).toEqual(shown(message));
      }),
      { numRuns: 500 },
    );
  });

  it('corrects the length where it stands and says it once', () => {
    const headers = new Headers([
      ['l', '99'],
      ['Call-ID', '1'],
      ['Content-Length', '98'],
    ]);
    expect(serialise(response(200, 'OK', headers, 'ü'))).toBe('SIP/2.0 200 OK\r\nl: 2\r\nCall-ID: 1\r\n\r\nü');
  });

  it.each([
    request('IN VITE', 'sip:a'),
    request('BYE', 'sip:a\r\nX: y'),
    request('BYE', 'sip:a b'),
    response(200, 'OK\r\nX: y'),
    response(99, 'no'),
  ])('refuses start lines that would break: %#', (message) => {
    expect(() => serialise(message)).toThrow(WireError);
  });
});

describe('Headers', () => {
  const headers = () =>
    new Headers([
      ['Via', '1'],
      ['To', 'x'],
      ['v', '2'],
    ]);
  const lines = (of: Headers) => [...of].map(({ name, value }) => `${name}:${value}`).join(' ');

  it('sets, adds, puts in front, inserts and removes by any spelling', () => {
    expect(lines(headers().set('VIA', '3'))).toBe('VIA:3 To:x');
    expect(lines(headers().set('From', 'y'))).toBe('Via:1 To:x v:2 From:y');
    expect(lines(headers().add('v', '3'))).toBe('Via:1 To:x v:2 v:3');
    expect(lines(headers().prepend('Via', '0'))).toBe('Via:0 Via:1 To:x v:2');
    expect(lines(headers().insertAfter('via', 'Date', 'd'))).toBe('Via:1 Date:d To:x v:2');
    expect(lines(headers().insertAfter('Route', 'Date', 'd'))).toBe('Date:d Via:1 To:x v:2');
    expect(lines(headers().remove('via'))).toBe('To:x');
    expect(lines(headers().removeFirst('via'))).toBe('To:x v:2');
    expect(headers().getAll('Via')).toEqual(['1', '2']);
    expect(headers().has('t')).toBe(true);
    expect(headers().get('constructor')).toBeUndefined();
  });

  it('copies', () => {
    const first = headers();
    first.clone().remove('To');
    expect(first.size).toBe(3);
  });

  it('lets no value break out of its line', () => {
    for (const bad of ['a\r\nB: c', 'a\nb', 'a\0']) expect(() => headers().set('To', bad)).toThrow(WireError);
    expect(() => headers().add('T o', 'x')).toThrow(WireError);
  });
});
