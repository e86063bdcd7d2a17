import type { TlsProfileName } from '../generations/index.ts';

/** A place to connect to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Turns names of the estate into addresses: the address map of the environment first, then DNS. */
export interface Locator {
  /** @throws CoexistenceError NAME_NOT_RESOLVED */
  locate(fqdn: string, service: 'sip' | 'sip-tcp' | 'web', defaultPort: number): Promise<Address>;
}

/** TLS as one pool needs it. Never a process default. */
export interface TlsProfile {
  readonly name: TlsProfileName;
  readonly minVersion: 'TLSv1' | 'TLSv1.1' | 'TLSv1.2';
  readonly ciphers?: string;
}
