import type { Environment } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { type Transaction, transactionOf } from '../guide/index.ts';
import type { Pair, PlannedCase } from '../plan/index.ts';

/** A transaction with the names of those who take part. */
export interface PlannedOrder {
  readonly site: string;
  readonly test: string;
  readonly who: string;
  readonly target: string;
  /** By part. */
  readonly users: Readonly<Record<string, string>>;
  readonly more: Readonly<Record<string, string>>;
}

type Place =
  | { readonly kind: 'user'; readonly user: string; readonly pool: string }
  | { readonly kind: 'pair'; readonly pair: Pair }
  | { readonly kind: 'pool'; readonly pool: string };

/** The transaction of a check that runs one. */
export function transactionNamed(check: string): Transaction {
  const found = transactionOf(check);
  if (found === undefined) throw new CoexistenceError('UNEXPECTED', `No transaction of the product is run for ${check}.`);
  return found;
}

/** What is run for a case, or for a place like that of a case, through the administration of a site. */
export function orderOf(
  { cmdlet: test, parts, asks }: Transaction,
  { pilot }: Environment,
  at: Place | PlannedCase['target'],
  site: string,
): PlannedOrder {
  const given = asks?.parameter === undefined ? undefined : String(pilot[asks.key] ?? '');
  const more = asks?.parameter === undefined || given === undefined ? {} : { [asks.parameter]: given };
  const reached = given === undefined ? '' : ` → ${given}`;
  const by = (names: Readonly<Record<'user' | 'from' | 'to', string>>) =>
    Object.fromEntries(Object.entries(parts).map(([part, who]) => [part, names[who]]));
  switch (at.kind) {
    case 'pair': {
      const { from, to, fromPool } = at.pair;
      return { site, test, who: `${from} → ${to}`, target: fromPool, users: by({ user: from, from, to }), more };
    }
    case 'user': {
      const names = { user: at.user, from: at.user, to: at.user };
      return { site, test, who: `${at.user}${reached}`, target: at.pool, users: by(names), more };
    }
    case 'pool':
      return { site, test, who: `${at.pool}${reached}`, target: at.pool, users: {}, more };
    default:
      throw new CoexistenceError('UNEXPECTED', `No transaction of the product is run for a case about a ${at.kind}.`);
  }
}

/** Names of those who take part in a case. */
export const usersIn = ({ target }: PlannedCase): readonly string[] =>
  target.kind === 'pair' ? [target.pair.from, target.pair.to] : target.kind === 'user' ? [target.user] : [];

/** The pool where a user is at home. */
export const homeOf = ({ users }: Environment, name: string): string => users.find((user) => user.name === name)?.pool ?? '';
