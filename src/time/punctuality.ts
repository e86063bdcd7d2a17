import type { Clock } from './clock.ts';

/** Knows when this process was late: busy, paused, or without a processor. What it saw afterwards had happened before it saw it. */
export interface Punctuality {
  /** Milliseconds between two points of the monotonic clock in which this process did not come to look. */
  lateBetween(since: number, until: number): number;
  stop(): void;
}

/** How often it is looked, in milliseconds: finer than any time that is judged. */
const every = 20;
/** Lateness that every timer has; less is not counted. */
const usual = 10;
/** More gaps than a judged time can hold. */
const kept = 5000;

/** Watches over the process from now on, by a timer that should come every 20 ms. It does not keep the process alive. */
export function watchPunctuality(clock: Pick<Clock, 'monotonic' | 'after'>): Punctuality {
  const gaps: { readonly from: number; readonly to: number }[] = [];
  let due = clock.monotonic() + every;
  const tick = (): void => {
    const now = clock.monotonic();
    if (now - due > usual) gaps.push({ from: due, to: now });
    if (gaps.length > kept) gaps.shift();
    due = now + every;
    timer = clock.after(every, tick);
  };
  let timer = clock.after(every, tick);
  return {
    lateBetween(since, until) {
      // Whoever asks may come before the timer that is late by now.
      const open = until - due > usual ? [{ from: due, to: until }] : [];
      return [...gaps, ...open].reduce((sum, { from, to }) => sum + Math.max(0, Math.min(to, until) - Math.max(from, since)), 0);
    },
    stop: () => timer.cancel(),
  };
}

/**
 * Looks for what should come within `budget` milliseconds after `since`; where nothing came and this process was late itself, once more for
 * as long as it was, because the other side had that much less time. `look` is told how long to look, and says `undefined` for nothing.
 */
export async function patiently<T>(
  look: (ms: number) => Promise<T | undefined>,
  { since, budget, clock, punctuality }: { since: number; budget: number; clock: Clock; punctuality: Punctuality },
): Promise<T | undefined> {
  const seen = await look(budget);
  if (seen !== undefined) return seen;
  const late = punctuality.lateBetween(since, clock.monotonic());
  return late === 0 ? undefined : look(Math.min(late, budget));
}
