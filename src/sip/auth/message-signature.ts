import { crc32 } from 'node:zlib';
import { md5 } from './digests.ts';
import { keyedHmacMd5 } from './keyed-hmac.ts';
import type { SessionKeys } from './ntlm.ts';
import { hasFlag } from './ntlm-flags.ts';
import { rc4 } from './rc4.ts';

export type Direction = 'client-to-server' | 'server-to-client';

/** A signature over the text of a signature buffer, and the check of one. */
export interface MessageSigner {
  /** 32 hex digits in lower case. */
  sign(buffer: string): string;
  /** Without regard to case; a pad is free. */
  verify(buffer: string, signature: string): boolean;
}

// SIP signs with this number always (MS-SIPAE); cnum and snum only stand in the buffer.
const sequence = Buffer.from([100, 0, 0, 0]);
const version = Buffer.from([1, 0, 0, 0]);

/** `SIGNKEY` of MS-NLMP 3.4.5.2. */
export const signKey = ({ exportedSessionKey }: SessionKeys, direction: Direction): Buffer =>
  md5(exportedSessionKey, `session key to ${direction} signing key magic constant\0`);

/** `SEALKEY` of MS-NLMP 3.4.5.3, with extended session security. */
export function sealKey({ exportedSessionKey, flags }: SessionKeys, direction: Direction): Buffer {
  const strength = hasFlag(flags, 'KEY_128') ? 16 : hasFlag(flags, 'KEY_56') ? 7 : 5;
  return md5(exportedSessionKey.subarray(0, strength), `session key to ${direction} sealing key magic constant\0`);
}

const exclusiveOr = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ b[at]!));

/**
 * NTLM signatures as SIP uses them (MS-NLMP 3.4.4, MS-SIPAE). DATAGRAM makes the RC4 stream begin anew with every message and the
 * sequence number is constant, so the stream is computed once: a signature is one HMAC and an exclusive or.
 *
 * Without EXTENDED_SESSIONSECURITY (what old clients ask for) one key serves both directions and the checksum is a CRC32.
 */
export function messageSigner(keys: SessionKeys, direction: Direction): MessageSigner {
  return hasFlag(keys.flags, 'EXTENDED_SESSIONSECURITY') ? extendedSigner(keys, direction) : crcSigner(keys);
}

/** Four bytes of a checksum in hex, from `at`, under the bytes of the stream there. */
const sealed = (checksum: string, at: number, stream: Buffer): string =>
  ((Number.parseInt(checksum.slice(2 * at, 2 * at + 8), 16) ^ stream.readInt32BE(at)) >>> 0).toString(16).padStart(8, '0');

function extendedSigner(keys: SessionKeys, direction: Direction): MessageSigner {
  const checksumOf = keyedHmacMd5(signKey(keys, direction), sequence);
  const [head, tail] = [version.toString('hex'), sequence.toString('hex')];
  const zeros = Buffer.alloc(8);
  const stream = hasFlag(keys.flags, 'KEY_EXCH') ? rc4(md5(sealKey(keys, direction), sequence), zeros) : zeros;
  const sign = (buffer: string): string => {
    const checksum = checksumOf(buffer);
    return head + sealed(checksum, 0, stream) + sealed(checksum, 4, stream) + tail;
  };
  return { sign, verify: (buffer, signature) => sign(buffer) === signature.toLowerCase() };
}

function crcSigner({ exportedSessionKey }: SessionKeys): MessageSigner {
  const stream = rc4(exportedSessionKey, Buffer.alloc(12)).subarray(4);
  const ending = (buffer: string): string => {
    const words = Buffer.alloc(8);
    words.writeUInt32LE(crc32(buffer), 0);
    sequence.copy(words, 4);
    return exclusiveOr(words, stream).toString('hex');
  };
  // The second word is a pad, which the receiver takes as it comes: zeros are as good as any.
  return {
    sign: (buffer) => `${version.toString('hex')}00000000${ending(buffer)}`,
    verify: (buffer, signature) =>
      /^01000000[0-9a-f]{24}$/i.test(signature) && signature.slice(16).toLowerCase() === ending(buffer),
  };
}
