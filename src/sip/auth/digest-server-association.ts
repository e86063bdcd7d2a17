import { formatChallenge, parseChallenge, type Random, type SipRequest, WireError } from '../wire/index.ts';
import { digestResponse } from './digest.ts';
import type { Acceptance, ServerAssociation } from './server-association.ts';

export interface DigestServerAssociationOptions {
  /** Name of the gateway, which stands as realm. */
  readonly realm: string;
  /** Of the user as the gateway knows it: without a domain. */
  readonly passwordOf: (user: string) => string | undefined;
  readonly random: Random;
}

/** Digest on the side of a gateway in front of a pool (RFC 3261 section 22, RFC 8760): it signs nothing. */
export interface DigestServerAssociation extends ServerAssociation {
  /** Values of WWW-Authenticate, best first, with the nonce of this connection. */
  offers(): string[];
  /** Judges the proof in a request. */
  accept(authorization: string, request: SipRequest): Acceptance;
}

const algorithms = ['SHA-256', 'MD5'] as const;

export function createDigestServerAssociation({
  realm,
  passwordOf,
  random,
}: DigestServerAssociationOptions): DigestServerAssociation {
  const nonce = random(16).toString('hex');
  let highest = 0;
  let established: { readonly user: string; readonly domain: string } | undefined;
  const judge = (authorization: string, request: SipRequest): Acceptance => {
    const {
      username = '',
      uri = '',
      response,
      nc = '',
      cnonce = '',
      algorithm = 'MD5',
      ...told
    } = parseChallenge(authorization).parameters;
    const known = algorithms.find((name) => name === algorithm.toUpperCase());
    if (told.nonce !== nonce || told.realm !== realm || told.qop !== 'auth' || known === undefined || uri !== request.uri)
      return { outcome: 'broken', reason: 'a proof for another request or nonce' };
    // A count that was there already is a proof that somebody has overheard (RFC 7616 section 3.3).
    const count = Number.parseInt(nc, 16);
    if (!(count > highest)) return { outcome: 'broken', reason: 'a proof that was given before' };
    const password = passwordOf(username);
    const due =
      password === undefined
        ? undefined
        : digestResponse({
            algorithm: known,
            user: username,
            realm,
            password,
            method: request.method,
            uri,
            nonce,
            qop: { count: nc, cnonce },
          });
    if (due === undefined || response !== due) return { outcome: 'refused' };
    highest = count;
    established = { user: username, domain: '' };
    return { outcome: 'accepted', ...established };
  };
  return {
    scheme: 'Digest',
    get established() {
      return established;
    },
    spoken: undefined,
    stepOf: (authorization) => (/^\s*Digest\s/i.test(authorization) ? 'proves' : 'other'),
    offers: () => algorithms.map((algorithm) => formatChallenge('Digest', { realm, nonce, algorithm, qop: 'auth' })),
    accept(authorization, request) {
      try {
        return judge(authorization, request);
      } catch (error) {
        if (error instanceof WireError) return { outcome: 'broken', reason: error.reason };
        throw error;
      }
    },
    sign: () => undefined,
    verify: () => 'ok',
  };
}
