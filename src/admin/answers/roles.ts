import { z } from 'zod';
import type { AdminRoleFact } from '../model.ts';
import { name, texts } from './values.ts';

export const adminRole = z.object({ Identity: name, Template: z.string(), ConfigScopes: texts }).transform(
  (row): AdminRoleFact => ({
    identity: row.Identity,
    ...(row.Template === '' ? {} : { template: row.Template }),
    configScopes: row.ConfigScopes,
  }),
);

export const assignment = z.object({ Role: name }).transform((row) => ({ role: row.Role }));
