import type { PhaseEntry } from './model.ts';

const verifyPage = 'Verify Lync Server 2010 environment';

export const preparePhase: PhaseEntry = {
  name: 'prepare',
  title: 'Prepare for migration',
  end: 'The 2010 deployment is patched, backed up and recorded, and lets in only clients that can be migrated.',
  steps: [
    {
      title: 'All 2010 servers have the same build: no cumulative update was left out on one of them',
      page: 'Apply Lync Server 2010 updates',
      checks: ['topology.builds'],
      person: 'Compare ProductVersion of all servers in Get-CsManagementStoreReplicationStatus.',
    },
    {
      title: 'That build has the cumulative updates that a migration needs',
      page: 'Apply Lync Server 2010 updates',
      person:
        'Compare ProductVersion with the newest build that article 2493736 of the knowledge base names for Lync Server 2010.',
    },
    {
      title: 'The names of the pilot pool and its servers resolve',
      page: 'Configure DNS records for pilot pool deployment',
      checks: ['nodes.ports', 'entry-points.control-panel'],
      person: 'Resolve the FQDN of the pool and of every server with nslookup.',
    },
    {
      title: 'The Best Practices Analyzer finds nothing that blocks',
      page: 'Run Best Practices Analyzer',
      notObservable: 'The analyzer has no interface but its window and its report.',
    },
    {
      title: 'Systems and data are backed up',
      page: 'Back up systems and data',
      notObservable: 'A backup is proven by restoring it, and by nothing that a running estate shows.',
    },
    {
      title: 'The number of users per pool is written down',
      page: 'Back up systems and data',
      checks: ['users.inventory'],
      person: 'Keep the count of Get-CsUser per RegistrarPool.',
    },
    {
      title: 'The client version filter is on, and lets in the clients of the pilot',
      page: 'Configure clients for migration',
      checks: ['users.client-versions'],
      person: 'Read Get-CsClientVersionPolicyRule, and see that the filter is enabled.',
    },
    {
      title: 'The client version filter keeps out clients older than the newest of 2010',
      page: 'Configure clients for migration',
      person: 'Read Get-CsClientVersionPolicyRule: every older version of OC and UCCAPI must meet a rule that blocks.',
    },
    {
      title: 'The services of every 2010 server are started',
      page: verifyPage,
      checks: ['services.running'],
      person: 'Look at the Services applet of every server.',
    },
    {
      title: 'The services of every 2010 server start by themselves',
      page: verifyPage,
      checks: ['services.start-mode'],
      person: 'Look at the column Startup Type of the Services applet of every server.',
    },
    {
      title: 'The topology has every server in its pool, as the Control Panel shows it',
      page: verifyPage,
      checks: ['administration.topology'],
      person: 'Open Topology in the Control Panel and compare.',
    },
    {
      title: 'The test users are homed where they are thought to be',
      page: verifyPage,
      checks: ['administration.users'],
      person: 'Find the users in the Control Panel and look at their registrar pool.',
    },
    {
      title: 'The federation route of the site is written down',
      page: verifyPage,
      checks: ['topology.federation-route'],
      person: 'Write down the site federation route from the Topology Builder.',
    },
    {
      title: 'The Edge pool that each pool uses for media is written down',
      page: verifyPage,
      checks: ['topology.media-edge'],
      person: 'Write down the associated Edge pool of every pool from the Topology Builder.',
    },
    {
      title: 'The next hop of the Edge pool is written down',
      page: verifyPage,
      checks: ['topology.edge-next-hop'],
      person: 'Write down the next hop of the Edge pool from the Topology Builder.',
    },
    {
      title: 'The legacy XMPP gateway is started',
      page: 'Migrating XMPP federation',
      person:
        'Look for Office Communications Server XMPP Gateway in the Services applet of its host: no Lync cmdlet knows that host.',
    },
  ],
};
