import type { TestUser } from '../../environment/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf } from '../case.ts';
import type { PlacedPool } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

/**
 * What cannot be looked at for want of test users is a case too: whoever needs the pool must see that nobody looked. One per pool and
 * check, however many pairs are missing for the same reason.
 */
export function withoutUsers(check: CheckId, { site, pool }: PlacedPool, only?: TestUser): PlannedCase {
  const why =
    only === undefined
      ? `${pool.fqdn} has no test user: what its users can do is not looked at.`
      : `${pool.fqdn} has only one test user (${only.name}): what happens within the pool is not looked at.`;
  return caseOf({
    check,
    site: site.name,
    subject: only === undefined ? pool.fqdn : `within ${pool.fqdn}`,
    title: only === undefined ? `users of ${pool.fqdn}` : `users within ${pool.fqdn}`,
    pools: [pool.fqdn],
    target: { kind: 'pool', pool: pool.fqdn, generation: pool.generation },
    notCovered: why,
  });
}
