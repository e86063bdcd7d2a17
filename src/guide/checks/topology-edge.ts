import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'topology',
  pillar: 'administration',
  tier: 'full',
  requirement: 'edge-as-phase',
  generations: generationNames,
  needs: ['management-shell'],
  optional: false,
  budget: 'administrationCall',
  touches: 'reads',
} as const;

const builder = 'The change was made in the Topology Builder and not published.';

/** How Edge pools are tied into the topology: only planned where the environment file has one. */
export const edgeTopologyChecks: readonly Check[] = [
  {
    ...base,
    id: 'topology.federated-edge',
    optional: true,
    title: 'one Edge pool has federation, that of the phase',
    method:
      'AccessEdgeExternalSipPort of Get-CsService must be set at exactly one Edge pool: one of 2010 until federation has moved, then one of 2013. ' +
      'That the port is empty without federation is a conclusion, so it counts for a wave only where the wave names it.',
    codes: ['FEDERATED_EDGE_WRONG', 'NOT_SHOWN', 'DEPENDS_ON_OTHER'],
    causes: ['The cut-over stopped at its intermediate step, in which several have it.', builder],
    remedy: 'Leave federation on at one Edge pool alone in the Topology Builder, and publish; then look again from {site}.',
  },
  {
    ...base,
    id: 'topology.federation-route',
    title: 'federated traffic leaves through the Edge pool of the phase',
    method:
      'FederationRoute of Get-CsSite: every site that has one must name an Edge pool or Director of 2010 until federation has moved, then an Edge ' +
      'pool of 2013; and one site at least must have one. One that the environment file does not declare is undetermined.',
    codes: ['FEDERATION_ROUTE_WRONG', 'NOT_SHOWN'],
    causes: [
      'The federation route was not changed with the phase, or too early.',
      builder,
      'The estate does not federate at all.',
    ],
    remedy:
      'Look at (Get-CsSite).FederationRoute from {site}; set it in the Topology Builder to the Edge pool of the phase and publish.',
  },
  {
    ...base,
    id: 'topology.media-edge',
    title: 'the pool uses the Edge pool of the phase for media',
    method:
      'EdgeServer of the Registrar and the ConferencingServer of the pool (Get-CsService) must be an Edge pool of 2010 until federation has moved, ' +
      'then one of 2013, for pools of both generations. One that the environment file does not declare is undetermined.',
    codes: ['MEDIA_EDGE_WRONG', 'NOT_SHOWN', 'DEPENDS_ON_OTHER'],
    causes: [
      'The pool was defined without an associated Edge pool.',
      'The association was not changed at the cut-over.',
      builder,
    ],
    remedy: 'Set the associated Edge pool of {pool} in the Topology Builder and publish.',
  },
  {
    ...base,
    id: 'topology.edge-next-hop',
    title: 'the next hop of the Edge pool is that of the phase',
    method:
      'Registrar of the Edge pool (Get-CsService): of a 2010 Edge pool until federation has moved a pool of 2010; of a 2013 Edge pool until then the ' +
      '2010 Director where there is one, and afterwards a pool of 2013. One that the environment file does not declare is undetermined.',
    codes: ['NEXT_HOP_WRONG', 'NOT_SHOWN', 'DEPENDS_ON_OTHER'],
    causes: ['The next hop was not changed at the cut-over, or too early.', builder],
    remedy: 'Set the next hop of {pool} in the Topology Builder and publish.',
  },
  {
    ...base,
    id: 'topology.edge-names',
    generations: ['lync-2010'],
    title: 'the legacy Edge pool has more than one external name',
    method:
      'AccessEdgeExternalFqdn, DataEdgeExternalFqdn and AVEdgeExternalFqdn of the Edge pool (Get-CsService) must not all be the same: with one name for ' +
      'all, moving federation is not supported. Looked at before and while it moves.',
    codes: ['EDGE_NAMES_EQUAL', 'NOT_SHOWN', 'DEPENDS_ON_OTHER'],
    causes: ['The Edge pool was set up with one address and one name, told apart by ports.'],
    remedy: 'Give web conferencing and A/V of {pool} external names of their own before federation is moved away from {pool}.',
  },
  {
    ...base,
    id: 'topology.xmpp-federation',
    generations: ['lync-2013'],
    optional: true,
    title: 'at the new Edge pool XMPP federation is still off',
    method:
      'Until federation has moved: XmppListeningPort of the 2013 Edge pool (Get-CsService) must be empty, and no site have it as XmppFederationRoute. ' +
      'That the port is empty without XMPP is a conclusion, so it counts for a wave only where the wave names it.',
    codes: ['XMPP_TOO_EARLY', 'NOT_SHOWN', 'DEPENDS_ON_OTHER'],
    causes: ['XMPP federation was enabled together with the new Edge pool.'],
    remedy: 'Disable XMPP federation of {pool} in the Topology Builder until all users are on 2013, and publish.',
  },
];
