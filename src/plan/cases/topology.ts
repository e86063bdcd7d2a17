import type { Environment } from '../../environment/index.ts';
import { hasReached } from '../../guide/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf, ofPool } from '../case.ts';
import { isHome, type PlacedPool, poolsOf } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

/** Part of Active Directory by what its cases say of it. */
const directoryParts = { schema: 'the schema', forest: 'the forest', domains: 'the domains' } as const;

/** What is true of the estate as a whole stands with its first site and speaks for every pool. */
function casesOfEstate(environment: Environment): PlannedCase[] {
  const placed = poolsOf(environment);
  const [first] = placed;
  if (first === undefined) return [];
  const at = { site: first.site.name, pools: placed.map(({ pool }) => pool.fqdn) };
  const newer = placed.some(({ pool }) => pool.generation === 'lync-2013');
  return [
    caseOf({
      ...at,
      check: 'topology.central-store',
      subject: 'estate',
      title: 'the central management store is active where it belongs',
      target: { kind: 'site' },
    }),
    caseOf({
      ...at,
      check: 'topology.central-store-location',
      subject: 'estate',
      title: 'connection and location of the central store agree',
      target: { kind: 'site' },
    }),
    // Without a pool of 2013 nothing needs to be prepared for it.
    ...(newer ? Object.entries(directoryParts) : []).map(([part, name]) =>
      caseOf({
        ...at,
        check: 'topology.directory',
        subject: part,
        title: `${name} of Active Directory ${part === 'domains' ? 'are' : 'is'} prepared`,
        target: { kind: 'site', part },
      }),
    ),
  ];
}

function casesOfSite(environment: Environment, site: string): PlannedCase[] {
  const placed = poolsOf(environment).filter((pool) => pool.site.name === site);
  const newer = placed.filter((pool) => pool.pool.generation === 'lync-2013' && isHome(pool));
  const ofSite = { site, subject: site, target: { kind: 'site' } } as const;
  const undeclared = caseOf({
    ...ofSite,
    check: 'topology.undeclared-pools',
    pools: placed.map(({ pool }) => pool.fqdn),
    title: `the topology has no pool in ${site} that is not declared`,
  });
  if (newer.length === 0) return [undeclared];
  const pools = newer.map(({ pool }) => pool.fqdn);
  return [
    undeclared,
    caseOf({
      ...ofSite,
      pools,
      check: 'topology.upgrade-readiness',
      title: `the pool of the server that administers ${site} is ready`,
    }),
    caseOf({
      ...ofSite,
      pools,
      check: 'topology.web-apps-server',
      title: `an Office Web Apps server shows slides for the 2013 pools of ${site}`,
    }),
  ];
}

/** Phases up to the first moves. */
const firstMoves = ({ phase }: Environment): boolean => hasReached(phase, 'pilot') && !hasReached(phase, 'edge-added');

function casesOfPool(environment: Environment, placed: PlacedPool): PlannedCase[] {
  const { site, pool } = placed;
  const of = (check: CheckId, title: string): PlannedCase => caseOf({ ...ofPool(placed), check, title });
  const isNewer = pool.generation === 'lync-2013';
  const isNewerHome = isNewer && isHome(placed);
  const alike = poolsOf(environment).filter((other) => other.pool.generation === pool.generation);
  // All servers of 2010 are updated before the migration; of 2013 each pool goes by itself.
  const peers = isNewer ? pool.servers.length : alike.flatMap((other) => other.pool.servers).length;
  const legacyHomes = poolsOf(environment).filter(
    (other) => other.site.name === site.name && other.pool.generation === 'lync-2010' && isHome(other),
  );
  return [
    of('topology.versions', `${pool.fqdn} is of the declared generation`),
    ...(peers < 2 ? [] : [of('topology.builds', `the servers of ${pool.fqdn} have the same build`)]),
    ...(isNewer ? [of('topology.names', `the names of ${pool.fqdn} are used once`)] : []),
    ...(isNewerHome && legacyHomes.length > 0
      ? [of('topology.workloads', `${pool.fqdn} has the workloads of the old pool in ${site.name}`)]
      : []),
    ...(isNewerHome ? [of('topology.pool-fabric', `every routing group of ${pool.fqdn} has its replicas`)] : []),
    ...(isNewerHome && firstMoves(environment)
      ? [of('topology.user-replicator', `the first replication of users to ${pool.fqdn} is over`)]
      : []),
    ...(!isNewer && isHome(placed) && hasReached(environment.phase, 'decommission')
      ? [of('topology.legacy-archiving', `${pool.fqdn} is associated with archiving and monitoring no more`)]
      : []),
    ...(isNewerHome && hasReached(environment.phase, 'post-migration')
      ? [of('topology.archiving', `${pool.fqdn} is associated with archiving and monitoring`)]
      : []),
  ];
}

/** Topology, central store and Active Directory: estate by estate, site by site, pool by pool. */
export const topologyCases = (environment: Environment): PlannedCase[] => [
  ...casesOfEstate(environment),
  ...environment.sites.flatMap(({ name }) => casesOfSite(environment, name)),
  ...poolsOf(environment).flatMap((placed) => casesOfPool(environment, placed)),
];
