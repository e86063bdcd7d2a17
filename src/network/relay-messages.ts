import { randomBytes } from 'node:crypto';

/** A message of STUN or TURN, as far as an answer to a stranger goes. */
export interface RelayMessage {
  readonly type: number;
  /** The 16 bytes after the length, in hexadecimal: with RFC 5389 the first four are its cookie. */
  readonly transaction: string;
  /** Of an error response, such as 401. */
  readonly error?: number;
  readonly realm?: string;
}

/** A request, and by what its answer is known. */
export interface RelayRequest {
  readonly bytes: Buffer;
  readonly transaction: string;
}

const types = { binding: 0x0001, allocate: 0x0003 } as const;
/** Answers to the two, and how they are told: success sets bit 8, an error bits 8 and 4 (RFC 5389 section 6). */
export const answers: Readonly<Record<number, string>> = {
  257: 'a Binding response',
  273: 'a Binding error response',
  259: 'an Allocate response',
  275: 'an Allocate error response',
};

const magicCookie = 0x000f;

const number16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const attribute = (type: number, value: Buffer): Buffer => Buffer.concat([number16(type), number16(value.length), value]);
const request = (type: number, transaction: Buffer, ...attributes: readonly Buffer[]): RelayRequest => {
  const body = Buffer.concat(attributes);
  return {
    bytes: Buffer.concat([number16(type), number16(body.length), transaction, body]),
    transaction: transaction.toString('hex'),
  };
};

/** A Binding request (RFC 5389 section 6): 20 bytes that ask for nothing but an answer. */
export const bindingRequest = (): RelayRequest =>
  request(types.binding, Buffer.concat([Buffer.from('2112a442', 'hex'), randomBytes(12)]));

/**
 * An Allocate request without credentials. A media relay challenges it by an error response (MS-TURN sections 1.3 and 2.2.2), so that
 * nothing is ever allocated; the cookie must be its first attribute, or the relay ignores it (MS-TURN section 3.1.10).
 */
export const allocateRequest = (): RelayRequest =>
  request(types.allocate, randomBytes(16), attribute(magicCookie, Buffer.from('72c64bc6', 'hex')));

/** A STUN or TURN message that the bytes are from first to last; `undefined` where they are none. */
export function readRelayMessage(bytes: Buffer): RelayMessage | undefined {
  // The two highest bits are zero in both, and attributes fill the message (RFC 5389 section 6, MS-TURN section 2.2.1).
  if (bytes.length < 20 || bytes[0]! > 0x3f || bytes.readUInt16BE(2) !== bytes.length - 20) return undefined;
  let error: number | undefined;
  let realm: string | undefined;
  // The older draft, which begins with the cookie as an attribute, fills no value up to four bytes.
  const isAligned = bytes.length < 22 || bytes.readUInt16BE(20) !== magicCookie;
  for (let at = 20; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16BE(at + 2);
    const value = bytes.subarray(at + 4, at + 4 + length);
    if (value.length < length) break;
    const type = bytes.readUInt16BE(at);
    // The class stands in three bits, the number within it in the next byte.
    if (type === 0x0009 && length >= 4) error = (value[2]! & 7) * 100 + value[3]!;
    if (type === 0x0015) realm = value.toString('utf8').replace(/[^\x20-\x7e]|^"|"$/g, '');
    at += 4 + length + (isAligned ? (4 - (length % 4)) % 4 : 0);
  }
  return {
    type: bytes.readUInt16BE(0),
    transaction: bytes.toString('hex', 4, 20),
    ...(error === undefined ? {} : { error }),
    ...(realm === undefined || realm === '' ? {} : { realm }),
  };
}

/** What an answer says, for sentences: `an Allocate error response 401 of the realm contoso.net`. */
export const describeAnswer = ({ type, error, realm }: RelayMessage): string =>
  [answers[type] ?? `a message of type ${type}`, error, realm === undefined ? undefined : `of the realm ${realm}`]
    .filter((part) => part !== undefined)
    .join(' ');

/** A message on a TCP connection of a media relay: a control message and its length before it (MS-TURN section 2.1). */
export const framed = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([2, 0]), number16(bytes.length), bytes]);

/**
 * The ClientHello that a connection to a media relay at the TLS port begins with, so that firewalls take it for TLS: one suite that shows
 * no certificate, which real TLS servers do not take (MS-TURN section 2.1, "pseudo-TLS").
 */
export const pseudoHello = (): Buffer =>
  Buffer.concat([Buffer.from('160301002d010000290301', 'hex'), randomBytes(32), Buffer.from('00000200180100', 'hex')]);

/** Whether the bytes begin with the relay's answer to it: ServerHello and ServerHelloDone in one record. `more`: there may be more to come. */
export function readPseudoAnswer(bytes: Buffer): 'more' | 'other' | { readonly length: number } {
  const [handshake, serverHello, serverHelloDone] = [22, 2, 14];
  if (bytes.length > 0 && bytes[0] !== handshake) return 'other';
  if (bytes.length < 9) return 'more';
  const end = 5 + bytes.readUInt16BE(3);
  const next = 9 + bytes.readUIntBE(6, 3);
  if (bytes[5] !== serverHello || next + 4 !== end) return 'other';
  if (bytes.length < end) return 'more';
  return bytes.readUInt32BE(next) === serverHelloDone << 24 ? { length: end } : 'other';
}
