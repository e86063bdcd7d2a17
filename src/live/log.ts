import { join } from 'node:path';
import { destination, type Logger, pino } from 'pino';
import type { Redactor } from '../redaction/index.ts';

/** The log of a run, `log.jsonl` in its folder: every line redacted as a whole, whatever it was made of. */
export const runLog = (folder: string, redactor: Redactor): Logger =>
  pino(
    { level: 'info', base: null, hooks: { streamWrite: (line) => redactor.text(line) } },
    destination({ dest: join(folder, 'log.jsonl'), append: true, sync: true }),
  );
