import { type Challenge, parseChallenge, parseMessage, type SipMessage, WireError } from '../wire/index.ts';
import type { MessageSigner } from './message-signature.ts';
import { type AuthenticationVersion, type SignatureContext, signatureText, signedFieldsOf } from './signature-buffer.ts';

/**
 * What a signature says of a message: `ok`; `missing` where one is due; `wrong`; `not-yet` where none is due (before the keys are
 * agreed, provisional answers, a new challenge).
 */
export type SignatureVerdict = 'ok' | 'missing' | 'wrong' | 'not-yet';

export const messageOf = (message: string | SipMessage): SipMessage =>
  typeof message === 'string' ? parseMessage(message) : message;

/**
 * The first value of these headers that speaks the scheme, and belongs to the association if it names one. With no `opaque` yet any will
 * do: Kerberos learns its own from the first answer.
 */
export function credentialsIn(
  message: SipMessage,
  names: readonly string[],
  opaque: string | undefined,
  scheme = 'NTLM',
): Challenge | undefined {
  for (const name of names) {
    for (const value of message.headers.getAll(name)) {
      const credentials = parseChallenge(value);
      if (credentials.scheme.toUpperCase() !== scheme.toUpperCase()) continue;
      const named = credentials.parameters.opaque;
      if (opaque === undefined || named === undefined || named.toLowerCase() === opaque.toLowerCase()) return credentials;
    }
  }
  return undefined;
}

/** The signature over a message in the context of an association. @throws WireError */
export const signatureOver = (
  message: SipMessage,
  signer: MessageSigner,
  context: SignatureContext,
  version: AuthenticationVersion,
): string => signer.sign(signatureText(context, signedFieldsOf(message), version));

/** Whether that is the signature; a message that cannot be read has none that fits. */
export function isSignedBy(
  message: SipMessage,
  signature: string,
  signer: MessageSigner,
  context: SignatureContext,
  version: AuthenticationVersion,
): boolean {
  try {
    return signer.verify(signatureText(context, signedFieldsOf(message), version), signature);
  } catch (error) {
    if (error instanceof WireError) return false;
    throw error;
  }
}

/** The `version` parameter; absent means 2, and what is newer than we know is spoken to as 4. */
export function versionOf(parameter: string | undefined): AuthenticationVersion {
  const version = Number(parameter ?? 2);
  return version >= 4 ? 4 : version === 3 ? 3 : 2;
}
