import type { Environment } from '../../environment/index.ts';
import { hasReached } from '../../guide/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf, ofPool } from '../case.ts';
import { isEdge, isHome, type PlacedPool, poolsOf } from '../estate.ts';
import type { PlannedCase } from '../model.ts';

function casesOfEdge({ phase }: Environment, placed: PlacedPool): PlannedCase[] {
  const { pool } = placed;
  const isNewer = pool.generation === 'lync-2013';
  const moved = hasReached(phase, 'federation-moved');
  const of = (check: CheckId, title: string): PlannedCase => caseOf({ ...ofPool(placed), check, title });
  const nextHop = of('topology.edge-next-hop', `the next hop of ${pool.fqdn} is that of the phase`);
  if (isNewer) return moved ? [nextHop] : [nextHop, of('topology.xmpp-federation', `XMPP federation is off at ${pool.fqdn}`)];
  return [
    // What the old Edge pool leads to is of no consequence once nothing comes through it.
    ...(moved ? [] : [nextHop]),
    ...(hasReached(phase, 'post-migration') ? [] : [of('topology.edge-names', `${pool.fqdn} has more than one external name`)]),
  ];
}

/** How Edge pools are tied into the topology. Without one in the file there is nothing to compare with. */
export function edgeTopologyCases(environment: Environment): PlannedCase[] {
  const placed = poolsOf(environment);
  const edges = placed.filter(isEdge);
  const [first] = edges;
  if (first === undefined) return [];
  const ofEstate = {
    site: first.site.name,
    subject: 'estate',
    pools: placed.map(({ pool }) => pool.fqdn),
    target: { kind: 'site' },
  } as const;
  const federates = edges.some(({ pool }) => pool.edge?.federation !== false);
  const ofFederation = [
    caseOf({ ...ofEstate, check: 'topology.federated-edge', title: 'one Edge pool has federation, that of the phase' }),
    caseOf({
      ...ofEstate,
      check: 'topology.federation-route',
      title: 'federated traffic leaves through the Edge pool of the phase',
    }),
  ];
  return [
    // Who says of every Edge pool that it has no federation has no partners to lose.
    ...(federates ? ofFederation : []),
    ...placed.filter(isHome).map((home) =>
      caseOf({
        ...ofPool(home),
        check: 'topology.media-edge',
        title: `${home.pool.fqdn} uses the Edge pool of the phase for media`,
      }),
    ),
    ...edges.flatMap((edge) => casesOfEdge(environment, edge)),
  ];
}
