import { z } from 'zod';
import { CoexistenceError } from '../errors/index.ts';
import { type Run, runVersion, type Verdict } from './model.ts';
import {
  attachmentSchema,
  findingSchema,
  headerFields,
  measuresSchema,
  plannedCaseSchema,
  problemSchema,
  time,
} from './schema.ts';

const text = z.string();
const count = z.number().int().nonnegative();
const counts = {
  cases: count,
  passed: count,
  failed: count,
  undetermined: count,
  waived: count,
  notRun: count,
  notCovered: count,
};

const runSchema: z.ZodType<Run> = z.object({
  version: z.literal(runVersion),
  ...headerFields,
  startedAt: time,
  endedAt: time,
  builtAt: time,
  complete: z.boolean(),
  cancelledBy: text.optional(),
  cases: z.array(
    z.object({
      case: plannedCaseSchema,
      state: z.enum(['ended', 'in-progress', 'not-run', 'not-covered']),
      outcome: z.enum(['pass', 'fail', 'undetermined', 'waived']),
      finding: findingSchema,
      startedAt: time.optional(),
      duration: z.number(),
      measures: measuresSchema,
      attachments: z.array(attachmentSchema),
    }),
  ),
  problems: z.array(problemSchema),
});

const verdictSchema: z.ZodType<Verdict> = z.object({
  word: z.enum(['GO', 'NO-GO', 'UNDECIDED', 'PASSED', 'FAILED']),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(4), z.literal(130)]),
  wave: text.optional(),
  reasons: z.array(text),
  counts: z.object(counts),
  perRequirement: z.array(z.object({ word: text, ...counts, missing: count, optionalIgnored: count })),
});

/** The text of `run.json`: the verdict first, for people, then the run. */
export function formatRunJson(run: Run, verdict: Verdict): string {
  const { version, ...rest } = run;
  return `${JSON.stringify({ version, verdict, ...rest }, undefined, 2)}\n`;
}

/** The run and the verdict of a `run.json`. Throws RUN_UNREADABLE, with the first place that is wrong, for anything else. */
export function parseRunJson(json: string): { readonly run: Run; readonly verdict: Verdict } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new CoexistenceError('RUN_UNREADABLE', 'The run.json is not JSON.', { cause });
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
  if (version !== runVersion) {
    throw new CoexistenceError(
      'RUN_UNREADABLE',
      `The run.json has version ${String(version)}; this program reads version ${runVersion}.`,
    );
  }
  const verdict = z.object({ verdict: verdictSchema }).safeParse(value);
  const run = runSchema.safeParse(value);
  const problem = run.error?.issues[0] ?? verdict.error?.issues[0];
  if (run.data === undefined || verdict.data === undefined) {
    throw new CoexistenceError('RUN_UNREADABLE', `The run.json is wrong at ${problem?.path.join('.')}: ${problem?.message}.`);
  }
  return { run: run.data, verdict: verdict.data.verdict };
}
