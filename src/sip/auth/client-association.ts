import type { Clock } from '../../time/index.ts';
import { type Challenge, formatChallenge, parseChallenge, type Random, type SipMessage, WireError } from '../wire/index.ts';
import { credentialsIn, isSignedBy, messageOf, type SignatureVerdict, signatureOver, versionOf } from './association.ts';
import { type MessageSigner, messageSigner } from './message-signature.ts';
import { ntlmAuthenticate, splitLogin } from './ntlm.ts';
import { missingFlags } from './ntlm-flags.ts';
import { parseNtlmChallenge } from './ntlm-messages.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';

/**
 * Where a client stands with its registrar: `new` nothing offered yet · `asked` an empty token is on its way · `answered` the password
 * was proven, the server has not confirmed it · `established` a signed answer came · `refused` the server did not accept the proof ·
 * `not-offered` NTLM is not among the offers · `failed` the server did not keep to the dance (see `failure`).
 */
export type AssociationState = 'new' | 'asked' | 'answered' | 'established' | 'refused' | 'not-offered' | 'failed';

/** NTLM between one client and one connection (MS-SIPAE). It dies with the connection. */
export interface NtlmAssociation {
  readonly state: AssociationState;
  /** A sentence, in the states `failed`, `refused` and `not-offered`. */
  readonly failure: string | undefined;
  /** Schemes of the last offers, as the server wrote them. */
  readonly offered: readonly string[];
  /** FQDN the server named itself by. */
  readonly targetName: string | undefined;
  readonly version: AuthenticationVersion;
  /** Where the value of `sign` belongs: Authorization, or Proxy-Authorization after a 407. */
  readonly headerName: 'Authorization' | 'Proxy-Authorization';
  /**
   * Takes the challenges of a 401 or 407 (header values). A text means: repeat the request with the next CSeq; `undefined`: hand the
   * answer up, `state` says why. The text is the credentials but for the signature: do not set it as a header, `sign` writes the whole
   * value when the message is final. A password is proven once per association and never tried again.
   */
  next(challenges: readonly string[], status: 401 | 407): string | undefined;
  /**
   * The value of `headerName` for a message that is about to leave with no other change: the token that is due, and from the keys on a
   * signature. `undefined` when nothing is due. Remove what stands there already.
   * @throws WireError when the message lacks what is signed
   */
  sign(message: string | SipMessage): string | undefined;
  /** Judges a message of the server. The first good signature establishes the association. Never throws. */
  verify(message: string | SipMessage): SignatureVerdict;
  /** Back to `new`, for a new authentication on the same connection; not after a refusal. */
  reset(): void;
}

export interface NtlmAssociationOptions {
  /** `CONTOSO\lena`, or a UPN. */
  readonly login: string;
  /** A `Secret` fits. Asked once, at the moment of the proof. */
  readonly password: { reveal(): string };
  readonly random: Random;
  readonly clock: Pick<Clock, 'now'>;
  /** Told to the server; default `COEX`. */
  readonly workstation?: string;
}

interface Keys {
  readonly ours: MessageSigner;
  readonly theirs: MessageSigner;
}

export function createNtlmAssociation(options: NtlmAssociationOptions): NtlmAssociation {
  return new ClientAssociation(options);
}

const asked = ['WWW-Authenticate', 'Proxy-Authenticate'];
const told = ['Authentication-Info', 'Proxy-Authentication-Info'];

class ClientAssociation implements NtlmAssociation {
  readonly #options: NtlmAssociationOptions;
  state: AssociationState = 'new';
  failure: string | undefined;
  offered: readonly string[] = [];
  targetName: string | undefined;
  version: AuthenticationVersion = 2;
  headerName: 'Authorization' | 'Proxy-Authorization' = 'Authorization';
  #realm = '';
  #opaque = '';
  /** The token that the next request carries: `''` is one too. */
  #token: string | undefined;
  #keys: Keys | undefined;
  #count = 0;

  constructor(options: NtlmAssociationOptions) {
    this.#options = options;
  }

  next(challenges: readonly string[], status: 401 | 407): string | undefined {
    if (this.state === 'refused' || this.state === 'failed') return undefined;
    const offers = challenges.flatMap(readable);
    const ntlm = offers.find((offer) => offer.scheme.toUpperCase() === 'NTLM');
    const token = ntlm?.parameters['gssapi-data'];
    // While a dance goes on the server names the one scheme alone: the offers are those that came without a token.
    if (token === undefined) this.offered = offers.map((offer) => offer.scheme);
    if (this.state === 'answered') return this.#end('refused', 'the server did not accept the proof of the password');
    if (ntlm === undefined)
      return this.#end('not-offered', `the server offers ${this.offered.join(', ') || 'nothing'}, not NTLM`);
    this.headerName = status === 401 ? 'Authorization' : 'Proxy-Authorization';
    this.targetName = ntlm.parameters.targetname ?? this.targetName;
    this.version = versionOf(ntlm.parameters.version);
    this.#realm = ntlm.parameters.realm ?? this.#realm;
    if (token !== undefined && token !== '') return this.#answer(token, ntlm.parameters.opaque ?? '');
    if (this.state === 'asked') return this.#end('failed', 'the server answered an empty token without a challenge');
    this.reset();
    this.state = 'asked';
    this.#token = '';
    return this.#credentials(this.#token);
  }

