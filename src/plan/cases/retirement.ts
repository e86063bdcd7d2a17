import type { Environment } from '../../environment/index.ts';
import { hasReached, type PhaseName } from '../../guide/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf, ofPool } from '../case.ts';
import { isHome, poolsOf } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

/** What must have left a pool of 2010, by check, and from which phase on. */
const kinds: readonly { readonly check: CheckId; readonly title: string; readonly from: PhaseName }[] = [
  { check: 'retirement.users', title: 'has no users any more', from: 'post-migration' },
  { check: 'retirement.um-contacts', title: 'has no contact objects of unified messaging any more', from: 'post-migration' },
  { check: 'retirement.common-area-phones', title: 'has no common area phones any more', from: 'post-migration' },
  { check: 'retirement.analog-devices', title: 'has no analog devices any more', from: 'post-migration' },
  { check: 'retirement.dial-in-numbers', title: 'has no dial-in access numbers any more', from: 'post-migration' },
  { check: 'retirement.call-park', title: 'has no call park orbits any more', from: 'post-migration' },
  { check: 'retirement.response-groups', title: 'has no response group of its own any more', from: 'post-migration' },
  { check: 'retirement.trusted-applications', title: 'has no trusted application endpoints any more', from: 'post-migration' },
  { check: 'retirement.meeting-rooms', title: 'has no meeting rooms any more', from: 'post-migration' },
  { check: 'retirement.conference-directories', title: 'has no conference directories any more', from: 'decommission' },
];

/** Whether the pools of 2010 are empty. Nothing is planned before they have to be: a migration in its course is not red for what is still to come. */
export const retirementCases = (environment: Environment): PlannedCase[] =>
  poolsOf(environment)
    .filter((placed) => placed.pool.generation === 'lync-2010' && isHome(placed))
    .flatMap((placed) =>
      kinds
        .filter(({ from }) => hasReached(environment.phase, from))
        .map(({ check, title }) => caseOf({ ...ofPool(placed), check, title: `${placed.pool.fqdn} ${title}` })),
    );
