import { describe, expect, it } from 'vitest';
import { changed, lena, minimal, refusal } from '../../test/support/environment-files.ts';

describe('every mistake has a place, a path and what is allowed', () => {
  const topLevel =
    'name, sipDomains, sites, users, phase, pilot, network, trust, kerberos, trustedServer, limits, budgets, waves, lab';
  const reference =
    'expected a reference, { env: NAME_OF_A_VARIABLE } or { file: PATH }: the file never holds the password itself';
  const duration = 'expected a duration such as 350ms, 2s, 5m, 12h or 1d, more than 0 and at most 24d';
  it.each<[string, string, string[]]>([
    ['an empty file', '', ['1:1: the file is empty; expected an environment: at least name, sipDomains and sites']],
    ['comments alone', '# nothing\n', ['1:1: the file is empty; expected an environment: at least name, sipDomains and sites']],
    ['a list', '- a\n', [`1:1: found a list; expected an environment, a mapping with the keys ${topLevel}`]],
    ['an unknown key', changed(['users:', 'user:']), [`10:1: user: unknown key; did you mean users? Allowed are ${topLevel}`]],
    [
      'a key that resembles nothing',
      changed(["uri: 'sip:lena", "x: 1, uri: 'sip:lena"]),
      ['11:26: users[0].x: unknown key; allowed are name, uri, pool, login, password, authentication, signIn, purpose'],
    ],
    [
      'a generation that is none',
      changed(['lync-2010', 'lync-2012']),
      ['8:49: sites[0].pools[0].generation: unknown word "lync-2012"; did you mean lync-2010? Allowed are lync-2010, lync-2013'],
    ],
    [
      'a user on an unknown pool',
      changed(['pool: pool01', 'pool: pool10']),
      [
        '11:61: users[0].pool: no pool is called "pool10.contoso.net"; did you mean pool01.contoso.net? Allowed are pool01.contoso.net, pool02.contoso.net',
      ],
    ],
    [
      'an Edge section where nobody is an Edge Server',
      changed(['generation: lync-2010,', 'generation: lync-2010, edge: { access: a.contoso.net },']),
      ['8:66: sites[0].pools[0].edge: belongs to a pool whose servers have the role edge; those of this one have not'],
    ],
    [
      'an outer name with an impossible port, and a key that is none',
      changed(['generation: lync-2010,', 'generation: lync-2010, edge: { access: "a.contoso.net:0", fedration: true },']),
      [
        '8:66: sites[0].pools[0].edge: belongs to a pool whose servers have the role edge; those of this one have not',
        '8:76: sites[0].pools[0].edge.access: found "a.contoso.net:0"; expected a name such as access.contoso.net, with its port where that is not 443: access.contoso.net:5061',
        '8:95: sites[0].pools[0].edge.fedration: unknown key; did you mean federation? Allowed are access, webConferencing, audioVideo, federation, xmpp',
      ],
    ],
    [
      'two Edge pools of a generation that both have federation, and XMPP in 2010',
      minimal.replace(
        'users:',
        [
          '      - { fqdn: e1.contoso.net, generation: lync-2010, servers: [{ fqdn: e1a.contoso.net, roles: [edge] }], edge: { access: a1.contoso.net, xmpp: true } }',
          '      - { fqdn: e2.contoso.net, generation: lync-2010, servers: [{ fqdn: e2a.contoso.net, roles: [edge] }], edge: { access: a2.contoso.net, federation: true } }',
          '      - { fqdn: e3.contoso.net, generation: lync-2010, servers: [{ fqdn: e3a.contoso.net, roles: [edge] }], edge: { access: a3.contoso.net, federation: false } }',
          'users:',
        ].join('\n'),
      ),
      [
        '10:147: sites[0].pools[2].edge.xmpp: is for Edge pools of lync-2013: in 2010 XMPP goes through a gateway of its own',
        '11:153: sites[0].pools[3].edge.federation: two Edge pools of lync-2010 have federation, which goes through one: say federation: false for the other (first in line 10)',
      ],
    ],
    [
      'a literal password',
      changed(['{ env: COEX_LENA }', 'hunter2']),
      [`11:114: users[0].password: a password stands here in plain text; ${reference}`],
    ],
    [
      'a login and its password in an address',
      changed([
        'users:',
        "pilot: { meetings: [{ pool: pool01.contoso.net, url: 'https://lena:hunter2@meet.contoso.net/a/B' }] }\nusers:",
      ]),
      [
        '10:54: pilot.meetings[0].url: found "https://…@meet.contoso.net/a/B"; expected a join address such as https://meet.contoso.net/lena/ABCD1234',
      ],
    ],
    [
      'a password of digits',
      changed(['{ env: COEX_LENA }', '4711']),
      [`11:114: users[0].password: a password stands here in plain text; ${reference}`],
    ],
    [
      'two references',
      changed(['{ env: COEX_LENA }', '{ env: A, file: b }']),
      [`11:114: users[0].password: found a mapping; ${reference}`],
    ],
    [
      'a password without login',
      changed([lena, 'password: { env: COEX_LENA }']),
      ['11:5: users[0].login: is missing; a user with a password needs a login such as CONTOSO\\lena'],
    ],
    [
      'a refusal-probe user without login',
      changed([lena, 'purpose: refusal-probe']),
      ['11:5: users[0].login: is missing; a refusal-probe user needs the login that is tried with a wrong password'],
    ],
    ['no site', 'name: x\nsipDomains: [a.b]\nsites: []\n', ['3:8: sites: found a list; expected at least one site']],
    ['sites missing', 'name: x\nsipDomains: [a.b]\n', ['1:1: sites: is missing; expected a list of sites']],
    [
      'a key without a value',
      changed(['name: Minimal', 'name:']),
      ['3:6: name: found nothing; expected a name for the estate, such as Contoso pilot: a text on one line, without [ ] and →'],
    ],
    [
      'a number for a name',
      changed(['name: Redmond', 'name: 2013']),
      [
        '6:11: sites[0].name: found the number 2013; expected the name of the site, as in the topology: a text on one line, without [ ] and → (put it in quotes)',
      ],
    ],
    [
      'the same key twice',
      changed(['name: Redmond', 'name: Redmond\n    name: Dublin']),
      ['7:5: the key name stands twice in the same mapping; only one of the two can count'],
    ],
    [
      'two users of one name',
      changed(['legacy Lars', 'legacy Lena']),
      ['12:13: users[1].name: the name "legacy Lena" stands there twice (first in line 11)'],
    ],
    [
      'two users of one address',
      changed(['sip:lars@', 'sip:LENA@']),
      ['12:31: users[1].uri: the address "sip:LENA@contoso.net" stands there twice (first in line 11)'],
    ],
    [
      'two users of one account',
      changed(["'CONTOSO\\lars'", "'contoso\\LENA'"]),
      ['12:88: users[1].login: the login "contoso\\\\LENA" stands there twice (first in line 11)'],
    ],
    [
      'two pools of one name',
      changed(['fqdn: pool02', 'fqdn: pool01'], ['pool: pool02', 'pool: pool01'], ['pool: pool02', 'pool: pool01']),
      ['9:17: sites[0].pools[1].fqdn: the pool "pool01.contoso.net" stands there twice (first in line 8)'],
    ],
    [
      'two servers of one name',
      changed(['fqdn: fe2013.', 'fqdn: fe1.']),
      ['9:78: sites[0].pools[1].servers[0].fqdn: the server "fe1.contoso.net" stands there twice (first in line 8)'],
    ],
    [
      'a domain that is not declared',
      changed(['sip:lena@contoso.net', 'sip:lena@contoso.com']),
      ['11:31: users[0].uri: the domain "contoso.com" is not among sipDomains; did you mean contoso.net? Allowed is contoso.net'],
    ],
    [
      'a home without front end',
      changed(['[front-end, cms]', '[edge]']),
      [
        '11:61: users[0].pool: pool01.contoso.net has no server with the role front-end, so it can be no home of users',
        '12:61: users[1].pool: pool01.contoso.net has no server with the role front-end, so it can be no home of users',
      ],
    ],
    [
      'an administrator as test user',
      changed(['    pools:\n', "    administration: { accounts: { siteAdmin: { login: 'CONTOSO\\lena' } } }\n    pools:\n"]),
      [
        '12:88: users[0].login: "CONTOSO\\\\lena" is an account that administers a site; test users need accounts of their own (first in line 7)',
      ],
    ],
    [
      'durations',
      `${minimal}budgets: { im: 2, presence: 2 s, signIn: 90d, connect: 0s }\n`,
      [
        `15:16: budgets.im: found the number 2; ${duration}`,
        `15:29: budgets.presence: found "2 s"; ${duration}`,
        `15:42: budgets.signIn: found "90d"; ${duration}`,
        `15:56: budgets.connect: found "0s"; ${duration}`,
      ],
    ],
    [
      'whom transactions try',
      `${minimal}pilot: { xmppPartner: example.org, federatedPartner: fabrikam, chatRoom: lobby, mobile: yes }\n`,
      [
        '15:23: pilot.xmppPartner: found "example.org"; expected an address such as juliet@example.org',
        '15:54: pilot.federatedPartner: found "fabrikam"; expected a domain such as fabrikam.com',
        '15:74: pilot.chatRoom: found "lobby"; expected the address of a chat room such as ma-chan://contoso.net/7d0b2c3e',
        '15:89: pilot.mobile: found "yes"; expected true or false',
      ],
    ],
    [
      'limits',
      `${minimal}limits: { lanesPerSite: 0, signInsPerSecond: fast }\n`,
      [
        '15:25: limits.lanesPerSite: found the number 0; expected a whole number from 1 to 3',
        '15:46: limits.signInsPerSecond: found "fast"; expected a number more than 0',
      ],
    ],
    [
      'addresses',
      `${minimal}network: { addresses: { fe1: { host: a }, fe1.contoso.net: { host: a, ports: { sipp: 1 } } } }\n`,
      [
        '15:25: network.addresses.fe1: unsuitable key "fe1"; expected the full name of a server or pool, such as fe1.contoso.net',
        '15:80: network.addresses."fe1.contoso.net".ports.sipp: unknown key; did you mean sip? Allowed are sip, sip-tcp, web, web-external, federation, xmpp, media, media-udp',
      ],
    ],
    [
      'meetings',
      `${minimal}pilot:\n  meetings:\n    - { pool: pool1.contoso.net, url: 'http://meet.contoso.net/a/1' }\n    - { pool: pool02.contoso.net, url: 'https://meet.contoso.net/A/1' }\n    - { pool: pool02.contoso.net, url: 'https://meet.contoso.net/a/2' }\n`,
      [
        '17:15: pilot.meetings[0].pool: no pool is called "pool1.contoso.net"; did you mean pool01.contoso.net? Allowed are pool01.contoso.net, pool02.contoso.net',
        '17:39: pilot.meetings[0].url: found "http://meet.contoso.net/a/1"; expected a join address such as https://meet.contoso.net/lena/ABCD1234',
        '19:15: pilot.meetings[2].pool: the pool of a meeting "pool02.contoso.net" stands there twice (first in line 18)',
      ],
    ],
    [
      'a wave on an unknown pool',
      `${minimal}waves:\n  w: { pools: [pool1.contoso.net], requires: [services] }\n`,
      [
        '16:16: waves.w.pools[0]: no pool is called "pool1.contoso.net"; did you mean pool01.contoso.net? Allowed are pool01.contoso.net, pool02.contoso.net',
      ],
    ],
    [
      'a wave that requires nothing',
      `${minimal}waves:\n  w: { pools: [pool01.contoso.net] }\n`,
      ['16:6: waves.w.requires: is missing; expected a list of words'],
    ],
  ])('%s', (_, text, complaints) => {
    expect(refusal(text)).toEqual({ code: 'ENVIRONMENT_INVALID', lines: complaints.map((complaint) => `env.yaml:${complaint}`) });
  });

  it('names what was meant by a word of a wave, and lists all words', () => {
    const { lines } = refusal(`${minimal}waves:\n  w: { pools: [pool01.contoso.net], requires: [communication.presnce] }\n`);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      /^env\.yaml:16:48: waves\.w\.requires\[0\]: unknown word "communication\.presnce"; did you mean communication\.presence\? /,
    );
    expect(lines[0]).toContain('services.running');
  });

  it('reports all at once, in the order of the file, whatever kind they are', () => {
    const { lines } = refusal(
      changed(
        ['name: Minimal', 'nam: Minimal'],
        ['lync-2013', 'lync'],
        ['pool: pool01', 'pool: pool09'],
        ['{ env: COEX_LARS }', 'hunter2'],
      ),
    );
    expect(lines.map((line) => line.split(': ').slice(0, 2).join(': '))).toEqual([
      'env.yaml:3:1: nam',
      'env.yaml:9:49: sites[0].pools[1].generation',
      'env.yaml:11:61: users[0].pool',
      'env.yaml:12:114: users[1].password',
    ]);
  });

  it('points into what an alias stands for', () => {
    const { lines } = refusal(
      changed(
        ['[{ fqdn: fe1.contoso.net, roles: [front-end, cms] }]', '&all [{ fqdn: fe1.contoso.net, role: [front-end] }]'],
        ['[{ fqdn: fe2013.contoso.net, roles: [front-end] }]', '*all'],
      ),
    );
    expect(lines.map((line) => line.split(': ')[0])).toContain('env.yaml:8:83');
  });
});

