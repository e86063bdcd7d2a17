import { createHash } from 'node:crypto';
import { type Challenge, formatChallenge, type Random, type SipMessage, type SipRequest } from '../wire/index.ts';
import { messageOf, type SignatureVerdict } from './association.ts';
import { splitLogin } from './ntlm.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';
import { type AssociationState, offersIn, type SipAssociation } from './signing-association.ts';

export interface DigestAssociationOptions {
  /** The user name as the gateway knows it; of `DOMAIN\name` the name. */
  readonly login: string;
  readonly password: { reveal(): string };
  readonly random: Random;
}

/** Algorithms of RFC 7616, best first, with the name that node:crypto has for the hash. */
const algorithms: Readonly<Record<string, string>> = { 'SHA-256': 'sha256', MD5: 'md5' };

/** The `response` of RFC 7616 section 3.4.1; without `qop` that of RFC 2069. */
export function digestResponse(input: {
  readonly algorithm: string;
  readonly user: string;
  readonly realm: string;
  readonly password: string;
  readonly method: string;
  readonly uri: string;
  readonly nonce: string;
  readonly qop?: { readonly count: string; readonly cnonce: string };
}): string {
  const hash = (text: string): string => createHash(algorithms[input.algorithm.toUpperCase()]!).update(text).digest('hex');
  const secret = hash(`${input.user}:${input.realm}:${input.password}`);
  const request = hash(`${input.method}:${input.uri}`);
  const { nonce, qop } = input;
  return hash(
    qop === undefined ? `${secret}:${nonce}:${request}` : `${secret}:${nonce}:${qop.count}:${qop.cnonce}:auth:${request}`,
  );
}

/**
 * Digest for a gateway in front of a pool (RFC 3261 section 22, RFC 7616, RFC 8760): each request proves the password, no message is
 * signed, and a first request that the gateway lets through needs no proof at all.
 */
export function createDigestAssociation(options: DigestAssociationOptions): SipAssociation {
  return new DigestAssociation(options);
}

interface Known {
  readonly challenge: Challenge;
  readonly algorithm: string;
  count: number;
}

type HeaderName = SipAssociation['headerName'];
const mostStale = 3;
const mostRemembered = 10_000;

class DigestAssociation implements SipAssociation {
  readonly scheme = 'Digest';
  readonly signs = false;
  readonly version: AuthenticationVersion = 4;
  readonly failedAt = 'server';
  readonly targetName = undefined;
  state: AssociationState = 'new';
  failure: string | undefined;
  offered: readonly string[] = [];
  headerName: HeaderName = 'Authorization';
  readonly #options: DigestAssociationOptions;
  /** A registrar asks by 401, a proxy by 407: each has a challenge of its own. */
  readonly #known = new Map<HeaderName, Known>();
  /** Requests that left with a proof, so that a challenge can be told from a refusal. */
  readonly #proven = new Set<string>();
  #stale = 0;

  constructor(options: DigestAssociationOptions) {
    this.#options = options;
  }

  next(challenges: readonly string[], status: 401 | 407, request?: { callId: string; cseq: number }): string | undefined {
    if (this.state === 'refused' || this.state === 'failed') return undefined;
    const offers = offersIn(challenges);
    this.offered = offers.map((offer) => offer.scheme);
    const digests = offers.filter(({ scheme }) => scheme.toUpperCase() === 'DIGEST');
    if (digests.length === 0)
      return this.#end('not-offered', `the server offers ${this.offered.join(', ') || 'nothing'}, not Digest`);
    const name = status === 401 ? 'Authorization' : 'Proxy-Authorization';
    const isStale = digests.some(({ parameters }) => parameters.stale?.toLowerCase() === 'true');
    const wasProven = request !== undefined && this.#proven.has(`${name} ${request.callId} ${request.cseq}`);
    if (wasProven && !isStale) return this.#end('refused', 'the server did not accept the proof of the password');
    if (isStale && ++this.#stale > mostStale) return this.#end('failed', 'the server calls every nonce stale');
    for (const algorithm of Object.keys(algorithms)) {
      const challenge = digests.find(({ parameters }) => (parameters.algorithm ?? 'MD5').toUpperCase() === algorithm);
      if (challenge === undefined || !speaksAuth(challenge)) continue;
      this.#known.set(name, { challenge, algorithm, count: 0 });
      this.state = 'answered';
      return 'Digest';
    }
    return this.#end('unavailable', 'the server offers Digest only with algorithms or protections that we do not speak');
  }

  #end(state: AssociationState, failure: string): undefined {
    this.state = state;
    this.failure = failure;
    return undefined;
  }

  sign(message: string | SipMessage): string | undefined {
    const request = messageOf(message);
    if (request.kind !== 'request' || this.state !== 'answered') return undefined;
    // ACK and CANCEL cannot be challenged.
    if (request.method === 'ACK' || request.method === 'CANCEL') return undefined;
    const name: HeaderName = request.method === 'REGISTER' ? 'Authorization' : 'Proxy-Authorization';
    const known = this.#known.get(name);
    if (known === undefined) return undefined;
    this.headerName = name;
    const cseq = Number.parseInt(request.headers.get('CSeq') ?? '', 10);
    if (this.#proven.size >= mostRemembered) this.#proven.clear();
    this.#proven.add(`${name} ${request.headers.get('Call-ID')} ${cseq}`);
    return this.#credentials(request, known);
  }

  #credentials({ method, uri }: SipRequest, known: Known): string {
    const { realm = '', nonce = '', opaque, qop } = known.challenge.parameters;
    const { login, password, random } = this.#options;
    const { user } = splitLogin(login);
    const count = (++known.count).toString(16).padStart(8, '0');
    const cnonce = random(8).toString('hex');
    const response = digestResponse({
      algorithm: known.algorithm,
      user,
      realm,
      password: password.reveal(),
      method,
      uri,
      nonce,
      ...(qop !== undefined && { qop: { count, cnonce } }),
    });
    const how = known.challenge.parameters.algorithm === undefined ? {} : { algorithm: known.algorithm };
    const told = formatChallenge('Digest', {
      username: user,
      realm,
      nonce,
      uri,
      response,
      ...how,
      ...(opaque !== undefined && { opaque }),
    });
    // Unquoted, as RFC 3261 section 25.1 writes them.
    return qop === undefined ? told : `${told}, qop=auth, nc=${count}, cnonce="${cnonce}"`;
  }

  /** Nothing is signed, so nothing can be missing. */
  verify(message: string | SipMessage): SignatureVerdict {
    if (typeof message !== 'string' && message.kind === 'response' && message.status < 300) this.#stale = 0;
    return 'ok';
  }

  reset(): void {
    if (this.state === 'refused') return;
    this.state = 'new';
    this.failure = undefined;
    this.#known.clear();
  }
}

/** No `qop` at all, or one with `auth` in its list. */
const speaksAuth = ({ parameters: { qop, nonce } }: Challenge): boolean =>
  nonce !== undefined && (qop === undefined || qop.split(',').some((one) => one.trim().toLowerCase() === 'auth'));
