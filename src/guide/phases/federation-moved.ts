import type { PhaseEntry } from './model.ts';

const routePage = 'Configure federation routes and media traffic';
const externalPage = 'Verify federation and remote access for external users';
const urlPage = 'Change simple URLs after migration';
const restPage = 'Move remaining users to Lync Server 2013';
const xmppPage = 'Configure XMPP gateway access policies and certificates';

export const federationMovedPhase: PhaseEntry = {
  name: 'federation-moved',
  title: 'Move from pilot deployment into production',
  end: 'Federation and media run through the 2013 Edge pool, and all users are homed on 2013.',
  steps: [
    {
      title: 'The downtime of federation is announced',
      page: routePage,
      person: 'Tell users and federated partners when federation will be down.',
    },
    {
      title: 'The legacy Edge pool does not use one FQDN for access, web conferencing and A/V',
      page: routePage,
      checks: ['topology.edge-names'],
      person: 'Compare the three external names of the legacy Edge pool: with one name for all, the change is not supported.',
    },
    {
      title: 'Federation is off on the legacy Edge pool',
      page: routePage,
      checks: ['topology.federated-edge'],
      person: 'See in the Topology Builder that the legacy Edge pool has federation disabled.',
    },
    {
      title: 'Federation is on at the 2013 Edge pool, and port 5061 answers',
      page: routePage,
      checks: ['topology.federated-edge', 'nodes.ports'],
      person: 'See in the Topology Builder that the 2013 Edge pool has federation enabled on port 5061.',
    },
    {
      title: 'Exactly one Edge pool has federation enabled',
      page: routePage,
      checks: ['topology.federated-edge'],
      person: 'Count them in the Topology Builder: Move-CsUser complains about several.',
    },
    {
      title: 'The next hop of the 2013 Edge pool is the 2013 pool',
      page: routePage,
      checks: ['topology.edge-next-hop'],
      person: 'Look at the next hop of the 2013 Edge pool in the Topology Builder.',
    },
    {
      title: 'Pools of both generations use the 2013 Edge pool for media',
      page: routePage,
      checks: ['topology.media-edge'],
      person: 'Look at the associated Edge pool of every pool in the Topology Builder.',
    },
    {
      title: 'The federation route of the site is the 2013 Edge pool',
      page: routePage,
      checks: ['topology.federation-route'],
      person: 'Look at the site federation route in the Topology Builder.',
    },
    {
      title: 'The warning about several federated Edge pools comes when the intermediate step is published',
      page: routePage,
      notObservable: 'Only the Topology Builder shows it; it is expected and a known limit.',
    },
    {
      title: 'The replication of Active Directory is awaited',
      page: routePage,
      person: 'Wait until the domain controllers agree (repadmin /showrepl) before the next change is published.',
    },
    {
      title: 'Firewall, load balancer and host records lead to the 2013 Edge pool',
      page: routePage,
      checks: ['entry-points.external-srv', 'nodes.ports', 'nodes.certificate-names'],
      person: 'Resolve the Access Edge name from outside and connect to 443 and 5061.',
    },
    {
      title: 'The record by which partners find the federated Edge pool leads to the 2013 one',
      page: routePage,
      checks: ['entry-points.federation-srv'],
      person: 'nslookup -type=srv _sipfederationtls._tcp.<SIP domain>',
    },
    {
      title: 'The Access Edge service of the legacy Edge Servers is stopped: nobody answers there',
      page: routePage,
      checks: ['nodes.legacy-edge-closed'],
      person: 'Look for Lync Server Access Edge in the Services applet of every legacy Edge Server.',
    },
    {
      title: 'The Access Edge service of the legacy Edge Servers is disabled, and stays stopped after a restart',
      page: routePage,
      person:
        'Look for Lync Server Access Edge in the Services applet of every legacy Edge Server: its startup type must be Disabled.',
    },
    {
      title: 'A federated partner is reached through the 2013 Edge pool',
      page: externalPage,
      checks: ['synthetic.federated-partner'],
      person: 'Run Test-CsFederatedPartner with the 2013 Edge pool as target, for the domain of every partner.',
    },
    {
      title: 'A user of a federated domain talks to users of both generations',
      page: externalPage,
      person: 'With a partner: messages, presence, audio and video, sharing, with one user of each generation.',
    },
    {
      title: 'Users of each public IM provider talk to users of both generations',
      page: externalPage,
      person: 'With an account of each provider: messages and presence with one user of each generation.',
    },
    {
      title: 'An anonymous participant joins meetings of users of both generations',
      page: externalPage,
      person: 'Join a meeting of one organizer of each generation from outside, as a guest.',
    },
    {
      title: 'A remote user of 2010 signs in without VPN',
      page: externalPage,
      checks: ['signin.remote'],
      person: 'Sign in from outside, without VPN.',
    },
    {
      title: 'A remote user of 2010 talks to users of both generations without VPN',
      page: externalPage,
      person: 'From outside: messages, presence, audio and video, sharing, with one user of each generation.',
    },
    {
      title: 'A remote user of 2013 signs in without VPN',
      page: externalPage,
      checks: ['signin.remote'],
      person: 'Sign in from outside, without VPN.',
    },
    {
      title: 'A remote user of 2013 talks to users of both generations without VPN',
      page: externalPage,
      person: 'From outside: messages, presence, audio and video, sharing, with one user of each generation.',
    },
    {
      title: 'The simple URLs lead where this phase has them',
      page: urlPage,
      checks: ['entry-points.host-records', 'entry-points.simple-urls', 'entry-points.meeting', 'entry-points.meeting-outside'],
      person: 'Open meet, dialin and admin, once for a meeting of each generation.',
    },
    {
      title: 'A changed simple URL is active on every Director and Front End Server',
      page: urlPage,
      person: 'Run Enable-CsComputer on every one of them, and open the URL at each.',
    },
    {
      title: 'All remaining users are homed on 2013',
      page: restPage,
      checks: ['retirement.users'],
      person: 'Get-CsUser -Filter {RegistrarPool -eq "<2010 pool>"} must be empty.',
    },
    {
      title: 'Anonymous participants are allowed in meetings',
      page: restPage,
      checks: ['users.anonymous-meetings'],
      person: 'Get-CsConferencingPolicy must say AllowAnonymousParticipantsInMeetings True.',
    },
    {
      title: 'The external access policy lets users reach XMPP partners',
      page: xmppPage,
      checks: ['users.external-access'],
      person: 'Read Get-CsExternalAccessPolicy, and the allowed partners with Get-CsXmppAllowedPartner.',
    },
    {
      title: 'The certificate of the Access Edge carries the names that XMPP needs',
      page: xmppPage,
      checks: ['nodes.certificate-names'],
      person: 'Read the external certificate of the 2013 Edge Servers.',
    },
    {
      title: 'The XMPP record of the domain leads to the 2013 Access Edge, port 5269',
      page: xmppPage,
      checks: ['entry-points.xmpp-srv'],
      person: 'nslookup -type=srv _xmpp-server._tcp.<SIP domain>',
    },
    {
      title: 'A message reaches an XMPP partner',
      page: xmppPage,
      checks: ['synthetic.xmpp'],
      person: 'Write to a partner as a user of 2013.',
    },
    {
      title: 'An XMPP partner writes back, and both see the presence of the other',
      page: xmppPage,
      person: 'With a partner: messages and presence both ways with a user of 2013.',
    },
  ],
};
