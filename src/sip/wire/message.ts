import { WireError } from './error.ts';
import { Headers } from './headers.ts';
import { limits } from './limits.ts';

export interface SipRequest {
  readonly kind: 'request';
  method: string;
  uri: string;
  readonly headers: Headers;
  body: string;
}

export interface SipResponse {
  readonly kind: 'response';
  status: number;
  reason: string;
  readonly headers: Headers;
  body: string;
}

export type SipMessage = SipRequest | SipResponse;

export function request(method: string, uri: string, headers: Headers = new Headers(), body = ''): SipRequest {
  return { kind: 'request', method, uri, headers, body };
}

export function response(status: number, reason: string, headers: Headers = new Headers(), body = ''): SipResponse {
  return { kind: 'response', status, reason, headers, body };
}

export const cloneMessage = <T extends SipMessage>(message: T): T => ({ ...message, headers: message.headers.clone() });

const requestLine = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([^\s\0]+) SIP\/2\.0$/i;
const statusLine = /^SIP\/2\.0 ([1-6]\d\d)(?: ([^\r\n\0]*))?$/i;

/**
 * Reads one complete message (RFC 3261 section 7): everything behind the empty line is the body.
 *
 * Content-Length must be a number and the same on every line that gives it, but is not compared with the body: on a stream the
 * `Framer` has cut by it already, and a WebSocket frame is one message whatever it says. Folded lines become one with a blank.
 * @throws WireError, and nothing else
 */
export function parseMessage(text: string): SipMessage {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new WireError('no empty line behind the headers');
  if (end > limits.headerBytes) throw new WireError('headers too long');
  const lines = text.slice(0, end).split('\r\n');
  if (lines.length > limits.headerLines + 1) throw new WireError('too many header lines');
  const headers = new Headers(headerLines(lines.slice(1)));
  const lengths = headers.getAll('Content-Length');
  if (lengths.some((length) => !/^\d{1,10}$/.test(length))) throw new WireError('Content-Length is not a number');
  if (new Set(lengths.map(Number)).size > 1) throw new WireError('two different Content-Length');
  const body = text.slice(end + 4);
  const start = lines[0]!;
  const status = statusLine.exec(start);
  if (status) return response(Number(status[1]), status[2] ?? '', headers, body);
  const method = requestLine.exec(start);
  if (method) return request(method[1]!, method[2]!, headers, body);
  throw new WireError('neither a request line nor a status line');
}

/** Splits header lines into names and values; a line that begins with a blank goes on the one before. Also for parts of a body. */
export function headerLines(lines: readonly string[]): [name: string, value: string][] {
  const read: [string, string][] = [];
  for (const line of lines) {
    const first = line.charCodeAt(0);
    if (first === 0x20 || first === 0x09) {
      const last = read.at(-1);
      if (last === undefined) throw new WireError('a folded line before the first header');
      last[1] = `${last[1]} ${line.trim()}`.trim();
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1) throw new WireError('a header line without a name');
    read.push([line.slice(0, colon).trimEnd(), line.slice(colon + 1).trim()]);
  }
  return read;
}

/**
 * Writes the message with the Content-Length its body has in UTF-8 bytes, in the place where one stood, else at the end.
 * @throws WireError when a start line would break apart
 */
export function serialise(message: SipMessage): string {
  const start =
    message.kind === 'request' ? `${message.method} ${message.uri} SIP/2.0` : `SIP/2.0 ${message.status} ${message.reason}`;
  if (!(message.kind === 'request' ? requestLine : statusLine).test(start)) {
    throw new WireError('a start line that nobody could read again');
  }
  const length = String(Buffer.byteLength(message.body, 'utf8'));
  let text = `${start}\r\n`;
  let told = false;
  for (const { name, value } of message.headers) {
    const tellsLength = name.length === 1 ? name === 'l' || name === 'L' : name.toLowerCase() === 'content-length';
    if (tellsLength && told) continue;
    text += `${name}: ${tellsLength ? length : value}\r\n`;
    told ||= tellsLength;
  }
  return `${text}${told ? '' : `Content-Length: ${length}\r\n`}\r\n${message.body}`;
}
