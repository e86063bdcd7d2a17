import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { watch } from './within.ts';

/** Looks each take so long, and the clock goes on by that and by every sleep. */
function slowLooks<T>(took: number, answers: readonly T[]) {
  let now = 5000;
  let looks = 0;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after: () => ({ cancel: () => undefined }),
    sleep: async (ms) => {
      now += ms;
    },
  };
  const look = async (): Promise<T> => {
    now += took;
    return answers[Math.min(looks++, answers.length - 1)]!;
  };
  return { clock, look, looks: () => looks };
}

describe('watching', () => {
  const isRunning = (state: string): boolean => state === 'Running';

  it('ends with the first sight that satisfies', async () => {
    const { clock, look } = slowLooks(10, ['StartPending', 'Running', 'Stopped']);
    const seen = await watch(look, isRunning, { budget: 1000, every: 100, clock });
    expect(seen).toMatchObject({ met: true, elapsed: 110, attempts: [{ seen: 'StartPending', at: 0 }, { seen: 'Running' }] });
  });

  it('looks again even where the first look took longer than the budget: what is seen began no earlier', async () => {
    const { clock, look, looks } = slowLooks(60_000, ['StartPending', 'Running']);
    expect(await watch(look, isRunning, { budget: 1000, every: 100, clock })).toMatchObject({ met: true });
    expect(looks()).toBe(2);
  });

  it('says how long it was seen not to satisfy', async () => {
    const { clock, look } = slowLooks(0, ['StartPending']);
    const seen = await watch(look, isRunning, { budget: 1000, every: 300, clock });
    expect(seen).toMatchObject({ met: false, elapsed: 1000 });
    expect(seen.attempts).toHaveLength(5);
  });
});
