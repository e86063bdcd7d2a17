import type { PhaseEntry } from './model.ts';

const directoryPage = 'Prepare Active Directory for Lync Server';
const buildPage = 'Deploy Lync Server 2013 pilot pool';
const coexistencePage = 'Verify pilot pool coexistence with legacy pool';
const testPage = 'Test the pool deployment in Lync Server 2013';
const edgePage = 'Connect pilot pool to legacy Edge Servers';

export const pilotPhase: PhaseEntry = {
  name: 'pilot',
  title: 'Deploy the pilot pool',
  end: 'A 2013 pool stands in the same topology and uses the 2010 Edge Server and Director.',
  steps: [
    {
      title: 'The schema of Active Directory is prepared',
      page: directoryPage,
      checks: ['topology.directory'],
      person: 'Get-CsAdServerSchema must say SCHEMA_VERSION_STATE_CURRENT.',
    },
    {
      title: 'The forest is prepared',
      page: directoryPage,
      checks: ['topology.directory'],
      person: 'Get-CsAdForest must say LC_FORESTSETTINGS_STATE_READY.',
    },
    {
      title: 'The domains that the User Replicator is told of, or else the own one, are prepared',
      page: directoryPage,
      checks: ['topology.directory'],
      person: 'Get-CsAdDomain must say LC_DOMAINSETTINGS_STATE_READY.',
    },
    {
      title: 'Every other domain with users or servers is prepared',
      page: directoryPage,
      person: 'Get-CsAdDomain -Domain <domain> must say LC_DOMAINSETTINGS_STATE_READY for every domain of the forest.',
    },
    {
      title: 'The topology that the 2013 tools read has the 2010 roles in it',
      page: 'Download topology from existing deployment',
      checks: ['administration.topology', 'services.declared'],
      person: 'Download the topology with the 2013 Topology Builder and look for the 2010 pools.',
    },
    {
      title: 'The names of the new pool and its servers are used by nothing else',
      page: buildPage,
      checks: ['topology.names'],
      person: 'Compare the FQDNs of the new pool with those of all pools and servers of 2010.',
    },
    {
      title: 'The new pool has the same workloads as the old one',
      page: buildPage,
      checks: ['topology.workloads'],
      person: 'Compare the features of the two pools in the Topology Builder.',
    },
    {
      title: 'Federation is not enabled for the new pool yet',
      page: buildPage,
      checks: ['topology.federated-edge'],
      person: 'See in the Topology Builder that the legacy Edge pool alone has federation enabled.',
    },
    {
      title: 'An Office Web Apps server is defined for slides',
      page: buildPage,
      checks: ['topology.web-apps-server'],
      person: 'Look for the Office Web Apps server of the new pool in the Topology Builder, and present a slide deck.',
    },
    {
      title: 'The topology is published, and no replica is left behind',
      page: buildPage,
      checks: ['administration.replication'],
      person: 'Get-CsManagementStoreReplicationStatus must say UpToDate True in every row.',
    },
    {
      title: 'The services of the 2013 Front End Servers are started',
      page: coexistencePage,
      checks: ['services.running'],
      person: 'Look at the Services applet of every Front End Server, more than once: a service may still be starting.',
    },
    {
      title: 'Enough Front End Servers run: three at least before the first users are moved',
      page: 'Topologies and components for Front End Servers, instant messaging, and presence',
      checks: ['services.first-users', 'services.quorum'],
      person: 'Count the Front End Servers of the pool whose services run.',
    },
    {
      title: 'Every routing group of the pool has its primary and secondary replicas',
      page: 'Topologies and components for Front End Servers, instant messaging, and presence',
      checks: ['topology.pool-fabric'],
      person: 'Get-CsPoolFabricState must name no service without primaries or with insufficient secondaries.',
    },
    {
      title: 'The pool is ready',
      page: 'Get-CsPoolUpgradeReadinessState',
      checks: ['topology.upgrade-readiness'],
      person: 'Run Get-CsPoolUpgradeReadinessState on a Front End Server.',
    },
    {
      title: 'The pool has stayed ready for twenty minutes',
      page: 'Get-CsPoolUpgradeReadinessState',
      person:
        'Run Get-CsPoolUpgradeReadinessState on a Front End Server again, twenty minutes later: leaving Ready starts the clock anew.',
    },
    {
      title: 'The Control Panel opens at the 2010 pool',
      page: coexistencePage,
      checks: ['entry-points.control-panel', 'administration.control-panel'],
      person: 'Open https://<2010 pool>/Cscp.',
    },
    {
      title: 'The Control Panel opens at the 2013 pool',
      page: coexistencePage,
      checks: ['entry-points.control-panel', 'administration.control-panel'],
      person: 'Open https://<2013 pool>/Cscp.',
    },
    {
      title: 'Both sites and their pools answer to administration',
      page: coexistencePage,
      checks: ['administration.shell', 'administration.topology'],
      person: 'Run Get-CsSite and Get-CsPool in the 2013 management shell.',
    },
    {
      title: 'Each computer is in its pool and site, as the Control Panel shows it',
      page: coexistencePage,
      checks: ['administration.topology'],
      person: 'Read the columns Computer, Pool and Site of the topology page.',
    },
    {
      title: 'Each computer runs its services, as the Control Panel shows it',
      page: coexistencePage,
      checks: ['services.running'],
      person: 'Read the column Status of the topology page.',
    },
    {
      title: 'No replica is left behind, as the Control Panel shows it',
      page: coexistencePage,
      checks: ['administration.replication'],
      person: 'Read the column Replication of the topology page.',
    },
    {
      title: 'Each computer has the version of its generation, as the Control Panel shows it',
      page: coexistencePage,
      checks: ['topology.versions'],
      person: 'Read the column Version of the topology page.',
    },
    {
      title: 'An account without the right to change something is turned away',
      page: testPage,
      checks: ['administration.scope-probe', 'administration.read-only-probe'],
      person: 'Open the Control Panel with an account without a role: it must say that it is unauthorized.',
    },
    {
      title: 'A change to the site can be made and taken back',
      page: 'Administering servers after migration',
      checks: ['administration.policy'],
      person: 'Create, read and remove an object of site scope.',
    },
    {
      title: 'Two test users of the new pool sign in',
      page: testPage,
      checks: ['signin.home'],
      person: 'Sign in on two clients.',
    },
    {
      title: 'Two test users of the new pool exchange a message',
      page: testPage,
      checks: ['messaging.delivered'],
      person: 'Send a message from one client to the other.',
    },
    {
      title: 'The 2010 Topology Builder refuses the new topology',
      page: coexistencePage,
      notObservable: 'The Topology Builder is a window without an interface; its crash is expected and a known limit.',
    },
    {
      title: 'The federation route leads to the 2010 Director or Edge Server',
      page: edgePage,
      checks: ['topology.federation-route'],
      person: 'Look at the site federation route in the Topology Builder.',
    },
    {
      title: 'The new pool uses the 2010 Edge Server for media',
      page: edgePage,
      checks: ['topology.media-edge'],
      person: 'Look at the associated Edge pool of the new pool in the Topology Builder.',
    },
  ],
};
