import type { Random } from '../../wire/index.ts';
import type { KerberosClient } from './client.ts';
import { encryptionType } from './encryption.ts';
import { inGssFrame } from './gss-frame.ts';
import { apRequest, authenticator, type Ticket } from './messages.ts';

/** A security context with one service, complete as soon as it is made: integrity only, no answer of the acceptor (RFC 4121). */
export interface GssContext {
  /** The token for the acceptor. */
  readonly token: Buffer;
  /** A MIC of ours over a message. */
  sign(message: Buffer): Buffer;
  /** Whether it is a MIC of the acceptor over the message. */
  verify(message: Buffer, mic: Buffer): boolean;
}

const integrity = 32;
const gssChecksum = 0x8003;
const apRequestAuthenticator = 11;
const apRequestToken = Buffer.from([1, 0]);

/** RFC 4121 section 4.1.1: no channel bindings, these flags. */
function bindings(flags: number): Buffer {
  const value = Buffer.alloc(24);
  value.writeUInt32LE(16, 0);
  value.writeUInt32LE(flags, 20);
  return value;
}

/** A context from a ticket. Both sides sign with the subkey that is made here. */
export function gssContext(client: KerberosClient, ticket: Ticket, random: Random): GssContext {
  const type = encryptionType(ticket.session.type)!;
  const subkey = random(type.keySize);
  let sequenceNumber = random(4).readUInt32BE(0) & 0x3fff_ffff;
  const proof = authenticator({
    realm: client.realm,
    client: client.principal,
    checksum: { type: gssChecksum, value: bindings(integrity) },
    now: client.now(),
    subkey: { type: type.number, key: subkey },
    sequenceNumber,
  });
  const sealed = type.encrypt(ticket.session.key, apRequestAuthenticator, proof, random(type.confounderSize));
  return {
    token: inGssFrame(Buffer.concat([apRequestToken, apRequest(ticket, sealed)])),
    sign: (message) => type.mic(subkey, message, sequenceNumber++, 'initiator'),
    verify: (message, mic) => type.verifyMic(subkey, message, mic, 'acceptor'),
  };
}
