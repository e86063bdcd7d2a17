import type { Environment, TestUser } from '../../environment/index.ts';
import { edgeGenerationIn } from '../../guide/index.ts';
import { caseOf } from '../case.ts';
import { generationIn, isHome, type PlacedPool, poolsOf, trafficUsers } from '../estate.ts';
import type { PlannedCase } from '../model.ts';
import { withoutUsers } from './without-users.ts';

/** Pools of the other generation that could send a user of this pool home: those of the own site, else those of all others. */
function otherGeneration(homes: readonly PlacedPool[], home: PlacedPool): readonly PlacedPool[] {
  const others = homes.filter((placed) => generationIn(placed) !== generationIn(home));
  const own = others.filter(({ site }) => site === home.site);
  return own.length > 0 ? own : others;
}

const targetOf = ({ name: user }: TestUser, { pool }: PlacedPool) =>
  ({ kind: 'user', user, pool: pool.fqdn, generation: pool.generation }) as const;

function casesOfUser(user: TestUser, home: PlacedPool, via: PlacedPool | undefined): PlannedCase[] {
  const site = home.site.name;
  const pool = home.pool.fqdn;
  const target = targetOf(user, home);
  const atHome = caseOf({
    check: 'signin.home',
    site,
    subject: user.name,
    title: `${user.name} signs in at ${pool}`,
    pools: [pool],
    target,
  });
  if (via === undefined) return [atHome];
  const first = via.pool.fqdn;
  return [
    atHome,
    caseOf({
      check: 'signin.redirect',
      site,
      subject: `${user.name} via ${first}`,
      title: `${first} sends ${user.name} home to ${pool}`,
      pools: [pool, first],
      target: { ...target, via: first },
    }),
  ];
}

const wrongPassword = (user: TestUser, home: PlacedPool): PlannedCase =>
  caseOf({
    check: 'signin.wrong-password',
    site: home.site.name,
    subject: user.name,
    title: `a wrong password of ${user.name} is refused`,
    pools: [home.pool.fqdn],
    target: targetOf(user, home),
  });

/** A user of each home over an Access Edge through which remote users come in this phase: of the own site, else in turn. */
function remoteCases(environment: Environment): PlannedCase[] {
  const edges = poolsOf(environment).filter(
    ({ pool }) => pool.edge !== undefined && pool.generation === edgeGenerationIn(environment.phase),
  );
  return poolsOf(environment)
    .filter(isHome)
    .flatMap((home, index) => {
      const [user] = trafficUsers(environment, home);
      const edge = edges.find(({ site }) => site === home.site) ?? edges[index % Math.max(1, edges.length)];
      if (user === undefined || edge === undefined) return [];
      const via = edge.pool.edge?.access.fqdn ?? '';
      return [
        caseOf({
          check: 'signin.remote',
          site: home.site.name,
          subject: `${user.name} via ${via}`,
          title: `${user.name} signs in from outside over ${via}`,
          pools: [home.pool.fqdn, edge.pool.fqdn],
          target: { ...targetOf(user, home), via },
        }),
      ];
    });
}

/** Every test user at home, from a pool of the other generation, and those kept for it with a wrong password. */
export function signinCases(environment: Environment): PlannedCase[] {
  const homes = poolsOf(environment).filter(isHome);
  const ofHomes = homes.flatMap((home) => {
    const via = otherGeneration(homes, home);
    const users = trafficUsers(environment, home);
    const probes = environment.users.filter(({ purpose, pool }) => purpose === 'refusal-probe' && pool === home.pool.fqdn);
    return [
      ...(users.length === 0 ? [withoutUsers('signin.home', home)] : []),
      // Taken in turn, so that every pool of the other generation is asked when there are users enough.
      ...users.flatMap((user, index) => casesOfUser(user, home, via[index % Math.max(1, via.length)])),
      ...probes.map((user) => wrongPassword(user, home)),
    ];
  });
  return [...ofHomes, ...remoteCases(environment)];
}
