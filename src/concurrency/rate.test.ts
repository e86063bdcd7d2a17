import { describe, expect, it } from 'vitest';
import type { Clock } from '../time/index.ts';
import { rate } from './rate.ts';

/** A clock whose sleeps only note how long they would have lasted. */
function notingClock(): { clock: Clock; sleeps: number[]; pass(ms: number): void } {
  let now = 1000;
  const sleeps: number[] = [];
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after: () => ({ cancel: () => undefined }),
    sleep: async (ms) => {
      sleeps.push(ms);
    },
  };
  return { clock, sleeps, pass: (ms) => (now += ms) };
}

describe('rate', () => {
  it('lets the first pass at once and the others in even steps', async () => {
    const { clock, sleeps } = notingClock();
    const limited = rate(4, clock);
    for (let i = 0; i < 3; i++) await limited.turn();
    expect(sleeps).toEqual([250, 500]);
  });

  it('does not save up turns that nobody took', async () => {
    const { clock, sleeps, pass } = notingClock();
    const limited = rate(2, clock);
    await limited.turn();
    pass(60_000);
    await limited.turn();
    await limited.turn();
    expect(sleeps).toEqual([500]);
  });
});
