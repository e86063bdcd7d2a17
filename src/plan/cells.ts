import type { Environment, Site, TestUser } from '../environment/index.ts';
import { type Generation, generations } from '../generations/index.ts';
import type { PairSuite } from './cases/pairs.ts';
import { generationIn, isHome, poolsOf, trafficUsers } from './estate.ts';
import type { CoverageCell, Direction, Pair, PlannedCase } from './model.ts';

/** The test users of the pools of a generation in a site. */
interface Seat {
  readonly users: readonly TestUser[];
}

const seatKey = (site: Site, generation: Generation): string => JSON.stringify([site.name, generation.name]);

function seatsOf(environment: Environment): ReadonlyMap<string, Seat> {
  const seats = new Map<string, Seat>();
  for (const placed of poolsOf(environment).filter(isHome)) {
    const key = seatKey(placed.site, generationIn(placed));
    const users = seats.get(key)?.users ?? [];
    seats.set(key, { users: [...users, ...trafficUsers(environment, placed)] });
  }
  return seats;
}

/** Why no pair goes from users of one kind in a site to users of another kind in another: the sender's side is named first. */
function whyEmpty(seats: ReadonlyMap<string, Seat>, fromSite: Site, from: Generation, toSite: Site, to: Generation): string {
  const lack = (site: Site, generation: Generation): string | undefined => {
    const seat = seats.get(seatKey(site, generation));
    if (seat === undefined) return `${site.name} has no pool of ${generation.productName}`;
    const [first, second] = seat.users;
    if (first === undefined) return `${site.name} has no ${generation.userKind} test user`;
    const alone = second === undefined && fromSite === toSite && from === to;
    return alone ? `${site.name} has no second ${generation.userKind} test user beside ${first.name}` : undefined;
  };
  const why = lack(fromSite, from) ?? lack(toSite, to);
  if (why === undefined) throw new Error(`No pair goes from ${fromSite.name} to ${toSite.name}, and nothing says why.`);
  return why;
}

const keyOf = (fromSite: string, toSite: string, direction: Direction): string => JSON.stringify([fromSite, toSite, direction]);

/** The grid of a suite: for every ordered pair of sites (the sender's selected) all four directions, each with cases or with a reason. `all` are the
 * pairs that there could be, whatever the coverage. */
export function cellsOf(
  environment: Environment,
  suite: PairSuite,
  cases: readonly PlannedCase[],
  senders: ReadonlySet<string>,
  all: readonly Pair[],
): readonly CoverageCell[] {
  const counts = new Map<string, number>();
  const possible = new Set(all.map(({ fromSite, toSite, direction }) => keyOf(fromSite, toSite, direction)));
  const unseen = new Map<string, string>();
  for (const { suite: of, target, notCovered } of cases) {
    if (of !== suite || target.kind !== 'pair') continue;
    const key = keyOf(target.pair.fromSite, target.pair.toSite, target.pair.direction);
    if (notCovered !== undefined) {
      unseen.set(key, notCovered.why.replace(/\.$/, ''));
      continue;
    }
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const seats = seatsOf(environment);
  const cells: CoverageCell[] = [];
  for (const fromSite of environment.sites.filter(({ name }) => senders.has(name))) {
    for (const toSite of environment.sites) {
      for (const from of generations) {
        for (const to of generations) {
          const direction: Direction = `${from.userKind}→${to.userKind}`;
          const key = keyOf(fromSite.name, toSite.name, direction);
          const found = counts.get(key) ?? 0;
          const cell = { suite, direction, fromSite: fromSite.name, toSite: toSite.name, cases: found };
          const why = (): string =>
            unseen.get(key) ??
            (possible.has(key) ? 'pairwise coverage meets both elsewhere' : whyEmpty(seats, fromSite, from, toSite, to));
          cells.push(found > 0 ? cell : { ...cell, notCovered: why() });
        }
      }
    }
  }
  return cells;
}
