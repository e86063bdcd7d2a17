import type { ChildProcess } from 'node:child_process';
import { PowerShell } from 'node-powershell';

/**
 * node-powershell with its traps closed: markers end in a bare LF (with CRLF it can miss them and wait for ever), the variable
 * NODE_POWERSHELL does not replace the program we chose, and it neither logs nor remembers what passes.
 */
export class LineShell extends PowerShell {
  constructor(executable: string, environment: Readonly<Record<string, string>>) {
    super({
      executable,
      throwOnInvocationError: false,
      executableOptions: { '-NoProfile': true, '-NonInteractive': true, '-ExecutionPolicy': 'Bypass' },
      spawnOptions: { env: { ...environment }, windowsHide: true },
    });
    // Without a handler, a shell that dies before its first call would end this whole process.
    this.#inner.exitPromise.catch(() => undefined);
    // The variable DEBUG would otherwise print every command.
    for (const debug of Object.values(this.#inner.debuggers)) debug.enabled = false;
  }

  get child(): ChildProcess {
    return this.#inner.process;
  }

  /** What a line printed on both streams; `undefined` when the shell ended instead. Never rejects. */
  async say(line: string): Promise<{ stdout: string; stderr: string } | undefined> {
    try {
      const { stdout, stderr } = await this.invoke(line);
      return stdout === undefined ? undefined : { stdout: stdout.toString('utf8'), stderr: stderr?.toString('utf8') ?? '' };
    } catch {
      return undefined;
    } finally {
      this.history.length = 0;
    }
  }

  protected override setExecutable({ executable }: { executable?: string }): string {
    return executable ?? '';
  }

  protected override writeToOutput(mark: string): string {
    return `[Console]::Out.Write("${mark}\`n")`;
  }

  protected override writeToError(mark: string): string {
    return `[Console]::Error.Write("${mark}\`n")`;
  }

  get #inner(): Private {
    return this as unknown as Private;
  }
}

/** What node-powershell 5.0.1 keeps to itself; a test looks whether it is there. */
interface Private {
  readonly process: ChildProcess;
  readonly exitPromise: Promise<void>;
  readonly debuggers: Readonly<Record<string, { enabled: boolean }>>;
}
