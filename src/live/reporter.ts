import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason, TestSuite } from 'vitest/node';
import { describeError } from '../errors/index.ts';
import { type Finding, undetermined } from '../outcome/index.ts';
import type { JournalEvent } from '../results/index.ts';

/**
 * Writes into the journal what the cases cannot say themselves: those that vitest ended (time-out, hook that failed, cancelled run),
 * errors that belong to nobody, and the end of the run.
 */
export class JournalReporter implements Reporter {
  #write: (event: JournalEvent) => void = () => undefined;
  #tell: (event: JournalEvent) => void = () => undefined;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `write` appends to the journal; `tell` passes on what the cases have written there themselves, for those who watch. */
  listen(to: { write(event: JournalEvent): void; tell(event: JournalEvent): void }): void {
    this.#write = to.write;
    this.#tell = to.tell;
  }

  onTestCaseReady(test: TestCase): void {
    const { case: id } = test.meta();
    if (id !== undefined) this.#tell({ event: 'start', at: this.#now(), id });
  }

  onTestCaseResult(test: TestCase): void {
    const { case: id, end } = test.meta();
    if (id === undefined) return;
    if (end !== undefined) {
      this.#tell(end);
      return;
    }
    const finding = foreignEnd(test);
    if (finding === undefined) return;
    this.#write({ event: 'end', at: this.#now(), id, duration: test.diagnostic()?.duration ?? 0, finding });
  }

  onTestModuleEnd(module: TestModule): void {
    this.#unhandled(module.errors());
  }

  onTestSuiteResult(suite: TestSuite): void {
    this.#unhandled(suite.errors());
  }

  onTestRunEnd(_modules: readonly TestModule[], unhandled: readonly SerializedError[], reason: TestRunEndReason): void {
    this.#unhandled(unhandled);
    this.#write({ event: 'done', at: this.#now(), reason });
  }

  #unhandled(errors: readonly SerializedError[]): void {
    for (const error of errors) {
      this.#write({
        event: 'unhandled',
        at: this.#now(),
        message: error.message,
        ...(error.stack === undefined ? {} : { stack: error.stack }),
      });
    }
  }
}

/** Why vitest, and not the case, ended it. `undefined` when it never ran: the parent knows what to make of that. */
function foreignEnd(test: TestCase): Finding | undefined {
  const result = test.result();
  if (result.state !== 'failed') return undefined;
  const [error] = result.errors;
  const message = error === undefined ? 'unknown' : describeError(Object.assign(new Error(error.message), { name: error.name }));
  if (/timed out/i.test(message)) return undetermined('CASE_TIMEOUT', `The case did not end in time: ${message}`);
  return undetermined('UNEXPECTED', `The harness failed before the case could look: ${message}`);
}
