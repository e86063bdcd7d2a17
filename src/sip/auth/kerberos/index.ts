export { type AcceptedContext, acceptToken, type NotAccepted } from './acceptor.ts';
export { createKerberosClient, type KerberosClient, type KerberosClientOptions } from './client.ts';
export { type GssContext, gssContext } from './context.ts';
export { type EncryptionType, encryptionType, encryptionTypes, type Side } from './encryption.ts';
export { type AskKdc, type KdcPlace, kdcOverTcp } from './kdc.ts';
export { readKeytab, type ServiceKey } from './keytab.ts';
export type { Ticket } from './messages.ts';
export { KerberosTrouble } from './trouble.ts';
