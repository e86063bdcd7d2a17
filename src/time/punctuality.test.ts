import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { patiently, watchPunctuality } from './punctuality.ts';

/** A clock that moves only when it is told to; timers that have become due are called then, as after a block of the event loop. */
function heldClock() {
  let now = 1000;
  let timers: { at: number; call: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after(ms, call) {
      const timer = { at: now + ms, call };
      timers.push(timer);
      const cancel = (): void => {
        timers = timers.filter((other) => other !== timer);
      };
      return { cancel };
    },
    sleep: async () => undefined,
  };
  /** Lets time pass, with the timers in it either on time or all at the end. */
  const pass = (ms: number, blocked = false): void => {
    const end = now + ms;
    for (;;) {
      const next = blocked ? undefined : timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      now = next.at;
      timers = timers.filter((other) => other !== next);
      next.call();
    }
    now = end;
    if (blocked) {
      const due = timers.filter(({ at }) => at <= end);
      timers = timers.filter(({ at }) => at > end);
      for (const { call } of due) call();
    }
  };
  return { clock, pass, pending: () => timers.length };
}

describe('punctuality', () => {
  it('is perfect where timers come on time', () => {
    const { clock, pass } = heldClock();
    const punctuality = watchPunctuality(clock);
    pass(5000);
    expect(punctuality.lateBetween(0, 6000)).toBe(0);
  });

  it('counts what lay in a block, as far as it lies in the time that is asked for', () => {
    const { clock, pass } = heldClock();
    const punctuality = watchPunctuality(clock);
    pass(1000);
    pass(700, true);
    pass(1000);
    expect(punctuality.lateBetween(1000, 3700)).toBe(680);
    expect(punctuality.lateBetween(2100, 2300)).toBe(200);
    expect(punctuality.lateBetween(2700, 3700)).toBe(0);
    expect(punctuality.lateBetween(0, 2000)).toBe(0);
  });

  it('knows of a block that has not been told by the timer yet', () => {
    const { clock } = heldClock();
    const punctuality = watchPunctuality(clock);
    expect(punctuality.lateBetween(1000, 1520)).toBe(500);
  });

  it('leaves no timer behind', () => {
    const { clock, pass, pending } = heldClock();
    const punctuality = watchPunctuality(clock);
    pass(100);
    punctuality.stop();
    expect(pending()).toBe(0);
  });
});

describe('looking patiently', () => {
  const looks = async (late: number, answers: readonly (string | undefined)[]) => {
    const { clock } = heldClock();
    const times: number[] = [];
    const punctuality = { lateBetween: () => late, stop: () => undefined };
    const seen = await patiently(
      async (ms) => {
        times.push(ms);
        return answers[times.length - 1];
      },
      { since: 0, budget: 2000, clock, punctuality },
    );
    return { seen, times };
  };

  it('ends with what is seen', async () => expect(await looks(900, ['here'])).toEqual({ seen: 'here', times: [2000] }));
  it('ends with the budget where the process was on time', async () =>
    expect(await looks(0, [])).toEqual({ seen: undefined, times: [2000] }));
  it('gives back what the process itself has lost', async () =>
    expect(await looks(900, [undefined, 'late'])).toEqual({ seen: 'late', times: [2000, 900] }));
  it('never waits more than once more', async () =>
    expect(await looks(90_000, [])).toEqual({ seen: undefined, times: [2000, 2000] }));
});
