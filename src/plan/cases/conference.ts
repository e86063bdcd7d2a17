import type { Environment, TestUser } from '../../environment/index.ts';
import { generations } from '../../generations/index.ts';
import { caseOf } from '../case.ts';
import { generationIn, isHome, type PlacedPool, poolsOf, trafficUsers } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

interface Homed {
  readonly user: TestUser;
  readonly home: PlacedPool;
}

/** One user of each generation beside the organizer: of the organizer's site where it has one. Those with a password come first. */
function participantsFor(organizer: Homed, everybody: readonly Homed[]): readonly Homed[] {
  const rank = ({ user, home }: Homed): number =>
    (user.password === undefined ? 4 : 0) +
    (home.site === organizer.home.site ? 0 : 2) +
    (home.pool === organizer.home.pool ? 1 : 0);
  return generations.flatMap((generation) => {
    const able = everybody.filter(({ user, home }) => user !== organizer.user && generationIn(home) === generation);
    return able.toSorted((one, other) => rank(one) - rank(other)).slice(0, 1);
  });
}

function casesOf(home: PlacedPool, everybody: readonly Homed[]): PlannedCase[] {
  const own = everybody.filter((homed) => homed.home.pool === home.pool);
  const organizer = own.find(({ user }) => user.password !== undefined) ?? own[0];
  if (organizer === undefined) return [];
  const others = participantsFor(organizer, everybody);
  if (others.length === 0) return [];
  const { name } = organizer.user;
  const names = others.map(({ user }) => user.name);
  const about = {
    site: home.site.name,
    subject: `of ${name} with ${names.join(' and ')}`,
    pools: [home.pool.fqdn, ...others.map((other) => other.home.pool.fqdn)],
    target: {
      kind: 'conference',
      organizer: name,
      participants: names,
      pool: home.pool.fqdn,
      generation: home.pool.generation,
    },
  } as const;
  return [
    caseOf({ ...about, check: 'conference.created', title: `${name} creates a conference on ${home.pool.fqdn}` }),
    caseOf({ ...about, check: 'conference.joined', title: `${names.join(' and ')} join the conference of ${name}` }),
    caseOf({ ...about, check: 'conference.heard', title: `everybody in the conference of ${name} reads everybody` }),
  ];
}

/** A conference on every pool that has users, with participants of both generations as far as there are any. */
export function conferenceCases(environment: Environment): PlannedCase[] {
  const homes = poolsOf(environment).filter(isHome);
  const everybody = homes.flatMap((home) => trafficUsers(environment, home).map((user) => ({ user, home })));
  return homes.flatMap((home) => casesOf(home, everybody));
}
