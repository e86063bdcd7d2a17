import { CoexistenceError } from '../../errors/index.ts';
import type { SipMessage, WireError } from '../wire/index.ts';
import { labelOf } from './messages.ts';
import type { Doubt } from './trust.ts';

/** Why an exchange of one endpoint with its server came to nothing, as errors with both names. */
export class Failures {
  readonly #name: string;
  readonly #peer: string;

  /** @param name of the test user; @param peer FQDN of the server */
  constructor(name: string, peer: string) {
    this.#name = name;
    this.#peer = peer;
  }

  /** A request could not be written as SIP. */
  unsent(what: string, cause: WireError): CoexistenceError {
    return this.#error('UNEXPECTED_ANSWER', `${what} of ${this.#name} was not sent to ${this.#peer}: ${cause.reason}.`, cause);
  }

  /** sip.js gave a request up by itself: 408 when its own timer ended, else because the line is down. */
  undeliverable(what: string, status: number | undefined): CoexistenceError {
    return status === 408
      ? this.#error('NO_ANSWER', `${this.#peer} did not answer ${what} of ${this.#name}.`)
      : this.#error('CONNECTION_LOST', `${what} of ${this.#name} could not be sent to ${this.#peer}: the connection is closed.`);
  }

  /** The server sent what cannot be used. */
  unexpected(what: string, cause?: unknown): CoexistenceError {
    return this.#error('UNEXPECTED_ANSWER', `${this.#peer} sent ${this.#name} ${what}.`, cause);
  }

  /** What we should send to is no SIP URI. */
  noUri(text: string): CoexistenceError {
    return this.#error('UNEXPECTED_ANSWER', `${text}, which ${this.#name} should send to, is no SIP URI.`);
  }

  /** The user has signed out: whatever waits, waits for nothing. */
  signedOut(): CoexistenceError {
    return this.#error('CONNECTION_LOST', `${this.#name} has signed out of ${this.#peer}.`);
  }

  /** A message is not signed as it must be. */
  untrusted(message: SipMessage, { code, how }: Doubt): CoexistenceError {
    const label = labelOf(message);
    return new CoexistenceError(code, `${this.#peer} sent ${this.#name} ${label} ${how}; the connection was closed.`, {
      facts: { server: this.#peer, message: label, ...(message.kind === 'response' && { status: message.status }) },
    });
  }

  #error(code: 'UNEXPECTED_ANSWER' | 'NO_ANSWER' | 'CONNECTION_LOST', message: string, cause?: unknown): CoexistenceError {
    return new CoexistenceError(code, message, { cause, facts: { server: this.#peer } });
  }
}
