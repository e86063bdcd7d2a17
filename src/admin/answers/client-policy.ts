import { z } from 'zod';
import type { ClientPolicyFact } from '../model.ts';
import { name } from './values.ts';

export const clientPolicy = z
  .object({ Identity: name, Mark: z.string(), Values: z.record(z.string(), z.string()) })
  .transform(
    (row): ClientPolicyFact => ({ identity: row.Identity, ...(row.Mark === '' ? {} : { mark: row.Mark }), values: row.Values }),
  );
