import type { ErrorCode } from '../errors/index.ts';
import type { TlsProfileName } from '../generations/index.ts';

/** A place to connect to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Ports that the address map can move: SIP over TLS, SIP over TCP, the internal and the external web site, of an Edge Server federation,
 * XMPP and media over TCP and UDP, and Kerberos.
 */
export type PortName = 'sip' | 'sip-tcp' | 'web' | 'web-external' | 'federation' | 'xmpp' | 'media' | 'media-udp' | 'kerberos';

/** Turns names of the estate into addresses: the address map of the environment first, then DNS. */
export interface Locator {
  /** @throws CoexistenceError NAME_NOT_RESOLVED */
  locate(fqdn: string, service: PortName, defaultPort: number): Promise<Address>;
}

/** TLS as one pool needs it. Never a process default. */
export interface TlsProfile {
  readonly name: TlsProfileName;
  readonly minVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';
  readonly ciphers?: string;
}

/** A record that leads to a service (RFC 2782). */
export interface SrvRecord {
  readonly target: string;
  readonly port: number;
}

/** One question on the way to a server, and what came of it; `code` where it led nowhere. */
export interface DiscoveryStep {
  readonly asked: string;
  readonly answer: string;
  readonly code?: ErrorCode;
}

/** A server that was found for a user, over TLS, and how. */
export interface DiscoveredServer {
  readonly server: string;
  readonly port: number;
  readonly by: 'autodiscover' | 'srv' | 'host name';
  /** In order; the last one found it. */
  readonly steps: readonly DiscoveryStep[];
}

/** Asks the name server of the environment, and nobody else: no hosts file, no address map. */
export interface NameService {
  /** Whom it asks, for sentences. */
  readonly asked: string;
  /** By priority and weight; empty where there is no such record. @throws CoexistenceError NAME_SERVER_UNREACHABLE */
  srv(name: string): Promise<readonly SrvRecord[]>;
  /** IPv4 and IPv6 addresses; empty where there is none. @throws CoexistenceError NAME_SERVER_UNREACHABLE */
  addresses(name: string): Promise<readonly string[]>;
}

/** A certificate as a server shows it. Times are milliseconds since 1970. */
export interface CertificateSight {
  readonly subject: string;
  readonly issuer: string;
  /** DNS names and addresses it is for; wildcards as they stand there. */
  readonly names: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly key: { readonly type: string; readonly bits: number };
}

/** What a TLS handshake showed, before anybody judges it. */
export interface TlsSight {
  readonly version: string;
  readonly cipher: string;
  readonly certificate: CertificateSight;
  /** The certificates as they are (DER, in base64): the server's first, then those above it that it sent or this host knows. */
  readonly chain?: readonly string[];
  /** Why the chain does not lead to a trusted authority in OpenSSL's word, such as `CERT_HAS_EXPIRED`; absent when it does. */
  readonly problem?: string;
  /** It ended the handshake after all that, because this host showed no certificate of its own. */
  readonly wantsCertificate?: true;
}

/** What a server said that begins without TLS. */
export interface SpeechSight {
  /** For sentences: `XMPP`. */
  readonly protocol: string;
  /** For sentences: `an Allocate error response 401`. */
  readonly answer: string;
}
