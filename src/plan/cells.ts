import type { Environment, Site } from '../environment/index.ts';
import { type Generation, generations } from '../generations/index.ts';
import type { PairSuite } from './cases/pairs.ts';
import { generationIn, isHome, poolsOf, trafficUsers } from './estate.ts';
import type { CoverageCell, Direction, PlannedCase } from './model.ts';

/** Why no pair goes from users of one kind in a site to users of another kind in another: the sender's side is named first. */
function whyEmpty(environment: Environment, fromSite: Site, from: Generation, toSite: Site, to: Generation): string {
  const lack = (site: Site, generation: Generation): string | undefined => {
    const homes = poolsOf(environment).filter(
      (placed) => placed.site === site && isHome(placed) && generationIn(placed) === generation,
    );
    if (homes.length === 0) return `${site.name} has no pool of ${generation.productName}`;
    const users = homes.flatMap((home) => trafficUsers(environment, home));
    if (users.length === 0) return `${site.name} has no ${generation.userKind} test user`;
    const alone = users.length === 1 && fromSite === toSite && from === to;
    return alone ? `${site.name} has no second ${generation.userKind} test user beside ${users[0]?.name}` : undefined;
  };
  const why = lack(fromSite, from) ?? lack(toSite, to);
  if (why === undefined) throw new Error(`No pair goes from ${fromSite.name} to ${toSite.name}, and nothing says why.`);
  return why;
}

/** The grid of a suite: for every ordered pair of sites (the sender's selected) all four directions, each with cases or with a reason. */
export function cellsOf(
  environment: Environment,
  suite: PairSuite,
  cases: readonly PlannedCase[],
  senders: ReadonlySet<string>,
): readonly CoverageCell[] {
  const counts = new Map<string, number>();
  const keyOf = (fromSite: string, toSite: string, direction: Direction): string => JSON.stringify([fromSite, toSite, direction]);
  for (const { suite: of, target } of cases) {
    if (of !== suite || target.kind !== 'pair') continue;
    const key = keyOf(target.pair.fromSite, target.pair.toSite, target.pair.direction);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const cells: CoverageCell[] = [];
  for (const fromSite of environment.sites.filter(({ name }) => senders.has(name))) {
    for (const toSite of environment.sites) {
      for (const from of generations) {
        for (const to of generations) {
          const direction: Direction = `${from.userKind}→${to.userKind}`;
          const found = counts.get(keyOf(fromSite.name, toSite.name, direction)) ?? 0;
          const cell = { suite, direction, fromSite: fromSite.name, toSite: toSite.name, cases: found };
          cells.push(found > 0 ? cell : { ...cell, notCovered: whyEmpty(environment, fromSite, from, toSite, to) });
        }
      }
    }
  }
  return cells;
}
