import type { Check } from './model.ts';

/** The names that a remedy may mention, where the case has them. */
export type Subject = Readonly<Record<string, string>>;

/** What of a planned case says whom it is about. */
export interface Concerned {
  readonly site: string;
  readonly target: object;
}

const textsOf = (value: object): [string, string][] =>
  Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');

/** The names of a case by what they are: `server`, `pool`, `user`, `from`, `toPool` … */
export function subjectOf({ site, target }: Concerned): Subject {
  const pair = 'pair' in target && typeof target.pair === 'object' && target.pair !== null ? textsOf(target.pair) : [];
  return Object.fromEntries([['site', site], ...textsOf(target), ...pair]);
}

/** A remedy with the names of its case in place of the braces. Braces around anything that is no name of the case stay. */
export const remedyFor = (check: Pick<Check, 'remedy'>, concerned: Concerned): string => {
  const subject = subjectOf(concerned);
  return check.remedy.replace(/\{(\w+)\}/g, (braces, name: string) => subject[name] ?? braces);
};
