import type { Clock, Timer } from '../../time/index.ts';

interface Waiter {
  readonly uri: string;
  readonly isThere: boolean;
  readonly give: (seen: boolean) => void;
  readonly fail: (error: Error) => void;
  readonly late: Timer;
}

/** Those who wait until somebody stands in a list that the server tells news of, or no longer stands there. */
export class Appearances {
  readonly #has: (uri: string) => boolean;
  readonly #clock: Clock;
  #waiters: Waiter[] = [];
  #over: Error | undefined;

  constructor(has: (uri: string) => boolean, clock: Clock) {
    this.#has = has;
    this.#clock = clock;
  }

  /** True as soon as it is so; false after `ms` milliseconds. @throws what the list is over for */
  async until(uri: string, isThere: boolean, ms: number): Promise<boolean> {
    if (this.#over) throw this.#over;
    if (this.#has(uri) === isThere) return true;
    return await new Promise((give, fail) => {
      const settle = (): void => {
        this.#drop(waiter);
        give(false);
      };
      const waiter: Waiter = { uri, isThere, give, fail, late: this.#clock.after(ms, settle, true) };
      this.#waiters.push(waiter);
    });
  }

  /** The list has changed: whoever waited for that is told. */
  changed(): void {
    for (const waiter of this.#waiters.filter(({ uri, isThere }) => this.#has(uri) === isThere)) {
      this.#drop(waiter);
      waiter.give(true);
    }
  }

  /** No more news will come: whoever waits is told why, now and from now on. */
  end(reason: Error): void {
    this.#over ??= reason;
    for (const waiter of this.#waiters.splice(0)) {
      waiter.late.cancel();
      waiter.fail(this.#over);
    }
  }

  #drop(waiter: Waiter): void {
    waiter.late.cancel();
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
  }
}
