import { WireError } from '../../wire/index.ts';
import {
  application,
  type Element,
  expectTag,
  field,
  fieldsOf,
  flags,
  integer,
  integerOf,
  octets,
  octetsOf,
  read,
  readAll,
  sequence,
  text,
  textOf,
  time,
  timeOf,
} from './der.ts';

/** The messages of RFC 4120 that an initiator writes and reads, and what a service reads of them. Times are milliseconds since 1970. */

export interface SessionKey {
  /** Number of the encryption type. */
  readonly type: number;
  readonly key: Buffer;
}

/** A ticket as it goes back on the wire, and the key that belongs to it. */
export interface Ticket {
  readonly realm: string;
  /** The encoded Ticket. */
  readonly encoded: Buffer;
  readonly session: SessionKey;
  /** When the ticket ends. */
  readonly endTime: number;
}

export interface Principal {
  readonly type: 1 | 2;
  readonly parts: readonly string[];
}

export const messageTypes = { asRequest: 10, asReply: 11, tgsRequest: 12, tgsReply: 13, apRequest: 14, error: 30 } as const;
const version = field(0, integer(5));

const principal = ({ type, parts }: Principal): Buffer =>
  sequence(field(0, integer(type)), field(1, sequence(...parts.map(text))));

export const encrypted = (type: number, cipher: Buffer): Buffer => sequence(field(0, integer(type)), field(2, octets(cipher)));

export interface RequestBody {
  readonly options: number;
  readonly client?: Principal;
  readonly realm: string;
  readonly service: Principal;
  readonly till: number;
  readonly nonce: number;
  readonly encryptionTypes: readonly number[];
}

/** KDC-REQ-BODY. */
export const requestBody = (body: RequestBody): Buffer =>
  sequence(
    field(0, flags(body.options)),
    ...(body.client === undefined ? [] : [field(1, principal(body.client))]),
    field(2, text(body.realm)),
    field(3, principal(body.service)),
    field(5, time(body.till)),
    field(7, integer(body.nonce)),
    field(8, sequence(...body.encryptionTypes.map(integer))),
  );

/** Pre-authentication data by type (RFC 4120 section 5.2.7). */
export interface PreAuthentication {
  readonly type: number;
  readonly value: Buffer;
}

/** AS-REQ or TGS-REQ. */
export function kdcRequest(type: 10 | 12, body: Buffer, data: readonly PreAuthentication[] = []): Buffer {
  const told = data.map((entry) => sequence(field(1, integer(entry.type)), field(2, octets(entry.value))));
  return application(
    type,
    sequence(
      field(1, integer(5)),
      field(2, integer(type)),
      ...(told.length === 0 ? [] : [field(3, sequence(...told))]),
      field(4, body),
    ),
  );
}

/** PA-ENC-TS-ENC. */
export const timestamp = (now: number): Buffer => sequence(field(0, time(now)), field(1, integer(Math.floor(now % 1000) * 1000)));

export interface AuthenticatorParts {
  readonly realm: string;
  readonly client: Principal;
  readonly checksum: { readonly type: number; readonly value: Buffer };
  readonly now: number;
  readonly subkey?: SessionKey;
  readonly sequenceNumber?: number;
}

export const authenticator = ({ realm, client, checksum, now, subkey, sequenceNumber }: AuthenticatorParts): Buffer =>
  application(
    2,
    sequence(
      version,
      field(1, text(realm)),
      field(2, principal(client)),
      field(3, sequence(field(0, integer(checksum.type)), field(1, octets(checksum.value)))),
      field(4, integer(Math.floor(now % 1000) * 1000)),
      field(5, time(now)),
      ...(subkey === undefined ? [] : [field(6, sequence(field(0, integer(subkey.type)), field(1, octets(subkey.key))))]),
      ...(sequenceNumber === undefined ? [] : [field(7, integer(sequenceNumber))]),
    ),
  );

/** AP-REQ without mutual authentication. */
export const apRequest = (ticket: Ticket, sealed: Buffer): Buffer =>
  application(
    14,
    sequence(
      version,
      field(1, integer(14)),
      field(2, flags(0)),
      field(3, ticket.encoded),
      field(4, encrypted(ticket.session.type, sealed)),
    ),
  );

interface Sealed {
  readonly type: number;
  readonly cipher: Buffer;
}

/** What a KDC answered. */
export type KdcAnswer =
  | {
      readonly kind: 'reply';
      readonly realm: string;
      readonly ticket: Buffer;
      readonly sealed: Sealed;
      readonly hints: readonly KeyHint[];
    }
  | {
      readonly kind: 'error';
      readonly code: number;
      /** The KDC's time. */
      readonly time: number;
      readonly words: string | undefined;
      readonly hints: readonly KeyHint[];
    };

/** ETYPE-INFO2-ENTRY: how a key is made from a password. */
export interface KeyHint {
  readonly type: number;
  readonly salt: string | undefined;
  readonly parameters: Buffer | undefined;
}

const etypeInfo2 = 19;

function hintsIn(data: Element): KeyHint[] {
  const entries = readAll(expectTag(data, 0x30, 'pre-authentication data').content).map(fieldsOf);
  const told = entries.find((entry) => integerOf(entry.get(1)) === etypeInfo2);
  if (told === undefined) return [];
  return readAll(expectTag(read(octetsOf(told.get(2))), 0x30, 'ETYPE-INFO2').content).map((hint) => {
    const fields = fieldsOf(hint);
    return {
      type: integerOf(fields.get(0)),
      salt: fields.has(1) ? textOf(fields.get(1)) : undefined,
      parameters: fields.has(2) ? octetsOf(fields.get(2)) : undefined,
    };
  });
}

