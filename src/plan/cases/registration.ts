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
    caseOf({ ...about, check: 'registration.kept', title: `test users of ${pool} stay signed in through the run` }),
    caseOf({ ...about, check: 'registration.renewed', title: `${pool} renews the registration of ${user.name}` }),
    caseOf({
      ...about,
      check: 'registration.proven-anew',
      title: `${user.name} proves the password anew on the living connection`,
    }),
  ];
}

/** One user of every pool: what a pool does with the registration of one user it does with all. */
export const registrationCases = (environment: Environment): PlannedCase[] =>
  poolsOf(environment)
    .filter(isHome)
    .flatMap((home) => casesOf(environment, home));
