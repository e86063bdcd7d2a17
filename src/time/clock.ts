import { setTimeout as sleepFor } from 'node:timers/promises';

export interface Timer {
  cancel(): void;
}

/** The only way to time in this product. Times are milliseconds. */
export interface Clock {
  /** Milliseconds since 1970, for what people and journals read. */
  now(): number;
  /** Milliseconds that only ever grow, for durations. */
  monotonic(): number;
  /**
   * Calls back once, after whatever has arrived by then was read: a process that was paused does not take an answer that lies there for
   * silence. Does not keep the process alive unless `hold` is true.
   */
  after(ms: number, call: () => void, hold?: boolean): Timer;
  /** Ends after `ms`, or rejects with the reason of the signal. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The real clock of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, call, hold = false) {
    let reading: NodeJS.Immediate | undefined;
    const timer = setTimeout(() => {
      // Timers come before reading in a turn of the event loop, and this comes after it. Held, or it would wait for something to happen.
      reading = setImmediate(call);
    }, ms);
    if (!hold) timer.unref();
    return {
      cancel: () => {
        clearTimeout(timer);
        clearImmediate(reading);
      },
    };
  },
  async sleep(ms, signal) {
    await sleepFor(ms, undefined, signal === undefined ? {} : { signal });
  },
};

/** `2026-01-01T00:00:00.000Z` */
export const isoTime = (ms: number): string => new Date(ms).toISOString();

/** Milliseconds since 1970 of an ISO 8601 text with its zone; NaN when it is none. */
export const parseTime = (text: string): number => Date.parse(text);
