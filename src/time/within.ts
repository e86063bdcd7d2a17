import type { Clock } from './clock.ts';

/** The value if the promise settles within `ms`, else `undefined` once the time is up. Rejections pass through. */
export async function within<T>(promise: Promise<T>, ms: number, clock: Clock): Promise<{ value: T } | undefined> {
  let cancel = (): void => {};
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.after(ms, () => resolve(undefined), true).cancel;
  });
  try {
    return await Promise.race([promise.then((value) => ({ value })), late]);
  } finally {
    cancel();
  }
}

export interface Attempt<T> {
  /** Milliseconds since the first sight. */
  readonly at: number;
  readonly seen: T;
}

export interface Watched<T> {
  readonly met: boolean;
  readonly attempts: readonly Attempt<T>[];
  readonly elapsed: number;
}

/**
 * Looks until what is seen satisfies, or the budget is spent; remembers every distinct sight. The budget begins with the first sight: how long
 * that took says nothing about what is seen. So whatever does not satisfy at once is looked at twice at least. For things that can only be
 * polled: whatever can tell of itself is awaited instead.
 */
export async function watch<T>(
  look: () => Promise<T>,
  satisfies: (seen: T) => boolean,
  options: { budget: number; every: number; clock: Clock; signal?: AbortSignal },
): Promise<Watched<T>> {
  const { clock, budget, every, signal } = options;
  let start: number | undefined;
  const attempts: Attempt<T>[] = [];
  for (;;) {
    const seen = await look();
    start ??= clock.monotonic();
    const at = clock.monotonic() - start;
    attempts.push({ at, seen });
    if (satisfies(seen)) return { met: true, attempts, elapsed: at };
    const left = budget - at;
    if (left <= 0) return { met: false, attempts, elapsed: at };
    await clock.sleep(Math.min(every, left), signal);
  }
}
