import { z } from 'zod';
import { generationNames, serverRoles, tlsProfileNames } from '../generations/index.ts';
import { phaseNames, requirementWords } from '../guide/index.ts';
import { amount, duration, fqdn, list, login, name, oneOf, secretReference, section, text, truth } from './fields.ts';

/**
 * The environment file as people write it. Every `error` says what is expected there: the loader puts place and finding before it.
 * Names that DNS and SIP compare without case are lower case after loading.
 */

const account = section({ login, password: secretReference.optional() }, 'an account');

const administration = section(
  {
    via: oneOf(['local', 'remote', 'winrm']).prefault('remote').meta({
      description:
        'local: the management shell of this host, where rights by role are not enforced; remote: the remote endpoint of a pool; winrm: a shell on a server.',
    }),
    accounts: section({ siteAdmin: account.optional(), readOnly: account.optional() }, 'the accounts that administer the site')
      .prefault({})
      .meta({ description: 'Absent: the identity that runs coex.' }),
  },
  'how the site is administered',
);

const authentication = (whose: string) =>
  oneOf(['auto', 'ntlm', 'kerberos', 'trusted-server', 'digest'])
    .optional()
    .meta({
      description: `How ${whose} is proven; by default auto: Kerberos where it is offered and kerberos: says where tickets come from, else NTLM. trusted-server: not at all, this host speaks for the user by the certificate of trustedServer:. digest: a gateway in front of a pool.`,
    });

const server = section(
  {
    fqdn: fqdn('the full name of a server'),
    roles: list(
      oneOf(serverRoles).meta({ description: 'A role as in the topology; cms is the holder of the central management store.' }),
      'roles',
      'role',
    ),
  },
  'a server',
);

const externalExpected = 'a name such as access.contoso.net, with its port where that is not 443: access.contoso.net:5061';
const externalName = (meaning: string) =>
  text(externalExpected, /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+(?::\d{1,5})?$/)
    .refine((written) => Number(written.split(':')[1] ?? 443) >= 1 && Number(written.split(':')[1] ?? 443) <= 65_535, {
      error: externalExpected,
    })
    .transform((written) => {
      const [fqdn = '', port] = written.toLowerCase().split(':');
      return { fqdn, port: port === undefined ? 443 : Number(port) };
    })
    .meta({ description: `${meaning}: ${externalExpected}.` });

const edge = section(
  {
    access: externalName('Where remote users sign in'),
    webConferencing: externalName('Where they meet').optional(),
    audioVideo: externalName('Where they send audio and video over TCP; over UDP it is port 3478').optional(),
    federation: truth('Federation goes through this pool, in the phases in which it goes through its generation.', true),
    xmpp: truth('XMPP federation goes through this pool (2013), from the phase federation-moved on, port 5269.', false),
  },
  'what an Edge pool shows to the outside',
);

const pool = section(
  {
    fqdn: fqdn('the full name of a pool'),
    generation: oneOf(generationNames).meta({ description: 'The product generation of the pool and of all its servers.' }),
    tlsProfile: oneOf(tlsProfileNames).optional().meta({
      description: 'Which TLS the servers of the pool speak; by default what their generation speaks. lync-2010 allows TLS 1.0.',
    }),
    authentication: authentication('a user of the pool'),
    edge: edge.optional().meta({
      description: 'Of an Edge pool: its names on the outside. Say them where this host can reach them, else leave them out.',
    }),
    webExternal: fqdn('what its web services are called outside').optional().meta({
      description:
        'What its web services are called outside: ExternalFqdn of Get-CsService -WebServer. Autodiscover is then asked from outside too, where network.externalResolver is given.',
    }),
    servers: list(server, 'servers', 'server'),
  },
  'a pool',
);

const site = section(
  {
    name: name('the name of the site, as in the topology'),
    administration: administration.prefault({}),
    pools: list(pool, 'pools', 'pool'),
  },
  'a site',
);

const meeting = section(
  {
    pool: fqdn('the full name of the home pool of its organizer'),
    // What follows the host is as the estate made it: upper and lower case are kept.
    url: text(
      'a join address such as https://meet.contoso.net/lena/ABCD1234',
      /^https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?\/[^\s[\]→]+$/,
    ),
  },
  'a meeting',
);

