import { CoexistenceError } from '../../errors/index.ts';
import { type Clock, humanDuration } from '../../time/index.ts';

/** What came up the line lately, for sentences that say what was seen instead of an answer. */
interface Glimpse {
  readonly at: number;
  readonly text: string;
}

const remembered = 16;

/** Everything an endpoint waits for: each wait ends by its answer, by its deadline, or with the endpoint. */
export class Exchanges {
  readonly #agent: string;
  readonly #peer: string;
  readonly #clock: Clock;
  readonly #open = new Set<(error: Error) => void>();
  #glimpses: Glimpse[] = [];
  #ended: Error | undefined;
  /** How many messages were received. */
  heard = 0;

  constructor(agent: string, peer: string, clock: Clock) {
    this.#agent = agent;
    this.#peer = peer;
    this.#clock = clock;
  }

  get pending(): number {
    return this.#open.size;
  }

  /** Remembers what was received, in a few words, as long as anybody waits. */
  saw(text: string): void {
    this.heard += 1;
    if (this.#open.size === 0) return;
    this.#glimpses.push({ at: this.#clock.monotonic(), text });
    if (this.#glimpses.length > remembered) this.#glimpses = this.#glimpses.slice(-remembered);
  }

  /**
   * Waits until `begin` calls `done`, at most `budget` milliseconds.
   * @param what `MESSAGE to sip:mika@contoso.net`: what shall be answered
   * @throws CoexistenceError NO_ANSWER after the budget, with what was seen instead; or what the endpoint ended with
   */
  async wait<T>(
    what: string,
    budget: number,
    begin: (done: (value: T) => void, fail: (error: Error) => void) => void,
  ): Promise<T> {
    if (this.#ended) throw this.#ended;
    const since = this.#clock.monotonic();
    let settle = (): void => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        const late = this.#clock.after(budget, () => reject(this.#late(what, budget, since)), true);
        this.#open.add(reject);
        settle = () => {
          late.cancel();
          this.#open.delete(reject);
          if (this.#open.size === 0) this.#glimpses = [];
        };
        begin(resolve, reject);
      });
    } finally {
      settle();
    }
  }

  /** Ends every wait, now and from now on, with this error. */
  end(error: Error): void {
    this.#ended ??= error;
    for (const reject of [...this.#open]) reject(this.#ended);
  }

  #late(what: string, budget: number, since: number): CoexistenceError {
    const seen = this.#glimpses.filter(({ at }) => at >= since).map(({ text }) => text);
    const instead = seen.length === 0 ? 'nothing at all came in that time' : `in that time came only ${seen.join(', ')}`;
    return new CoexistenceError(
      'NO_ANSWER',
      `${this.#peer} did not answer ${what} of ${this.#agent} within ${humanDuration(budget)}; ${instead}.`,
      { facts: { server: this.#peer, awaited: what, after: budget, seen } },
    );
  }
}
