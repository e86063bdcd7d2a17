import { checkOf } from '../guide/index.ts';
import type { CheckId } from '../outcome/index.ts';
import type { PlacedPool } from './estate.ts';
import type { CaseTarget, PlannedCase } from './model.ts';

/** What of a case its check does not say already. */
export interface CaseOf {
  readonly check: CheckId;
  /** What stands between the brackets of the id: unique among the cases of the check, and the same in every run. */
  readonly subject: string;
  readonly site: string;
  readonly title: string;
  readonly pools: readonly string[];
  readonly target: CaseTarget;
  /** True where it counts for a wave only if that names the check, although the check as such always counts. */
  readonly optional?: boolean;
  /** Id of the known limit that the case is expected to meet. */
  readonly limit?: string;
  /** Why nobody looks. */
  readonly notCovered?: string;
}

/** What every case about a pool as a whole has. */
export const ofPool = ({ site, pool }: PlacedPool) =>
  ({
    site: site.name,
    subject: pool.fqdn,
    pools: [pool.fqdn],
    target: { kind: 'pool', pool: pool.fqdn, generation: pool.generation },
  }) as const;

/** A case of a check of the guide. */
export function caseOf({
  check: id,
  subject,
  site,
  title,
  pools,
  target,
  optional = false,
  limit,
  notCovered,
}: CaseOf): PlannedCase {
  const check = checkOf(id);
  if (check === undefined) throw new Error(`The guide has no check ${id}.`);
  return {
    id: `${id}[${subject}]`,
    check: id,
    suite: check.suite,
    pillar: check.pillar,
    site,
    title,
    tier: check.tier,
    optional: check.optional || optional,
    pools: [...new Set(pools)],
    target,
    ...(limit === undefined ? {} : { limit }),
    ...(notCovered === undefined ? {} : { notCovered: { code: 'NOT_COVERED', why: notCovered } }),
  };
}
