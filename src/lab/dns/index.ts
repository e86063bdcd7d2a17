export { type NameServer, startNameServer } from './server.ts';
export { createZone, entryHosts, poolBehind, type Zone } from './zone.ts';
