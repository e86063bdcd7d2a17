import type { Clock } from '../../time/index.ts';
import { type Random, WireError } from '../wire/index.ts';
import { versionOf } from './association.ts';
import { messageSigner } from './message-signature.ts';
import { ntlmAuthenticate, splitLogin } from './ntlm.ts';
import { missingFlags } from './ntlm-flags.ts';
import { parseNtlmChallenge } from './ntlm-messages.ts';
import { offersIn, SigningAssociation, type SipAssociation } from './signing-association.ts';

/** NTLM between one client and one connection (MS-SIPAE). It needs nobody but the server, so nothing has to be waited for. */
export interface NtlmAssociation extends SipAssociation {
  next(challenges: readonly string[], status: 401 | 407): string | undefined;
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

export function createNtlmAssociation(options: NtlmAssociationOptions): NtlmAssociation {
  return new ClientAssociation(options);
}

class ClientAssociation extends SigningAssociation implements NtlmAssociation {
  readonly scheme = 'NTLM';
  readonly #options: NtlmAssociationOptions;

  constructor(options: NtlmAssociationOptions) {
    super(options.random);
    this.#options = options;
  }

  // Before version 4 the message with the proof is not signed itself.
  protected signsToken(): boolean {
    return this.version === 4;
  }

  next(challenges: readonly string[], status: 401 | 407): string | undefined {
    if (this.state === 'refused' || this.state === 'failed') return undefined;
    const offers = offersIn(challenges);
    const ntlm = offers.find((offer) => offer.scheme.toUpperCase() === 'NTLM');
    const token = ntlm?.parameters['gssapi-data'];
    // While a dance goes on the server names the one scheme alone: the offers are those that came without a token.
    if (token === undefined) this.offered = offers.map((offer) => offer.scheme);
    if (this.state === 'answered') return this.end('refused', 'the server did not accept the proof of the password');
    if (ntlm === undefined) return this.end('not-offered', `the server offers ${this.offered.join(', ') || 'nothing'}, not NTLM`);
    this.headerName = status === 401 ? 'Authorization' : 'Proxy-Authorization';
    this.targetName = ntlm.parameters.targetname ?? this.targetName;
    this.version = versionOf(ntlm.parameters.version);
    this.realm = ntlm.parameters.realm ?? this.realm;
    if (token !== undefined && token !== '') return this.#answer(token, ntlm.parameters.opaque ?? '');
    if (this.state === 'asked') return this.end('failed', 'the server answered an empty token without a challenge');
    this.reset();
    this.state = 'asked';
    this.token = '';
    return this.credentials(this.token);
  }

  #answer(token: string, opaque: string): string | undefined {
    if (this.state !== 'asked') return this.end('failed', 'the server sent a challenge that nobody asked for');
    const challenge = Buffer.from(token, 'base64');
    const { login, password, random, clock, workstation = 'COEX' } = this.#options;
    try {
      const missing = missingFlags(parseNtlmChallenge(challenge).flags);
      if (missing.length > 0) return this.end('failed', `the challenge lacks ${missing.join(', ')}`);
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
      this.opaque = opaque;
      this.token = proof.token.toString('base64');
      this.keys = { ours: messageSigner(proof, 'client-to-server'), theirs: messageSigner(proof, 'server-to-client') };
      return this.credentials(this.token);
    } catch (error) {
      if (error instanceof WireError) return this.end('failed', `the challenge cannot be read: ${error.reason}`);
      throw error;
    }
  }
}
