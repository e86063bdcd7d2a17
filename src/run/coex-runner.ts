import type { LiveRun } from '../live/run-live.ts';
import { systemClock } from '../time/index.ts';
import type { FromRunner, ToRunner } from './messages.ts';

// The process that runs the suites. It is told what to do by its parent, and ends with it.

const tell = (message: FromRunner): void => {
  if (process.connected) process.send?.(message);
};

// Loaded once all is set up to end with the parent: loading takes long, and everything may happen meanwhile.
const prepared = import('../live/run-live.ts').then(({ prepareLive }) => prepareLive());
prepared.catch(() => undefined);
let run: LiveRun | undefined;
let cancelled = false;

function cancel(): void {
  if (cancelled) return;
  cancelled = true;
  run?.cancel();
}

// Signals of the terminal reach the parent, which cancels; here they must not end the process before its users are signed off.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

process.on('disconnect', () => {
  // The parent is gone: sign off what is signed in, then go.
  cancel();
  systemClock.after(20_000, () => process.exit(70));
  if (run === undefined) process.exit(70);
});

process.on('message', (message: ToRunner) => {
  if (message.tell === 'cancel') return cancel();
  void start(message.request);
});

async function start(request: Extract<ToRunner, { tell: 'start' }>['request']): Promise<void> {
  try {
    run = (await prepared).start(request, (event) => tell({ tell: 'event', event }));
    tell({ tell: 'begun' });
    if (cancelled) run.cancel();
    await run.done;
    process.exitCode = 0;
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    tell({ tell: 'failed', message, ...(stack === undefined ? {} : { stack }) });
    process.exitCode = 70;
  }
  await said();
  // Everything is closed by now; what a library forgot must not keep the run from its report.
  process.exit();
}

/** Ends when the parent has been told everything so far. */
const said = (): Promise<void> =>
  new Promise((done) => {
    if (process.connected) process.send?.({ tell: 'ended' } satisfies FromRunner, () => done());
    else done();
  });

// It may have gone while this file was still loading, when nobody listened yet.
if (!process.connected) process.exit(70);
