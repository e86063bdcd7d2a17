import { open, readFile, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Clock } from '../../time/index.ts';

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Does something while holding a lock file, after whoever holds it now is done. A holder that is gone (its process has ended) is
 * forgotten.
 *
 * @param onWait called once, when somebody else holds the lock
 */
export async function whileLocked<T>(
  path: string,
  todo: () => Promise<T>,
  options: { clock: Clock; onWait(): void; signal?: AbortSignal },
): Promise<T> {
  for (let told = false; !(await take(path)); ) {
    if (await isAbandoned(path, options.clock)) {
      await rm(path, { force: true });
      continue;
    }
    if (!told) options.onWait();
    told = true;
    // The other builder is another process, which tells nobody: its lock file is all there is to look at.
    await options.clock.sleep(100, options.signal);
  }
  try {
    return await todo();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Milliseconds a holder may take to write its name. */
const nameless = 5000;

async function isAbandoned(path: string, clock: Clock): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    const holder = holderOf(await readFile(path, 'utf8'));
    if (holder === undefined) return clock.now() - mtimeMs > nameless;
    return holder.host === hostname() && !isAlive(holder.pid);
  } catch {
    return false; // it has just been given up
  }
}

function holderOf(text: string): Holder | undefined {
  try {
    const { pid, host } = JSON.parse(text) as Partial<Holder>;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
