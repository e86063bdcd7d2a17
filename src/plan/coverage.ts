import type { Environment } from '../environment/index.ts';
import { isHome, poolsOf, trafficUsers } from './estate.ts';
import type { Coverage, Pair, PlannedCase } from './model.ts';
import { onePerCell } from './pairs.ts';
import { type Chosen, coversAllSites, pairwise } from './pairwise.ts';

/** How many of the cases are planned: one look at everything, few that still meet everybody, or all. */
export const coverages: readonly Coverage[] = ['smoke', 'pairwise', 'full'];

/** So many sites have, for each generation, one pool of which everything is looked at that one pool's users do; of more, each generation has. */
const deepSitesAtMost = 5;

/** The first user of every home pool who can sign in, else the first: whoever looks at a pool through one user takes this one. */
function firstUsers(environment: Environment): ReadonlyMap<string, string> {
  const first = new Map<string, string>();
  for (const home of poolsOf(environment).filter(isHome)) {
    const own = trafficUsers(environment, home);
    const user = own.find(({ password }) => password !== undefined) ?? own[0];
    if (user !== undefined) first.set(home.pool.fqdn, user.name);
  }
  return first;
}

/** The pairs of a coverage, a part of all pairs in their order. */
export function pairsOf(coverage: Coverage, all: readonly Pair[], environment: Environment): Chosen {
  if (coverage === 'pairwise') return pairwise(all, new Set(firstUsers(environment).values()));
  const pairs = coverage === 'full' ? all : onePerCell(all);
  return { pairs, deep: new Set(pairs) };
}

/** All pairs, those first that pairwise coverage looks at with every check: who speaks for others is the same in every coverage. */
export function spokesmenOf(all: readonly Pair[], environment: Environment): readonly Pair[] {
  const { deep } = pairsOf('pairwise', all, environment);
  return [...deep, ...all.filter((pair) => !deep.has(pair))];
}

/** The first pool with users of each generation, and in an estate of few sites of each site. */
function deepPools(environment: Environment): ReadonlySet<string> {
  const bySite = environment.sites.length <= deepSitesAtMost;
  const pools = new Map<string, string>();
  for (const home of poolsOf(environment).filter(isHome)) {
    const key = JSON.stringify([home.pool.generation, ...(bySite ? [home.site.name] : [])]);
    if (!pools.has(key) && trafficUsers(environment, home).length > 0) pools.set(key, home.pool.fqdn);
  }
  return new Set(pools.values());
}

type Covers = (planned: PlannedCase) => boolean;

/** Pairwise: all that is not between users; of pairs what they carry; of what one pool's users do the tier `smoke`, and all of some pools. */
function pairwiseCovers(environment: Environment, cases: readonly PlannedCase[], { deep }: Chosen): Covers {
  const pools = deepPools(environment);
  const whole = ({ target, tier, pillar }: PlannedCase): boolean => {
    if (pillar !== 'communication' || tier === 'smoke') return true;
    if (target.kind === 'pair') return deep.has(target.pair);
    return !('pool' in target) || target.pool === undefined || pools.has(target.pool);
  };
  // Whoever takes part in something signs in, and that is a case; everybody else stays away.
  const users = new Set<string>(firstUsers(environment).values());
  const redirected = new Set<string>();
  for (const planned of cases) {
    const { target, suite } = planned;
    if (suite === 'signin' || !whole(planned)) continue;
    if (target.kind === 'pair') users.add(target.pair.from).add(target.pair.to);
    // Who is to come in over a single server stays at home afterwards.
    if (target.kind === 'user' && suite === 'nodes') users.add(target.user);
    if (target.kind === 'conference') for (const name of [target.organizer, ...target.participants]) users.add(name);
  }
  return (planned) => {
    const { target, suite, tier } = planned;
    if (suite !== 'signin' || target.kind !== 'user' || tier === 'full') return whole(planned);
    if (!users.has(target.user)) return false;
    // One user of every pool is enough to see that the pool's users are sent home.
    if (target.via === undefined) return true;
    if (planned.check === 'signin.remote') return true;
    if (redirected.has(target.pool)) return false;
    redirected.add(target.pool);
    return true;
  };
}

/** The part of all cases that a coverage has, in their order; that the pairs are those of the coverage has been seen to. */
export function coveredCases(
  coverage: Coverage,
  environment: Environment,
  cases: readonly PlannedCase[],
  chosen: Chosen,
): readonly PlannedCase[] {
  if (coverage === 'full') return cases;
  return cases.filter(coverage === 'smoke' ? ({ tier }) => tier === 'smoke' : pairwiseCovers(environment, cases, chosen));
}

const counted = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

/** What pairwise coverage leaves out, in a sentence; nothing where it leaves out nothing. */
export function gapOfCoverage(coverage: Coverage, all: readonly Pair[], { pairs, deep }: Chosen): readonly string[] {
  if (coverage !== 'pairwise' || all.length === deep.size) return [];
  const sitePairs = (some: readonly Pair[]): number =>
    new Set(some.map(({ fromSite, toSite }) => JSON.stringify([fromSite, toSite]))).size;
  const sites = coversAllSites(all)
    ? 'every pair of sites and of generations is met'
    : `every pair of generations and ${counted(sitePairs(pairs))} of ${counted(sitePairs(all))} pairs of sites are met`;
  const carried = deep.size === pairs.length ? 'with every check' : `${counted(deep.size)} of them with every check`;
  return [
    `Pairwise coverage looks at ${counted(pairs.length)} of ${counted(all.length)} ordered pairs of pools, ${carried}: ` +
      `every pool sends and receives, ${sites}.`,
  ];
}
