import type { Terminal } from '../terminal.ts';

/** What a verb is given of the process: read once, at the start. */
export interface Context {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
  /** Folder of what is remembered across runs. */
  readonly stateRoot: string;
  exit(code: number): void;
}
