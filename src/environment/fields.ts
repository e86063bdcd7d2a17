import { z } from 'zod';
import { durationPattern, parseDuration } from './duration.ts';

// What the entries of an environment file are made of: each says what is expected, and where its words come from.

// Timers of the platform cannot wait longer; what is only compared with an age may be longer.
const longestWait = 24 * 86_400_000;

// What is expected is what the JSON Schema and docs/environment.md say, unless a place has more to say.
export const text = (expected: string, pattern: RegExp) =>
  z.string({ error: expected }).regex(pattern, { error: expected }).meta({ description: expected });

// Names become parts of case ids (`check[from → to]`), so what separates the parts there cannot be in a name.
const namePattern = /^[^\x00-\x20\x7f[\]→](?:[^\x00-\x1f\x7f[\]→]*[^\x00-\x20\x7f[\]→])?$/;
export const name = (whose: string) => text(`${whose}: a text on one line, without [ ] and →`, namePattern);

const fqdnPattern = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+$/;
export const fqdn = (whose: string) => {
  const expected = `${whose}, such as fe1.contoso.net`;
  return text(expected, fqdnPattern).toLowerCase().meta({ description: expected });
};

export const duration = (meaning: string, fallback: string, longest = longestWait) => {
  const expected = `a duration such as 350ms, 2s, 5m, 12h or 1d, more than 0 and at most ${longest / 86_400_000}d`;
  return text(expected, durationPattern)
    .refine((written) => parseDuration(written) > 0 && parseDuration(written) <= longest, { error: expected })
    .transform(parseDuration)
    .prefault(fallback)
    .meta({ description: meaning });
};

export const amount = (meaning: string, fallback: number, whole: boolean) => {
  const expected = whole ? 'a whole number from 1 to 3' : 'a number more than 0';
  const base = z.number({ error: expected });
  const bounded = whole
    ? base.int({ error: expected }).min(1, { error: expected }).max(3, { error: expected })
    : base.gt(0, { error: expected });
  return bounded.prefault(fallback).meta({ description: meaning });
};

export const list = <T extends z.ZodType>(entry: T, whose: string, atLeastOne: string | undefined) => {
  const base = z.array(entry, { error: `a list of ${whose}` });
  const bounded = atLeastOne === undefined ? base : base.min(1, { error: `at least one ${atLeastOne}` });
  return bounded.meta({ description: atLeastOne === undefined ? `a list of ${whose}` : `a list of ${whose}, at least one` });
};

export const section = <T extends z.core.$ZodLooseShape>(shape: T, what: string) =>
  z
    .strictObject(shape, { error: `${what}, a mapping with the keys ${Object.keys(shape).join(', ')}` })
    .meta({ description: what });

export const oneOf = <const T extends readonly string[]>(words: T) => z.enum(words, { error: `one of ${words.join(', ')}` });

const secretExpected = 'a reference, { env: NAME_OF_A_VARIABLE } or { file: PATH }: the file never holds the password itself';

export const secretReference = z
  .strictObject(
    {
      env: text('the name of an environment variable', /^[A-Za-z_][A-Za-z0-9_]*$/).optional(),
      file: text('a path, absolute or relative to this file', /\S/).optional(),
    },
    { error: secretExpected },
  )
  .refine((reference) => (reference.env === undefined) !== (reference.file === undefined), { error: secretExpected })
  .meta({ description: `Where the password is found: ${secretExpected}.`, minProperties: 1, maxProperties: 1 });

export const login = text(
  'a login such as CONTOSO\\lena (in single quotes, or none) or lena@contoso.net',
  /^[^\s\\@]+[\\@][^\s\\@]+$/,
);

export const truth = (meaning: string, fallback: boolean) =>
  z.boolean({ error: 'true or false' }).prefault(fallback).meta({ description: meaning });
