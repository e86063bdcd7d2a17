/** Where a verb writes to. Results go to `out`; what is only worth knowing while one waits goes to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  readonly columns: number;
  /** True where lines can be redrawn. */
  readonly isTty: boolean;
  readonly colour: boolean;
}

export function processTerminal(env: Readonly<Record<string, string | undefined>>): Terminal {
  // A reader that goes away (`| head`) is no reason to crash.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  const isTty = process.stdout.isTTY === true && env.CI === undefined && env.TERM !== 'dumb';
  return {
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    columns: process.stdout.columns ?? 100,
    isTty,
    colour: isTty && env.NO_COLOR === undefined,
  };
}
