import { didYouMean } from '../../environment/index.ts';
import { CoexistenceError, catalogue, type ErrorCode } from '../../errors/index.ts';
import { type Check, checkOf, checks, type Limit, limits, type Suite, suites } from '../../guide/index.ts';

/** What can be explained. `only` restricts the last results to one case of the check. */
export type Topic =
  | { readonly kind: 'check'; readonly check: Check; readonly only?: string }
  | { readonly kind: 'code'; readonly code: ErrorCode }
  | { readonly kind: 'limit'; readonly limit: Limit }
  | { readonly kind: 'suite'; readonly suite: Suite };

const codes = Object.keys(catalogue) as ErrorCode[];

/**
 * The topic of a word: a check, one of its cases, a code (in any case), a known limit or a suite.
 *
 * @throws CoexistenceError UNKNOWN_TOPIC with what was probably meant
 */
export function topicOf(word: string): Topic {
  const check = checkOf(word);
  if (check !== undefined) return { kind: 'check', check };
  const ofCase = checkOf(/^([^[]+)\[.*\]$/.exec(word)?.[1] ?? '');
  if (ofCase !== undefined) return { kind: 'check', check: ofCase, only: word };
  const code = codes.find((known) => known === word.toUpperCase());
  if (code !== undefined) return { kind: 'code', code };
  const limit = limits.find(({ id }) => id === word);
  if (limit !== undefined) return { kind: 'limit', limit };
  const suite = suites.find(({ name, word: full }) => name === word || full === word);
  if (suite !== undefined) return { kind: 'suite', suite };
  const known = [
    ...checks.map(({ id }) => id as string),
    ...codes,
    ...limits.map(({ id }) => id),
    ...suites.map(({ name }) => name as string),
  ];
  const meant = didYouMean(word, known);
  throw new CoexistenceError(
    'UNKNOWN_TOPIC',
    `There is no check, code, limit or suite ${JSON.stringify(word)}${meant === undefined ? '.' : `; did you mean ${meant}?`}`,
  );
}
