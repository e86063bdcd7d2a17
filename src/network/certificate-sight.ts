import { X509Certificate } from 'node:crypto';
import { type DetailedPeerCertificate, rootCertificates, type TLSSocket } from 'node:tls';
import { parseTime } from '../time/index.ts';
import type { CertificateSight, TlsSight } from './model.ts';

/** Bits of the named curves that servers use (RFC 8422); others count as none. */
const curveBits: Readonly<Record<string, number>> = { prime256v1: 256, secp384r1: 384, secp521r1: 521, secp224r1: 224 };

/** How a TLS connection came out, for reports. */
export function tlsOf(socket: TLSSocket): { readonly version: string; readonly cipher: string } {
  return { version: socket.getProtocol() ?? 'unknown', cipher: socket.getCipher()?.standardName ?? 'unknown' };
}

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
 * What a handshake had shown when the server ended it, for want of a certificate of ours: servers that speak among themselves do. Nothing
 * where it had shown no certificate. The chain is followed here: Node tells what OpenSSL thinks of it only once a connection stands.
 */
export function sightBeforeRefusal(socket: TLSSocket, ca: string | undefined): TlsSight | undefined {
  const chain = chainOf(socket);
  const shown = chain.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
  const [own] = shown;
  if (own === undefined) return undefined;
  const problem = chainProblem(own, shown, certificatesIn(ca ?? rootCertificates.join('\n')));
  return {
    ...tlsOf(socket),
    certificate: certificateSight(own.raw),
    chain,
    ...(problem === undefined ? {} : { problem }),
    wantsCertificate: true,
  };
}

const certificatesIn = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g) ?? []).map((text) => new X509Certificate(text));

const longestChain = 10;

/** In OpenSSL's words, why a chain does not lead to one of the trusted; times, which are judged by themselves, are left out. */
function chainProblem(
  own: X509Certificate,
  shown: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
): string | undefined {
  const isOf = (certificate: X509Certificate, issuer: X509Certificate): boolean =>
    certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
  let current: X509Certificate | undefined = own;
  for (let step = 0; current !== undefined && step < longestChain; step += 1) {
    const here: X509Certificate = current;
    if (trusted.some((known) => known.fingerprint256 === here.fingerprint256 || isOf(here, known))) return undefined;
    current = shown.find((above) => above !== here && above.ca && isOf(here, above));
  }
  return 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY';
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
