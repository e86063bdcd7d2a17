import type { Clock } from '../../time/index.ts';
import { formatChallenge, parseChallenge, type Random, type SipMessage, WireError } from '../wire/index.ts';
import { credentialsIn, isSignedBy, messageOf, type SignatureVerdict, signatureOver, versionOf } from './association.ts';
import { type MessageSigner, messageSigner } from './message-signature.ts';
import { type NtlmServerNames, ntlmChallenge, ntlmVerify } from './ntlm.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';

/** What a registrar makes of the credentials of a REGISTER. */
export type Acceptance =
  | { readonly outcome: 'accepted'; readonly user: string; readonly domain: string }
  /** Unknown user or wrong password: answer 401 with `offers()`. */
  | { readonly outcome: 'refused' }
  /** Credentials that cannot be read, of another association, or with a wrong signature. */
  | { readonly outcome: 'broken'; readonly reason: string };

/** NTLM on the server's side of one connection. Knows nothing of SIP transactions: the registrar decides what to answer. */
export interface NtlmServerAssociation {
  readonly established: { readonly user: string; readonly domain: string } | undefined;
  /** What the client named with its proof, whatever was offered; absent means 2. */
  readonly spoken: AuthenticationVersion | undefined;
  /** Values of WWW-Authenticate for a request without credentials, or after a refusal. */
  offers(): string[];
  /** Which step of the dance an Authorization value is: an empty token, a proof, or none of them (signature only, or not NTLM). */
  stepOf(authorization: string): 'asks' | 'proves' | 'other';
  /** The one WWW-Authenticate value for an empty token; begins the dance anew. */
  challengeFor(authorization: string): string;
  /** Judges a proof, and in version 4 the signature of the message it rides in. */
  accept(authorization: string, message: string | SipMessage): Acceptance;
  /**
   * Puts Authentication-Info into a message that is about to leave with no other change: first header of a response, behind the first
   * Via of a request. One that stands there already goes. Returns its value; does nothing and returns `undefined` before the keys are agreed.
   */
  sign(message: SipMessage): string | undefined;
  /** Judges the signature of a client's message; `not-yet` before the keys are agreed. Never throws. */
  verify(message: string | SipMessage): SignatureVerdict;
}

export interface NtlmServerAssociationOptions {
  /** FQDN of the front end. */
  readonly targetName: string;
  readonly realm?: string;
  /** Default 4. */
  readonly version?: AuthenticationVersion;
  /** Schemes that are offered, in this order; the lab speaks NTLM alone. Default NTLM, Kerberos, TLS-DSK as Lync 2013 does. */
  readonly schemes?: readonly ('NTLM' | 'Kerberos' | 'TLS-DSK')[];
  /** Flags of the challenge; default those of a Lync 2013 front end. */
  readonly flags?: number;
  /** Default true; false as on Windows Server 2003. */
  readonly timestamp?: boolean;
  readonly passwordOf: (user: string, domain: string) => string | undefined;
  readonly random: Random;
  readonly clock: Pick<Clock, 'now'>;
}

export function createNtlmServerAssociation(options: NtlmServerAssociationOptions): NtlmServerAssociation {
  return new ServerAssociation(options);
}

const given = ['Proxy-Authorization', 'Authorization'];

class ServerAssociation implements NtlmServerAssociation {
  readonly #options: NtlmServerAssociationOptions;
  readonly #realm: string;
  readonly #version: AuthenticationVersion;
  established: { readonly user: string; readonly domain: string } | undefined;
  spoken: AuthenticationVersion | undefined;
  #opaque = '';
  #challenge: Buffer | undefined;
  #keys: { ours: MessageSigner; theirs: MessageSigner } | undefined;
  #count = 0;

  constructor(options: NtlmServerAssociationOptions) {
    this.#options = options;
    this.#realm = options.realm ?? 'SIP Communications Service';
    this.#version = options.version ?? 4;
  }

