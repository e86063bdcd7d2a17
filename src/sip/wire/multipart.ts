import { WireError } from './error.ts';
import { Headers } from './headers.ts';
import { parseParameters } from './values.ts';

export interface Part {
  readonly headers: Headers;
  readonly body: string;
}

/** The media type in lower case and its parameters: `multipart/related;type="…";boundary=X`. */
export function parseContentType(value: string): { type: string; parameters: Readonly<Record<string, string>> } {
  const semicolon = value.indexOf(';');
  const type = (semicolon < 0 ? value : value.slice(0, semicolon)).trim().toLowerCase();
  return { type, parameters: parseParameters(semicolon < 0 ? '' : value.slice(semicolon + 1)) };
}

/**
 * The parts of a multipart body (RFC 2046 section 5.1). One empty line before a boundary is taken as the custom of Lync servers, and
 * not as part of the body before it.
 * @throws WireError
 */
export function parseMultipart(contentType: string, body: string): Part[] {
  const { type, parameters } = parseContentType(contentType);
  const boundary = parameters.boundary;
  if (!type.startsWith('multipart/') || boundary === undefined || boundary === '')
    throw new WireError('no multipart with a boundary');
  const pieces = `\r\n${body}`.split(`\r\n--${boundary}`);
  if (pieces.length < 2) throw new WireError('a multipart body without its boundary');
  const parts: Part[] = [];
  for (const piece of pieces.slice(1)) {
    if (piece.startsWith('--')) return parts;
    const start = /^[ \t]*\r\n/.exec(piece);
    if (!start) throw new WireError('something behind the boundary of a multipart body');
    parts.push(parsePart(piece.slice(start[0].length)));
  }
  return parts;
}

function parsePart(text: string): Part {
  const body = (content: string): string => (content.endsWith('\r\n') ? content.slice(0, -2) : content);
  if (text.startsWith('\r\n')) return { headers: new Headers(), body: body(text.slice(2)) };
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return { headers: Headers.read(text, 0, text.endsWith('\r\n') ? text.length - 2 : text.length), body: '' };
  return { headers: Headers.read(text, 0, end), body: body(text.slice(end + 4)) };
}

/**
 * A multipart body with an empty line before every boundary: libpurple loses the last character of a part without it.
 * The boundary must not stand in any part.
 */
export function formatMultipart(boundary: string, parts: readonly Part[]): string {
  if (parts.some((part) => part.body.includes(`--${boundary}`))) throw new WireError('a part that holds its own boundary');
  const texts = parts.map(({ headers, body }) => {
    const lines = [...headers].map(({ name, value }) => `${name}: ${value}\r\n`).join('');
    return `--${boundary}\r\n${lines}\r\n${body}\r\n\r\n`;
  });
  return `${texts.join('')}--${boundary}--\r\n`;
}
