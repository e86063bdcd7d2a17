import type { Clock } from '../../time/index.ts';
import { formatChallenge, parseChallenge, type Random, type SipMessage, WireError } from '../wire/index.ts';
import { messageOf, type SignatureVerdict, versionOf } from './association.ts';
import { messageSigner } from './message-signature.ts';
import { type NtlmServerNames, ntlmChallenge, ntlmVerify } from './ntlm.ts';
import { type OfferedScheme, offersOf, sipRealm } from './offers.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';
import { SigningServerAssociation } from './signing-server-association.ts';

/** What a registrar makes of the credentials of a REGISTER. */
export type Acceptance =
  | { readonly outcome: 'accepted'; readonly user: string; readonly domain: string }
  /** Unknown user or wrong password: answer 401 with `offers()`. */
  | { readonly outcome: 'refused' }
  /** Credentials that cannot be read, of another association, or with a wrong signature. */
  | { readonly outcome: 'broken'; readonly reason: string };

/** What proves a client to a server over one connection, and the messages that follow. Knows nothing of SIP transactions. */
export interface ServerAssociation {
  readonly scheme: 'NTLM' | 'Kerberos' | 'Digest';
  readonly established: { readonly user: string; readonly domain: string } | undefined;
  /** What the client named with its proof, whatever was offered; absent means 2. */
  readonly spoken: AuthenticationVersion | undefined;
  /** Which step of the dance an Authorization value is: an empty token, a proof, or none of them (signature only, or another scheme). */
  stepOf(authorization: string): 'asks' | 'proves' | 'other';
  /**
   * Puts Authentication-Info into a message that is about to leave with no other change: first header of a response, behind the first
   * Via of a request. One that stands there already goes. Returns its value; does nothing and returns `undefined` before the keys are agreed.
   */
  sign(message: SipMessage): string | undefined;
  /** Judges the signature of a client's message; `not-yet` before the keys are agreed. Never throws. */
  verify(message: string | SipMessage): SignatureVerdict;
}

/** NTLM on the server's side of one connection. */
export interface NtlmServerAssociation extends ServerAssociation {
  /** Values of WWW-Authenticate for a request without credentials, or after a refusal. */
  offers(): string[];
  /** The one WWW-Authenticate value for an empty token; begins the dance anew. */
  challengeFor(authorization: string): string;
  /** Judges a proof, and in version 4 the signature of the message it rides in. */
  accept(authorization: string, message: string | SipMessage): Acceptance;
}

export interface NtlmServerAssociationOptions {
  /** FQDN of the front end. */
  readonly targetName: string;
  readonly realm?: string;
  /** Default 4. */
  readonly version?: AuthenticationVersion;
  /** Schemes that are offered, in this order. Default NTLM, Kerberos, TLS-DSK as Lync 2013 does. */
  readonly schemes?: readonly OfferedScheme[];
  /** Flags of the challenge; default those of a Lync 2013 front end. */
  readonly flags?: number;
  /** Default true; false as on Windows Server 2003. */
  readonly timestamp?: boolean;
  readonly passwordOf: (user: string, domain: string) => string | undefined;
  readonly random: Random;
  readonly clock: Pick<Clock, 'now'>;
}

export function createNtlmServerAssociation(options: NtlmServerAssociationOptions): NtlmServerAssociation {
  return new NtlmAssociation(options);
}

class NtlmAssociation extends SigningServerAssociation implements NtlmServerAssociation {
  readonly scheme = 'NTLM';
  readonly #options: NtlmServerAssociationOptions;
  #challenge: Buffer | undefined;

  constructor(options: NtlmServerAssociationOptions) {
    const { version = 4, realm = sipRealm, targetName, random } = options;
    super({ version, realm, targetName, random });
    this.#options = options;
  }

  offers(): string[] {
    return offersOf(this.targetName, this.#options.schemes ?? ['NTLM', 'Kerberos', 'TLS-DSK'], this.version, this.realm);
  }

  challengeFor(_authorization: string): string {
    const { targetName, random, clock, flags, timestamp = true } = this.#options;
    this.opaque = random(4).toString('hex').toUpperCase();
    this.#challenge = ntlmChallenge({
      ...namesOf(targetName),
      serverChallenge: random(8),
      ...(timestamp && { now: clock.now() }),
      ...(flags !== undefined && { flags }),
    });
    this.keys = undefined;
    this.established = undefined;
    this.count = 0;
    return formatChallenge('NTLM', {
      opaque: this.opaque,
      'gssapi-data': this.#challenge.toString('base64'),
      targetname: targetName,
      realm: this.realm,
      version: this.stated,
    });
  }

  accept(authorization: string, message: string | SipMessage): Acceptance {
    const challenge = this.#challenge;
    if (challenge === undefined) return { outcome: 'broken', reason: 'a proof without a challenge' };
    this.#challenge = undefined;
    try {
      const parsed = messageOf(message);
      const { parameters } = parseChallenge(authorization);
      if (parameters.opaque?.toUpperCase() !== this.opaque)
        return { outcome: 'broken', reason: 'a proof for another association' };
      const token = Buffer.from(parameters['gssapi-data'] ?? '', 'base64');
      const proven = ntlmVerify({ token, challenge, passwordOf: this.#options.passwordOf });
      if (proven === undefined) return { outcome: 'refused' };
      const theirs = messageSigner(proven, 'client-to-server');
      if (this.version === 4 && !this.isSigned(parsed, parameters, theirs)) {
        return { outcome: 'broken', reason: 'the message with the proof is not signed, or wrongly' };
      }
      this.keys = { theirs, ours: messageSigner(proven, 'server-to-client') };
      this.established = { user: proven.user, domain: proven.domain };
      this.spoken = versionOf(parameters.version);
      return { outcome: 'accepted', ...this.established };
    } catch (error) {
      if (error instanceof WireError) return { outcome: 'broken', reason: error.reason };
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
