import { WireError } from '../../wire/index.ts';
import { element, expectTag, read } from './der.ts';

/** 1.2.840.113554.1.2.2 as an element of DER. */
const krb5 = Buffer.from('06092a864886f712010202', 'hex');

/** Bytes before a short token: tag, length, mechanism. */
export const gssHeaderSize = 2 + krb5.length;

/** A token behind the name of its mechanism (RFC 2743 section 3.1). */
export const inGssFrame = (token: Buffer): Buffer => element(0x60, krb5, token);

/** The token within, or `undefined` when it is no token of Kerberos. */
export function outOfGssFrame(framed: Buffer): Buffer | undefined {
  try {
    const { content, whole } = expectTag(read(framed), 0x60, 'GSS token');
    if (whole.length !== framed.length || !content.subarray(0, krb5.length).equals(krb5)) return undefined;
    return content.subarray(krb5.length);
  } catch (error) {
    if (error instanceof WireError) return undefined;
    throw error;
  }
}
