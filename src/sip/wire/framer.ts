import { WireError } from './error.ts';
import { limits } from './limits.ts';

export type FramerEvent =
  | { readonly kind: 'message'; readonly text: string }
  /** CRLFCRLF between messages: wants a CRLF back (RFC 5626 section 3.5.1). */
  | { readonly kind: 'ping' }
  /** A single CRLF: the answer to a ping of ours. */
  | { readonly kind: 'pong' };

const CR = 13;
const LF = 10;
const endOfHeaders = Buffer.from('\r\n\r\n');

/**
 * Cuts a stream of bytes into messages by Content-Length, counted in bytes, wherever in the header block it stands.
 *
 * A stream cannot be re-synchronised: after a WireError the connection has to be destroyed, and every later call throws it again.
 * A ping that comes in two pieces is told as a pong and then a ping; pings are never missed or invented.
 */
export class Framer {
  #bytes = Buffer.allocUnsafe(4096);
  #from = 0;
  #to = 0;
  /** Up to where no end of headers was found. */
  #searched = 0;
  /** Length of the message that has begun, once its headers are in. */
  #expected = 0;
  /** One CRLF of a possible ping has been told as a pong. */
  #halfPing = false;
  #broken: WireError | undefined;

  /**
   * Takes the bytes at once and tells what they complete. Iterate to the end: an error shows itself after the messages before it.
   * @throws WireError while iterating: no or unreadable Content-Length, a cap passed
   */
  feed(bytes: Buffer): Iterable<FramerEvent> {
    if (this.#broken === undefined) this.#append(bytes);
    return this.#drain();
  }

  *#drain(): Generator<FramerEvent, void, undefined> {
    for (;;) {
      const event = this.#next();
      if (event === undefined) return;
      yield event;
    }
  }

  #next(): FramerEvent | undefined {
    if (this.#broken !== undefined) throw this.#broken;
    try {
      return this.#expected === 0 ? (this.#between() ?? this.#begin()) : this.#complete();
    } catch (error) {
      if (error instanceof WireError) this.#broken = error;
      throw error;
    }
  }

  /** Line ends before a start line: keep-alives, or noise that RFC 3261 section 7.5 says to skip. */
  #between(): FramerEvent | undefined {
    while (this.#from < this.#to) {
      const first = this.#bytes[this.#from];
      if (first !== CR && first !== LF) return undefined;
      if (first === CR && this.#from + 1 === this.#to) return undefined;
      const isLine = first === CR && this.#bytes[this.#from + 1] === LF;
      this.#skip(isLine ? 2 : 1);
      if (!isLine) continue;
      if (this.#halfPing) {
        this.#halfPing = false;
        return { kind: 'ping' };
      }
      const next = this.#bytes.subarray(this.#from, Math.min(this.#from + 2, this.#to));
      if (next.length === 2 && next[0] === CR && next[1] === LF) {
        this.#skip(2);
        return { kind: 'ping' };
      }
      // Told at once although its second half may still come: whoever waits for a pong must not wait for the next message.
      this.#halfPing = next.length === 0 || (next.length === 1 && next[0] === CR);
      return { kind: 'pong' };
    }
    return undefined;
  }

  #begin(): FramerEvent | undefined {
    if (this.#from === this.#to || this.#bytes[this.#from] === CR) return undefined;
    this.#halfPing = false;
    const end = this.#bytes.subarray(0, this.#to).indexOf(endOfHeaders, Math.max(this.#from, this.#searched - 3));
    this.#searched = this.#to;
    if ((end < 0 ? this.#to : end) - this.#from > limits.headerBytes) throw new WireError('headers too long');
    if (end < 0) return undefined;
    const length = contentLength(this.#bytes.toString('latin1', this.#from, end));
    this.#expected = end + endOfHeaders.length - this.#from + length;
    if (this.#expected > limits.messageBytes) throw new WireError('message too long');
    return this.#complete();
  }

  #complete(): FramerEvent | undefined {
    if (this.#to - this.#from < this.#expected) return undefined;
    const text = this.#bytes.toString('utf8', this.#from, this.#from + this.#expected);
    this.#skip(this.#expected);
    this.#expected = 0;
    return { kind: 'message', text };
  }

  #skip(bytes: number): void {
    this.#from += bytes;
    this.#searched = this.#from;
    if (this.#from === this.#to) {
      this.#from = 0;
      this.#to = 0;
      this.#searched = 0;
    }
  }

  #append(bytes: Buffer): void {
    const kept = this.#to - this.#from;
    if (this.#to + bytes.length > this.#bytes.length) {
      const room = kept + bytes.length > this.#bytes.length ? Buffer.allocUnsafe(2 * (kept + bytes.length)) : this.#bytes;
      this.#bytes.copy(room, 0, this.#from, this.#to);
      this.#bytes = room;
      this.#searched = Math.max(0, this.#searched - this.#from);
      this.#from = 0;
      this.#to = kept;
    }
    bytes.copy(this.#bytes, this.#to);
    this.#to += bytes.length;
  }
}

/** The one length that a header block gives. */
function contentLength(block: string): number {
  if (block.split('\r\n', limits.headerLines + 2).length > limits.headerLines + 1) throw new WireError('too many header lines');
  const told = [...block.replace(/\r\n[ \t]+/g, ' ').matchAll(/\r\n(?:Content-Length|l)[ \t]*:([^\r\n]*)/gi)].map((line) =>
    line[1]!.trim(),
  );
  if (told.length === 0) throw new WireError('no Content-Length');
  if (told.some((length) => !/^\d{1,10}$/.test(length))) throw new WireError('Content-Length is not a number');
  if (new Set(told.map(Number)).size > 1) throw new WireError('two different Content-Length');
  return Number(told[0]);
}
