import type { ReplicaFact } from '../admin/index.ts';
import type { ChangeJournal } from '../changes/index.ts';
import { judgePolicyProbe, judgeReplica, type Trouble, troubleFinding, troubleOf } from '../checks/index.ts';
import type { limitPerKey } from '../concurrency/index.ts';
import type { Environment } from '../environment/index.ts';
import type { Facts } from '../facts/index.ts';
import { type Finding, notCovered, undetermined } from '../outcome/index.ts';
import type { Clock } from '../time/index.ts';
import { takeBackAndNote, takeBackPolicy } from './take-back.ts';

export interface PolicyProbeOptions {
  readonly environment: Environment;
  readonly facts: Facts;
  readonly changes: ChangeJournal;
  readonly run: string;
  readonly allowed: boolean;
  readonly clock: Clock;
  /** Shared by everything that writes to the configuration. */
  readonly oneAtATime: ReturnType<typeof limitPerKey>;
}

/**
 * Creates, reads and removes a client policy of a site: proof that the site can be written to. Guards: only where changes are allowed,
 * never where the site has a policy already or stale replicas, with the values in force, one at a time in the estate, and with the
 * intention on the disk before the first write. Freshness is that of before any probe: what a probe itself changed is on its way for a while.
 */
export function policyProbe(options: PolicyProbeOptions): (site: string, seat: string) => Promise<Finding> {
  return (site, seat) => {
    if (!options.allowed) {
      return Promise.resolve(
        notCovered(
          'CHANGES_NOT_ALLOWED',
          `No client policy was created for ${site}: the run was not allowed to change the estate.`,
        ),
      );
    }
    return options.oneAtATime('estate', () => probe(options, site, seat));
  };
}

async function probe(
  { environment, facts, changes, run, clock }: PolicyProbeOptions,
  site: string,
  seat: string,
): Promise<Finding> {
  const identity = `site:${site}`;
  const stale = await staleReplica(environment, await facts.replication(seat), site, clock.now());
  if (stale !== undefined) return undetermined('DEPENDS_ON_OTHER', `No client policy was created for ${site}: ${stale}`);
  return facts.withLane(seat, async (lane) => {
    const existing = await lane.clientPolicy(identity);
    if (existing !== undefined)
      return notCovered('POLICY_EXISTS', `${site} has a client policy of its own, which stays untouched.`);
    const inForce = await lane.clientPolicy('global');
    if (inForce === undefined)
      return undetermined('DEPENDS_ON_OTHER', `No client policy was created for ${site}: the global one was not found.`);
    const change = {
      id: `client-policy-${seat}`,
      kind: 'client-policy',
      site,
      identity,
      mark: `coex ${run}`,
      values: inForce.values,
    } as const;
    changes.intend(change);
    let finding: Finding;
    let creation: Trouble | undefined;
    try {
      await lane.createClientPolicy(identity, change.mark, change.values);
      changes.made(change.id);
      const readBack = await lane.clientPolicy(identity);
      finding = judgePolicyProbe({ identity, given: change.values, mark: change.mark, ...(readBack && { readBack }) });
    } catch (error) {
      creation = troubleOf(error);
      finding = troubleFinding(creation);
    }
    const left = await takeBackAndNote(changes, change, creation, () => takeBackPolicy(lane, change));
    if (left !== undefined && finding.outcome === 'pass') finding = troubleFinding(left);
    return finding;
  });
}

/** A sentence about the first replica of the site that is not fresh, or nothing. */
export function staleReplica(
  environment: Environment,
  replicas: readonly ReplicaFact[],
  site: string,
  now: number,
): string | undefined {
  const servers = environment.sites.find(({ name }) => name === site)?.pools.flatMap((pool) => pool.servers) ?? [];
  for (const { fqdn } of servers) {
    const finding = judgeReplica(fqdn, replicas, now, environment.budgets.replicaAge);
    if (finding.outcome !== 'pass') return finding.message;
    if (replicas.find(({ replica }) => replica.toLowerCase() === fqdn.toLowerCase())?.upToDate === false) {
      return `the replica on ${fqdn} is still catching up.`;
    }
  }
  return undefined;
}
