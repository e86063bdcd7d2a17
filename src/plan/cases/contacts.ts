import type { Environment } from '../../environment/index.ts';
import { caseOf } from '../case.ts';
import { isHome, type PlacedPool, poolsOf, userOf } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

function casesOf(environment: Environment, home: PlacedPool): PlannedCase[] {
  const user = userOf(environment, home);
  if (user === undefined) return [];
  const { fqdn: pool, generation } = home.pool;
  const about = {
    site: home.site.name,
    subject: user.name,
    pools: [pool],
    target: { kind: 'user', user: user.name, pool, generation },
  } as const;
  return [
    caseOf({ ...about, check: 'contacts.read', title: `${user.name} reads the own contact list` }),
    caseOf({ ...about, check: 'contacts.kept', title: `${user.name} has as many contacts as in the run before` }),
    caseOf({ ...about, check: 'contacts.changed', title: `${user.name} adds a contact, and removes it again` }),
  ];
}

/** The contact list of one user of every pool: lists are kept by the pool, and what one user cannot do no other can. */
export const contactCases = (environment: Environment): PlannedCase[] =>
  poolsOf(environment)
    .filter(isHome)
    .flatMap((home) => casesOf(environment, home));
