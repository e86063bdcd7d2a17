import { BaseSequencer, createVitest, type TestSpecification } from 'vitest/node';
import type { JournalEvent } from '../results/index.ts';
import { systemClock } from '../time/index.ts';
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

class InOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number =>
      suiteOrder.findIndex((name) => moduleId.replace(/\\/g, '/').endsWith(`/suites/${name}.ts`));
    return [...files].sort((a, b) => place(a) - place(b));
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs the suites that the plan has cases of, in vitest, in this process. */
export async function startLive(request: LiveRequest, onEvent: (event: JournalEvent) => void): Promise<LiveRun> {
  const files = runFiles(request.folder);
  const write = (event: JournalEvent): void => {
    files.journal(event);
    onEvent(event);
  };
  const before = new Map(signals.map((name) => [name, process.listeners(name)]));
  const planned = new Set(request.plan.cases.map(({ suite }) => suite));
  const reporter = new JournalReporter(write, onEvent, () => systemClock.now());
  const vitest = await createVitest('test', {
    ...liveOptions,
    include: suiteOrder.filter((name) => planned.has(name)).map((name) => `suites/${name}.ts`),
    server: { deps: { external: [...liveOptions.server.deps.external] } },
    config: false,
    watch: false,
    passWithNoTests: false,
    allowOnly: false,
    reporters: [reporter],
    sequence: { sequencer: InOrder },
    provide: { live: request },
  });
  // vitest's own handlers would end the process before anybody has signed off.
  for (const name of signals) {
    for (const listener of process.listeners(name))
      if (!before.get(name)?.includes(listener)) process.removeListener(name, listener);
  }
  const run = async (): Promise<void> => {
    try {
      await vitest.start();
    } finally {
      await vitest.close();
    }
  };
  return { cancel: () => void vitest.cancelCurrentRun('keyboard-input'), done: run() };
}
