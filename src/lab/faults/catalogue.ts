import type { FaultName, FaultParameters } from '../model.ts';

/** Which thing of an estate a parameter takes when nobody names one: words for `defaults.ts`, so that this file stays data. */
export type DefaultTarget =
  | 'second site'
  | 'first site'
  | '2010 pool of the first site'
  | '2013 pool of the first site'
  | 'first server of the 2013 pool of the first site'
  | 'second server of the 2013 pool of the first site'
  | 'last server of the 2013 pool of the first site'
  | 'RTCIMMCU'
  | '_sipinternaltls._tcp'
  | 'dialin'
  | 'domain'
  | 'meet'
  | 'Edge pool of 2010'
  | 'federation'
  | 'media'
  | 'media-udp';

export interface FaultDescription {
  readonly name: FaultName;
  /** One line for a list of faults. */
  readonly summary: string;
  /** The parameters it takes, each with its default. */
  readonly parameters: Readonly<Partial<Record<keyof FaultParameters, DefaultTarget>>>;
}

/** What can be broken in a lab. */
export const faultCatalogue: readonly FaultDescription[] = [
  {
    name: 'service-stopped',
    summary: 'A Windows service of a server is stopped.',
    parameters: { server: 'first server of the 2013 pool of the first site', service: 'RTCIMMCU' },
  },
  {
    name: 'service-starts-by-hand',
    summary: 'A Windows service of a server runs, and would not start again with the server.',
    parameters: { server: 'first server of the 2013 pool of the first site', service: 'RTCIMMCU' },
  },
  {
    name: 'front-ends-stopped',
    summary: 'The front-end service is stopped on all servers of a pool but the first.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'topology-role-missing',
    summary: 'The topology has a pool without one of its roles.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'builds-differ',
    summary: 'An update is on one server of a pool and not on the others.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'topology-version-wrong',
    summary: 'The topology has a pool as one of the other generation.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'name-used-twice',
    summary: 'The name of a server is used by a second pool of the topology as well.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'pool-undeclared',
    summary: 'The topology has a pool of users in a site that nobody has declared.',
    parameters: { site: 'first site' },
  },
  {
    name: 'workload-missing',
    summary: 'A pool has no conferencing in the topology.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'web-apps-server-missing',
    summary: 'The topology has no Office Web Apps server.',
    parameters: {},
  },
  {
    name: 'archiving-missing',
    summary: 'A pool of 2013 is not associated with an archiving database.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'archiving-left',
    summary: 'In the last phase a pool of 2010 is still associated with archiving and monitoring.',
    parameters: { pool: '2010 pool of the first site' },
  },
  {
    name: 'central-store-idle',
    summary: 'The central management store has no active master and no file transfer agent.',
    parameters: {},
  },
  {
    name: 'store-location-astray',
    summary: 'Active Directory names another SQL Server for the central management store than the one it is on.',
    parameters: {},
  },
  {
    name: 'directory-not-ready',
    summary: 'A part of Active Directory is not prepared: schema, forest or domain.',
    parameters: { name: 'domain' },
  },
  {
    name: 'user-replication-pending',
    summary: 'The first replication of users to a pool is not over: event 30024 is missing.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'fabric-replicas-missing',
    summary: 'Routing groups of a pool have no primary, or too few secondaries.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'pool-not-ready',
    summary: 'The pool of the server on which a site is administered has too few active front ends.',
    parameters: { site: 'second site' },
  },
  {
    name: 'pool-not-empty',
    summary: 'One of everything that should have been moved is left on a pool of 2010.',
    parameters: { pool: '2010 pool of the first site' },
  },
  {
    name: 'federated-edge-twice',
    summary: 'Every Edge pool has federation.',
    parameters: {},
  },
  {
    name: 'federation-route-astray',
    summary: 'Federated traffic leaves through the Edge pool of the generation that is not due in this phase.',
    parameters: {},
  },
  {
    name: 'media-edge-astray',
    summary: 'A pool uses for media the Edge pool of the generation that is not due in this phase.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'edge-next-hop-astray',
    summary: 'Edge pools hand what comes from outside to a pool of the generation that is not due in this phase.',
    parameters: {},
  },
  {
    name: 'edge-names-equal',
    summary: 'The Edge pool of 2010 has one external name for everything.',
    parameters: {},
  },
  {
    name: 'xmpp-too-early',
    summary: 'XMPP federation is on at the Edge pool of 2013 before it is due.',
    parameters: {},
  },
  {
    name: 'admin-role-missing',
    summary: 'The role CsServerAdministrator was removed from the estate.',
    parameters: {},
  },
  {
    name: 'accounts-too-strong',
    summary: 'Every account that administers has the role CsUserAdministrator as well, whose scope is everything.',
    parameters: {},
  },
  {
    name: 'writes-not-refused',
    summary: 'Role-based access is not enforced: through a remote endpoint every account may write everywhere.',
    parameters: {},
  },
  {
    name: 'older-tools-see-all',
    summary: 'The management tools of 2010 show pools of 2013, which they cannot administer.',
    parameters: {},
  },
  {
    name: 'local-certificate-ending',
    summary: 'The certificates of the server on which a site is administered end in three days.',
    parameters: { site: 'second site' },
  },
  {
    name: 'site-administration-refused',
    summary: 'Whoever administers a site is refused every request.',
    parameters: { site: 'second site' },
  },
  {
    name: 'im-legacy-to-migrated-lost',
    summary: 'Instant messages of users homed on 2010 to users homed on 2013 are accepted and never arrive.',
    parameters: {},
  },
  {
    name: 'conversations-forgotten',
    summary: 'A pool forgets conversations of its users: only the first text in each still arrives.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'long-messages-refused',
    summary: 'Something before a pool takes no message of more than 4 KB from its users.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'formatted-messages-refused',
    summary: 'Users of a pool are sent plain messages alone: those that are formatted are refused.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'presence-to-legacy-frozen',
    summary: 'Users homed on 2010 are no longer told when the presence of anybody changes.',
    parameters: {},
  },
  {
    name: 'presence-not-shared',
    summary: 'No client was ever signed in as the users of a pool: nobody may see their presence until one says who may.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'synthetic-blocked',
    summary: "A firewall keeps the product's own transactions from the pools: each ends in a time-out.",
    parameters: {},
  },
  {
    name: 'calls-not-set-up',
    summary: 'Users of a pool cannot set up calls, nor conferences with audio and video.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'sharing-fails',
    summary: 'Conferences of a pool have neither shared data nor shared applications.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'mobility-fails',
    summary: 'The mobility services of a pool, those of 2010 and of 2013, do not answer.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'chat-room-closed',
    summary: 'Nobody may write into the chat room that is there for tests.',
    parameters: {},
  },
  {
    name: 'xmpp-partner-lost',
    summary: 'The XMPP partner is not reached by anybody.',
    parameters: {},
  },
  {
    name: 'federated-partner-lost',
    summary: 'The federated partner is not reached.',
    parameters: {},
  },
  {
    name: 'address-book-lost',
    summary: 'The web services of a pool have no address book.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'dial-in-dead',
    summary: 'One of the dial-in access numbers of a pool does not answer.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'limits-not-as-documented',
    summary:
      'What is documented not to work for users of 2010 works for them: rooms of 2013, XMPP partners, transactions of 2013.',
    parameters: {},
  },
  {
    name: 'conference-not-created',
    summary: 'Users of a pool cannot create conferences: its focus factory is unavailable.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'conference-join-refused',
    summary: 'Conferences of a pool take in no users of the other generation.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'conference-messages-lost',
    summary: 'What is said in conferences of a pool is accepted, and nobody reads it.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'contacts-unreadable',
    summary: 'Users of a pool cannot read their contact lists.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'contacts-in-exchange',
    summary: 'The contact lists of the users of a pool are kept in Exchange: the pool does not give them out.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'limited-functionality',
    summary: 'Users of a pool sign in and talk, and can change nothing: no presence, no contacts, no conferences.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'user-address-blank',
    summary: 'The telephone address of the first user of a pool ends in a blank.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'user-policy-lost',
    summary: 'The first user of a pool has lost the conferencing policy that was given to the user.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'users-gone',
    summary: 'Somebody who was enabled is no longer.',
    parameters: {},
  },
  {
    name: 'clients-blocked',
    summary: 'The client version policy keeps out the clients of Lync 2013.',
    parameters: {},
  },
  {
    name: 'dial-plan-differs',
    summary: 'The dial plan of the users of a pool does not know extensions.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'anonymous-refused',
    summary: 'The global conferencing policy keeps anonymous participants out of meetings.',
    parameters: {},
  },
  {
    name: 'external-access-off',
    summary: 'The global policy of external access does not let users reach federated partners.',
    parameters: {},
  },
  {
    name: 'pins-lost',
    summary: 'The users of a pool have no PIN any more.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'contacts-lost',
    summary: 'The users of a pool have each lost a contact.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'only-tls-dsk',
    summary: 'The servers of a pool offer TLS-DSK alone to sign in with.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'sip-ciphers-outdated',
    summary: 'A server takes TLS suites with RC4 alone for SIP.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'trusted-server-unlisted',
    summary: 'The topology does not list the trusted server of the estate any more.',
    parameters: {},
  },
  {
    name: 'redirects-unsigned',
    summary: 'A box in front of a pool takes the signature off the redirects to other pools.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'answers-changed',
    summary: 'A box in front of a pool changes its answers to sign-ins after they were signed.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'certificate-expired',
    summary: 'The web site of a server, or an outside name of an Edge pool, shows a certificate that ended yesterday.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'certificate-untrusted',
    summary:
      'The web site of a server, or an outside name of an Edge pool, shows a certificate of an authority that nobody knows.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'certificate-wrong-name',
    summary: 'The web site of a server, or an outside name of an Edge pool, shows a certificate for somebody else.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'certificate-weak',
    summary: 'The web site of a server shows a certificate with an RSA key of 1024 bits.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'tls-outdated',
    summary: 'The web site of a server offers nothing newer than TLS 1.1.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'handshake-broken',
    summary: 'The web site of a server, or an outside name of an Edge pool, hangs up in the middle of the TLS handshake.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'web-port-closed',
    summary: 'The web site of a server refuses connections.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'front-end-refuses',
    summary: 'One front end of a pool takes connections and refuses every sign-in.',
    parameters: { server: 'last server of the 2013 pool of the first site' },
  },
  {
    name: 'front-end-sends-away',
    summary: 'One front end of a pool sends the users of its own pool to another one.',
    parameters: { server: 'second server of the 2013 pool of the first site' },
  },
  {
    name: 'name-server-silent',
    summary: 'The name server takes questions and answers none.',
    parameters: {},
  },
  {
    name: 'name-leads-astray',
    summary: 'A name leads to the generation to which it does not lead in this phase.',
    parameters: { name: '_sipinternaltls._tcp' },
  },
  {
    name: 'name-missing',
    summary: 'The name server does not know a name.',
    parameters: { name: 'dialin' },
  },
  {
    name: 'autodiscover-astray',
    summary: 'Autodiscover tells every user of a pool that the home pool is another one.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'simple-url-broken',
    summary: 'A simple URL is answered with an error of the server.',
    parameters: { name: 'meet' },
  },
  {
    name: 'meetings-one-sided',
    summary: 'Outside, the servers to which meet leads know meetings of their own generation alone.',
    parameters: {},
  },
  {
    name: 'meeting-astray',
    summary: 'The meeting of a pool is shown by a server of another one.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'control-panel-broken',
    summary: 'The Control Panel of a pool is answered with an error of the server.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'redirect-loop',
    summary: 'A pool sends its own users to another pool, which sends them back.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'idle-connections-closed',
    summary: 'Servers of a pool close connections on which nothing has come for 300 ms.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'edge-records-astray',
    summary: 'The records for remote users and partners lead to the Edge pool to which they do not lead in this phase.',
    parameters: {},
  },
  {
    name: 'edge-port-closed',
    summary: 'The Access Edge of a pool refuses the connections of remote users.',
    parameters: { pool: 'Edge pool of 2010' },
  },
  {
    name: 'edge-cut-off',
    summary: 'The Access Edge of a pool cannot reach the front ends behind it.',
    parameters: { pool: 'Edge pool of 2010' },
  },
  {
    name: 'legacy-edge-open',
    summary: 'The Access Edge service of 2010 still runs although federation has moved.',
    parameters: {},
  },
  {
    name: 'edge-offer-closed',
    summary: 'An Edge pool refuses what it offers outside: sip, federation, xmpp, web, media or media-udp.',
    parameters: { pool: 'Edge pool of 2010', name: 'federation' },
  },
  {
    name: 'edge-offer-silent',
    summary: 'An Edge pool takes what comes to one of its offers outside, and says nothing.',
    parameters: { pool: 'Edge pool of 2010', name: 'media-udp' },
  },
  {
    name: 'edge-offer-garbled',
    summary: 'Something else answers at one of the offers of an Edge pool outside: it speaks HTTP, without TLS.',
    parameters: { pool: 'Edge pool of 2010', name: 'media' },
  },
  {
    name: 'xmpp-domain-missing',
    summary: 'XMPP is on at the Edge pool, and no domain is served.',
    parameters: {},
  },
  {
    name: 'signed-out-at-once',
    summary: 'Users of a pool are signed in, and signed out at once: the pool calls them disabled.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'renewal-refused',
    summary: 'A pool signs users in, and renews no registration.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'second-proof-refused',
    summary: 'A pool takes no second proof of a password on a living connection.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'pool-down',
    summary: 'The servers of a pool refuse connections; those that were open are lost.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'estate-unreachable',
    summary: 'Nothing in the estate answers any more, and nothing refuses either.',
    parameters: {},
  },
];
