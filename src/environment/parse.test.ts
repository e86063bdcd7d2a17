import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changed, contoso, minimal, refusal } from '../../test/support/environment-files.ts';
import { isCoexistenceError } from '../errors/index.ts';
import { authenticationOf, type Environment, isSpokenFor, parseEnvironment } from './index.ts';

describe('a good file', () => {
  it('names meetings as the estate made them, and none where it names none', () => {
    const { pilot } = parseEnvironment(contoso, 'env.yaml');
    expect(pilot.meetings?.[0]).toEqual({ pool: 'pool01.contoso.net', url: 'https://meet.contoso.net/lena/ABCD1234' });
    expect(parseEnvironment(minimal, 'env.yaml').pilot).not.toHaveProperty('meetings');
  });

  it('gets the defaults that were left out', () => {
    const environment = parseEnvironment(minimal, 'env.yaml');
    expect(environment).toMatchObject({
      name: 'Minimal',
      path: resolve('env.yaml'),
      phase: 'pilot',
      network: { addresses: {} },
      trust: {},
      limits: { signInsPerSecond: 2, messagesPerSecond: 5, lanesPerSite: 1, run: 1_800_000 },
      budgets: { im: 2000, presence: 5000, administrationCall: 60_000, firstAdministrationCall: 180_000, replicaAge: 3_600_000 },
      waves: {},
    });
    expect(environment.lab).toBeUndefined();
    const [redmond] = environment.sites;
    expect(redmond?.administration).toEqual({ via: 'remote', accounts: {} });
    expect(redmond?.pools.map(({ tlsProfile }) => tlsProfile)).toEqual(['lync-2010', 'lync-2013']);
    expect(environment.users.map(({ purpose }) => purpose)).toEqual(Array(4).fill('traffic'));
  });

  it('says everything the design shows', () => {
    const environment = parseEnvironment(contoso, resolve('/estates/contoso.yaml'));
    expect(environment.trust.ca).toBe(resolve('/estates/ca.pem'));
    expect(environment.sites[1]?.administration.accounts.siteAdmin?.password).toEqual({
      file: resolve('/estates/secrets/dublin'),
    });
    expect(environment.sites[0]?.administration.accounts.siteAdmin).toEqual({
      login: 'CONTOSO\\coex-redmond',
      password: { env: 'COEX_REDMOND' },
    });
    expect(environment.waves['pilot-1']).toEqual({
      pools: ['pool01.contoso.net', 'pool02.contoso.net'],
      requires: ['services', 'administration', 'communication'],
      freshFor: 43_200_000,
    });
    expect(environment.network).toEqual({
      resolver: '127.0.0.1:15353',
      externalResolver: '192.0.2.53',
      addresses: { 'fe1.contoso.net': { host: '127.0.0.1', ports: { sip: 45061, web: 40443 } } },
    });
  });

  it('writes names that DNS and SIP compare without case in lower case, so that they compare equal everywhere', () => {
    const environment = parseEnvironment(
      changed(['sip:lena@contoso.net', 'sip:Lena@CONTOSO.net'], ['pool: pool01', 'pool: POOL01']),
      'env.yaml',
    );
    expect(environment.users[0]).toMatchObject({ uri: 'sip:lena@contoso.net', pool: 'pool01.contoso.net' });
  });

  it('may have Windows line ends, a byte order mark, anchors and flow style', () => {
    const expected = parseEnvironment(minimal, 'env.yaml');
    expect(parseEnvironment(`\uFEFF${minimal.replaceAll('\n', '\r\n')}`, 'env.yaml')).toEqual(expected);
    expect(
      parseEnvironment(changed(['[front-end, cms]', '&roles [front-end, cms]'], ['[front-end] }', '*roles }']), 'env.yaml')
        .sites[0]?.pools[1]?.servers[0]?.roles,
    ).toEqual(['front-end', 'cms']);
  });

  it('says what an Edge pool shows outside, with the port of each name', () => {
    const withEdge = (edge: string) =>
      parseEnvironment(contoso.replace('        edge:', `        edge: ${edge}\n        #`), 'env.yaml').sites[1]?.pools[1]?.edge;
    expect(withEdge('{ access: Access.contoso.net }')).toEqual({
      access: { fqdn: 'access.contoso.net', port: 443 },
      federation: true,
      xmpp: false,
    });
    expect(
      withEdge(
        '{ access: "sip.contoso.net:5061", webConferencing: "sip.contoso.net:444", audioVideo: sip.contoso.net, federation: false }',
      ),
    ).toEqual({
      access: { fqdn: 'sip.contoso.net', port: 5061 },
      webConferencing: { fqdn: 'sip.contoso.net', port: 444 },
      audioVideo: { fqdn: 'sip.contoso.net', port: 443 },
      federation: false,
      xmpp: false,
    });
  });

  it('says what the product’s own transactions try: who names a partner of XMPP wants it reached', () => {
    const pilotOf = (pilot: string) => parseEnvironment(`${minimal}pilot: ${pilot}\n`, 'env.yaml').pilot;
    const nothing = { clients: [], dialledNumbers: [], xmpp: false, mobile: false, dialIn: false };
    expect(pilotOf('{}')).toEqual(nothing);
    expect(pilotOf('{ xmpp: true }')).toEqual({ ...nothing, xmpp: true });
    expect(pilotOf('{ xmppPartner: Juliet@example.org }')).toEqual({
      ...nothing,
      xmpp: true,
      xmppPartner: 'Juliet@example.org',
    });
    expect(
      pilotOf('{ federatedPartner: Fabrikam.com, chatRoom: "ma-chan://contoso.net/7d0b", mobile: true, dialIn: true }'),
    ).toEqual({
      ...nothing,
      federatedPartner: 'fabrikam.com',
      chatRoom: 'ma-chan://contoso.net/7d0b',
      mobile: true,
      dialIn: true,
    });
  });

  it('may come from a lab', () => {
    const environment = parseEnvironment(`${minimal}lab: { control: 'http://127.0.0.1:40001' }\n`, 'env.yaml');
    expect(environment.lab).toEqual({ control: 'http://127.0.0.1:40001' });
  });
});

