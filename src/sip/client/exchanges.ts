import { CoexistenceError } from '../../errors/index.ts';
import { type Clock, humanDuration, type Timer } from '../../time/index.ts';

/** What came up the line lately, for sentences that say what was seen instead of an answer. */
interface Glimpse {
  readonly at: number;
  readonly tell: () => string;
}

interface Wait {
  readonly what: string;
  readonly budget: number;
  readonly since: number;
  readonly fail: (error: Error) => void;
}

const remembered = 16;

/** Everything an endpoint waits for: each wait ends by its answer, by its deadline, or with the endpoint. */
export class Exchanges {
  readonly #agent: string;
  readonly #peer: string;
  readonly #clock: Clock;
  readonly #open = new Set<Wait>();
  #glimpses: Glimpse[] = [];
  #ended: Error | undefined;
  /** How many messages were received. */
  heard = 0;
  /** One for all that wait: the next moment at which any of them may be late. */
  #alarm: { readonly at: number; readonly timer: Timer } | undefined;

  constructor(agent: string, peer: string, clock: Clock) {
    this.#agent = agent;
    this.#peer = peer;
    this.#clock = clock;
  }

  get pending(): number {
    return this.#open.size;
  }

  /** Remembers what was received, as long as anybody waits; `tell` says it in a few words, should it be asked. */
  saw(tell: () => string): void {
    this.heard += 1;
    if (this.#open.size === 0) return;
    this.#glimpses.push({ at: this.#clock.monotonic(), tell });
    if (this.#glimpses.length > remembered) this.#glimpses.shift();
  }

  /**
   * Waits until `begin` calls `done`, at most `budget` milliseconds.
   * @param what `MESSAGE to sip:mika@contoso.net`: what shall be answered
   * @param begin may end with what to do when the wait is over, whatever way
   * @throws CoexistenceError NO_ANSWER after the budget, with what was seen instead; or what the endpoint ended with
   */
  wait<T>(
    what: string,
    budget: number,
    begin: (done: (value: T) => void, fail: (error: Error) => void) => (() => void) | undefined,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#ended) {
        reject(this.#ended);
        return;
      }
      let isOver = false;
      let after: (() => void) | undefined;
      const settle = (): void => {
        isOver = true;
        this.#open.delete(wait);
        if (this.#open.size === 0) this.#quiet();
        after?.();
      };
      const fail = (error: Error): void => {
        if (isOver) return;
        settle();
        reject(error);
      };
      const done = (value: T): void => {
        if (isOver) return;
        settle();
        resolve(value);
      };
      const wait: Wait = { what, budget, since: this.#clock.monotonic(), fail };
      this.#open.add(wait);
      this.#wakeAt(wait.since + budget);
      try {
        after = begin(done, fail);
        if (isOver) after?.();
      } catch (error) {
        fail(error as Error);
      }
    });
  }

  /** Ends every wait, now and from now on, with this error. */
  end(error: Error): void {
    this.#ended ??= error;
    for (const { fail } of [...this.#open]) fail(this.#ended);
  }

  #wakeAt(at: number): void {
    if (this.#alarm !== undefined && this.#alarm.at <= at) return;
    this.#alarm?.timer.cancel();
    const timer = this.#clock.after(Math.max(0, at - this.#clock.monotonic()), () => this.#awake(), true);
    this.#alarm = { at, timer };
  }

  /** Ends those that are late, and sleeps until the next one may be. */
  #awake(): void {
    const due = this.#alarm?.at ?? 0;
    this.#alarm = undefined;
    // The alarm rang for whoever was due then, even if the clock that counts is a hair behind the one that rings.
    const now = Math.max(due, this.#clock.monotonic());
    for (const wait of [...this.#open]) if (wait.since + wait.budget <= now) wait.fail(this.#late(wait));
    let next = Number.POSITIVE_INFINITY;
    for (const { since, budget } of this.#open) next = Math.min(next, since + budget);
    if (next < Number.POSITIVE_INFINITY) this.#wakeAt(next);
  }

  #quiet(): void {
    this.#alarm?.timer.cancel();
    this.#alarm = undefined;
    this.#glimpses = [];
  }

  #late({ what, budget, since }: Wait): CoexistenceError {
    const seen = this.#glimpses.filter(({ at }) => at >= since).map(({ tell }) => tell());
    const instead = seen.length === 0 ? 'nothing at all came in that time' : `in that time came only ${seen.join(', ')}`;
    return new CoexistenceError(
      'NO_ANSWER',
      `${this.#peer} did not answer ${what} of ${this.#agent} within ${humanDuration(budget)}; ${instead}.`,
      { facts: { server: this.#peer, awaited: what, after: budget, seen } },
    );
  }
}
