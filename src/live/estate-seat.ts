import { judgeShell, troubleFinding, troubleOf } from '../checks/index.ts';
import type { Environment } from '../environment/index.ts';
import { undetermined } from '../outcome/index.ts';
import type { CaseTarget, PlannedCase } from '../plan/index.ts';
import type { Body } from './suite.ts';

/** Suites that ask for the estate as a whole: any site answers, so that one of them is asked once. */
const ofEstate: ReadonlySet<string> = new Set(['topology', 'retirement']);

/**
 * The site whose lane is asked for what is true of the estate as a whole: the first of those that are looked at anyway and have a pool of 2013,
 * whose tools know both generations; else the first of them.
 */
export function estateSeat(environment: Environment, cases: readonly Pick<PlannedCase, 'suite' | 'site'>[]): string {
  const looked = new Set(cases.flatMap(({ suite, site }) => (ofEstate.has(suite) ? [site] : [])));
  const sites = environment.sites.filter(({ name }) => looked.has(name));
  const withNewer = sites.find(({ pools }) => pools.some(({ generation }) => generation === 'lync-2013'));
  return (withNewer ?? sites[0] ?? environment.sites[0])?.name ?? '';
}

/** A look that stands on the first rung of the site that answers for the estate, as `afterFirstRung` for its own site. */
export const afterEstateRung =
  <Kind extends CaseTarget['kind']>(body: Body<Kind>): Body<Kind> =>
  async (look) => {
    const { facts, estateSeat: seat } = look;
    const first = await facts.sites(seat).then(
      (sites) => judgeShell(seat, sites),
      (error: unknown) => troubleFinding(troubleOf(error)),
    );
    if (first.outcome !== 'fail') return body(look);
    return undetermined('DEPENDS_ON_OTHER', `Nobody looked, because ${seat} could not be administered: ${first.message}`);
  };
