import type { ChangeJournal } from '../changes/index.ts';
import { judgePolicyProbe, judgeReplica, troubleFinding, troubleOf } from '../checks/index.ts';
import { limitPerKey } from '../concurrency/index.ts';
import type { Environment } from '../environment/index.ts';
import type { Facts } from '../facts/index.ts';
import { type Finding, notCovered, undetermined } from '../outcome/index.ts';
import type { Clock } from '../time/index.ts';
import { takeBackPolicy } from './take-back.ts';

export interface PolicyProbeOptions {
  readonly environment: Environment;
  readonly facts: Facts;
  readonly changes: ChangeJournal;
  readonly run: string;
  readonly allowed: boolean;
  readonly clock: Clock;
}

/**
 * Creates, reads and removes a client policy of a site: proof that the site can be written to. Guards: only where changes are allowed,
 * never where the site has a policy already or stale replicas, with the values in force, one at a time in the estate, and with the
 * intention on the disk before the first write.
 */
export function policyProbe(options: PolicyProbeOptions): (site: string) => Promise<Finding> {
  const oneAtATime = limitPerKey(1);
  return (site) => {
    if (!options.allowed) {
      return Promise.resolve(
        notCovered(
          'CHANGES_NOT_ALLOWED',
          `No client policy was created for ${site}: the run was not allowed to change the estate.`,
        ),
      );
    }
    return oneAtATime('estate', () => probe(options, site));
  };
}

async function probe({ environment, facts, changes, run, clock }: PolicyProbeOptions, site: string): Promise<Finding> {
  const identity = `site:${site}`;
  const stale = await staleReplica(environment, facts, site, clock.now());
  if (stale !== undefined) return undetermined('DEPENDS_ON_OTHER', `No client policy was created for ${site}: ${stale}`);
  return facts.withLane(site, async (lane) => {
    const existing = await lane.clientPolicy(identity);
    if (existing !== undefined)
      return notCovered('POLICY_EXISTS', `${site} has a client policy of its own, which stays untouched.`);
    const inForce = await lane.clientPolicy('global');
    if (inForce === undefined)
      return undetermined('DEPENDS_ON_OTHER', `No client policy was created for ${site}: the global one was not found.`);
    const change = {
      id: `client-policy-${site}`,
      kind: 'client-policy',
      site,
      identity,
      mark: `coex ${run}`,
      values: inForce.values,
    } as const;
    changes.intend(change);
    let finding: Finding;
    try {
      await lane.createClientPolicy(identity, change.mark, change.values);
      changes.made(change.id);
      const readBack = await lane.clientPolicy(identity);
      finding = judgePolicyProbe({ identity, given: change.values, mark: change.mark, ...(readBack && { readBack }) });
    } catch (error) {
      finding = troubleFinding(troubleOf(error));
    }
    try {
      changes.undone(change.id, 'runner', await takeBackPolicy(lane, change));
    } catch (error) {
      const trouble = troubleOf(error);
      changes.undoFailed(change.id, trouble.message);
      if (finding.outcome === 'pass') finding = troubleFinding(trouble);
    }
    return finding;
  });
}

/** A sentence about the first replica of the site that is not fresh, or nothing. */
async function staleReplica(environment: Environment, facts: Facts, site: string, now: number): Promise<string | undefined> {
  const servers = environment.sites.find(({ name }) => name === site)?.pools.flatMap((pool) => pool.servers) ?? [];
  const replicas = await facts.replication(site);
  for (const { fqdn } of servers) {
    const finding = judgeReplica(fqdn, replicas, now, environment.budgets.replicaAge);
    if (finding.outcome !== 'pass') return finding.message;
    if (replicas.find(({ replica }) => replica.toLowerCase() === fqdn.toLowerCase())?.upToDate === false) {
      return `the replica on ${fqdn} is still catching up.`;
    }
  }
  return undefined;
}
