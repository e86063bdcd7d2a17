import type { PoolUsersFact } from '../admin/index.ts';
import type { ServicesObservation } from '../checks/index.ts';
import type { Environment, Server } from '../environment/index.ts';
import type { Facts } from '../facts/index.ts';
import type { Pair, PlannedCase } from '../plan/index.ts';
import type { Exchanges } from './exchanges.ts';
import { beginLooks, type Looks } from './looks.ts';
import type { PresenceRounds } from './presence-rounds.ts';
import { seatOf, seatOfCase } from './seats.ts';
import { homePools } from './topology.ts';

/**
 * Begins everything that the planned cases will want to know and that only reads or is traffic of test users, so that PowerShell and SIP
 * are waited for at the same time. What changes something is left to its own case. Limits, rates and leases hold here as everywhere.
 */
export function lookAhead(
  seat: {
    readonly environment: Environment;
    /** The site that is asked for what is true of the estate as a whole. */
    readonly estateSeat: string;
    readonly facts: Facts;
    readonly exchanges: Exchanges;
    readonly presence: PresenceRounds;
    readonly looks: Looks;
    servicesOf(site: string, server: Server): Promise<ServicesObservation>;
    pairsOf(suite: string): readonly Pair[];
    poolUsers(site: string, pool: string): Promise<PoolUsersFact>;
  },
  cases: readonly PlannedCase[],
): void {
  const { environment, estateSeat, facts, exchanges, presence, looks, servicesOf, pairsOf, poolUsers } = seat;
  const begun: Promise<unknown>[] = [];
  const wanted = cases.filter(({ notCovered }) => notCovered === undefined);
  const seatIn = (site: string, target: PlannedCase['target']) => seatOfCase(environment, site, target);
  const administered = new Set(
    wanted.flatMap(({ suite, site, target }) => (suite === 'administration' ? [seatIn(site, target)] : [])),
  );
  // What decides whether a site may be written to is asked first: the write is the longest way of all.
  for (const seat of administered) begun.push(facts.sites(seat), facts.replication(seat));
  for (const { check, suite, site, target } of wanted) {
    if (check === 'administration.roles') begun.push(facts.adminRoles(seatIn(site, target)));
    if (check === 'administration.certificates') begun.push(facts.certificates(seatIn(site, target)));
    if (suite === 'administration' && target.kind === 'pool') {
      begun.push(facts.pools(site, seatIn(site, target)), poolUsers(site, target.pool));
    }
    if (suite === 'users' && (target.kind === 'pool' || target.kind === 'user')) begun.push(poolUsers(site, target.pool));
    if (check === 'users.client-versions') begun.push(facts.clientVersions(site));
    if (suite === 'services' && (target.kind === 'service' || target.kind === 'server')) {
      const server = environment.sites
        .flatMap(({ pools }) => pools.flatMap(({ servers }) => servers))
        .find(({ fqdn }) => fqdn === target.server);
      if (server !== undefined) begun.push(servicesOf(site, server));
    }
  }
  // What the topology is judged by comes last: no other case waits for it.
  for (const { check, suite, site, target } of wanted) {
    if (suite === 'topology') begun.push(facts.deployment(estateSeat), facts.replication(estateSeat));
    if (check === 'topology.directory') begun.push(facts.directory(estateSeat));
    if (check === 'topology.upgrade-readiness') begun.push(facts.readiness(site));
    if (check === 'topology.pool-fabric' && target.kind === 'pool')
      begun.push(facts.fabricOf(seatOf(environment, site, target.pool), target.pool));
    if (suite === 'retirement') begun.push(facts.remainderOf(estateSeat, homePools(environment, 'lync-2010')));
  }
  for (const pair of pairsOf('messaging')) begun.push(exchanges.of(pair));
  presence.begin();
  beginLooks(looks, wanted);
  // Each case meets the error of what it asked for itself.
  for (const look of begun) look.catch(() => undefined);
}
