export { type ConnectOptions, type ConnectTlsOptions, connectTcp, connectTls, tlsOf } from './connect.ts';
export { createLocator, type LocatorOptions } from './locator.ts';
export type { Address, Locator, TlsProfile } from './model.ts';
export { tlsProfileNamed, tlsProfiles } from './tls-profiles.ts';
