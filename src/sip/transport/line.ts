import { CoexistenceError } from '../../errors/index.ts';
import type { WireSink } from '../../evidence/wire.ts';
import type { Address } from '../../network/model.ts';
import { type Clock, humanDuration } from '../../time/index.ts';
import type { WireError } from '../wire/index.ts';
import type { ConnectionListener } from './connection.ts';

/** Who talks with whom, over what, and who is told of it. */
export interface Ends {
  /** Name of the test user. */
  readonly agent: string;
  readonly peer: string;
  readonly address: Address;
  readonly clock: Clock;
  readonly wire?: WireSink;
}

/** What socket and WebSocket have in common: tells the listener and the wire log, once and in order. */
export class Line {
  readonly #ends: Ends;
  readonly #since: number;
  #listener: ConnectionListener | undefined;
  #early: string[] = [];
  #over = false;
  #reason: Error | undefined;
  #wanted = false;

  constructor(ends: Ends) {
    this.#ends = ends;
    this.#since = ends.clock.monotonic();
  }

  get isOpen(): boolean {
    return !this.#over && !this.#wanted;
  }

  /** We are about to close it: the end that follows is no loss. */
  wantClosed(): void {
    this.#wanted = true;
  }

  tell(direction: 'sent' | 'received' | 'note', text: string): void {
    const { agent, peer, clock, wire } = this.#ends;
    wire?.passed({ at: clock.now(), direction, agent, peer, text });
  }

  listen(listener: ConnectionListener): void {
    this.#listener = listener;
    for (const text of this.#early.splice(0)) listener.message(text);
    if (this.#over) listener.closed(this.#reason);
  }

  received(text: string): void {
    if (!this.isOpen) return;
    this.tell('received', text);
    if (this.#listener === undefined) this.#early.push(text);
    else this.#listener.message(text);
  }

  /** The line is down, for whatever cause; only the first call counts. */
  ended(cause: Error | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#reason = this.#wanted ? undefined : this.lost(cause);
    this.tell('note', this.#reason?.message ?? `${this.#ends.agent} closed the connection to ${this.#ends.peer}.`);
    this.#listener?.closed(this.#reason);
  }

  /** The error for bytes that are no message: the line is of no use behind them. */
  nonsense(cause: WireError): CoexistenceError {
    const { agent, peer } = this.#ends;
    return new CoexistenceError('UNEXPECTED_ANSWER', `${peer} sent ${agent} something that is no SIP message: ${cause.reason}.`, {
      cause,
      facts: { server: peer },
    });
  }

  /** The error for a line that we did not close. */
  lost(cause: Error | undefined): CoexistenceError {
    if (cause instanceof CoexistenceError) return cause;
    const { agent, peer, address, clock } = this.#ends;
    const after = clock.monotonic() - this.#since;
    const how = cause === undefined ? 'closed the connection' : `broke the connection (${cause.message})`;
    return new CoexistenceError(
      'CONNECTION_LOST',
      `${peer} (${address.host}:${address.port}) ${how} of ${agent} ${humanDuration(after)} after it was opened.`,
      { ...(cause && { cause }), facts: { server: peer, address: `${address.host}:${address.port}`, after: Math.round(after) } },
    );
  }
}
