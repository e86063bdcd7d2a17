import { hmacMd5 } from './digests.ts';
import { md4 } from './md4.ts';

const utf16 = (text: string): Buffer => Buffer.from(text, 'utf16le');

/** Letter by letter, as Windows does: `ß` stays one letter. */
const upperCase = (text: string): string =>
  [...text].map((letter) => (letter.toUpperCase().length === letter.length ? letter.toUpperCase() : letter)).join('');

/** MD4 of the password (MS-NLMP 3.3.1). */
export const ntowfv1 = (password: string): Buffer => md4(utf16(password));

/** MS-NLMP 3.3.2. The user is upper-cased, the domain is not; `''` if the login had none. */
export const ntowfv2 = (user: string, domain: string, password: string): Buffer =>
  hmacMd5(ntowfv1(password), utf16(upperCase(user) + domain));

/** What the proof is computed over, beside the server's challenge (MS-NLMP 2.2.2.7, NTLMv2_CLIENT_CHALLENGE). */
export const proofInput = (time: Buffer, clientChallenge: Buffer, targetInfo: Buffer): Buffer =>
  Buffer.concat([Buffer.from([1, 1, 0, 0, 0, 0, 0, 0]), time, clientChallenge, Buffer.alloc(4), targetInfo, Buffer.alloc(4)]);

/** NTProofStr. */
export const ntProof = (key: Buffer, serverChallenge: Buffer, temp: Buffer): Buffer => hmacMd5(key, serverChallenge, temp);

/** LMv2 response, 24 bytes. */
export const lmv2 = (key: Buffer, serverChallenge: Buffer, clientChallenge: Buffer): Buffer =>
  Buffer.concat([hmacMd5(key, serverChallenge, clientChallenge), clientChallenge]);

/** SessionBaseKey, which is the KeyExchangeKey in NTLMv2. */
export const keyExchangeKey = (key: Buffer, proof: Buffer): Buffer => hmacMd5(key, proof);

/** 100 ns units since 1601, little-endian, of milliseconds since 1970. */
export function fileTime(ms: number): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE(BigInt(Math.round(ms)) * 10_000n + 116_444_736_000_000_000n);
  return time;
}
