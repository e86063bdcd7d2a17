import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LiveRequest } from '../live/host.ts';
import type { FromRunner, ToRunner } from './messages.ts';
import { endTree } from './processes.ts';

/** How the runner ended. */
export interface RunnerEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Last words on its standard output and error, for the case that it died. */
  readonly said: string;
}

/** The child process that runs the suites. It is started early, because loading vitest takes longer than anything else before the first case. */
export interface RunnerProcess {
  readonly pid: number;
  readonly ended: Promise<RunnerEnd>;
  start(request: LiveRequest): void;
  cancel(): void;
  kill(): Promise<void>;
}

export function spawnRunner(onMessage: (message: FromRunner) => void): RunnerProcess {
  // Compiled code runs compiled code; the name is what a process list shows.
  const child: ChildProcess = fork(fileURLToPath(new URL('./coex-runner.js', import.meta.url)), [], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // A group of its own: Ctrl-C in a terminal reaches the parent alone, and the whole group can be ended at once.
    detached: process.platform !== 'win32',
    execArgv: [],
  });
  let said = '';
  const listen = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-8192);
  };
  child.stdout?.on('data', listen);
  child.stderr?.on('data', listen);
  child.on('message', onMessage);
  const ended = new Promise<RunnerEnd>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, said: error.message }));
    child.once('close', (code, signal) => resolve({ code, signal, said }));
  });
  const tell = (message: ToRunner): void => {
    if (child.connected) child.send(message, () => undefined);
  };
  return {
    pid: child.pid ?? 0,
    ended,
    start: (request) => tell({ tell: 'start', request }),
    cancel: () => tell({ tell: 'cancel' }),
    kill: () => endTree(child.pid ?? 0, true),
  };
}
