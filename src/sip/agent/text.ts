import { parseContentType, parseMultipart, WireError } from '../wire/index.ts';

/** A message as it is read: its words, and the HTML they were written in where it brought such. */
export interface Readable {
  readonly text: string;
  readonly html?: string;
}

/** Both forms of an instant message. */
export function readable(contentType: string, body: string): Readable {
  const html = htmlIn(contentType, body);
  return { text: readableText(contentType, body), ...(html !== undefined && { html }) };
}

function htmlIn(contentType: string, body: string): string | undefined {
  try {
    const { type } = parseContentType(contentType);
    if (type === 'text/html') return body;
    if (!type.startsWith('multipart/')) return undefined;
    const forms = parseMultipart(contentType, body).map((part) =>
      htmlIn(part.headers.get('Content-Type') ?? 'text/plain', part.body),
    );
    return forms.find((form) => form !== undefined);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}

/**
 * The words of an instant message, as a reader would see them: plain text as it is, of HTML what is between the tags, of several forms
 * of the same the plain one. What cannot be read stays as it came.
 */
export function readableText(contentType: string, body: string): string {
  try {
    const { type } = parseContentType(contentType);
    if (type === 'text/html') return textOfHtml(body);
    if (!type.startsWith('multipart/')) return body;
    const parts = parseMultipart(contentType, body).map((part) => ({
      type: part.headers.get('Content-Type') ?? 'text/plain',
      body: part.body,
    }));
    const best =
      parts.find((part) => part.type.startsWith('text/plain')) ?? parts.find((part) => part.type.startsWith('text/html'));
    return best === undefined ? body : readableText(best.type, best.body);
  } catch (error) {
    if (error instanceof WireError) return body;
    throw error;
  }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };

const textOfHtml = (html: string): string =>
  html
    .replace(/<br\b[^>]*>/gi, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    });
