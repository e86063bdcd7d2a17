import { resolve } from 'node:path';
import { type Environment, resolveSecrets } from '../environment/index.ts';
import { neededLogins, type ShellChoice, trustedServerFor } from '../live/host.ts';
import type { Plan } from '../plan/index.ts';
import { type JunitDialect, renderEnding } from '../report/index.ts';
import { check, type PreparedRunner, undoCommand } from '../run/index.ts';
import { systemClock } from '../time/index.ts';
import { progressView } from './progress.ts';
import { stateFolderOf } from './state-folder.ts';
import type { Terminal } from './terminal.ts';

export interface CheckRun {
  readonly environment: Environment;
  readonly plan: Plan;
  readonly wholePlan: Plan;
  readonly wave?: string;
  readonly selection: Readonly<Record<string, string | boolean>>;
  readonly shell: ShellChoice;
  readonly out: string;
  readonly stateRoot: string;
  readonly junit?: string;
  readonly junitDialect: JunitDialect;
  readonly allowChanges: boolean;
  readonly allowRefusalProbes: boolean;
  readonly takeOver: boolean;
  /** Absolute path of the run folder to compare with. */
  readonly baseline?: string;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly runner?: PreparedRunner;
}

/** Runs a plan with everything a person sees of it; returns the exit code. Missing secrets are told before anything starts. */
export async function checkRun(request: CheckRun, terminal: Terminal): Promise<number> {
  await resolveSecrets(request.environment, neededLogins(request.plan, request.environment, request.allowRefusalProbes));
  await trustedServerFor(request.plan, request.environment);
  const view = progressView(request.plan, terminal, request.quiet || request.json);
  const { folder, run, verdict, leftBehind } = await check({
    environment: request.environment,
    plan: request.plan,
    wholePlan: request.wholePlan,
    ...(request.wave === undefined ? {} : { wave: request.wave }),
    selection: request.selection,
    out: resolve(request.out),
    stateFolder: stateFolderOf(request.stateRoot, request.environment),
    allowChanges: request.allowChanges,
    allowRefusalProbes: request.allowRefusalProbes,
    takeOver: request.takeOver,
    ...(request.baseline === undefined ? {} : { baseline: request.baseline }),
    shell: request.shell,
    report: { dialect: request.junitDialect, ...(request.junit === undefined ? {} : { junit: resolve(request.junit) }) },
    clock: systemClock,
    ...(request.runner === undefined ? {} : { runner: request.runner }),
    onEvent: (event) => view.event(event),
    onInterrupt: (interrupt) => listenForSignals(interrupt, terminal),
  });
  view.end();
  if (request.json) terminal.out(JSON.stringify({ verdict, folder }));
  const undo = leftBehind.length === 0 ? [] : [`${leftBehind.join(', ')} could not be taken back. Run: ${undoCommand(folder)}`];
  if (!request.json) terminal.out(renderEnding(run, verdict, folder, { colour: terminal.colour }).trimEnd());
  // The verdict is the last line, unless something was left behind in the estate: that must not be missed.
  for (const line of undo) (request.json ? terminal.err : terminal.out)(line);
  return verdict.exitCode;
}

/** The first Ctrl-C lets the run sign everybody off; the second ends it at once. Returns how to stop listening. */
function listenForSignals(interrupt: (signal: string) => void, terminal: Terminal): () => void {
  let asked = 0;
  const listeners = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => {
    const listener = (): void => {
      asked++;
      if (asked === 1) terminal.err('Interrupted: signing users off and writing the report. Once more ends at once.');
      interrupt(name);
    };
    process.on(name, listener);
    return { name, listener };
  });
  return () => {
    for (const { name, listener } of listeners) process.removeListener(name, listener);
  };
}
