import { z } from 'zod';
import { part } from './parts.ts';
import { name } from './values.ts';

export const fabricPart = part(
  'fabric',
  z.object({ Line: name }).transform((row) => ({ line: row.Line })),
);

export const readinessPart = part(
  'readiness',
  z.object({ Pool: name, State: name }).transform((row) => ({ pool: row.Pool, state: row.State })),
);
