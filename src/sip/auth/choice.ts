import type { SipMessage } from '../wire/index.ts';
import type { SignatureVerdict } from './association.ts';
import { createNtlmAssociation, type NtlmAssociationOptions } from './client-association.ts';
import { createDigestAssociation } from './digest.ts';
import type { KerberosClient } from './kerberos/index.ts';
import { createKerberosAssociation } from './kerberos-association.ts';
import { offersIn, type SipAssociation } from './signing-association.ts';
import { createTrustedAssociation } from './trusted-server.ts';

/** What is chosen for a user; `auto`: Kerberos where it is offered and possible, else NTLM. */
export type Scheme = 'auto' | 'ntlm' | 'kerberos' | 'trusted-server' | 'digest';

export interface ChosenAssociationOptions extends NtlmAssociationOptions {
  readonly authentication: Scheme;
  /** Where tickets come from; without it there is no Kerberos. */
  readonly kerberos?: KerberosClient;
}

/**
 * An association of the chosen scheme.
 *
 * `auto` never takes Digest, nor does it do without any scheme: both leave messages unsigned, and whoever stands between us and the server
 * could bring that about by changing the offers.
 */
export function chooseAssociation(options: ChosenAssociationOptions): SipAssociation {
  const { authentication, kerberos, random } = options;
  switch (authentication) {
    case 'ntlm':
      return createNtlmAssociation(options);
    case 'digest':
      return createDigestAssociation(options);
    case 'trusted-server':
      return createTrustedAssociation();
    case 'kerberos':
      if (kerberos === undefined) throw new TypeError('Kerberos without a KDC');
      return createKerberosAssociation({ client: kerberos, random });
    case 'auto':
      return kerberos === undefined ? createNtlmAssociation(options) : new Choice(options, kerberos);
  }
}

/** Kerberos first; NTLM where Kerberos is not offered or gets no ticket. A refusal, by KDC or server, is the end. */
class Choice implements SipAssociation {
  readonly #options: ChosenAssociationOptions;
  readonly #kerberos: KerberosClient;
  #current: SipAssociation;
  /** Why it is not Kerberos. */
  #instead: string | undefined;

  constructor(options: ChosenAssociationOptions, kerberos: KerberosClient) {
    this.#options = options;
    this.#kerberos = kerberos;
    this.#current = this.#first();
  }

  #first(): SipAssociation {
    return createKerberosAssociation({ client: this.#kerberos, random: this.#options.random });
  }

  async next(challenges: readonly string[], status: 401 | 407): Promise<string | undefined> {
    if (this.#current.state === 'new') {
      const answer = await this.#current.next(challenges, status);
      if (answer !== undefined) return answer;
      const offersNtlm = offersIn(challenges).some(({ scheme }) => scheme.toUpperCase() === 'NTLM');
      if (!offersNtlm || !isOfNoUse(this.#current)) return undefined;
      this.#instead = this.#current.failure;
      this.#current = createNtlmAssociation(this.#options);
    }
    return this.#current.next(challenges, status);
  }

  get scheme(): string {
    return this.#current.scheme;
  }
  get state() {
    return this.#current.state;
  }
  get failure(): string | undefined {
    const { failure } = this.#current;
    return failure === undefined || this.#instead === undefined ? failure : `${failure}; no Kerberos because ${this.#instead}`;
  }
  get failedAt() {
    return this.#current.failedAt;
  }
  get offered() {
    return this.#current.offered;
  }
  get targetName() {
    return this.#current.targetName;
  }
  get version() {
    return this.#current.version;
  }
  get headerName() {
    return this.#current.headerName;
  }
  get signs(): boolean {
    return this.#current.signs;
  }
  sign(message: string | SipMessage): string | undefined {
    return this.#current.sign(message);
  }
  verify(message: string | SipMessage): SignatureVerdict {
    return this.#current.verify(message);
  }
  reset(): void {
    if (this.#current.state === 'refused') return;
    this.#current = this.#first();
    this.#instead = undefined;
  }
}

/** Nobody was asked to believe anything yet, so another scheme may be tried. */
const isOfNoUse = ({ state }: SipAssociation): boolean => state === 'unavailable' || state === 'not-offered';