function sealedOf(found: Element | undefined): Sealed {
  const fields = fieldsOf(expectTag(found, 0x30, 'EncryptedData'));
  return { type: integerOf(fields.get(0)), cipher: octetsOf(fields.get(2)) };
}

/** Reads a reply of the type, or an error. @throws WireError */
export function readAnswer(bytes: Buffer, type: 11 | 13): KdcAnswer {
  const outer = read(bytes);
  const fields = fieldsOf(read(outer.content));
  if (outer.tag === (0x60 | messageTypes.error)) {
    return {
      kind: 'error',
      code: integerOf(fields.get(6)),
      time: timeOf(fields.get(4)),
      words: fields.has(11) ? textOf(fields.get(11)) : undefined,
      hints: preAuthenticationHints(fields.get(12)),
    };
  }
  if (outer.tag !== (0x60 | type)) throw new WireError('an answer of a KDC that nobody asked for');
  return {
    kind: 'reply',
    realm: textOf(fields.get(3)),
    ticket: expectTag(fields.get(5), 0x61, 'ticket').whole,
    sealed: sealedOf(fields.get(6)),
    hints: fields.has(2) ? hintsIn(fields.get(2)!) : [],
  };
}

/** What errors carry may be anything; only METHOD-DATA holds hints. */
function preAuthenticationHints(data: Element | undefined): readonly KeyHint[] {
  if (data === undefined) return [];
  try {
    return hintsIn(read(octetsOf(data)));
  } catch (error) {
    if (error instanceof WireError) return [];
    throw error;
  }
}

/** EncKDCRepPart. @throws WireError */
export function readReplyPart(bytes: Buffer): { session: SessionKey; nonce: number; endTime: number; service: string } {
  const outer = read(bytes);
  // MIT writes the number of the TGS form into both.
  if (outer.tag !== 0x79 && outer.tag !== 0x7a) throw new WireError('a reply of a KDC with something else in it');
  const fields = fieldsOf(read(outer.content));
  return {
    session: keyIn(fields.get(0)),
    nonce: integerOf(fields.get(2)),
    endTime: timeOf(fields.get(7)),
    service: nameOf(fields.get(10)),
  };
}

const nameOf = (found: Element | undefined): string =>
  readAll(expectTag(fieldsOf(expectTag(found, 0x30, 'name')).get(1), 0x30, 'name').content)
    .map((part) => textOf(part))
    .join('/');

function keyIn(found: Element | undefined): SessionKey {
  const fields = fieldsOf(expectTag(found, 0x30, 'key'));
  return { type: integerOf(fields.get(0)), key: Buffer.from(octetsOf(fields.get(1))) };
}

const within = (bytes: Buffer, tag: number, what: string): ReadonlyMap<number, Element> =>
  fieldsOf(read(expectTag(read(bytes), tag, what).content));

/** AP-REQ, as the service gets it. @throws WireError */
export function readApRequest(bytes: Buffer): {
  readonly ticket: { readonly service: string; readonly sealed: Sealed };
  readonly authenticator: Sealed;
} {
  const fields = within(bytes, 0x6e, 'AP-REQ');
  const ticket = within(expectTag(fields.get(3), 0x61, 'ticket').whole, 0x61, 'ticket');
  return {
    ticket: { service: nameOf(ticket.get(2)), sealed: sealedOf(ticket.get(3)) },
    authenticator: sealedOf(fields.get(4)),
  };
}

/** What a ticket says to the service that it is for. */
export interface TicketPart {
  readonly session: SessionKey;
  readonly realm: string;
  readonly client: string;
  readonly startTime: number | undefined;
  readonly endTime: number;
}

/** EncTicketPart. @throws WireError */
export function readTicketPart(bytes: Buffer): TicketPart {
  const fields = within(bytes, 0x63, 'ticket part');
  return {
    session: keyIn(fields.get(1)),
    realm: textOf(fields.get(2)),
    client: nameOf(fields.get(3)),
    startTime: fields.has(6) ? timeOf(fields.get(6)) : undefined,
    endTime: timeOf(fields.get(7)),
  };
}

/** What an initiator says of itself. */
export interface Authenticator {
  readonly realm: string;
  readonly client: string;
  readonly time: number;
  readonly checksumType: number | undefined;
  readonly subkey: SessionKey | undefined;
  readonly sequenceNumber: number | undefined;
}

/** Authenticator. @throws WireError */
export function readAuthenticator(bytes: Buffer): Authenticator {
  const fields = within(bytes, 0x62, 'authenticator');
  const checksum = fields.has(3) ? fieldsOf(expectTag(fields.get(3), 0x30, 'checksum')) : undefined;
  return {
    realm: textOf(fields.get(1)),
    client: nameOf(fields.get(2)),
    time: timeOf(fields.get(5)),
    checksumType: checksum === undefined ? undefined : integerOf(checksum.get(0)),
    subkey: fields.has(6) ? keyIn(fields.get(6)) : undefined,
    // Unsigned, and written by some as if it were not.
    sequenceNumber: fields.has(7) ? integerOf(fields.get(7)) >>> 0 : undefined,
  };
}
