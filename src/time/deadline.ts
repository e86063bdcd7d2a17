import type { Clock } from './clock.ts';

/** A moment after which something is late. */
export interface Deadline {
  readonly budget: number;
  remaining(): number;
  passed(): boolean;
}

export function deadlineIn(ms: number, clock: Clock): Deadline {
  const end = clock.monotonic() + ms;
  return { budget: ms, remaining: () => Math.max(0, end - clock.monotonic()), passed: () => clock.monotonic() >= end };
}

/** `2 s`, `350 ms`, `3 min`: for sentences. */
export function humanDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(1))} s`;
  return `${Number((ms / 60_000).toFixed(1))} min`;
}

/** How old something is, in whole hours or days once it is older than two of them: for people who compare runs. */
export function humanAge(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  if (hours < 2) return humanDuration(ms);
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
