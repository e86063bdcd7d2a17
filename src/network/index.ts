export { certificateSight } from './certificate-sight.ts';
export { type ConnectOptions, type ConnectTlsOptions, connectTcp, connectTls, inspectTls, tlsOf } from './connect.ts';
export { createLocator, type LocatorOptions } from './locator.ts';
export type {
  Address,
  CertificateSight,
  DiscoveredServer,
  DiscoveryStep,
  Locator,
  NameService,
  PortName,
  SrvRecord,
  TlsProfile,
  TlsSight,
} from './model.ts';
export { createNameService } from './name-service.ts';
export { tlsProfileNamed, tlsProfiles, withPublicAuthorities } from './tls-profiles.ts';
