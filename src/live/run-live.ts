import { BaseSequencer, createVitest, type TestSpecification } from 'vitest/node';
import type { JournalEvent } from '../results/index.ts';
import { systemClock } from '../time/index.ts';
import { tellCancelled } from './cancelling.ts';
import { JournalReporter } from './reporter.ts';
import type { LiveRequest } from './request.ts';
import { runFiles } from './run-files.ts';
import { liveOptions, suiteOrder } from './vitest-project.ts';

export interface LiveRun {
  /** Aborts the cases that are running, leaves out the rest, and lets agents sign off. */
  cancel(): void;
  /** Ends when the suites have ended and everything they opened is closed. */
  readonly done: Promise<void>;
}

/** A vitest that has loaded and waits to be told what to run. */
export interface PreparedLive {
  start(request: LiveRequest, onEvent: (event: JournalEvent) => void): LiveRun;
}

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number =>
      suiteOrder.findIndex((name) => moduleId.replace(/\\/g, '/').endsWith(`/suites/${name}.ts`));
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Loads vitest in this process, before it is known what will run: that takes longer than anything else before the first case. */
export async function prepareLive(): Promise<PreparedLive> {
  const before = new Map(signals.map((name) => [name, process.listeners(name)]));
  const reporter = new JournalReporter(() => systemClock.now());
  const vitest = await createVitest('test', {
    ...liveOptions,
    include: [...liveOptions.include],
    server: { deps: { external: [...liveOptions.server.deps.external] } },
    config: false,
    watch: false,
    passWithNoTests: false,
    allowOnly: false,
    reporters: [reporter],
    sequence: { sequencer: InOrder },
  });
  // vitest's own handlers would end the process before anybody has signed off.
  for (const name of signals) {
    for (const listener of process.listeners(name))
      if (!before.get(name)?.includes(listener)) process.removeListener(name, listener);
  }
  return {
    start(request, onEvent) {
      const files = runFiles(request.folder);
      reporter.listen({
        write(event) {
          files.journal(event);
          onEvent(event);
        },
        tell: onEvent,
      });
      vitest.provide('live', request);
      const planned = new Set(request.plan.cases.map(({ suite }) => suite));
      const run = async (): Promise<void> => {
        try {
          await vitest.start(suiteOrder.filter((name) => planned.has(name)).map((name) => `suites/${name}.ts`));
        } finally {
          await vitest.close();
          files.close();
        }
      };
      const cancel = (): void => {
        tellCancelled(request.run);
        void vitest.cancelCurrentRun('keyboard-input');
      };
      return { cancel, done: run() };
    },
  };
}
