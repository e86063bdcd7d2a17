import { rootCertificates } from 'node:tls';
import type { TlsProfileName } from '../generations/index.ts';
import type { TlsProfile } from './model.ts';

/**
 * What a connection to a pool may accept. OpenSSL 3 ties SHA-1 and 1024-bit certificates, and TLS below 1.2, to its security level:
 * only level 0 lets them in, whatever `minVersion` says. 3DES and RC4 are gone from Node for good; Server 2008 R2 offers AES too.
 */
export const tlsProfiles: Readonly<Record<TlsProfileName, TlsProfile>> = {
  modern: { name: 'modern', minVersion: 'TLSv1.2' },
  // On Server 2012 with TLS 1.2, but often with certificates of a domain authority that still signed with SHA-1.
  'lync-2013': { name: 'lync-2013', minVersion: 'TLSv1.2', ciphers: 'DEFAULT@SECLEVEL=0' },
  // On Server 2008 R2, which speaks TLS 1.0 alone until an administrator switches more on.
  'lync-2010': { name: 'lync-2010', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
};

export const tlsProfileNamed = (name: TlsProfileName): TlsProfile => tlsProfiles[name];

let everybody: string | undefined;

/** The authorities that the public believes, and those of `ca` as well: what faces the Internet may show a certificate of either. */
export function withPublicAuthorities(ca: string | undefined): string {
  everybody ??= rootCertificates.join('\n');
  return ca === undefined ? everybody : `${ca.trimEnd()}\n${everybody}`;
}
