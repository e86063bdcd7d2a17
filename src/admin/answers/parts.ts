import { z } from 'zod';

export const problem = z.object({ Id: z.string(), Category: z.string(), Message: z.string() });

/** One of several questions of a call, each with rows of its own shape, or with the error that it ended in. */
export const part = <const Name extends string, Row extends z.ZodType>(name: Name, row: Row) =>
  z
    .object({ Part: z.literal(name), Rows: z.array(row), Error: problem.nullable() })
    .transform(({ Part, Rows, Error: error }) => ({ part: Part, rows: Rows, ...(error === null ? {} : { error }) }));
