import { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { parseTime } from '../time/index.ts';
import type { CertificateSight } from './model.ts';

/** Bits of the named curves that servers use (RFC 8422); others count as none. */
const curveBits: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521, secp224r1: 224 };

/** The certificates of a connection that stands, in base64: the server's own first. */
export function chainOf(socket: TLSSocket): readonly string[] {
  const chain: string[] = [];
  // The last one names itself as its issuer, or nobody.
  for (
    let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
    next?.raw !== undefined;
    next = next.issuerCertificate
  ) {
    const der = next.raw.toString('base64');
    if (chain.includes(der)) break;
    chain.push(der);
  }
  return chain;
}

/**
 * A certificate (DER) as plain values.
 * @throws Error of Node where the bytes are no certificate
 */
export function certificateSight(der: Uint8Array): CertificateSight {
  const certificate = new X509Certificate(der);
  const { asymmetricKeyType: type = 'unknown', asymmetricKeyDetails: details = {} } = certificate.publicKey;
  return {
    subject: commonName(certificate.subject),
    issuer: commonName(certificate.issuer),
    names: namesIn(certificate.subjectAltName ?? ''),
    from: parseTime(certificate.validFrom),
    to: parseTime(certificate.validTo),
    key: { type, bits: details.modulusLength ?? curveBits[details.namedCurve ?? ''] ?? 0 },
  };
}

const commonName = (name: string): string => /^CN=(.*)$/m.exec(name ?? '')?.[1] ?? (name ?? '').replaceAll('\n', ', ');

/** `DNS:a.b, DNS:c.d, IP Address:127.0.0.1` */
const namesIn = (text: string): string[] =>
  text.split(', ').flatMap((entry) => {
    const found = /^(?:DNS|IP Address):(.*)$/.exec(entry)?.[1];
    return found === undefined ? [] : [found.toLowerCase()];
  });