const user = section(
  {
    name: name('a name, its role first, such as legacy Lena'),
    uri: text('a SIP address such as sip:lena@contoso.net', /^sip:[^\s@<>;,"?]+@[A-Za-z0-9.-]+$/)
      .toLowerCase()
      .meta({ description: 'a SIP address such as sip:lena@contoso.net' }),
    pool: fqdn('the full name of the home pool'),
    login: login.optional(),
    password: secretReference.optional(),
    authentication: authentication('the user, instead of what the pool says,'),
    signIn: oneOf(['home', 'discover']).prefault('home').meta({
      description:
        'Where the user connects first. home: the home pool, by its name. discover: what autodiscover and DNS (SRV) say, as a client does that was told no server.',
    }),
    purpose: oneOf(['traffic', 'refusal-probe'])
      .prefault('traffic')
      .meta({ description: 'refusal-probe: the only users for whom a wrong password is ever sent, once in 24 hours at most.' }),
  },
  'a test user',
);

const port = z
  .number({ error: 'a port number' })
  .int({ error: 'a port number' })
  .min(1, { error: 'a port number' })
  .max(65535, { error: 'a port number' });

const address = section(
  {
    host: text('a host name or an address', /^\S+$/),
    ports: section(
      {
        sip: port.optional().meta({ description: 'SIP over TLS, otherwise 5061; of an Access Edge what its name says.' }),
        'sip-tcp': port.optional().meta({ description: 'SIP over TCP, otherwise 5060.' }),
        web: port.optional().meta({ description: 'HTTPS, otherwise 443.' }),
        'web-external': port.optional().meta({ description: 'HTTPS of the external web site, otherwise 4443.' }),
        federation: port.optional().meta({ description: 'Federation of an Access Edge, otherwise 5061.' }),
        xmpp: port.optional().meta({ description: 'XMPP federation of an Access Edge, otherwise 5269.' }),
        media: port.optional().meta({ description: 'Audio and video of an Edge Server over TCP, otherwise what its name says.' }),
        'media-udp': port.optional().meta({ description: 'Audio and video of an Edge Server over UDP, otherwise 3478.' }),
      },
      'the ports of its services',
    ).prefault({}),
  },
  'where a name leads',
);

const nameServer = text(
  'the address of a DNS server, such as 10.0.0.1 or 127.0.0.1:15353',
  /^(?:[0-9.]+(?::\d+)?|\[[0-9a-fA-F:]+\](?::\d+)?|[0-9a-fA-F:]+)$/,
);

const network = section(
  {
    resolver: nameServer.optional().meta({ description: 'The DNS server to ask instead of that of the system.' }),
    externalResolver: nameServer.optional().meta({
      description:
        'A DNS server that answers as the outside hears it, for the records of Edge pools and the way to meetings: one inside need not know them.',
    }),
    externalAddresses: z
      .record(fqdn('the full name of a server or pool'), address, { error: 'a mapping from names to { host, ports }' })
      .optional()
      .meta({ description: 'Where names lead for the outside, before externalResolver is asked.' }),
    addresses: z
      .record(fqdn('the full name of a server or pool'), address, { error: 'a mapping from names to { host, ports }' })
      .prefault({})
      .meta({ description: 'Where names lead, before DNS is asked.' }),
  },
  'where names lead',
);

const limits = section(
  {
    signInsPerSecond: amount('Sign-ins that are begun within a second.', 2, false),
    messagesPerSecond: amount('Messages and publications that are sent within a second.', 5, false),
    lanesPerSite: amount(
      'PowerShell processes side by side at one endpoint of a site; a whole site never has more than three.',
      1,
      true,
    ),
    run: duration('After this a run is cancelled.', '30m'),
  },
  'limits',
);

const budgets = section(
  {
    connect: duration('For a TCP and a TLS connection.', '5s'),
    signIn: duration('For one answer while a user signs in.', '15s'),
    im: duration('From sending a message to its arrival.', '2s'),
    presence: duration('From publishing a presence to its being seen.', '5s'),
    serviceStart: duration('For a service that is starting: a cold 2013 pool may need up to an hour.', '3m'),
    replicaAge: duration('How old the last report of a replica may be.', '1h', 366 * 86_400_000),
    certificateWarning: duration('How long a certificate must still be valid.', '14d', 366 * 86_400_000),
    administrationCall: duration('For one answer of the management shell.', '60s'),
    firstAdministrationCall: duration('For the first one, which loads the management shell.', '3m'),
  },
  'budgets',
);

const wave = section(
  {
    pools: list(fqdn('the full name of a pool of this file'), 'pools', 'pool'),
    requires: list(
      oneOf(requirementWords).meta({ description: 'A pillar, a suite or a check: see docs/checks.md.' }),
      'words',
      'word',
    ),
    freshFor: duration('How old evidence may be to count.', '12h', 366 * 86_400_000),
  },
  'a wave',
);

export const environmentFile = section(
  {
    name: name('a name for the estate, such as Contoso pilot'),
    sipDomains: list(
      text('a SIP domain such as contoso.net', /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*$/)
        .toLowerCase()
        .meta({ description: 'a SIP domain such as contoso.net' }),
      'SIP domains',
      'SIP domain',
    ),
    sites: list(site, 'sites', 'site'),
    users: list(user, 'test users', undefined).prefault([]).meta({ description: 'Test accounts only, never people.' }),
    phase: oneOf(phaseNames).prefault('pilot').meta({ description: 'Phase of the migration: some expectations change with it.' }),
    pilot: section(
      {
        clients: list(
          text('a User-Agent header such as UCCAPI/15.0.4420.1017 OC/15.0.4420.1017 (Microsoft Lync)', /^\S+\/\d[^\n\r]*$/),
          'User-Agent headers',
          undefined,
        )
          .prefault([])
          .meta({ description: 'Clients of the pilot, by their User-Agent header: the client version policy must let them in.' }),
        dialledNumbers: list(
          text('a number as it is dialled, such as 2301 or +14255550100', /^\+?[0-9][0-9 ()*#.-]*$/),
          'numbers',
          undefined,
        )
          .prefault([])
          .meta({ description: 'Numbers that must become the same for users of both generations of a site. Nobody is called.' }),
        xmpp: z
          .boolean({ error: 'true or false' })
          .prefault(false)
          .meta({ description: 'true: users are to reach XMPP partners once federation has moved.' }),
        xmppPartner: text('an address such as juliet@example.org', /^[^\s@<>:;,"]+@[A-Za-z0-9.-]+$/)
          .optional()
          .meta({
            description:
              'Who is written to at an XMPP partner once federation has moved, such as juliet@example.org; says xmpp: true as well. A message arrives there: name somebody who knows of it.',
          }),
        federatedPartner: text('a domain such as fabrikam.com', /^[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/)
          .toLowerCase()
          .optional()
          .meta({
            description:
              'The domain of a federated partner that must be reached, such as fabrikam.com. Nobody there is written to.',
          }),
        chatRoom: text('the address of a chat room such as ma-chan://contoso.net/7d0b2c3e', /^\S+:\S+$/)
          .optional()
          .meta({
            description:
              'The address of a room of Persistent Chat (2013) that is there for tests and has the test users of 2013 as members: each run with --allow-changes leaves messages in it. None is ever created.',
          }),
        mobile: z
          .boolean({ error: 'true or false' })
          .prefault(false)
          .meta({ description: 'true: mobile clients of both generations are in use, and are to work.' }),
        dialIn: z
          .boolean({ error: 'true or false' })
          .prefault(false)
          .meta({ description: 'true: there are dial-in access numbers, and each must answer. They are called from inside.' }),
        meetings: list(meeting, 'meetings', undefined).prefault([]).meta({
          description:
            'Meetings that were made for tests, one of each pool: their join addresses are opened, from outside too where network.externalResolver is given. Nobody joins. The addresses stand in the run folder.',
        }),
      },
      'what is expected for the users of the pilot',
    ).prefault({}),
    network: network.prefault({}),
    trust: section(
      {
        ca: text('the path of a PEM file, absolute or relative to this file', /\S/)
          .optional()
          .meta({ description: 'PEM file of the authority to trust instead of those of the system.' }),
      },
      'whom to trust',
    ).prefault({}),
    kerberos: section(
      {
        realm: text('the name of a realm such as CONTOSO.NET', /^[A-Za-z0-9.-]+$/).meta({
          description: 'The Active Directory domain of the test users, in upper case.',
        }),
        kdc: text(
          'a domain controller such as dc1.contoso.net, or with a port dc1.contoso.net:88',
          /^[A-Za-z0-9._-]+(?::\d{1,5})?$/,
        ).meta({
          description: 'Who gives the tickets, asked over TCP.',
        }),
      },
      'where Kerberos tickets come from',
    )
      .optional()
      .meta({ description: 'Where Kerberos tickets come from; absent: no Kerberos.' }),
    trustedServer: section(
      {
        fqdn: fqdn('the name that this host has in the topology as a trusted server'),
        certificate: text('the path of a PEM file, absolute or relative to this file', /\S/).meta({
          description: 'PEM file of the certificate for that name, which the pools trust; those above it may follow.',
        }),
        key: text('the path of a PEM file, absolute or relative to this file', /\S/).meta({
          description: 'PEM file of its private key, without a passphrase, readable by nobody else.',
        }),
      },
      'how this host proves to be a trusted server',
    )
      .optional()
      .meta({ description: 'How this host proves to be a trusted server, for users with authentication: trusted-server.' }),
    limits: limits.prefault({}),
    budgets: budgets.prefault({}),
    waves: z
      .record(name('the name of a wave'), wave, { error: 'a mapping from names of waves to { pools, requires, freshFor }' })
      .prefault({})
      .meta({
        description:
          'Steps of the migration that a run is judged for, by name: what must be true before the next users are moved.',
      }),
    lab: section(
      {
        control: text('the address of the control endpoint of a lab, such as http://127.0.0.1:40001', /^https?:\/\/\S+$/),
      },
      'the lab behind this file',
    )
      .optional()
      .meta({ description: 'Written by coex lab, never by hand: how to reach the lab behind this file.' }),
  },
  'an environment',
).meta({ title: 'coex environment', description: 'An estate under test: its sites, test users and migration waves.' });

/** The file with defaults filled in and durations in milliseconds; paths and references still as written. */
export type EnvironmentFile = z.output<typeof environmentFile>;

/** JSON Schema (draft 7, which editors know best) of the environment file. */
export function environmentJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(environmentFile, { target: 'draft-7', io: 'input' }) as Record<string, unknown>;
}
