import { contentLengthIn } from './content-length.ts';
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
const none = Buffer.alloc(0);

/**
 * Cuts a stream of bytes into messages by Content-Length, counted in bytes, wherever in the header block it stands.
 *
 * A stream cannot be re-synchronised: after a WireError the connection has to be destroyed, and every later call throws it again.
 * A ping that comes in two pieces is told as a pong and then a ping; pings are never missed or invented. Between messages it holds no
 * memory, of which thousands of quiet connections would take a lot.
 */
export class Framer {
  /** The bytes at hand: the last piece as it came, or a buffer of our own once a message is in two pieces. */
  #bytes: Buffer = none;
  #isOurs = false;
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
   * Takes the bytes and tells what they complete. Iterate to the end: an error shows itself after the messages before it.
   * @throws WireError while iterating: no or unreadable Content-Length, a cap passed
   */
  feed(bytes: Buffer): Iterable<FramerEvent> {
    const events: FramerEvent[] = [];
    if (this.#broken === undefined) {
      this.#append(bytes);
      try {
        for (let event = this.#next(); event !== undefined; event = this.#next()) events.push(event);
        this.#keep();
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        this.#broken = error;
        this.#bytes = none;
      }
    }
    return this.#broken === undefined ? events : thenThrow(events, this.#broken);
  }

  #next(): FramerEvent | undefined {
    return this.#expected === 0 ? (this.#between() ?? this.#begin()) : this.#complete();
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
      const left = this.#to - this.#from;
      const isCr = left > 0 && this.#bytes[this.#from] === CR;
      if (isCr && left > 1 && this.#bytes[this.#from + 1] === LF) {
        this.#skip(2);
        return { kind: 'ping' };
      }
      // Told at once although its second half may still come: whoever waits for a pong must not wait for the next message.
      this.#halfPing = left === 0 || (left === 1 && isCr);
      return { kind: 'pong' };
    }
    return undefined;
  }

  #begin(): FramerEvent | undefined {
    if (this.#from === this.#to || this.#bytes[this.#from] === CR) return undefined;
    this.#halfPing = false;
    const found = this.#bytes.indexOf(endOfHeaders, Math.max(this.#from, this.#searched - 3));
    // Behind what has come may stand the rest of an older message.
    const end = found + endOfHeaders.length > this.#to ? -1 : found;
    this.#searched = this.#to;
    if ((end < 0 ? this.#to : end) - this.#from > limits.headerBytes) throw new WireError('headers too long');
    if (end < 0) return undefined;
    const length = contentLengthIn(this.#bytes.toString('latin1', this.#from, end));
    if (length === undefined) throw new WireError('no Content-Length');
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
  }

  #append(bytes: Buffer): void {
    const kept = this.#to - this.#from;
    if (kept === 0) {
      this.#take(bytes, false, bytes.length);
      return;
    }
    if (!this.#isOurs || this.#to + bytes.length > this.#bytes.length) {
      const searched = this.#searched - this.#from;
      const fits = this.#isOurs && kept + bytes.length <= this.#bytes.length;
      const room = fits ? this.#bytes : Buffer.allocUnsafe(2 * (kept + bytes.length));
      this.#bytes.copy(room, 0, this.#from, this.#to);
      this.#take(room, true, kept);
      this.#searched = Math.max(0, searched);
    }
    bytes.copy(this.#bytes, this.#to);
    this.#to += bytes.length;
  }

  #take(bytes: Buffer, isOurs: boolean, length: number): void {
    this.#bytes = bytes;
    this.#isOurs = isOurs;
    this.#from = 0;
    this.#to = length;
    this.#searched = 0;
  }

  /** Keeps what has begun in a buffer of our own: the piece belongs to the socket, and a big one must not stay for a few bytes. */
  #keep(): void {
    const kept = this.#to - this.#from;
    if (kept === 0) this.#take(none, false, 0);
    else if (!this.#isOurs || this.#bytes.length > 65_536 + 4 * kept) {
      const searched = this.#searched - this.#from;
      const own = Buffer.allocUnsafe(Math.max(1024, 2 * kept));
      this.#bytes.copy(own, 0, this.#from, this.#to);
      this.#take(own, true, kept);
      this.#searched = searched;
    }
  }
}

function* thenThrow(events: readonly FramerEvent[], error: WireError): Generator<FramerEvent, void, undefined> {
  yield* events;
  throw error;
}