  get #stated(): number | undefined {
    return this.#version === 2 ? undefined : this.#version;
  }

  offers(): string[] {
    const { targetName, schemes = ['NTLM', 'Kerberos', 'TLS-DSK'] } = this.#options;
    return schemes.map((scheme) =>
      formatChallenge(scheme, {
        realm: this.#realm,
        targetname: scheme === 'Kerberos' ? `sip/${targetName}` : targetName,
        version: this.#stated,
        ...(scheme === 'TLS-DSK' && { 'sts-uri': `https://${targetName}:443/CertProv/CertProvisioningService.svc` }),
      }),
    );
  }

  stepOf(authorization: string): 'asks' | 'proves' | 'other' {
    try {
      const { scheme, parameters } = parseChallenge(authorization);
      const token = parameters['gssapi-data'];
      if (scheme.toUpperCase() !== 'NTLM' || token === undefined) return 'other';
      return token === '' ? 'asks' : 'proves';
    } catch (error) {
      if (error instanceof WireError) return 'other';
      throw error;
    }
  }

  challengeFor(_authorization: string): string {
    const { targetName, random, clock, flags, timestamp = true } = this.#options;
    this.#opaque = random(4).toString('hex').toUpperCase();
    this.#challenge = ntlmChallenge({
      ...namesOf(targetName),
      serverChallenge: random(8),
      ...(timestamp && { now: clock.now() }),
      ...(flags !== undefined && { flags }),
    });
    this.#keys = undefined;
    this.established = undefined;
    this.#count = 0;
    return formatChallenge('NTLM', {
      opaque: this.#opaque,
      'gssapi-data': this.#challenge.toString('base64'),
      targetname: targetName,
      realm: this.#realm,
      version: this.#stated,
    });
  }

  accept(authorization: string, message: string | SipMessage): Acceptance {
    const challenge = this.#challenge;
    if (challenge === undefined) return { outcome: 'broken', reason: 'a proof without a challenge' };
    this.#challenge = undefined;
    try {
      const parsed = messageOf(message);
      const { parameters } = parseChallenge(authorization);
      if (parameters.opaque?.toUpperCase() !== this.#opaque)
        return { outcome: 'broken', reason: 'a proof for another association' };
      const token = Buffer.from(parameters['gssapi-data'] ?? '', 'base64');
      const proven = ntlmVerify({ token, challenge, passwordOf: this.#options.passwordOf });
      if (proven === undefined) return { outcome: 'refused' };
      const theirs = messageSigner(proven, 'client-to-server');
      const context = this.#context(parameters.crand ?? '', parameters.cnum ?? '');
      if (this.#version === 4 && !isSignedBy(parsed, parameters.response ?? '', theirs, context, this.#version)) {
        return { outcome: 'broken', reason: 'the message with the proof is not signed, or wrongly' };
      }
      this.#keys = { theirs, ours: messageSigner(proven, 'server-to-client') };
      this.established = { user: proven.user, domain: proven.domain };
      this.spoken = versionOf(parameters.version);
      return { outcome: 'accepted', ...this.established };
    } catch (error) {
      if (error instanceof WireError) return { outcome: 'broken', reason: error.reason };
      throw error;
    }
  }

  #context(rand: string, num: string) {
    return { scheme: 'NTLM', rand, num, realm: this.#realm, targetName: this.#options.targetName };
  }

  sign(message: SipMessage): string | undefined {
    if (this.#keys === undefined) return undefined;
    const rand = this.#options.random(4).toString('hex').toUpperCase();
    const num = String(++this.#count);
    const value = formatChallenge('NTLM', {
      qop: 'auth',
      opaque: this.#opaque,
      srand: rand,
      snum: num,
      rspauth: signatureOver(message, this.#keys.ours, this.#context(rand, num), this.#version),
      targetname: this.#options.targetName,
      realm: this.#realm,
      version: this.#stated,
    });
    message.headers.remove('Authentication-Info');
    if (message.kind === 'response') message.headers.prepend('Authentication-Info', value);
    else message.headers.insertAfter('Via', 'Authentication-Info', value);
    return value;
  }

  verify(message: string | SipMessage): SignatureVerdict {
    if (this.#keys === undefined) return 'not-yet';
    try {
      const parsed = messageOf(message);
      const signed = credentialsIn(parsed, given, this.#opaque)?.parameters;
      if (signed?.response === undefined) return 'missing';
      const context = this.#context(signed.crand ?? '', signed.cnum ?? '');
      return isSignedBy(parsed, signed.response, this.#keys.theirs, context, this.#version) ? 'ok' : 'wrong';
    } catch (error) {
      if (error instanceof WireError) return 'wrong';
      throw error;
    }
  }
}

/** `fe1.contoso.net` → the five names Windows would give it. */
function namesOf(fqdn: string): NtlmServerNames {
  const [computer = '', ...domain] = fqdn.split('.');
  const dnsDomain = domain.join('.');
  return {
    domain: (domain[0] ?? computer).toUpperCase(),
    computer: computer.toUpperCase(),
    dnsDomain,
    dnsComputer: fqdn,
    dnsTree: dnsDomain,
  };
}
