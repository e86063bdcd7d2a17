import { aes128, aes256 } from './aes.ts';
import { rc4Hmac } from './rc4-hmac.ts';

/** One encryption system of Kerberos (RFC 3961) with what GSS signs by it. Keys are plain bytes. */
export interface EncryptionType {
  /** Number of RFC 3961 section 8: 18, 17 or 23. */
  readonly number: number;
  readonly name: string;
  /** Bytes. */
  readonly keySize: number;
  /** Bytes of random that `encrypt` needs. */
  readonly confounderSize: number;
  /** Number of the checksum that `checksum` makes. */
  readonly checksumType: number;
  /** @param parameters `s2kparams` of the KDC @throws WireError when they ask for what nobody should compute */
  stringToKey(password: string, salt: string, parameters?: Buffer): Buffer;
  encrypt(key: Buffer, usage: number, data: Buffer, confounder: Buffer): Buffer;
  /** `undefined` when the integrity check fails: another key, or changed bytes. */
  decrypt(key: Buffer, usage: number, data: Buffer): Buffer | undefined;
  checksum(key: Buffer, usage: number, data: Buffer): Buffer;
  /** The MIC token over a message (RFC 4121 section 4.2.4, RFC 4757 section 7.2). */
  mic(key: Buffer, message: Buffer, sequence: number, from: Side): Buffer;
  /** Whether the token is the MIC of that side over the message, whatever its sequence number. */
  verifyMic(key: Buffer, message: Buffer, token: Buffer, from: Side): boolean;
}

/** Who signs. */
export type Side = 'initiator' | 'acceptor';

/** Best first. */
export const encryptionTypes: readonly EncryptionType[] = [aes256, aes128, rc4Hmac];

export const encryptionType = (number: number): EncryptionType | undefined =>
  encryptionTypes.find((type) => type.number === number);
