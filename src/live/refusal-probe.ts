import type { Lane } from '../admin/index.ts';
import { judgeRefusal, type Trouble, troubleFinding, troubleOf } from '../checks/index.ts';
import { type Finding, notCovered, undetermined } from '../outcome/index.ts';
import { type PolicyProbeOptions, staleReplica } from './policy-probe.ts';
import { takeBackAndNote, takeBackPolicy } from './take-back.ts';

/** A write that must be refused. */
export interface ForbiddenWrite {
  /** The account that must not be able to do it. */
  readonly login: string;
  /** Where it tries, by the name of a seat. */
  readonly seat: string;
  /** The site whose client policy it tries to create, and the seat of who administers that site. */
  readonly site: string;
  readonly guardian: string;
}

/**
 * Tries a write that the estate must refuse: the client policy of a site, by an account that has no right to it. The same guards as for the
 * write probe hold, because it might succeed: only where it is allowed, never where the site has a policy already or stale replicas, with the
 * values in force, one at a time in the estate, with the intention on the disk first. What came of it is looked up, and taken back, by who
 * administers the site; only if that fails by the account that wrote.
 */
export function refusalProbe(options: PolicyProbeOptions): (write: ForbiddenWrite) => Promise<Finding> {
  return (write) => {
    if (!options.allowed) {
      const why = `No write of ${write.login} in ${write.site} was tried: the run was not allowed to try what must be refused.`;
      return Promise.resolve(notCovered('REFUSAL_PROBES_NOT_ALLOWED', why));
    }
    return options.oneAtATime('estate', () => probe(options, write));
  };
}

async function probe(options: PolicyProbeOptions, write: ForbiddenWrite): Promise<Finding> {
  const { environment, facts, changes, run, clock } = options;
  const { login, seat, site, guardian } = write;
  const identity = `site:${site}`;
  const notTried = `No write of ${login} in ${site} was tried`;
  const stale = staleReplica(environment, await facts.replication(guardian), site, clock.now());
  if (stale !== undefined) return undetermined('DEPENDS_ON_OTHER', `${notTried}: ${stale}`);
  const read = (which: string) => facts.withLane(guardian, (lane) => lane.clientPolicy(which));
  if ((await read(identity)) !== undefined)
    return notCovered('POLICY_EXISTS', `${notTried}: ${site} has a client policy of its own, which stays untouched.`);
  const inForce = await read('global');
  if (inForce === undefined) return undetermined('DEPENDS_ON_OTHER', `${notTried}: the global client policy was not found.`);
  const change = {
    id: `refusal-${seat}-${site}`,
    kind: 'client-policy',
    site,
    identity,
    mark: `coex ${run}`,
    values: inForce.values,
  } as const;

  let trouble: Trouble | undefined;
  try {
    trouble = await facts.withLane(seat, async (lane) => {
      // An account that cannot even read has not been refused the write: nothing would be known of its rights.
      await lane.sites();
      changes.intend(change);
      try {
        await lane.createClientPolicy(identity, change.mark, change.values);
        changes.made(change.id);
        return undefined;
      } catch (error) {
        return troubleOf(error);
      }
    });
  } catch (error) {
    const { code, message, hint } = troubleOf(error);
    return undetermined(code, `${notTried}, because it could not even read: ${message}`, [], hint);
  }
  let finding: Finding;
  try {
    const found = await read(identity);
    finding = judgeRefusal({ login, site, identity, isThere: found?.mark === change.mark, ...(trouble && { trouble }) });
  } catch (error) {
    finding = troubleFinding(troubleOf(error));
  }
  const takeBack = (lane: Lane) => takeBackPolicy(lane, change);
  const left = await takeBackAndNote(changes, change, trouble, () =>
    facts.withLane(guardian, takeBack).catch((error: unknown) => {
      if (finding.outcome !== 'fail') throw error;
      return facts.withLane(seat, takeBack);
    }),
  );
  if (left !== undefined && finding.outcome === 'pass') return undetermined(left.code, left.message);
  return finding;
}
