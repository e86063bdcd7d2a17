import { checkLengths } from './content-length.ts';
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
 * Content-Length must be a number and the same on every line that gives it, but is not compared with the body: whoever took the message
 * off the line has cut by it already (`Framer`, `messageInFrame`). Folded lines become one with a blank.
 * @throws WireError, and nothing else
 */
export function parseMessage(text: string): SipMessage {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) throw new WireError('no empty line behind the headers');
  if (end > limits.headerBytes) throw new WireError('headers too long');
  const first = text.indexOf('\r\n');
  const start = text.slice(0, first);
  const headers = Headers.read(text, first + 2, end);
  checkLengths(headers.getAll('Content-Length'));
  const body = text.slice(end + 4);
  const status = statusLine.exec(start);
  if (status) return response(Number(status[1]), status[2] ?? '', headers, body);
  const method = requestLine.exec(start);
  if (method) return request(method[1]!, method[2]!, headers, body);
  throw new WireError('neither a request line nor a status line');
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
  return `${start}\r\n${message.headers.write(String(Buffer.byteLength(message.body, 'utf8')))}\r\n${message.body}`;
}
