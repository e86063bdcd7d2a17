import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { type Clock, isoTime } from '../../time/index.ts';
import { bits, implicit, integer, objectId, octets, sequence, set, tagged, utcTime, utf8, yes } from './asn1.ts';

/** A certificate with its key, both PEM. */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

/** What a certificate is like, where it is not as it should be. */
export interface Wanted {
  /** It ended yesterday. */
  readonly expired?: boolean;
  /** An RSA key of 1024 bits. */
  readonly weak?: boolean;
}

/** Signs certificates for the servers of one lab. */
export interface Authority {
  /** PEM of the authority itself, for whoever has to trust the lab. */
  readonly certificate: string;
  /** A server certificate for these names (DNS names and IPv4 addresses); the first is its subject. */
  issue(names: readonly string[], how?: Wanted): Identity;
}

const day = 86_400_000;
const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));

/**
 * Makes a certificate authority that lives as long as the lab: its key is never written anywhere.
 *
 * Elliptic keys (P-256), because making one takes under a millisecond; TLS 1.0 knows them too.
 */
export function createAuthority(clock: Clock): Authority {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  // Two labs must not have authorities of one name: a client that trusts both could not tell whose signature it looks at.
  const name = `coex lab ${randomBytes(4).toString('hex')}`;
  const validity = { from: clock.now() - day, to: clock.now() + 30 * day };
  const certificate = signed(
    { issuer: name, subject: name, publicKey, validity, extensions: authorityExtensions(publicKey) },
    privateKey,
  );
  return {
    certificate,
    issue(names, { expired = false, weak = false } = {}) {
      const pair = weak
        ? generateKeyPairSync('rsa', { modulusLength: 1024 })
        : generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const past = { from: clock.now() - 30 * day, to: clock.now() - day };
      const extensions = serverExtensions(names, publicKey);
      return {
        certificate: signed(
          { issuer: name, subject: names[0]!, publicKey: pair.publicKey, validity: expired ? past : validity, extensions },
          privateKey,
        ),
        key: pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

interface Claims {
  readonly issuer: string;
  readonly subject: string;
  readonly publicKey: KeyObject;
  /** Milliseconds since 1970. */
  readonly validity: { readonly from: number; readonly to: number };
  readonly extensions: readonly Buffer[];
}

/** RFC 5280 section 4.1. */
function signed(claims: Claims, key: KeyObject): string {
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    commonName(claims.issuer),
    sequence(utcTime(isoTime(claims.validity.from)), utcTime(isoTime(claims.validity.to))),
    commonName(claims.subject),
    spki(claims.publicKey),
    tagged(3, sequence(...claims.extensions)),
  );
  const certificate = sequence(body, ecdsaWithSha256, bits(sign('sha256', body, key)));
  const lines = certificate.toString('base64').match(/.{1,64}/g)!;
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const commonName = (text: string): Buffer => sequence(set(sequence(objectId('2.5.4.3'), utf8(text))));
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
const keyId = (key: KeyObject): Buffer => createHash('sha1').update(spki(key)).digest();

/** RFC 5280 section 4.2. */
const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(objectId(id), ...(critical ? [yes] : []), octets(value));

const authorityExtensions = (key: KeyObject): Buffer[] => [
  extension('2.5.29.19', sequence(yes), true),
  extension('2.5.29.15', bits(Buffer.from([0b0000_0110]), 1), true),
  extension('2.5.29.14', octets(keyId(key))),
];

const serverExtensions = (names: readonly string[], issuerKey: KeyObject): Buffer[] => [
  extension('2.5.29.19', sequence(), true),
  extension('2.5.29.15', bits(Buffer.from([0b1000_0000]), 7), true),
  extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.1'), objectId('1.3.6.1.5.5.7.3.2'))),
  extension('2.5.29.35', sequence(implicit(0, keyId(issuerKey)))),
  extension('2.5.29.17', sequence(...names.map(generalName))),
];

const generalName = (name: string): Buffer =>
  isIPv4(name) ? implicit(7, Buffer.from(name.split('.').map(Number))) : implicit(2, Buffer.from(name, 'ascii'));
