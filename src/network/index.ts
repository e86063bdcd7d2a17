export { certificateSight, tlsOf } from './certificate-sight.ts';
export {
  type ConnectOptions,
  type ConnectTlsOptions,
  connectTcp,
  connectTls,
  type InspectTlsOptions,
  inspectTls,
} from './connect.ts';
export type { ConverseOptions } from './converse.ts';
export { createLocator, type LocatorOptions } from './locator.ts';
export { askRelay, askRelayByDatagram } from './media-relay.ts';
export type {
  Address,
  CertificateSight,
  DiscoveredServer,
  DiscoveryStep,
  Locator,
  NameService,
  PortName,
  SpeechSight,
  SrvRecord,
  TlsProfile,
  TlsSight,
} from './model.ts';
export { createNameService } from './name-service.ts';
export { tlsProfileNamed, tlsProfiles, withPublicAuthorities } from './tls-profiles.ts';
export { openXmppStream } from './xmpp-stream.ts';
