import { formatMultipart, Headers, parseContentType, type Random, WireError } from '../wire/index.ts';
import type { IncomingText } from './instant-messages.ts';

/** The body of a MESSAGE. */
export interface ImBody {
  readonly contentType: string;
  readonly content: string;
}

/** Something to say, in plain words and perhaps also as HTML: the same twice, for the receiver to choose from. */
export interface FirstText {
  readonly text: string;
  readonly html?: string;
}

const plainType = 'text/plain; charset=UTF-8';
const htmlType = 'text/html; charset=UTF-8';

/** Types that a MESSAGE may bring, as Lync clients take them. */
export const acceptedTypes = [
  ...['text/plain', 'text/html', 'text/rtf', 'multipart/alternative', 'multipart/related'],
  ...['application/im-iscomposing+xml', 'application/ms-imdn+xml'],
] as const;

/** A text as MESSAGE carries it: plain, or in both forms as `multipart/alternative`, the richest last (RFC 2046 section 5.1.4). */
export function bodyOf({ text, html }: FirstText, random: Random): ImBody {
  if (html === undefined) return { contentType: plainType, content: text };
  const boundary = `coex-${random(12).toString('hex')}`;
  const part = (type: string, body: string) => ({ headers: new Headers([['Content-Type', type]]), body });
  return {
    contentType: `multipart/alternative;boundary=${boundary}`,
    content: formatMultipart(boundary, [part(plainType, text), part(htmlType, html)]),
  };
}

/**
 * Characters of a first text that still ride in the INVITE: a longer one was found to be refused by servers of the 2007 generation, and
 * goes as MESSAGE.
 */
const longestFirst = 800;

/** The header lines of an INVITE that carry the first text; none where it is too long for that. */
export function firstTextLines(first: FirstText | undefined): readonly string[] {
  if (first === undefined || Math.max(first.text.length, first.html?.length ?? 0) > longestFirst) return [];
  const line = (name: string, type: string, body: string): string =>
    `${name}: ${type};ms-body=${Buffer.from(body, 'utf8').toString('base64')}`;
  return [
    line('ms-text-format', plainType, first.text),
    ...(first.html === undefined ? [] : [line('ms-im-format', htmlType, first.html)]),
  ];
}

/** The text that rides in an INVITE, in its richest form that can be read; `undefined` where there is none. */
export function firstTextIn(valuesOf: (name: string) => readonly string[]): IncomingText | undefined {
  const texts = ['ms-text-format', 'ms-im-format'].flatMap((name) =>
    valuesOf(name).flatMap((value): IncomingText[] => {
      const encoded = /;\s*ms-body="?([A-Za-z0-9+/=]+)/i.exec(value)?.[1];
      if (encoded === undefined) return [];
      const contentType = value.replace(/;\s*ms-body=.*$/i, '').trim();
      return [{ contentType, body: Buffer.from(encoded, 'base64').toString('utf8') }];
    }),
  );
  const [plain] = texts;
  const html = texts.find(({ contentType }) => /^text\/html\b/i.test(contentType));
  // Both forms are the same text: put together they are what a MESSAGE would have brought.
  if (plain === undefined || html === undefined || plain === html) return plain;
  const both = bodyOf({ text: plain.body, html: html.body }, () => Buffer.from('first'));
  return { contentType: both.contentType, body: both.content };
}

/** What a MESSAGE is about: a text, that somebody types or has stopped, a report about an earlier text, or nothing we know. */
export function meaningOf(contentType: string, body: string): 'text' | 'types' | 'idle' | 'report' | 'unknown' {
  const type = typeOf(contentType);
  if (!(acceptedTypes as readonly string[]).includes(type)) return 'unknown';
  if (type === 'application/ms-imdn+xml') return 'report';
  if (type !== 'application/im-iscomposing+xml') return 'text';
  return /<(?:[\w-]+:)?state\b[^>]*>\s*active\s*</i.test(body) ? 'types' : 'idle';
}

function typeOf(contentType: string): string {
  try {
    return parseContentType(contentType).type;
  } catch (error) {
    if (error instanceof WireError) return contentType.replace(/;.*$/s, '').trim().toLowerCase();
    throw error;
  }
}
