import { judgeShell, judgeTools, troubleFinding, troubleOf } from '../checks/index.ts';
import { type Finding, undetermined } from '../outcome/index.ts';
import type { CaseTarget } from '../plan/index.ts';
import { seatNamed, seatOfCase, toolsAsked } from './seats.ts';
import type { Session } from './session.ts';
import type { Body } from './suite.ts';

type Place = Pick<Session, 'environment' | 'facts'>;

/**
 * The first rung of the ladder of administration at an endpoint: the session opens, on this host it has the tools that were asked for, and the
 * estate knows the site.
 */
export async function firstRung({ environment, facts }: Place, site: string, target: CaseTarget): Promise<Finding> {
  const seat = seatOfCase(environment, site, target);
  try {
    const sites = await facts.sites(seat);
    // Through a session the declared endpoint decides; its role may not offer the cmdlet by which tools are told apart.
    const tools = toolsAsked(seatNamed(environment, seat));
    const wrong = tools === undefined ? undefined : judgeTools(tools, await facts.host(seat), target.kind === 'site');
    return wrong ?? judgeShell(site, sites);
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
    const first = await firstRung(look, look.case.site, look.target);
    if (first.code === 'TOOLS_NOT_HERE') return first;
    if (first.outcome !== 'fail') return body(look);
    return undetermined(
      'DEPENDS_ON_OTHER',
      `Nobody looked, because ${look.case.site} could not be administered: ${first.message}`,
    );
  };
