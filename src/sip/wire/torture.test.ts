import { describe, expect, it } from 'vitest';
import { tortureMessages } from '../../../test/support/torture.ts';
import {
  Framer,
  parseChallenge,
  parseContentType,
  parseCSeq,
  parseMessage,
  parseMultipart,
  parseNameAddr,
  parseUri,
  parseVia,
  splitList,
  WireError,
} from './index.ts';

/** Everything an element looks at before it acts: all of it parsed, or the reason why not. */
function readAll(text: string): Record<string, unknown> | { refused: string } {
  try {
    const message = parseMessage(text);
    const { headers } = message;
    const required = (name: string): string => {
      const value = headers.get(name);
      if (value === undefined) throw new WireError(`no ${name}`);
      return value;
    };
    const vias = headers.getAll('Via').flatMap(splitList).map(parseVia);
    const contact = headers.get('Contact');
    const authorization = headers.get('Authorization');
    const list = (name: string): string[] => headers.getAll(name).flatMap(splitList);
    const contentType = headers.get('Content-Type') ?? '';
    const { type } = parseContentType(contentType);
    return {
      ...message,
      ...(message.kind === 'request' && { requestUri: parseUri(message.uri) }),
      from: parseNameAddr(required('From')),
      to: parseNameAddr(required('To')),
      cseq: parseCSeq(required('CSeq')),
      vias: vias.map(({ transport }) => transport),
      branch: vias[0]?.parameters.branch,
      ...(contact !== undefined && { contact: parseNameAddr(splitList(contact)[0] ?? '') }),
      subject: headers.get('Subject'),
      newFangled: headers.get('NewFangledHeader'),
      maxForwards: headers.get('Max-Forwards'),
      require: list('Require'),
      proxyRequire: list('Proxy-Require'),
      accept: list('Accept'),
      contentType: parseContentType(contentType),
      ...(authorization !== undefined && { authorization: parseChallenge(authorization) }),
      ...(type.startsWith('multipart/') && {
        parts: parseMultipart(contentType, message.body).map((part) => ({
          type: part.headers.get('Content-Type'),
          body: part.body,
        })),
      }),
    };
  } catch (error) {
    if (error instanceof WireError) return { refused: error.reason };
    throw error;
  }
}

describe('torture messages (RFC 4475)', () => {
  for (const { name, text, expected } of tortureMessages) {
    it(name, () => {
      const read = readAll(text);
      if ('parsed' in expected) expect(read).toMatchObject(expected.parsed);
      else expect(read).toMatchObject({ refused: expect.stringMatching(expected.refused) });
    });
  }

  it('3.1.1.8 two requests in one piece are two messages, where each says its length', () => {
    const [first, second] = [tortureMessages[0]!, tortureMessages.at(-1)!];
    const told = [...new Framer().feed(Buffer.from(first.text + second.text))];
    expect(told).toEqual([first, second].map(({ text }) => ({ kind: 'message', text })));
  });

  it('3.1.2.2 a Content-Length longer than the message waits for more, and swallows nothing else', () => {
    const framer = new Framer();
    const text = 'INVITE sip:a@b SIP/2.0\r\nContent-Length: 9999\r\n\r\nshort';
    expect([...framer.feed(Buffer.from(text))]).toEqual([]);
    expect([...framer.feed(Buffer.alloc(9994, 'x'))]).toEqual([{ kind: 'message', text: text + 'x'.repeat(9994) }]);
  });

  it('each is cut from a stream or refused there, in one piece and byte by byte', () => {
    for (const { text } of tortureMessages) {
      const cut = (pieces: readonly Buffer[]): unknown => {
        const framer = new Framer();
        try {
          return pieces.flatMap((piece) => [...framer.feed(piece)]);
        } catch (error) {
          if (error instanceof WireError) return error.reason;
          throw error;
        }
      };
      const bytes = Buffer.from(text);
      const single = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1));
      expect(cut(single)).toEqual(cut([bytes]));
    }
  });
});
