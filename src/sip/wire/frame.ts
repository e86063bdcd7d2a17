import { contentLengthIn } from './content-length.ts';
import { WireError } from './error.ts';
import { limits } from './limits.ts';

/**
 * The text of the one message that a WebSocket frame carries (RFC 7118): the body has as many bytes as Content-Length says, or is the rest
 * of the frame where nothing says it. Bytes behind the body are dropped (RFC 3261 section 18.3). A frame without an end of headers comes back whole, for
 * `parseMessage` to say so.
 * @throws WireError for a body shorter than its Content-Length, which somebody has cut, or a Content-Length that cannot be read
 */
export function messageInFrame(bytes: Buffer): string {
  const end = bytes.indexOf('\r\n\r\n');
  if (end > limits.headerBytes) throw new WireError('headers too long');
  if (end < 0) return bytes.toString('utf8');
  const body = end + 4;
  const length = contentLengthIn(bytes.toString('latin1', 0, end));
  if (length === undefined) return bytes.toString('utf8');
  if (bytes.length - body < length) throw new WireError('a body shorter than its Content-Length');
  return bytes.toString('utf8', 0, body + length);
}
