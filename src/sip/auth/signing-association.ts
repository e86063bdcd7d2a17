import { type Challenge, formatChallenge, parseChallenge, type Random, type SipMessage, WireError } from '../wire/index.ts';
import { credentialsIn, isSignedBy, messageOf, type SignatureVerdict, signatureOver } from './association.ts';
import type { MessageSigner } from './message-signature.ts';
import type { AuthenticationVersion } from './signature-buffer.ts';

/**
 * Where a client stands with its registrar: `new` nothing offered yet · `asked` an empty token is on its way, or a ticket is being got ·
 * `answered` the password was proven, the server has not confirmed it · `established` a signed answer came · `refused` the proof was not
 * accepted · `not-offered` the scheme is not among the offers · `unavailable` the scheme is offered, but cannot be used from here ·
 * `failed` the server did not keep to the dance (see `failure`).
 */
export type AssociationState =
  | 'new'
  | 'asked'
  | 'answered'
  | 'established'
  | 'refused'
  | 'not-offered'
  | 'unavailable'
  | 'failed';

/** What proves a user to one server over one connection, and the messages that follow (MS-SIPAE). It dies with the connection. */
export interface SipAssociation {
  /** `NTLM`, `Kerberos` …: what was chosen, or would be. */
  readonly scheme: string;
  readonly state: AssociationState;
  /** A sentence, in the states `failed`, `refused`, `unavailable` and `not-offered`. */
  readonly failure: string | undefined;
  /** Whose word `failure` is. */
  readonly failedAt: 'server' | 'kdc';
  /** Schemes of the last offers, as the server wrote them. */
  readonly offered: readonly string[];
  /** What the server named itself by. */
  readonly targetName: string | undefined;
  readonly version: AuthenticationVersion;
  /** Where the value of `sign` belongs: Authorization, or Proxy-Authorization after a 407. */
  readonly headerName: 'Authorization' | 'Proxy-Authorization';
  /** False where no message carries a signature by the nature of the scheme. */
  readonly signs: boolean;
  /**
   * Takes the challenges of a 401 or 407 (header values). A text means: repeat the request with the next CSeq; `undefined`: hand the
   * answer up, `state` says why. The text is the credentials but for the signature: do not set it as a header, `sign` writes the whole
   * value when the message is final. A password is proven once per association and never tried again.
   * @param request that was challenged, for schemes that prove the password with each request
   */
  next(
    challenges: readonly string[],
    status: 401 | 407,
    request?: { readonly callId: string; readonly cseq: number },
  ): string | undefined | Promise<string | undefined>;
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

export interface Keys {
  readonly ours: MessageSigner;
  readonly theirs: MessageSigner;
}

const asked = ['WWW-Authenticate', 'Proxy-Authenticate'];
const told = ['Authentication-Info', 'Proxy-Authentication-Info'];

/** What NTLM and Kerberos share: one envelope for the token, one buffer that is signed, and when a signature is due. */
export abstract class SigningAssociation {
  abstract readonly scheme: string;
  readonly signs = true;
  state: AssociationState = 'new';
  failure: string | undefined;
  failedAt: 'server' | 'kdc' = 'server';
  offered: readonly string[] = [];
  targetName: string | undefined;
  version: AuthenticationVersion = 2;
  headerName: 'Authorization' | 'Proxy-Authorization' = 'Authorization';
  protected realm = '';
  /** `undefined` until the server has named the association. */
  protected opaque: string | undefined;
  /** The token that the next request carries: `''` is one too. */
  protected token: string | undefined;
  protected keys: Keys | undefined;
  readonly #random: Random;
  #count = 0;
  #last:
    | {
        readonly opaque: string | undefined;
        readonly realm: string;
        readonly targetName: string | undefined;
        readonly version: AuthenticationVersion;
        readonly text: string;
      }
    | undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Whether the message with the token is signed itself. */
  protected abstract signsToken(): boolean;

  protected end(state: AssociationState, failure: string, failedAt: 'server' | 'kdc' = 'server'): undefined {
    this.state = state;
    this.failure = failure;
    this.failedAt = failedAt;
    this.token = undefined;
    this.keys = undefined;
    return undefined;
  }

  protected credentials(token: string | undefined, signature: Readonly<Record<string, string>> = {}): string {
    return formatChallenge(this.scheme, {
      qop: 'auth',
      opaque: this.opaque === '' ? undefined : this.opaque,
      realm: this.realm,
      targetname: this.targetName,
      'gssapi-data': token,
      version: this.version === 2 ? undefined : this.version,
      ...signature,
    });
  }

  /** The credentials of a message that carries a signature alone: but for that they are those of the message before. */
  #signed({ crand, cnum, response }: { crand: string; cnum: string; response: string }): string {
    const { opaque, realm, targetName, version } = this;
    const last = this.#last;
    if (last?.opaque !== opaque || last?.realm !== realm || last?.targetName !== targetName || last?.version !== version) {
      this.#last = { opaque, realm, targetName, version, text: this.credentials(undefined) };
    }
    // As `formatChallenge` would: all three are hex or digits.
    return `${this.#last!.text}, crand="${crand}", cnum="${cnum}", response="${response}"`;
  }

  sign(message: string | SipMessage): string | undefined {
    const parsed = messageOf(message);
    const token = mayCarryToken(parsed) ? this.token : undefined;
    const signs = this.keys !== undefined && (token === undefined || this.signsToken());
    if (token === undefined && !signs) return undefined;
    if (token === undefined) return this.#signed(this.#signature(parsed, this.keys!));
    const value = this.credentials(token, signs ? this.#signature(parsed, this.keys!) : {});
    this.token = undefined;
    return value;
  }

  #signature(message: SipMessage, keys: Keys): { crand: string; cnum: string; response: string } {
    const [crand, cnum] = [this.#random(4).toString('hex'), String(this.#count + 1)];
    const response = signatureOver(message, keys.ours, this.#context(crand, cnum), this.version);
    this.#count += 1;
    return { crand, cnum, response };
  }

  #context(rand: string, num: string) {
    return { scheme: this.scheme, rand, num, realm: this.realm, targetName: this.targetName ?? '' };
  }

  verify(message: string | SipMessage): SignatureVerdict {
    if (this.keys === undefined) return 'not-yet';
    try {
      const parsed = messageOf(message);
      const info = credentialsIn(parsed, told, this.opaque, this.scheme)?.parameters;
      if (info?.rspauth === undefined) return this.#mayBeUnsigned(parsed) ? 'not-yet' : 'missing';
      const context = this.#context(info.srand ?? '', info.snum ?? '');
      if (!isSignedBy(parsed, info.rspauth, this.keys.theirs, context, this.version)) return 'wrong';
      this.opaque ??= info.opaque;
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
    this.opaque = undefined;
    this.token = undefined;
    this.keys = undefined;
    this.#count = 0;
  }
}

export const isChallenge = (message: SipMessage): boolean =>
  message.kind === 'response' && asked.some((name) => message.headers.has(name));

/** Tokens ride in requests: an answer of ours that crosses the dance must not use one up. */
const mayCarryToken = (message: SipMessage): boolean => message.kind === 'request' && message.method !== 'ACK';

/** Offers that can be read; schemes that write their values in ways of their own are none of ours. */
export const offersIn = (challenges: readonly string[]): Challenge[] =>
  challenges.flatMap((value) => {
    try {
      return [parseChallenge(value)];
    } catch (error) {
      if (error instanceof WireError) return [];
      throw error;
    }
  });
