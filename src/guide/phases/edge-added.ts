import type { PhaseEntry } from './model.ts';

const definePage = 'Deploy pilot Edge Server';
const verifyPage = 'Verify configuration settings';

export const edgeAddedPhase: PhaseEntry = {
  name: 'edge-added',
  title: 'Add the 2013 Edge Server to the pilot pool',
  end: 'The 2013 Edge pool exists; federation still runs through the 2010 Edge pool.',
  steps: [
    {
      title: 'The new Edge pool is defined with federation off',
      page: definePage,
      checks: ['topology.federated-edge'],
      person: 'See in the Topology Builder that the new Edge pool has federation disabled.',
    },
    {
      title: 'The new Edge pool is defined with XMPP federation off',
      page: definePage,
      checks: ['topology.xmpp-federation'],
      person: 'See in the Topology Builder that the new Edge pool has XMPP federation disabled.',
    },
    {
      title: 'The next hop of the new Edge pool is the legacy Director where there is one',
      page: definePage,
      checks: ['topology.edge-next-hop'],
      person: 'Look at the next hop of the new Edge pool in the Topology Builder.',
    },
    {
      title: 'No pool uses the new Edge pool yet',
      page: definePage,
      checks: ['topology.media-edge'],
      person: 'Look at the associated Edge pool of every pool in the Topology Builder.',
    },
    {
      title: 'The new Edge Servers answer on the ports of their roles',
      page: definePage,
      checks: ['nodes.ports'],
      person: 'Connect to 5061, 443 and 4443 of every Edge Server.',
    },
    {
      title: 'The new Edge Servers show valid certificates with the names they need',
      page: definePage,
      checks: ['nodes.certificate-chain', 'nodes.certificate-expiry', 'nodes.certificate-names'],
      person: 'Read the certificates of the internal and the external interface.',
    },
    {
      title: 'The services of both deployments are started',
      page: verifyPage,
      checks: ['services.running', 'services.edge', 'nodes.ports'],
      person: 'Look at the Services applet of every server.',
    },
    {
      title: 'Both deployments can be administered',
      page: verifyPage,
      checks: ['administration.shell'],
      person: 'Open the Control Panel at a pool of each generation.',
    },
    {
      title: 'The configuration reaches the new Edge Servers',
      page: verifyPage,
      checks: ['administration.replication'],
      person: 'Get-CsManagementStoreReplicationStatus must say UpToDate True for the Edge Servers.',
    },
  ],
};
