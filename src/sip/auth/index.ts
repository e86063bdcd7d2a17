export type { SignatureVerdict } from './association.ts';
export { type ChosenAssociationOptions, chooseAssociation, type Scheme } from './choice.ts';
export { createNtlmAssociation, type NtlmAssociation, type NtlmAssociationOptions } from './client-association.ts';
export { createDigestAssociation, type DigestAssociationOptions, digestResponse } from './digest.ts';
export {
  createDigestServerAssociation,
  type DigestServerAssociation,
  type DigestServerAssociationOptions,
} from './digest-server-association.ts';
export { gruuOpaqueOfEpid, gruuOpaqueOfInstance, instanceOfEpid } from './endpoint-identity.ts';
export {
  type AskKdc,
  createKerberosClient,
  type KdcPlace,
  type KerberosClient,
  type KerberosClientOptions,
  KerberosTrouble,
  kdcOverTcp,
  readKeytab,
  type ServiceKey,
} from './kerberos/index.ts';
export { createKerberosAssociation, type KerberosAssociationOptions } from './kerberos-association.ts';
export {
  createKerberosServerAssociation,
  type KerberosServerAssociation,
  type KerberosServerAssociationOptions,
} from './kerberos-server-association.ts';
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
export { type OfferedScheme, offersOf } from './offers.ts';
export { rc4 } from './rc4.ts';
export {
  type Acceptance,
  createNtlmServerAssociation,
  type NtlmServerAssociation,
  type NtlmServerAssociationOptions,
  type ServerAssociation,
} from './server-association.ts';
export {
  type AuthenticationVersion,
  type SignatureContext,
  type SignedFields,
  signatureBuffer,
  signedFieldsOf,
} from './signature-buffer.ts';
export type { AssociationState, SipAssociation } from './signing-association.ts';
export { createTrustedAssociation } from './trusted-server.ts';
