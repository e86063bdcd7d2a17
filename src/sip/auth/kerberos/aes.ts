import { createCipheriv, createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { WireError } from '../../wire/index.ts';
import type { EncryptionType, Side } from './encryption.ts';
import { nFold } from './n-fold.ts';

const block = 16;
const checksumSize = 12;
const zeros = Buffer.alloc(block);
/** Windows and MIT use 4096; a KDC that asks for more than this wants us busy. */
const mostIterations = 1_000_000;

const cipherOf = (key: Buffer): string => `aes-${key.length * 8}`;

function cbc(key: Buffer, data: Buffer): Buffer {
  const cipher = createCipheriv(`${cipherOf(key)}-cbc`, key, zeros).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

/** CBC with ciphertext stealing and a zero vector (RFC 3962 section 5); the last two blocks are always swapped. */
export function encryptCts(key: Buffer, data: Buffer): Buffer {
  if (data.length <= block) return cbc(key, Buffer.concat([data, zeros], block));
  const last = data.length % block || block;
  const whole = cbc(key, Buffer.concat([data, Buffer.alloc(block - last)]));
  const cut = whole.length - 2 * block;
  return Buffer.concat([whole.subarray(0, cut), whole.subarray(cut + block), whole.subarray(cut, cut + last)]);
}

export function decryptCts(key: Buffer, data: Buffer): Buffer {
  const ecb = createDecipheriv(`${cipherOf(key)}-ecb`, key, null).setAutoPadding(false);
  if (data.length <= block) return ecb.update(data);
  const last = data.length % block || block;
  const cut = data.length - last - block;
  const stolen = ecb.update(data.subarray(cut, cut + block)).subarray(last);
  const decipher = createDecipheriv(`${cipherOf(key)}-cbc`, key, zeros).setAutoPadding(false);
  const whole = Buffer.concat([
    decipher.update(data.subarray(0, cut)),
    decipher.update(data.subarray(cut + block)),
    decipher.update(stolen),
    decipher.update(data.subarray(cut, cut + block)),
    decipher.final(),
  ]);
  return whole.subarray(0, data.length);
}

/** DK of RFC 3961 section 5.1. */
export function deriveKey(key: Buffer, constant: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let part = nFold(constant, block), size = 0; size < key.length; size += block) {
    part = cbc(key, part);
    parts.push(part);
  }
  return Buffer.concat(parts, key.length);
}

const usageKey = (key: Buffer, usage: number, kind: 0x55 | 0x99 | 0xaa): Buffer => {
  const constant = Buffer.alloc(5, kind);
  constant.writeUInt32BE(usage, 0);
  return deriveKey(key, constant);
};

const hmac = (key: Buffer, ...data: readonly Buffer[]): Buffer => {
  const mac = createHmac('sha1', key);
  for (const part of data) mac.update(part);
  return mac.digest().subarray(0, checksumSize);
};

function iterationsOf(parameters: Buffer | undefined): number {
  if (parameters === undefined) return 4096;
  const iterations = parameters.length === 4 ? parameters.readUInt32BE(0) : 0;
  if (iterations < 1 || iterations > mostIterations) throw new WireError('string-to-key parameters out of bounds');
  return iterations;
}

/** RFC 4121 section 4.2.4 and 2. */
const micUsage: Readonly<Record<Side, number>> = { initiator: 25, acceptor: 23 };
const sentByAcceptor = 0x01;

const micHeader = (sequence: number, flags: number): Buffer => {
  const header = Buffer.alloc(16, 0xff);
  header.writeUInt16BE(0x0404, 0);
  header[2] = flags;
  header.writeBigUInt64BE(BigInt(sequence), 8);
  return header;
};

/** AES with HMAC-SHA1-96 (RFC 3962). */
function aes(number: number, name: string, keySize: number, checksumType: number): EncryptionType {
  const checksum: EncryptionType['checksum'] = (key, usage, data) => hmac(usageKey(key, usage, 0x99), data);
  return {
    number,
    name,
    keySize,
    confounderSize: block,
    checksumType,
    stringToKey: (password, salt, parameters) =>
      deriveKey(pbkdf2Sync(password, salt, iterationsOf(parameters), keySize, 'sha1'), Buffer.from('kerberos')),
    encrypt(key, usage, data, confounder) {
      const plain = Buffer.concat([confounder, data]);
      return Buffer.concat([encryptCts(usageKey(key, usage, 0xaa), plain), hmac(usageKey(key, usage, 0x55), plain)]);
    },
    decrypt(key, usage, data) {
      if (data.length < block + checksumSize) return undefined;
      const plain = decryptCts(usageKey(key, usage, 0xaa), data.subarray(0, -checksumSize));
      const found = data.subarray(-checksumSize);
      return timingSafeEqual(hmac(usageKey(key, usage, 0x55), plain), found) ? plain.subarray(block) : undefined;
    },
    checksum,
    mic(key, message, sequence, from) {
      const header = micHeader(sequence, from === 'acceptor' ? sentByAcceptor : 0);
      return Buffer.concat([header, hmac(usageKey(key, micUsage[from], 0x99), message, header)]);
    },
    verifyMic(key, message, token, from) {
      if (token.length !== 16 + checksumSize) return false;
      const header = token.subarray(0, 16);
      // Without mutual authentication there is no subkey of the acceptor: a token that claims one is not ours.
      const flags = from === 'acceptor' ? sentByAcceptor : 0;
      if (header.readUInt16BE(0) !== 0x0404 || header[2] !== flags) return false;
      return timingSafeEqual(hmac(usageKey(key, micUsage[from], 0x99), message, header), token.subarray(16));
    },
  };
}

export const aes256 = aes(18, 'aes256-cts-hmac-sha1-96', 32, 16);
export const aes128 = aes(17, 'aes128-cts-hmac-sha1-96', 16, 15);