  #answer(token: string, opaque: string): string | undefined {
    if (this.state !== 'asked') return this.#end('failed', 'the server sent a challenge that nobody asked for');
    const challenge = Buffer.from(token, 'base64');
    const { login, password, random, clock, workstation = 'COEX' } = this.#options;
    try {
      const missing = missingFlags(parseNtlmChallenge(challenge).flags);
      if (missing.length > 0) return this.#end('failed', `the challenge lacks ${missing.join(', ')}`);
      const proof = ntlmAuthenticate({
        ...splitLogin(login),
        password: password.reveal(),
        workstation,
        challenge,
        clientChallenge: random(8),
        exportedSessionKey: random(16),
        now: clock.now(),
      });
      this.state = 'answered';
      this.#opaque = opaque;
      this.#token = proof.token.toString('base64');
      this.#keys = { ours: messageSigner(proof, 'client-to-server'), theirs: messageSigner(proof, 'server-to-client') };
      return this.#credentials(this.#token);
    } catch (error) {
      if (error instanceof WireError) return this.#end('failed', `the challenge cannot be read: ${error.reason}`);
      throw error;
    }
  }

  #end(state: AssociationState, failure: string): undefined {
    this.state = state;
    this.failure = failure;
    this.#token = undefined;
    this.#keys = undefined;
    return undefined;
  }

  #credentials(token: string | undefined, signature: Readonly<Record<string, string>> = {}): string {
    return formatChallenge('NTLM', {
      qop: 'auth',
      opaque: this.#opaque === '' ? undefined : this.#opaque,
      realm: this.#realm,
      targetname: this.targetName,
      'gssapi-data': token,
      version: this.version === 2 ? undefined : this.version,
      ...signature,
    });
  }

  sign(message: string | SipMessage): string | undefined {
    const parsed = messageOf(message);
    const token = mayCarryToken(parsed) ? this.#token : undefined;
    // Before version 4 the message with the proof is not signed itself.
    const signs = this.#keys !== undefined && (token === undefined || this.version === 4);
    if (token === undefined && !signs) return undefined;
    const value = this.#credentials(token, signs ? this.#signature(parsed, this.#keys!) : {});
    if (token !== undefined) this.#token = undefined;
    return value;
  }

  #signature(message: SipMessage, keys: Keys): { crand: string; cnum: string; response: string } {
    const [crand, cnum] = [this.#options.random(4).toString('hex'), String(this.#count + 1)];
    const response = signatureOver(message, keys.ours, this.#context(crand, cnum), this.version);
    this.#count += 1;
    return { crand, cnum, response };
  }

  #context(rand: string, num: string) {
    return { scheme: 'NTLM', rand, num, realm: this.#realm, targetName: this.targetName ?? '' };
  }

  verify(message: string | SipMessage): SignatureVerdict {
    if (this.#keys === undefined) return 'not-yet';
    try {
      const parsed = messageOf(message);
      const info = credentialsIn(parsed, told, this.#opaque)?.parameters;
      if (info?.rspauth === undefined) return this.#mayBeUnsigned(parsed) ? 'not-yet' : 'missing';
      const context = this.#context(info.srand ?? '', info.snum ?? '');
      if (!isSignedBy(parsed, info.rspauth, this.#keys.theirs, context, this.version)) return 'wrong';
      // A signature on a refusal proves the connection, not that the password was taken.
      if (this.state === 'answered' && !isChallenge(parsed)) this.state = 'established';
      return 'ok';
    } catch (error) {
      if (error instanceof WireError) return 'wrong';
      throw error;
    }
  }

  /**
   * Provisional answers, answers that open a new dance, and refusals of the REGISTER with the proof: whether real servers sign those is
   * not known, and pidgin-sipe does not ask for it. Answers that lead on (2xx, 3xx) must be signed.
   */
  #mayBeUnsigned(message: SipMessage): boolean {
    if (message.kind === 'request') return false;
    return message.status < 200 || isChallenge(message) || (this.state === 'answered' && message.status >= 400);
  }

  reset(): void {
    if (this.state === 'refused') return;
    this.state = 'new';
    this.failure = undefined;
    this.#opaque = '';
    this.#token = undefined;
    this.#keys = undefined;
    this.#count = 0;
  }
}

const isChallenge = (message: SipMessage): boolean =>
  message.kind === 'response' && asked.some((name) => message.headers.has(name));

/** Tokens ride in requests: an answer of ours that crosses the dance must not use one up. */
const mayCarryToken = (message: SipMessage): boolean => message.kind === 'request' && message.method !== 'ACK';

/** Offers of schemes that write their values in ways of their own are none of ours. */
function readable(value: string): Challenge[] {
  try {
    return [parseChallenge(value)];
  } catch (error) {
    if (error instanceof WireError) return [];
    throw error;
  }
}
