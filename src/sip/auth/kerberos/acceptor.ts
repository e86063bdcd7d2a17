import { WireError } from '../../wire/index.ts';
import { encryptionType, type Side } from './encryption.ts';
import { outOfGssFrame } from './gss-frame.ts';
import type { ServiceKey } from './keytab.ts';
import { type Authenticator, readApRequest, readAuthenticator, readTicketPart, type TicketPart } from './messages.ts';

/** The service's side of a security context: integrity only (RFC 4121, RFC 4757). */
export interface AcceptedContext {
  /** Who proved to be whom: the account's name in the realm. */
  readonly user: string;
  readonly realm: string;
  sign(message: Buffer): Buffer;
  verify(message: Buffer, mic: Buffer): boolean;
}

/** Why a token was not accepted, with the number that KRB-ERROR has for it (RFC 4120 section 7.5.9). */
export interface NotAccepted {
  readonly code: number;
  readonly reason: string;
}

export interface AcceptOptions {
  /** The GSS token of the initiator. */
  readonly token: Buffer;
  /** `sip/fe1.contoso.net` */
  readonly service: string;
  readonly keys: readonly ServiceKey[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

const usage = { ticket: 2, authenticator: 11 } as const;
const gssChecksum = 0x8003;
const apRequestToken = 0x0100;
/** Milliseconds that the clocks may differ: what Windows and MIT allow. */
const mostSkew = 300_000;

/** Judges the token of an initiator (RFC 4120 section 3.2.3); without mutual authentication no token goes back. Never throws. */
export function acceptToken(options: AcceptOptions): AcceptedContext | NotAccepted {
  try {
    return accept(options);
  } catch (error) {
    if (error instanceof WireError) return refused(40, error.reason);
    throw error;
  }
}

const refused = (code: number, reason: string): NotAccepted => ({ code, reason });

function accept({ token, service, keys, now }: AcceptOptions): AcceptedContext | NotAccepted {
  const inner = outOfGssFrame(token);
  if (inner === undefined || inner.length < 2 || inner.readUInt16BE(0) !== apRequestToken)
    return refused(40, 'no AP-REQ of Kerberos in the token');
  const request = readApRequest(inner.subarray(2));
  if (request.ticket.service.toLowerCase() !== service.toLowerCase())
    return refused(35, `a ticket for ${request.ticket.service}, not for ${service}`);
  const fitting = keys.filter(
    (key) => key.service.toLowerCase() === service.toLowerCase() && key.type === request.ticket.sealed.type,
  );
  if (fitting.length === 0) return refused(45, `no key of type ${request.ticket.sealed.type} for ${service}`);
  const opened = fitting.flatMap(({ type, key }) => {
    const plain = encryptionType(type)?.decrypt(key, usage.ticket, request.ticket.sealed.cipher);
    return plain === undefined ? [] : [readTicketPart(plain)];
  })[0];
  if (opened === undefined) return refused(31, 'the ticket does not open with the key of the service');
  const type = encryptionType(opened.session.type);
  const sealed = request.authenticator;
  const plain = sealed.type === type?.number ? type.decrypt(opened.session.key, usage.authenticator, sealed.cipher) : undefined;
  if (plain === undefined) return refused(31, 'the authenticator does not open with the key of the ticket');
  const proof = readAuthenticator(plain);
  return judged(opened, proof, now) ?? contextOf(opened, proof);
}

function judged(ticket: TicketPart, proof: Authenticator, now: number): NotAccepted | undefined {
  if (proof.client !== ticket.client || proof.realm !== ticket.realm)
    return refused(36, `the ticket of ${ticket.client} shown by ${proof.client}`);
  if (Math.abs(proof.time - now) > mostSkew) return refused(37, 'the clocks differ by more than five minutes');
  if (ticket.endTime + mostSkew < now) return refused(32, 'the ticket has expired');
  if (ticket.startTime !== undefined && ticket.startTime - mostSkew > now) return refused(33, 'the ticket is not valid yet');
  if (proof.checksumType !== gssChecksum) return refused(50, 'an authenticator without the checksum of GSS');
  return undefined;
}

function contextOf(ticket: TicketPart, proof: Authenticator): AcceptedContext | NotAccepted {
  // Both sides sign with the subkey of the initiator; one that makes none means the key of the ticket.
  const { type: number, key } = proof.subkey ?? ticket.session;
  const type = encryptionType(number);
  if (type === undefined || type.keySize !== key.length) return refused(14, `a subkey of type ${number}`);
  const [theirs, ours]: readonly Side[] = ['initiator', 'acceptor'];
  let sequence = proof.sequenceNumber ?? 0;
  return {
    user: ticket.client,
    realm: ticket.realm,
    sign: (message) => type.mic(key, message, sequence++, ours!),
    verify: (message, mic) => type.verifyMic(key, message, mic, theirs!),
  };
}
