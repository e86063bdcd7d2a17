import type { Environment, Phase } from '../../environment/index.ts';
import { caseOf, ofPool } from '../case.ts';
import { isHome, type PlacedPool, poolsOf, trafficUsers } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

/** Phases in which outsiders must be let in as the guide says. */
const federationMoved: readonly Phase[] = ['federation-moved', 'post-migration', 'decommission'];
/** A PIN is looked at before anybody is moved, so that there is something to compare with. */
const beforeMoves: readonly Phase[] = ['plan', 'prepare'];

function casesOfPool(environment: Environment, home: PlacedPool): PlannedCase[] {
  const { phase } = environment;
  const { fqdn: pool, generation } = home.pool;
  const common = ofPool(home);
  const users = trafficUsers(environment, home);
  const ofUser = (user: string) => ({ ...common, subject: user, target: { kind: 'user', user, pool, generation } }) as const;
  return [
    caseOf({ ...common, check: 'users.addresses', title: `the addresses of the users of ${pool} are clean` }),
    ...users.map(({ name }) =>
      caseOf({ ...ofUser(name), check: 'users.policies', title: `the policies of ${name} are as in the run before` }),
    ),
    ...(users.length === 0
      ? []
      : [caseOf({ ...common, check: 'users.client-versions', title: `${pool} lets in the clients of the pilot` })]),
    ...(users.length === 0 || !federationMoved.includes(phase)
      ? []
      : [
          caseOf({
            ...common,
            check: 'users.anonymous-meetings',
            title: `anonymous participants may join meetings of users of ${pool}`,
          }),
          caseOf({
            ...common,
            check: 'users.external-access',
            title: `users of ${pool} may reach partners, and be reached from outside`,
          }),
        ]),
    ...(beforeMoves.includes(phase)
      ? []
      : users.map(({ name }) =>
          caseOf({ ...ofUser(name), check: 'users.pin', title: `the PIN of ${name} is as in the run before` }),
        )),
  ];
}

/** What of the users of a site is compared between pools of both generations. */
function casesOfSite(environment: Environment, site: string, homes: readonly PlacedPool[]): PlannedCase[] {
  const { dialledNumbers } = environment.pilot;
  const here = homes.filter((home) => home.site.name === site && trafficUsers(environment, home).length > 0);
  if (dialledNumbers.length === 0 || new Set(here.map(({ pool }) => pool.generation)).size < 2) return [];
  return [
    caseOf({
      check: 'users.voice-normalization',
      site,
      subject: site,
      title: `${dialledNumbers.length} dialled numbers become the same for both generations in ${site}`,
      pools: here.map(({ pool }) => pool.fqdn),
      target: { kind: 'site' },
    }),
  ];
}

/** Users and their policies, pool by pool; once for the whole estate their number, because pools give users to each other. */
export function userCases(environment: Environment): PlannedCase[] {
  const homes = poolsOf(environment).filter(isHome);
  const [first] = homes;
  if (first === undefined) return [];
  return [
    ...homes.flatMap((home) => casesOfPool(environment, home)),
    ...environment.sites.flatMap(({ name }) => casesOfSite(environment, name, homes)),
    caseOf({
      check: 'users.inventory',
      site: first.site.name,
      subject: environment.name,
      title: `no user of ${environment.name} has got lost since the run before`,
      pools: homes.map(({ pool }) => pool.fqdn),
      target: { kind: 'site' },
    }),
  ];
}
