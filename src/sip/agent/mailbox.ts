import type { Clock, Timer } from '../../time/index.ts';
import type { Heard } from './model.ts';

interface Listener {
  readonly fits: (heard: Heard) => boolean;
  readonly give: (heard: Heard | undefined) => void;
  readonly fail: (error: Error) => void;
  readonly late: Timer;
}

/** Texts that reached an agent, until somebody asks for them; each is given out once. */
export class Mailbox {
  readonly #clock: Clock;
  #texts: Heard[] = [];
  #listeners: Listener[] = [];
  #closed: Error | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  arrived(heard: Heard): void {
    const listener = this.#listeners.find(({ fits }) => fits(heard));
    if (listener === undefined) {
      this.#texts.push(heard);
      return;
    }
    this.#drop(listener);
    listener.give(heard);
  }

  /** The oldest text that fits, at once or within `ms`; `undefined` when none comes. Rejects when the agent is lost meanwhile. */
  async next(fits: (heard: Heard) => boolean, ms: number): Promise<Heard | undefined> {
    const place = this.#texts.findIndex(fits);
    if (place >= 0) return this.#texts.splice(place, 1)[0];
    if (this.#closed) throw this.#closed;
    return await new Promise((give, fail) => {
      const late = this.#clock.after(
        ms,
        () => {
          this.#drop(listener);
          give(undefined);
        },
        true,
      );
      const listener: Listener = { fits, give, fail, late };
      this.#listeners.push(listener);
    });
  }

  /** Something may come again. */
  open(): void {
    this.#closed = undefined;
  }

  /** Nothing comes any more: whoever waits is told why. What has arrived can still be asked for. */
  close(reason: Error): void {
    this.#closed ??= reason;
    for (const listener of this.#listeners.splice(0)) {
      listener.late.cancel();
      listener.fail(reason);
    }
  }

  #drop(listener: Listener): void {
    listener.late.cancel();
    this.#listeners = this.#listeners.filter((other) => other !== listener);
  }
}
