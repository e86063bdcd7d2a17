import { spawn } from 'node:child_process';

export interface Ended {
  /** `undefined` when there is no such program. */
  readonly code: number | null | undefined;
  /** What it printed on both streams, in order. */
  readonly output: string;
}

/** Runs a program to its end and keeps what it printed. Ends it, and rejects with the reason, when the signal says so. */
export function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; environment?: Readonly<Record<string, string | undefined>>; signal?: AbortSignal },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    options.signal?.throwIfAborted();
    const child = spawn(program, [...args], {
      cwd: options.cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(options.environment === undefined ? {} : { env: options.environment }),
    });
    const stop = (): void => void child.kill();
    options.signal?.addEventListener('abort', stop, { once: true });
    let output = '';
    const keep = (text: string): void => {
      output = (output + text).slice(-64 * 1024);
    };
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);
    const end = (code: number | null | undefined): void => {
      options.signal?.removeEventListener('abort', stop);
      if (options.signal?.aborted) reject(options.signal.reason);
      else resolve({ code, output });
    };
    child.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') keep(`${error.message}\n`);
      end(error.code === 'ENOENT' ? undefined : null);
    });
    child.once('close', (code) => end(code));
  });
}
