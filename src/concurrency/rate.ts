import type { Clock } from '../time/index.ts';

/** Lets callers pass one after another, at most `perSecond` of them in a second: the estate's users come first. */
export interface Rate {
  /** Ends when it is the caller's turn. */
  turn(signal?: AbortSignal): Promise<void>;
}

export function rate(perSecond: number, clock: Clock): Rate {
  const gap = 1000 / perSecond;
  let next = 0;
  return {
    async turn(signal) {
      const now = clock.monotonic();
      const mine = Math.max(now, next);
      next = mine + gap;
      if (mine > now) await clock.sleep(mine - now, signal);
    },
  };
}
