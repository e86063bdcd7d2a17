import type { TestUser } from '../../environment/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf, ofPool } from '../case.ts';
import type { PlacedPool } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

/**
 * What cannot be looked at for want of test users is a case too: whoever needs the pool must see that nobody looked. One per pool and
 * check, however many pairs are missing for the same reason.
 */
export function withoutUsers(check: CheckId, placed: PlacedPool, only?: TestUser): PlannedCase {
  const { pool } = placed;
  const why =
    only === undefined
      ? `${pool.fqdn} has no test user: what its users can do is not looked at.`
      : `${pool.fqdn} has only one test user (${only.name}): what happens within the pool is not looked at.`;
  return caseOf({
    ...ofPool(placed),
    check,
    subject: only === undefined ? pool.fqdn : `within ${pool.fqdn}`,
    title: only === undefined ? `users of ${pool.fqdn}` : `users within ${pool.fqdn}`,
    notCovered: why,
  });
}
