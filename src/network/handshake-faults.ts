import type { TLSSocket } from 'node:tls';
import type { TlsProfile } from './model.ts';

const versionNames = { TLSv1: 'TLS 1.0', 'TLSv1.1': 'TLS 1.1', 'TLSv1.2': 'TLS 1.2' } as const;

/** Why a handshake broke off, in words; codes of OpenSSL 3 as Node tells them. */
export function handshakeFault(error: NodeJS.ErrnoException, profile: TlsProfile): string {
  const code = error.code ?? '';
  const asked = `the profile ${profile.name} asks for ${versionNames[profile.minVersion]} or newer`;
  if (/PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|NO_PROTOCOLS|LEGACY_SIGALG/.test(code))
    return `no TLS version in common, ${asked} (${code})`;
  if (/WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG/.test(code))
    return `what answers there does not speak TLS (${code})`;
  if (/HANDSHAKE_FAILURE|NO_SHARED_CIPHER|NO_CIPHERS/.test(code))
    return `no cipher in common with the profile ${profile.name} (${code})`;
  if (/KEY_TOO_SMALL|MD_TOO_WEAK|DH_KEY/.test(code))
    return `keys or signatures too weak for the profile ${profile.name} (${code})`;
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|ALERT_UNKNOWN_CA/.test(code))
    return `the server does not take the certificate of this host (${code})`;
  if (code === 'ECONNRESET' || code === 'EPIPE')
    return `the server closed the connection in the middle of the handshake (${code})`;
  return `${error.message}${code === '' ? '' : ` (${code})`}`;
}

const unknownAuthority = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);

/** What is wrong with the certificate of a connection that stands, or `undefined` when nothing is. */
export function certificateFault(socket: TLSSocket, servername: string): string | undefined {
  if (socket.authorized) return undefined;
  // Typed as an Error; in truth its code, or its message where it has none.
  const problem: unknown = socket.authorizationError;
  const code = problem instanceof Error ? problem.message : String(problem);
  const { subject, issuer, subjectaltname, valid_from: from, valid_to: to } = socket.getPeerCertificate();
  const named = text(subject?.CN) ?? 'a server without a name';
  if (code === 'CERT_HAS_EXPIRED') return `the certificate of ${named}, or one above it, has expired (its own end: ${to})`;
  if (code === 'CERT_NOT_YET_VALID')
    return `the certificate of ${named}, or one above it, is not valid yet (its own begin: ${from})`;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return `wrong name: the certificate is for ${subjectaltname?.replaceAll('DNS:', '').replaceAll('IP Address:', '') ?? named}, not for ${servername}`;
  }
  if (unknownAuthority.has(code)) {
    return `unknown authority: the certificate of ${named} was issued by ${text(issuer?.CN) ?? 'somebody without a name'}, who is not trusted here (${code})`;
  }
  return `the certificate of ${named} was not accepted (${code})`;
}

const text = (name: string | string[] | undefined): string | undefined => (Array.isArray(name) ? name.join(', ') : name);
