import type { Environment } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { administrationCases } from './cases/administration.ts';
import { conferenceCases } from './cases/conference.ts';
import { contactCases } from './cases/contacts.ts';
import { entryPointCases } from './cases/entry-points.ts';
import { nodeCases } from './cases/nodes.ts';
import { pairCases, pairSuites } from './cases/pairs.ts';
import { registrationCases } from './cases/registration.ts';
import { retirementCases } from './cases/retirement.ts';
import { serviceCases } from './cases/services.ts';
import { signinCases } from './cases/signin.ts';
import { syntheticCases } from './cases/synthetic.ts';
import { topologyCases } from './cases/topology.ts';
import { edgeTopologyCases } from './cases/topology-edge.ts';
import { userCases } from './cases/users.ts';
import { cellsOf } from './cells.ts';
import { coveredCases, gapOfCoverage, pairsOf, spokesmenOf } from './coverage.ts';
import { gapsOf } from './gaps.ts';
import type { Plan, PlannedCase } from './model.ts';
import { choosePairs } from './pairs.ts';
import { type Selection, select } from './selection.ts';
import { withoutSignIn } from './spoken-for.ts';

/**
 * Everything that is to be looked at. The same file and selection always give the same plan, and a narrower selection gives cases of the
 * wider one: a wave restricts nothing, sites those whose cases (of a pair: whose sender) stand there, `smoke` takes the checks of that tier
 * and one pair for each cell of the grid, `pairwise` few pairs that meet everybody (docs/decisions/coverage.md).
 *
 * @throws CoexistenceError UNKNOWN_SUITE, UNKNOWN_SITE, UNKNOWN_WAVE, NOTHING_SELECTED
 */
export function planCases(environment: Environment, selection: Selection = {}): Plan {
  const selected = select(environment, selection);
  const { suites, sites, coverage, wave } = selected;
  const all = choosePairs(environment);
  const chosen = pairsOf(coverage, all, environment);
  const everything: readonly PlannedCase[] = [
    ...serviceCases(environment),
    ...administrationCases(environment),
    ...topologyCases(environment),
    ...edgeTopologyCases(environment),
    ...retirementCases(environment),
    ...userCases(environment),
    ...signinCases(environment),
    ...pairSuites.flatMap((suite) => pairCases(environment, suite, chosen.pairs)),
    ...conferenceCases(environment),
    ...contactCases(environment),
    ...registrationCases(environment),
    ...nodeCases(environment),
    ...entryPointCases(environment),
    // On demand: the many cases of a large estate are not made to be thrown away.
    ...(suites.has('synthetic') ? syntheticCases(environment, chosen.pairs, spokesmenOf(all, environment)) : []),
  ];
  const covered = coveredCases(coverage, environment, withoutSignIn(environment, everything), chosen);
  const cases = covered.filter(({ suite, site }) => suites.has(suite) && sites.has(site));
  if (cases.length === 0) {
    throw new CoexistenceError(
      'NOTHING_SELECTED',
      `${environment.name} has no case for ${[...suites].join(', ') || 'no suite'} in ${[...sites].join(', ')}.`,
    );
  }
  const shown = pairSuites.filter((suite) => suites.has(suite));
  return {
    environment: environment.name,
    ...(wave === undefined ? {} : { wave }),
    coverage,
    cases,
    pairs: shown.length === 0 ? [] : chosen.pairs.filter(({ fromSite }) => sites.has(fromSite)),
    cells: shown.flatMap((suite) => cellsOf(environment, suite, cases, sites, all)),
    gaps: [...(shown.length === 0 ? [] : gapOfCoverage(coverage, all, chosen)), ...gapsOf(environment, selected, cases)],
  };
}
