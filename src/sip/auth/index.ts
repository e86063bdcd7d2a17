export type { SignatureVerdict } from './association.ts';
export {
  type AssociationState,
  createNtlmAssociation,
  type NtlmAssociation,
  type NtlmAssociationOptions,
} from './client-association.ts';
export { gruuOpaqueOfEpid, gruuOpaqueOfInstance, instanceOfEpid } from './endpoint-identity.ts';
export { md4 } from './md4.ts';
export { type Direction, type MessageSigner, messageSigner, sealKey, signKey } from './message-signature.ts';
export { type NtlmServerNames, ntlmAuthenticate, ntlmChallenge, ntlmVerify, type SessionKeys, splitLogin } from './ntlm.ts';
export { clientFlags, hasFlag, missingFlags, type NtlmFlag, ntlmFlags, serverFlags } from './ntlm-flags.ts';
export { fileTime, keyExchangeKey, lmv2, ntowfv1, ntowfv2, ntProof, proofInput } from './ntlm-keys.ts';
export {
  formatNtlmAuthenticate,
  formatNtlmChallenge,
  formatTargetInfo,
  type NtlmAuthenticate,
  type NtlmChallenge,
  parseNtlmAuthenticate,
  parseNtlmChallenge,
} from './ntlm-messages.ts';
export { rc4 } from './rc4.ts';
export {
  type Acceptance,
  createNtlmServerAssociation,
  type NtlmServerAssociation,
  type NtlmServerAssociationOptions,
} from './server-association.ts';
export {
  type AuthenticationVersion,
  type SignatureContext,
  type SignedFields,
  signatureBuffer,
  signedFieldsOf,
} from './signature-buffer.ts';