describe('what is no YAML', () => {
  it.each<[string, string, string]>([
    ['a tab', changed(['    pools:', '\tpools:']), '7:1: a tab indents this line; YAML allows spaces alone'],
    [
      'a login in double quotes',
      changed(["'CONTOSO\\lena'", '"CONTOSO\\lena"']),
      '11:96: a backslash between double quotes begins an escape; put texts with backslashes between single quotes',
    ],
    [
      'an unquoted @',
      changed(['{ env: COEX_LENA }', '@hunter2']),
      '11:114: a text must not begin with this character; put it between single quotes',
    ],
    [
      'an unquoted *',
      changed(['{ env: COEX_LENA }', '*hunter2']),
      '11:114: a * refers to an anchor (&) that is not there; put texts that begin with * between single quotes',
    ],
    ['two documents', `${minimal}---\nname: x\n`, '15:1: a second document begins here; a file holds one environment'],
    [
      'a bomb of aliases',
      `a: &a [x, x, x, x, x, x, x, x, x]\n${'bcdefgh'.replaceAll(
        /./g,
        (key) =>
          `${key}: &${key} [${Array(9)
            .fill(`*${String.fromCharCode(key.charCodeAt(0) - 1)}`)
            .join(', ')}]\n`,
      )}`,
      '1:1: anchors and aliases multiply beyond all measure',
    ],
    [
      'two colons',
      'name: a: b\n',
      '1:7: a second colon stands on this line; put texts with a colon and a space between single quotes, and each key on its own line',
    ],
  ])('%s', (_, text, complaint) => {
    const { code, lines } = refusal(text);
    expect(code).toBe('ENVIRONMENT_NOT_YAML');
    expect(lines[0]).toBe(`env.yaml:${complaint}`);
  });
});
