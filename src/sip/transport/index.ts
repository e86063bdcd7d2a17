export type { ConnectionListener, Protocol, SipConnection } from './connection.ts';
export { type OpenOptions, openConnection } from './open.ts';
