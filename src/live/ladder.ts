import { judgeShell, troubleFinding, troubleOf } from '../checks/index.ts';
import type { Facts } from '../facts/index.ts';
import { type Finding, undetermined } from '../outcome/index.ts';
import type { CaseTarget } from '../plan/index.ts';
import { seatOf } from './seats.ts';
import type { Body } from './suite.ts';

/** The first rung of the ladder of administration: the session with the site opens, and the estate knows the site. */
export async function firstRung(facts: Facts, site: string, seat: string): Promise<Finding> {
  try {
    return judgeShell(site, await facts.sites(seat));
  } catch (error) {
    return troubleFinding(troubleOf(error));
  }
}

/**
 * A look that stands on the first rung. Where that failed, nothing above it was seen, be it good or bad: the case is undetermined, and the
 * failure stays with the case of the rung. Where nobody could climb it, each case meets and tells the reason by itself.
 */
export const afterFirstRung =
  <Kind extends CaseTarget['kind']>(body: Body<Kind>): Body<Kind> =>
  async (look) => {
    const { site } = look.case;
    const pool = 'pool' in look.target ? look.target.pool : undefined;
    const first = await firstRung(look.facts, site, seatOf(look.environment, site, pool));
    if (first.outcome !== 'fail') return body(look);
    return undetermined(
      'DEPENDS_ON_OTHER',
      `Nobody looked, because ${look.case.site} could not be administered: ${first.message}`,
    );
  };
