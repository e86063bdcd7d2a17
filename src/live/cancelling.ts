import { BroadcastChannel } from 'node:worker_threads';

// vitest aborts the signals of the cases that run when a run is cancelled; but of concurrent cases it forgets all that began after the
// first one that ended (4.1.12). So the word goes from the main thread to the worker on a way of our own.

const channelOf = (run: string): BroadcastChannel => new BroadcastChannel(`coex cancels ${run}`);

/** Tells the worker of a run, in this process, that the run is cancelled. */
export function tellCancelled(run: string): void {
  const channel = channelOf(run);
  channel.postMessage('cancelled');
  channel.close();
}

/** Aborts when the run is cancelled. `close` ends the listening. */
export function hearOfCancelling(run: string): { readonly signal: AbortSignal; close(): void } {
  const controller = new AbortController();
  const channel = channelOf(run);
  channel.unref();
  channel.onmessage = () => controller.abort();
  return { signal: controller.signal, close: () => channel.close() };
}
