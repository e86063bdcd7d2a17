import { z } from 'zod';
import { type CheckId, type Finding, pillars, suiteNames } from '../outcome/index.ts';
import type { CaseTarget, Direction, PlannedCase } from '../plan/model.ts';
import type { Attachment, Measures } from './journal.ts';
import type { RunProblem } from './model.ts';
import type { WaveNeeds } from './needs.ts';

/**
 * The shapes that journal and run.json share. Closed vocabularies that other folders may extend (generations, roles, codes) are only checked
 * to be text: a reader of an old run must not fail on a word it does not know.
 */
type Of<Kind extends CaseTarget['kind']> = Extract<CaseTarget, { kind: Kind }>;

const text = z.string();
const word = <Word extends string>() => z.custom<Word>((value) => typeof value === 'string');
export const time = z.number();

const targetSchema: z.ZodType<CaseTarget> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('service'),
    server: text,
    pool: text,
    generation: word<Of<'service'>['generation']>(),
    service: text,
    displayName: text,
  }),
  z.object({
    kind: z.literal('server'),
    server: text,
    pool: text,
    generation: word<Of<'server'>['generation']>(),
    roles: z.array(word<Of<'server'>['roles'][number]>()),
  }),
  z.object({
    kind: z.literal('port'),
    server: text,
    pool: text,
    generation: word<Of<'port'>['generation']>(),
    port: word<Of<'port'>['port']>(),
    number: z.number(),
    at: text,
    bare: z.literal(true).optional(),
    speech: word<NonNullable<Of<'port'>['speech']>>().optional(),
  }),
  z.object({ kind: z.literal('name'), name: text, label: text, domain: text }),
  z.object({ kind: z.literal('pool'), pool: text, generation: word<Of<'pool'>['generation']>() }),
  z.object({
    kind: z.literal('site'),
    other: text.optional(),
    part: text.optional(),
    pool: text.optional(),
    tools: word<NonNullable<Of<'site'>['tools']>>().optional(),
  }),
  z.object({
    kind: z.literal('user'),
    user: text,
    pool: text,
    generation: word<Of<'user'>['generation']>(),
    via: text.optional(),
  }),
  z.object({
    kind: z.literal('conference'),
    organizer: text,
    participants: z.array(text),
    pool: text,
    generation: word<Of<'conference'>['generation']>(),
  }),
  z.object({
    kind: z.literal('pair'),
    pair: z.object({
      from: text,
      to: text,
      direction: word<Direction>(),
      fromSite: text,
      toSite: text,
      fromPool: text,
      toPool: text,
    }),
    availability: text.optional(),
  }),
]);

export const plannedCaseSchema: z.ZodType<PlannedCase> = z.object({
  id: text,
  check: word<CheckId>(),
  suite: z.enum(suiteNames),
  pillar: z.enum(pillars),
  site: text,
  title: text,
  tier: z.enum(['smoke', 'full']),
  optional: z.boolean(),
  pools: z.array(text),
  target: targetSchema,
  limit: text.optional(),
  notCovered: z.object({ code: text, why: text }).optional(),
});

const findingFields = {
  code: text.optional(),
  message: text,
  reasons: z.array(z.object({ text, expected: text.optional(), observed: text.optional() })),
  hint: text.optional(),
  limit: z.enum(['holds', 'works']).optional(),
  deliberate: z.boolean().optional(),
};

export const findingSchema: z.ZodType<Finding> = z.object({
  outcome: z.enum(['pass', 'fail', 'undetermined']),
  ...findingFields,
});

export const measuresSchema: z.ZodType<Measures> = z.record(text, z.number());
export const attachmentSchema: z.ZodType<Attachment> = z.object({ title: text, path: text });

export const problemSchema: z.ZodType<RunProblem> = z.object({
  code: text,
  message: text,
  detail: text.optional(),
  blocking: z.boolean(),
});

export const needsSchema: z.ZodType<WaveNeeds> = z.object({
  name: text,
  pools: z.array(text),
  requirements: z.array(
    z.object({ word: text, cases: z.array(text), poolsWithoutCase: z.array(text), optionalIgnored: z.array(text) }),
  ),
});

/** What `run` of the journal and run.json have in common. */
export const headerFields = {
  run: text,
  environment: z.object({ name: text, path: text }),
  coex: text,
  host: text,
  wave: text.optional(),
  needs: needsSchema.optional(),
  allowChanges: z.boolean(),
  selection: z.record(text, z.union([text, z.boolean()])),
  phase: text.optional(),
  gaps: z.array(text),
};
