import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

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
  stdout(): string;
}

export function coex(args: readonly string[], options: { cwd?: string; env?: Record<string, string | undefined> } = {}): Coex {
  const env = { ...process.env, ...options.env };
  for (const [name, value] of Object.entries(env)) if (value === undefined) delete env[name];
  for (const name of ['VITEST', 'VITEST_WORKER_ID', 'VITEST_POOL_ID', 'NODE_ENV', 'TEST', 'VITEST_MODE']) delete env[name];
  const child = spawn(process.execPath, [main, ...args], { cwd: options.cwd ?? root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  const watchers = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    for (const watcher of watchers) watcher();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr })));
  return {
    child,
    ended,
    stdout: () => stdout,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = stdout
            .split(/\r?\n/)
            .slice(0, -1)
            .find((line) => fits.test(line));
          if (found === undefined) return;
          watchers.delete(look);
          resolve(found);
        };
        watchers.add(look);
        look();
        void ended.then(({ code }) => reject(new Error(`coex ended with ${code} before ${fits}:\n${stdout}\n${stderr}`)));
      }),
  };
}

/** A folder of the test, gone with it. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'coex-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 5 }));
  return path;
}

export const lastLine = (text: string): string => text.trimEnd().split(/\r?\n/).at(-1) ?? '';
