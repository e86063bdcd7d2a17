import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment } from '../environment/index.ts';
import type { LiveRequest, ShellChoice } from '../live/host.ts';
import type { Plan } from '../plan/index.ts';
import { buildRun, type JournalEvent, judge, parseJournal, type Run, type Verdict } from '../results/index.ts';
import { type Clock, humanDuration, within } from '../time/index.ts';
import { writeHead } from './journal-head.ts';
import { takeLock } from './lock.ts';
import type { FromRunner } from './messages.ts';
import { openChangesOf, openRunMemory } from './open-runs.ts';
import { endTree, isAlive } from './processes.ts';
import { createRunFolder } from './run-folder.ts';
import { type RunnerProcess, spawnRunner } from './runner-process.ts';
import { undoRun } from './undo.ts';
import { type ReportOptions, writeReports } from './write-reports.ts';

export interface CheckOptions {
  readonly environment: Environment;
  /** What runs. */
  readonly plan: Plan;
  /** The plan without selection: what a wave needs is computed from it. */
  readonly wholePlan: Plan;
  readonly wave?: string;
  readonly selection: Readonly<Record<string, string | boolean>>;
  /** Folder that holds run folders. */
  readonly out: string;
  /** Folder of what is remembered of this environment across runs. */
  readonly stateFolder: string;
  readonly allowChanges: boolean;
  readonly allowRefusalProbes: boolean;
  readonly takeOver: boolean;
  /** Absolute path of the run folder to compare with, instead of the newest that fits. */
  readonly baseline?: string;
  readonly shell: ShellChoice;
  readonly report: ReportOptions;
  readonly clock: Clock;
  /** A runner that was started beforehand. */
  readonly runner?: PreparedRunner;
  onBegin?(folder: string): void;
  onEvent?(event: JournalEvent): void;
  /** Called with what interrupts the run: first the run is cancelled, the second time it ends at once. Returns how to stop listening. */
  onInterrupt?(interrupt: (signal: string) => void): () => void;
}

export interface CheckResult {
  readonly folder: string;
  readonly run: Run;
  readonly verdict: Verdict;
  /** Identities of changes that could not be taken back. */
  readonly leftBehind: readonly string[];
}

/** A runner that loads while others still get ready. */
export interface PreparedRunner {
  readonly process: RunnerProcess;
  listen(onMessage: (message: FromRunner) => void): void;
}

export function prepareRunner(): PreparedRunner {
  let listener: (message: FromRunner) => void = () => undefined;
  const process = spawnRunner((message) => listener(message));
  return { process, listen: (onMessage) => (listener = onMessage) };
}

/** Milliseconds that the parent gives itself to take back what a dead runner left in the estate. */
const undoBudget = 60_000;
/** Milliseconds after which a runner that has not begun never will: it was seen once to hang while Node loaded its modules. */
const beginBudget = 60_000;
/** Milliseconds that a cancelled runner has to sign everybody off. */
const cancelGrace = 15_000;

/**
 * Runs a plan in a child process and renders its reports, whatever way the child ends. Keeps the lock of the environment, ends what the
 * child left running, and takes back what it left changed.
 * @throws CoexistenceError RUN_LOCKED, CHANGE_OPEN before anything is started
 */
export async function check(options: CheckOptions): Promise<CheckResult> {
  const { environment, clock, stateFolder } = options;
  let runner = options.runner;
  let lock: ReturnType<typeof takeLock> | undefined;
  try {
    lock = takeLock(stateFolder, environment.name);
    const memory = openRunMemory(stateFolder);
    memory.refuseWhileOpen(environment.name);
    runner ??= prepareRunner();
    const { name, folder } = createRunFolder(options.out, environment.name, clock.now());
    memory.begin(folder);
    const write = (event: JournalEvent): void => appendFileSync(join(folder, 'results.jsonl'), `${JSON.stringify(event)}\n`);
    writeHead(options, name, write);
    options.onBegin?.(folder);
    const { inAHurry } = await superviseRunner(options, runner, { name, folder, write });
    await endLeftovers(clock, folder, runner.process, write);
    // Whoever interrupts twice wants it to end now: what is left open is told, and taken back by `coex undo`.
    if (!inAHurry) await takeBack(options, folder, write);
    const leftBehind = openChangesOf(folder).map(({ identity }) => identity);
    if (leftBehind.length === 0) memory.end();
    const run = buildRun(parseJournal(readFileSync(join(folder, 'results.jsonl'), 'utf8')), clock.now());
    const verdict = judge(run);
    writeReports(folder, run, verdict, options.report);
    return { folder, run, verdict, leftBehind };
  } finally {
    await runner?.process.kill();
    lock?.release();
  }
}

