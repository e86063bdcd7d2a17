import { execFile } from 'node:child_process';
import { CoexistenceError } from '../errors/index.ts';
import { type Clock, humanDuration, within } from '../time/index.ts';
import { LineShell } from './line-shell.ts';
import { endWithUs } from './survivors.ts';

export interface ShellProcessOptions {
  /** For sentences: `the PowerShell of Redmond`. */
  readonly name: string;
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
  onProcess?(pid: number, ended: boolean): void;
  onNoise?(text: string): void;
}

/** Milliseconds: from a polite end to one by force, and for the last words of a dead shell to arrive. */
const endGrace = 1000;
const lastWordsGrace = 200;
const keptWords = 2000;
/** Bytes a call may print: the library joins all it has read again with every piece, so that a flood would stop this whole process. */
const mostPrinted = 8 * 1024 * 1024;

/** One PowerShell process. Answers one line at a time, each within its budget; whatever goes wrong ends it, and it stays ended. */
export class ShellProcess {
  readonly #options: ShellProcessOptions;
  readonly #shell: LineShell;
  readonly #exited: Promise<void>;
  readonly #closed: Promise<void>;
  #ended: string | undefined;
  #words = '';
  #busy = false;
  #printed = 0;

  constructor(options: ShellProcessOptions) {
    this.#options = options;
    this.#shell = new LineShell(options.executable, options.environment);
    const { child } = this.#shell;
    const { pid } = child;
    if (pid !== undefined) options.onProcess?.(pid, false);
    endWithUs(child);
    this.#exited = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.#ended ??= `it ended ${signal === null ? `with exit code ${code}` : `by ${signal}`}`;
        if (pid !== undefined) options.onProcess?.(pid, true);
        resolve();
      });
      child.once('error', (error) => {
        this.#ended ??= `it could not be started: ${error.message}`;
        if (pid === undefined) resolve();
      });
    });
    this.#closed = new Promise((resolve) => child.once('close', () => resolve()));
    // A write to a shell that has just died is told by its exit, not by an unhandled error.
    child.stdin?.on('error', () => undefined);
    child.stdout?.on('data', (piece: Buffer | string) => {
      this.#printed += piece.length;
      if (this.#printed <= mostPrinted || this.hasEnded) return;
      // Nothing more is read: what is on its way would be joined as well.
      child.stdout?.removeAllListeners('data');
      child.stdout?.resume();
      this.kill(`it printed more than ${mostPrinted / 1024 / 1024} MB`);
    });
    this.#shell.streams.stderr.on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-keptWords);
    });
  }

  get pid(): number | undefined {
    return this.#shell.child.pid;
  }

  /** True while it could take a line. */
  get isIdle(): boolean {
    return !this.#busy && !this.hasEnded;
  }

  /** True once the system says so. */
  get isGone(): boolean {
    const { child } = this.#shell;
    return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
  }

  get hasEnded(): boolean {
    return this.#ended !== undefined;
  }

  /**
   * What the pattern finds in the answer to a line (its first group).
   * @throws CoexistenceError LANE_DIED, LANE_TIMEOUT: the process is gone then
   */
  async ask(line: string, pattern: RegExp, budget: number): Promise<string> {
    const { clock, name } = this.#options;
    const start = clock.monotonic();
    this.#busy = true;
    this.#printed = 0;
    try {
      // Both: the library says when it is told of the exit, and a shell that cannot be started never tells it.
      const said = this.hasEnded ? undefined : await within(Promise.race([this.#shell.say(line), this.#exited]), budget, clock);
      const took = humanDuration(clock.monotonic() - start);
      if (said === undefined && !this.hasEnded) {
        this.kill(`it gave no answer within ${took}`);
        throw new CoexistenceError('LANE_TIMEOUT', `${name} gave no answer within ${took} and was ended.`, {
          facts: { lastWords: this.#lastWords() },
        });
      }
      const answer = said?.value;
      const found = answer === undefined ? null : pattern.exec(answer.stdout);
      if (answer !== undefined) this.#tellNoise(answer.stdout.replace(pattern, ''), answer.stderr);
      if (found?.[1] !== undefined) return found[1];
      // It may be out of step with us: whatever it says next could be the answer to another question.
      if (!this.hasEnded) this.kill('it answered something else than was asked');
      await within(this.#closed, lastWordsGrace, clock);
      const words = this.#lastWords();
      throw new CoexistenceError(
        'LANE_DIED',
        `${name} was lost after ${took}: ${this.#ended ?? 'it ended'}.${words === '' ? '' : `\n${words}`}`,
      );
    } finally {
      this.#busy = false;
    }
  }

  /** Ends it at once, with everything it started; on systems with signals by force only if it does not listen. */
  kill(why: string): void {
    this.#ended ??= why;
    const { child } = this.#shell;
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    if (process.platform === 'win32') {
      execFile('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true }, (error) => error && child.kill());
      return;
    }
    child.kill('SIGTERM');
    const force = this.#options.clock.after(endGrace, () => child.kill('SIGKILL'), true);
    void this.#exited.then(() => force.cancel());
  }

  /** Ends it politely when it is idle, else at once. Never rejects; returns what did not go well. */
  async end(): Promise<readonly string[]> {
    const { clock, name } = this.#options;
    const { child } = this.#shell;
    if (!this.#busy && !this.hasEnded) {
      this.#ended = 'it was closed';
      // Not "exit": the second runspace holds a thread that keeps some hosts alive.
      child.stdin?.end('[Environment]::Exit(0)\n');
      if ((await within(this.#exited, endGrace, clock)) !== undefined) return [];
    }
    this.kill('it was closed');
    if ((await within(this.#exited, 2 * endGrace, clock)) !== undefined) return [];
    return [`${name} (process ${child.pid}) did not end.`];
  }

  /** Standard error without the markers of the protocol. */
  #lastWords(): string {
    return this.#words.replace(/^[0-9A-Za-z]{16}\r?$\n?/gm, '').trim();
  }

  #tellNoise(...texts: readonly string[]): void {
    const noise = texts.map((text) => text.trim()).filter((text) => text !== '');
    if (noise.length > 0) this.#options.onNoise?.(noise.join('\n'));
  }
}
