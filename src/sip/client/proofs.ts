import type { SignatureVerdict, SipAssociation } from '../auth/index.ts';
import type { SipMessage } from '../wire/index.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import type { ChallengedRequest } from './patches/index.ts';
import { type Doubt, doubtOf } from './trust.ts';

/** Requests that were repeated after a new proof, of all endpoints. */
const repeated = new WeakSet<object>();

/**
 * How one connection proves its user, and how the server proves itself: the association in force, the one that is being agreed on beside it,
 * and the one before (MS-SIPAE).
 */
export class Proofs {
  /** See `Endpoint.onChallenge`. */
  onChallenge: (() => Promise<void>) | undefined;
  readonly #newAssociation: (() => SipAssociation) | undefined;
  readonly #mustBeOpen: () => void;
  /** In force: what we send is signed with it. */
  #inForce: SipAssociation;
  /** Being agreed on meanwhile; takes over when the server has accepted it. */
  #pending: SipAssociation | undefined;
  /** The one before: the server may have signed something with it that comes late. */
  #previous: SipAssociation | undefined;
  #isConfirmed = false;

  /** @param mustBeOpen throws where the endpoint ended while a challenge was thought about */
  constructor({ association, newAssociation }: EndpointOptions, mustBeOpen: () => void) {
    this.#inForce = association;
    this.#newAssociation = newAssociation;
    this.#mustBeOpen = mustBeOpen;
  }

  /** What proves the user at this moment: the new association while one is being agreed on. */
  get association(): SipAssociation {
    return this.#pending ?? this.#inForce;
  }

  /** True while a new proof is not answered yet, or was refused. */
  get isProving(): boolean {
    return this.#pending !== undefined;
  }

  /** From now on nothing unsigned passes. */
  confirm(): void {
    this.#isConfirmed = true;
  }

  /** The next REGISTER begins a new association; the old one stays in force until the server has accepted the new one. */
  proveAnew(): void {
    // Where nothing is signed there is nothing to agree on: digest proves every request.
    if (this.#inForce.signs) this.#pending ??= this.#newAssociation?.();
  }

  /** The server has answered a REGISTER with 200: a proof that it carried was taken, and its keys sign from now on. */
  taken(): void {
    const taken = this.#pending;
    this.#pending = undefined;
    if (taken?.state !== 'answered' && taken?.state !== 'established') return;
    this.#previous = this.#inForce;
    this.#inForce = taken;
  }

  /** Whether a challenged request is repeated. */
  challenged(challenges: readonly string[], status: 401 | 407, request: ChallengedRequest): boolean | Promise<boolean> {
    // Once the keys are confirmed an unsigned challenge must not drop them: it can only begin another association beside them.
    const isAnother = this.#isConfirmed && this.#inForce.signs;
    if (isAnother && request.method !== 'REGISTER') return this.#provenBefore(request);
    if (isAnother) this.proveAnew();
    const association = isAnother ? this.#pending : this.#inForce;
    const answer = association?.next(challenges, status, request);
    if (!(answer instanceof Promise)) return answer !== undefined;
    return answer.then((credentials) => {
      this.#mustBeOpen();
      return credentials !== undefined;
    });
  }

  /** Signs what leaves: a REGISTER with the proof that is being agreed on, everything else with the one in force. */
  sign(message: SipMessage): void {
    const isProof = this.#pending !== undefined && message.kind === 'request' && message.method === 'REGISTER';
    const association = isProof ? this.#pending! : this.#inForce;
    const signature = association.sign(message);
    if (signature !== undefined) message.headers.prepend(association.headerName, signature);
  }

  /** Why a message that came must not be believed; `undefined` where it may go on. */
  doubtOf(message: SipMessage): Doubt | undefined {
    return doubtOf(message, this.#verdictOn(message), this.#isConfirmed, this.#inForce.state);
  }

  /** Repeats a challenged request after a new proof; one that is challenged again is refused. */
  #provenBefore(request: ChallengedRequest): boolean | Promise<boolean> {
    if (this.onChallenge === undefined || repeated.has(request.of)) return false;
    repeated.add(request.of);
    return this.onChallenge().then(() => {
      this.#mustBeOpen();
      return true;
    });
  }

  #verdictOn(message: SipMessage): SignatureVerdict {
    const verdict = this.#inForce.verify(message);
    if (verdict === 'ok' || (this.#pending === undefined && this.#previous === undefined)) return verdict;
    const pending = this.#pending?.verify(message);
    if (pending === 'ok' || this.#previous?.verify(message) === 'ok') return 'ok';
    return pending === 'wrong' ? 'wrong' : verdict;
  }
}