interface Writing {
  readonly name: string;
  readonly folder: string;
  readonly write: (event: JournalEvent) => void;
}

async function superviseRunner(
  options: CheckOptions,
  prepared: PreparedRunner,
  { name, folder, write }: Writing,
): Promise<{ readonly inAHurry: boolean }> {
  const { clock, environment } = options;
  const runner = prepared.process;
  let failed = false;
  const late = clock.after(beginBudget, () => {
    failed = true;
    const message = `The runner had not begun after ${humanDuration(beginBudget)} and was ended. Nothing was looked at: run again.`;
    write({ event: 'unhandled', at: clock.now(), message });
    void runner.kill();
  });
  prepared.listen((message) => {
    if (message.tell === 'begun') late.cancel();
    if (message.tell === 'event') options.onEvent?.(message.event);
    if (message.tell === 'failed') {
      failed = true;
      write({
        event: 'unhandled',
        at: clock.now(),
        message: message.message,
        ...(message.stack === undefined ? {} : { stack: message.stack }),
      });
    }
  });
  write({ event: 'process', at: clock.now(), pid: runner.pid, role: 'runner' });
  let asked = 0;
  let grace: { cancel(): void } | undefined;
  const cancel = (signal: string): void => {
    asked++;
    write({ event: 'cancel', at: clock.now(), signal });
    if (asked > 1) return void runner.kill();
    runner.cancel();
    grace = clock.after(cancelGrace, () => void runner.kill());
  };
  const stopListening = options.onInterrupt?.(cancel);
  const limit = clock.after(environment.limits.run, () => cancel('run limit'));
  runner.start(requestOf(options, name, folder));
  const { code, signal, said } = await runner.ended;
  late.cancel();
  limit.cancel();
  grace?.cancel();
  stopListening?.();
  write({ event: 'process', at: clock.now(), pid: runner.pid, role: 'runner', ended: true });
  // Killed from outside is no defect of ours: the journal that just stops says all there is to say.
  if (code !== 0 && signal === null && asked === 0 && !failed) {
    const tail = said.trim().split(/\r?\n/).slice(-20).join('\n');
    write({
      event: 'unhandled',
      at: clock.now(),
      message: `The runner ended with exit code ${code}.`,
      ...(tail === '' ? {} : { stack: tail }),
    });
  }
  return { inAHurry: asked > 1 };
}

const requestOf = (options: CheckOptions, run: string, folder: string): LiveRequest => ({
  run,
  folder,
  environmentPath: options.environment.path,
  plan: options.plan,
  allowChanges: options.allowChanges,
  allowRefusalProbes: options.allowRefusalProbes,
  takeOver: options.takeOver,
  ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
  stateFolder: options.stateFolder,
  shell: options.shell,
});

/** Ends what the runner left running, as far as its journal names it. */
async function endLeftovers(
  clock: Clock,
  folder: string,
  runner: RunnerProcess,
  write: (event: JournalEvent) => void,
): Promise<void> {
  const { events } = parseJournal(readFileSync(join(folder, 'results.jsonl'), 'utf8'));
  const ended = new Set(events.flatMap((event) => (event.event === 'process' && event.ended ? [event.pid] : [])));
  await runner.kill();
  for (const event of events) {
    if (event.event !== 'process' || event.role !== 'powershell' || ended.has(event.pid)) continue;
    if (isAlive(event.pid)) await endTree(event.pid, false);
    write({ event: 'process', at: clock.now(), pid: event.pid, role: event.role, ended: true });
  }
}

/** Takes back what a dead runner left changed, within a minute. */
async function takeBack(
  { clock, environment, shell }: CheckOptions,
  folder: string,
  write: (event: JournalEvent) => void,
): Promise<void> {
  if (openChangesOf(folder).length === 0) return;
  const onProcess = (pid: number, ended: boolean): void =>
    write({ event: 'process', at: clock.now(), pid, role: 'powershell', ...(ended ? { ended } : {}) });
  const undone = undoRun({ folder, environment, shell, by: 'parent', onProcess }).catch(() => undefined);
  await within(undone, undoBudget, clock);
}
