import { z } from 'zod';
import type { JournalEvent } from './journal.ts';
import {
  attachmentSchema,
  findingSchema,
  headerFields,
  measuresSchema,
  plannedCaseSchema,
  problemSchema,
  time,
} from './schema.ts';

/** What could be read of a journal. */
export interface ParsedJournal {
  readonly events: readonly JournalEvent[];
  /** Lines before the last that nobody can read: never normal, so a run with any of them is not green. */
  readonly unreadable: number;
  /** The last line was cut off, as a killed process leaves it: normal. */
  readonly truncated: boolean;
}

const text = z.string();
const eventSchema: z.ZodType<JournalEvent> = z.discriminatedUnion('event', [
  z.object({ event: z.literal('run'), at: time, version: z.literal(1), ...headerFields }),
  z.object({ event: z.literal('planned'), at: time, case: plannedCaseSchema }),
  z.object({
    event: z.literal('process'),
    at: time,
    pid: z.number(),
    role: z.enum(['runner', 'powershell', 'lab']),
    ended: z.boolean().optional(),
  }),
  z.object({ event: z.literal('start'), at: time, id: text }),
  z.object({
    event: z.literal('end'),
    at: time,
    id: text,
    duration: z.number(),
    finding: findingSchema,
    measures: measuresSchema.optional(),
    attachments: z.array(attachmentSchema).optional(),
    asked: time.optional(),
  }),
  z.object({ event: z.literal('re-evaluated'), at: time, judgedAt: time, problem: problemSchema }),
  z.object({ event: z.literal('unhandled'), at: time, id: text.optional(), message: text, stack: text.optional() }),
  z.object({
    event: z.literal('closed'),
    at: time,
    what: z.enum(['agents', 'lanes']),
    count: z.number(),
    problems: z.array(text),
  }),
  z.object({
    event: z.literal('merged'),
    at: time,
    mergedAt: time,
    parts: z.array(
      z.object({ run: text, host: text, coex: text, folder: text, startedAt: time, endedAt: time, cases: z.number() }),
    ),
    problems: z.array(problemSchema),
  }),
  z.object({ event: z.literal('cancel'), at: time, signal: text }),
  z.object({ event: z.literal('done'), at: time, reason: z.enum(['passed', 'failed', 'interrupted']) }),
]);

const known = new Set([
  'run',
  'planned',
  'process',
  'start',
  'end',
  'unhandled',
  'closed',
  'merged',
  're-evaluated',
  'cancel',
  'done',
]);

/** The event of a line; `undefined` for one of a kind that a newer version may write; throws where the line is no event. */
function readLine(line: string): JournalEvent | undefined {
  const value: unknown = JSON.parse(line);
  if (
    typeof value === 'object' &&
    value !== null &&
    'event' in value &&
    typeof value.event === 'string' &&
    !known.has(value.event)
  ) {
    return undefined;
  }
  return eventSchema.parse(value);
}

/**
 * Reads `results.jsonl`, whatever state its writer left it in: an unreadable last line is skipped, an unreadable earlier one is counted,
 * an event of an unknown kind is passed over.
 */
export function parseJournal(journal: string): ParsedJournal {
  const lines = journal.split(/\r?\n/).filter((line) => line.trim() !== '');
  const events: JournalEvent[] = [];
  let unreadable = 0;
  let truncated = false;
  for (const [index, line] of lines.entries()) {
    try {
      const event = readLine(line);
      if (event !== undefined) events.push(event);
    } catch {
      if (index === lines.length - 1) truncated = true;
      else unreadable += 1;
    }
  }
  return { events, unreadable, truncated };
}
