import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const main = join(root, 'dist', 'cli', 'main.js');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `coex` process of a test: the compiled product, as its users start it. It is killed with the test. */
export interface Coex {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Ends when standard output has a line that fits; rejects when the process ends without one. */
  line(fits: RegExp): Promise<string>;
  /** The same for standard error. */
  complaint(fits: RegExp): Promise<string>;
  stdout(): string;
}

/** Registers what is done when its owner ends: a test by default, or a whole file (`atEndOfFile`). */
export type AtEnd = (call: () => void) => void;

/** For what tests of one file share: whatever is registered is done when the file is. Call it outside of any test. */
export function atEndOfFile(): AtEnd {
  const calls: (() => void)[] = [];
  afterAll(() => {
    for (const call of calls.reverse()) call();
  });
  return (call) => void calls.push(call);
}

export interface CoexOptions {
  readonly cwd?: string;
  /** On top of the variables of the test; `undefined` takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly atEnd?: AtEnd;
}

export function coex(args: readonly string[], options: CoexOptions = {}): Coex {
  const { atEnd = onTestFinished } = options;
  const env = { ...process.env, ...options.env };
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
  for (const name of ['VITEST', 'VITEST_WORKER_ID', 'VITEST_POOL_ID', 'NODE_ENV', 'TEST', 'VITEST_MODE']) delete env[name];
  const child = spawn(process.execPath, [main, ...args], { cwd: options.cwd ?? root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  atEnd(() => void child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
      for (const watcher of watchers) watcher();
    });
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal, ...said })));
  const lineOf = (stream: 'stdout' | 'stderr', fits: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const whole = said[stream].split(/\r?\n/).slice(0, -1);
        const found = whole.find((line) => fits.test(line));
        if (found === undefined) return;
        watchers.delete(look);
        resolve(found);
      };
      watchers.add(look);
      look();
      void ended.then(({ code }) => reject(new Error(`coex ended with ${code} before ${fits}:\n${said.stdout}\n${said.stderr}`)));
    });
  return {
    child,
    ended,
    stdout: () => said.stdout,
    line: (fits) => lineOf('stdout', fits),
    complaint: (fits) => lineOf('stderr', fits),
  };
}

/** A folder of the test (or of the file), gone with it. */
export function folder(atEnd: AtEnd = onTestFinished): string {
  const path = mkdtempSync(join(tmpdir(), 'coex-test-'));
  atEnd(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

export const lastLine = (text: string): string => text.trimEnd().split(/\r?\n/).at(-1) ?? '';
