import { timingSafeEqual } from 'node:crypto';
import { hmacMd5, md5 } from '../digests.ts';
import { md4 } from '../md4.ts';
import { rc4 } from '../rc4.ts';
import type { EncryptionType, Side } from './encryption.ts';
import { gssHeaderSize, inGssFrame, outOfGssFrame } from './gss-frame.ts';

const confounderSize = 8;
const signatureKey = 'signaturekey\0';

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
};

/** Windows knows one number for both ways of encrypting a reply (RFC 4757 section 3). */
const usageWord = (usage: number): Buffer => word(usage === 3 || usage === 9 ? 8 : usage === 23 ? 13 : usage);

const checksumOf = (key: Buffer, usage: Buffer, ...data: readonly Buffer[]): Buffer =>
  hmacMd5(hmacMd5(key, signatureKey), md5(usage, ...data));

/** `01 01` a MIC, `11 00` HMAC, a filler (RFC 4757 section 7.2). */
const micStart = Buffer.from('01011100ffffffff', 'hex');
const direction: Readonly<Record<Side, number>> = { initiator: 0x00, acceptor: 0xff };
/** RFC 4757 signs with one number, whoever signs. */
const micChecksum = (key: Buffer, message: Buffer): Buffer => checksumOf(key, word(15), micStart, message).subarray(0, 8);

const sequenceStream = (key: Buffer, checksum: Buffer, bytes: Buffer): Buffer =>
  rc4(hmacMd5(hmacMd5(key, word(0)), checksum), bytes);

/** RC4 with HMAC-MD5, for domains below the functional level of 2008 (RFC 4757). */
export const rc4Hmac: EncryptionType = {
  number: 23,
  name: 'rc4-hmac',
  keySize: 16,
  confounderSize,
  checksumType: -138,
  stringToKey: (password) => md4(Buffer.from(password, 'utf16le')),
  encrypt(key, usage, data, confounder) {
    const base = hmacMd5(key, usageWord(usage));
    const plain = Buffer.concat([confounder, data]);
    const checksum = hmacMd5(base, plain);
    return Buffer.concat([checksum, rc4(hmacMd5(base, checksum), plain)]);
  },
  decrypt(key, usage, data) {
    if (data.length < 16 + confounderSize) return undefined;
    const base = hmacMd5(key, usageWord(usage));
    const checksum = data.subarray(0, 16);
    const plain = rc4(hmacMd5(base, checksum), data.subarray(16));
    return timingSafeEqual(hmacMd5(base, plain), checksum) ? plain.subarray(confounderSize) : undefined;
  },
  checksum: (key, usage, data) => checksumOf(key, usageWord(usage), data),
  mic(key, message, sequence, from) {
    const checksum = micChecksum(key, message);
    const plain = Buffer.alloc(8, direction[from]);
    plain.writeUInt32BE(sequence >>> 0, 0);
    return inGssFrame(Buffer.concat([micStart, sequenceStream(key, checksum, plain), checksum]));
  },
  verifyMic(key, message, framed, from) {
    const token = outOfGssFrame(framed);
    if (token === undefined || token.length !== 24 || framed.length !== gssHeaderSize + 24) return false;
    if (!token.subarray(0, 8).equals(micStart)) return false;
    const checksum = token.subarray(16);
    if (!timingSafeEqual(micChecksum(key, message), checksum)) return false;
    return sequenceStream(key, checksum, token.subarray(8, 16))
      .subarray(4)
      .every((byte) => byte === direction[from]);
  },
};
