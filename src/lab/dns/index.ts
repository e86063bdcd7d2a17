export { type NameServer, startNameServer } from './server.ts';
export { createZone, edgesHaveMoved, entryHosts, poolBehind, type Zone } from './zone.ts';
