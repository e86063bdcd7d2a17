import { z } from 'zod';
import { parseTime } from '../../time/index.ts';

export const name = z.string().min(1);

export const texts = z.array(z.string());

export const count = z.number().int().nonnegative();

/** Milliseconds since 1970 of a time that says its zone. */
export const time = z
  .string()
  .regex(/(Z|[+-]\d\d:\d\d)$/)
  .transform(parseTime)
  .pipe(z.number())
  .nullable();

export const errorRecord = z
  .object({ Id: z.string(), Category: z.string(), Message: z.string() })
  .transform((row) => ({ id: row.Id, category: row.Category, message: row.Message }));
