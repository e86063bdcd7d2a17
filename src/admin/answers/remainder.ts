import { z } from 'zod';
import { remainderKinds } from '../model.ts';
import { problem } from './parts.ts';
import { texts } from './values.ts';

export const remainderPart = z
  .object({
    Part: z.enum(remainderKinds),
    Rows: z.array(
      z
        .object({ Pool: z.string(), Count: z.number().int(), Names: texts })
        .transform((row) => ({ pool: row.Pool, count: row.Count, names: row.Names })),
    ),
    Error: problem.nullable(),
  })
  .transform(({ Part, Rows, Error: error }) => ({ part: Part, rows: Rows, ...(error === null ? {} : { error }) }));
