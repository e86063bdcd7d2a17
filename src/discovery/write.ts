import { stringify } from 'yaml';
import { generationOf } from '../generations/index.ts';
import { commandsFor, type ProposedUser, proposeUsers } from './commands.ts';
import type { FoundEstate, FoundPool, FoundSite } from './topology.ts';

export interface FileOptions {
  /** What the file is called in its first comment: where it was discovered. */
  readonly from: string;
  readonly name: string;
  /** How the sites are administered. */
  readonly via: 'local' | 'remote' | 'winrm';
  /** Whole sections, as YAML, that the finder knows and the topology does not: `network`, `trust`, `lab`. */
  readonly more?: readonly string[];
}

/** A value on one line: quoted where YAML needs it. */
const inline = (value: unknown): string => stringify(value, { lineWidth: 0, collectionStyle: 'flow' }).trim();

/** The text of an environment file for an estate, with comments for whatever the topology does not say. Complete as it is, without users. */
export function environmentText(estate: FoundEstate, options: FileOptions): string {
  const homes = estate.sites
    .flatMap(({ pools }) => pools)
    .filter(({ roles }) => roles.includes('front-end'))
    .map(({ fqdn, generation }) => ({ fqdn, userKind: generationOf(generation).userKind }));
  const proposed = proposeUsers(homes, estate.sipDomains[0] ?? 'contoso.net');
  return `${[
    `# An environment of coex, discovered from ${options.from}. See docs/environment.md for every key; TODO marks what only you can say.`,
    `name: ${inline(options.name)}                # TODO: as your reports should call it`,
    `sipDomains: ${inline(estate.sipDomains)}`,
    'sites:',
    ...estate.sites.filter(({ pools }) => pools.length > 0).flatMap((site) => siteLines(site, options.via)),
    ...estate.hidden.map((why) => `  # TODO: ${why}`),
    ...usersLines(proposed),
    'phase: pilot                # TODO: plan | prepare | pilot | users-moved | edge-added | federation-moved | post-migration | decommission',
    'pilot: {}                   # TODO: clients: [User-Agent headers to let in], dialledNumbers: [numbers both generations must read alike]',
    '                            # and for coex check synthetic: federatedPartner, xmppPartner, chatRoom, mobile: true, dialIn: true',
    ...(options.more ?? []).flatMap((section) => section.trimEnd().split('\n')),
    ...waveLines(homes.map(({ fqdn }) => fqdn)),
  ].join('\n')}\n`;
}

function siteLines({ name, pools, leftOut }: FoundSite, via: FileOptions['via']): string[] {
  const word = name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  return [
    `  - name: ${inline(name)}`,
    '    administration:',
    `      via: ${via}                # local | remote | winrm; rights by role are enforced with remote alone`,
    '      # TODO: an account that may administer this site and no other (docs/permissions.md); absent: the identity that runs coex',
    `      # accounts: { siteAdmin: { login: 'DOMAIN\\coex-${word}', password: { env: COEX_${word.toUpperCase().replaceAll('-', '_')} } } }`,
    '    pools:',
    ...pools.flatMap(poolLines),
    ...leftOut.map((why) => `      # left out: ${why}`),
  ];
}

const poolLines = ({ fqdn, generation, roles, servers, edge, webExternal }: FoundPool): string[] => [
  `      - fqdn: ${inline(fqdn)}`,
  `        generation: ${generation}`,
  ...edgeLines(edge, generation),
  ...(webExternal === undefined ? [] : [`        webExternal: ${inline(webExternal)}`]),
  '        servers:',
  ...servers.map((server) => `          - { fqdn: ${inline(server)}, roles: ${inline(roles)} }`),
];

function edgeLines(edge: FoundPool['edge'], generation: FoundPool['generation']): string[] {
  if (edge === undefined) return [];
  return [
    '        # What it shows outside, as the topology has it. TODO: leave out what the host that checks cannot reach',
    ...(generation === 'lync-2013' && edge.xmpp === undefined
      ? ['        # TODO: xmpp: true where XMPP partners are to come through it once federation has moved']
      : []),
    `        edge: ${inline(edge)}`,
  ];
}

function usersLines(proposed: readonly ProposedUser[]): string[] {
  return [
    'users: []',
    '# TODO: test users, never people: two for each pool that is a home. Create them in the management shell of 2013 …',
    ...proposed.flatMap((user) => commandsFor(user).map((command) => `#   ${command}`)),
    '# … then write them here in place of [], with the domain of their accounts, and put their passwords into these variables:',
    '# users:',
    ...proposed.map(
      ({ name, uri, pool, account, variable, purpose }) =>
        `#   - { name: ${name}, uri: '${uri}', pool: ${pool}, login: 'DOMAIN\\${account}'${
          purpose === 'traffic' ? `, password: { env: ${variable} }` : ', purpose: refusal-probe'
        } }`,
    ),
  ];
}

const waveLines = (pools: readonly string[]): string[] =>
  pools.length === 0
    ? []
    : [
        'waves:',
        '  pilot-1:                # TODO: the pools whose users move next, and what must be true before',
        `    pools: ${inline(pools)}`,
        '    requires: [services, administration, communication]',
        '    freshFor: 12h',
      ];

/** What `coex init` writes where there is nothing to discover from: a small estate to be overwritten, every line explained. */
export function blankText(): string {
  return environmentText(
    {
      sipDomains: ['contoso.net'],
      hidden: [],
      sites: [
        {
          name: 'Redmond',
          leftOut: [],
          pools: [
            {
              fqdn: 'pool01.contoso.net',
              generation: 'lync-2010',
              roles: ['front-end', 'mediation', 'cms'],
              servers: ['fe1.contoso.net'],
            },
            {
              fqdn: 'pool02.contoso.net',
              generation: 'lync-2013',
              roles: ['front-end'],
              servers: ['fe2013a.contoso.net', 'fe2013b.contoso.net', 'fe2013c.contoso.net'],
            },
          ],
        },
      ],
    },
    { from: 'nothing: every name in it is an example', name: 'Contoso pilot', via: 'remote' },
  );
}