describe('how users are proven', () => {
  const byTicket = ['pool: pool01.contoso.net', 'authentication: kerberos, pool: pool01.contoso.net'] as const;

  it('is said by pool and user, with the realm where tickets come from', () => {
    const gateway = ['generation: lync-2013', 'authentication: digest, generation: lync-2013'] as const;
    const realm = ['users:', 'kerberos: { realm: CONTOSO.NET, kdc: "dc1.contoso.net:88" }\nusers:'] as const;
    const environment = parseEnvironment(changed(byTicket, gateway, realm), 'env.yaml');
    expect(environment.kerberos).toEqual({ realm: 'CONTOSO.NET', kdc: 'dc1.contoso.net:88' });
    expect(environment.sites[0]!.pools.map(({ authentication }) => authentication)).toEqual([undefined, 'digest']);
    expect(environment.users.map(({ authentication }) => authentication).slice(0, 2)).toEqual(['kerberos', undefined]);
  });

  it('may be not at all, where this host is a trusted server: with its certificate and key', () => {
    const trusting = ['generation: lync-2010', 'authentication: trusted-server, generation: lync-2010'] as const;
    const own = [
      'users:',
      'trustedServer: { fqdn: Coex.contoso.net, certificate: own/coex.pem, key: own/coex.key }\nusers:',
    ] as const;
    const environment = parseEnvironment(changed(trusting, own), join('folder', 'env.yaml'));
    expect(environment.trustedServer).toEqual({
      fqdn: 'coex.contoso.net',
      certificate: resolve('folder', 'own', 'coex.pem'),
      key: resolve('folder', 'own', 'coex.key'),
    });
    const [lena, ...others] = environment.users;
    expect([lena!, ...others].map((user) => isSpokenFor(environment, user))).toEqual(
      environment.users.map(({ pool }) => pool === 'pool01.contoso.net'),
    );
    expect(authenticationOf(environment, { ...lena!, authentication: 'ntlm' })).toBe('ntlm');
    expect(refusal(changed(trusting)).lines.join()).toMatch(
      /sites\[0\]\.pools\[0\]\.authentication: needs trustedServer: \{ fqdn, certificate, key \}/,
    );
  });

  it('needs somebody who gives the tickets', () => {
    expect(refusal(changed(byTicket)).lines.join()).toMatch(/users\[0\]\.authentication: needs kerberos: \{ realm, kdc \}/);
  });
});

describe('properties', () => {
  const parsed = (text: string): Environment | string[] => {
    try {
      return parseEnvironment(text, 'env.yaml');
    } catch (error) {
      if (!isCoexistenceError(error)) throw error;
      return error.message.split('\n');
    }
  };

  it('whatever the text, it is an environment or a list of complaints with places', () => {
    // Cuts and doubles parts of a good file: nearly right is harder than noise.
    const part = fc.tuple(fc.nat(contoso.length), fc.nat(40));
    fc.assert(
      fc.property(
        part,
        fc.constantFrom('', '-', ': ', '\n', '  ', "'", '*a ', '&a ', '{', ']', '\t', '? ', '<<: '),
        ([from, length], put) => {
          const result = parsed(contoso.slice(0, from) + put + contoso.slice(from + length));
          if (Array.isArray(result)) for (const line of result) expect(line).toMatch(/^env\.yaml:\d+:\d+: ./);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never shows what stands in the place of a password', () => {
    const canary = 'Kanarie7';
    const forms = [
      canary,
      `"${canary}`,
      `'${canary}'`,
      `*${canary}`,
      `@${canary}`,
      `[${canary}]`,
      `{ ${canary}: 1 }`,
      `{ env: "${canary} x" }`,
      `{ file: [${canary}] }`,
      `%${canary}`,
      `${canary}: x: y`,
      `|\n  ${canary}`,
      `{ evn: ${canary} }`,
      `!${canary} x`,
    ];
    for (const form of forms) {
      const result = parsed(changed(['{ env: COEX_LENA }', form]));
      expect(Array.isArray(result), form).toBe(true);
      expect(JSON.stringify(result)).not.toContain(canary);
    }
  });
});
