import { describe, expect, it } from 'vitest';
import type { DeployedServiceFact, Lane, TopologyServiceFact } from '../admin/index.ts';
import { parseEnvironment } from '../environment/index.ts';
import { blankText, discover, edgeNamesOf, environmentText, type FoundPool, poolFrom, webNameOf } from './index.ts';

const services = (version: number, ...roles: string[]): TopologyServiceFact[] =>
  roles.map((role) => ({ identity: `${role}:pool.contoso.net`, role, pool: 'pool.contoso.net', version }));
const rolesOf = (...roles: string[]) => {
  const found = poolFrom('pool.contoso.net', ['fe1.contoso.net'], services(6, ...roles));
  return typeof found === 'string' ? found : found.roles;
};

describe('a pool of the topology', () => {
  it('is what its roles and its version say', () => {
    expect(rolesOf('UserServer', 'Registrar', 'WebServer', 'ApplicationServer')).toEqual(['front-end']);
    expect(rolesOf('Registrar', 'WebServer')).toEqual(['director']);
    expect(rolesOf('EdgeServer')).toEqual(['edge']);
    expect(rolesOf('UserServer', 'Registrar', 'WebServer', 'MediationServer', 'CentralManagement')).toEqual([
      'front-end',
      'mediation',
      'cms',
    ]);
    expect(poolFrom('pool.contoso.net', ['fe1'], services(5, 'MediationServer'))).toMatchObject({ generation: 'lync-2010' });
  });

  it('is left out with the reason where no check looks at it', () => {
    expect(rolesOf('FileStore')).toBe('pool.contoso.net has no role of a Lync server (FileStore).');
    expect(poolFrom('pool.contoso.net', ['sfb'], services(7, 'EdgeServer'))).toMatch(
      /version 7 in the topology \(5 is Lync Server 2010/,
    );
    expect(poolFrom('pool.contoso.net', [], services(6, 'EdgeServer'))).toBe('pool.contoso.net has no computers.');
  });
});

it('names the pools that the tools which were asked do not show', async () => {
  const pool = (fqdn: string) => ({ fqdn, site: 'Site:Redmond', computers: [`fe.${fqdn}`], services: [] });
  const lane = {
    topologyServices: async () => [
      ...services(5, 'UserServer', 'Registrar'),
      { identity: 'Registrar:new.contoso.net', role: 'Registrar', pool: 'new.contoso.net', version: 6 },
    ],
    sites: async () => [{ identity: 'Site:Redmond', displayName: 'Redmond', pools: [] }],
    poolsOf: async () => [pool('POOL.contoso.net')],
    sipDomains: async () => ['contoso.net'],
    deployment: async () => ({ services: { trouble: { code: 'CMDLET_FAILED', message: 'Refused.' } } }),
  } as unknown as Lane;
  const { sites, hidden } = await discover(lane);
  expect(sites[0]?.pools).toMatchObject([{ fqdn: 'POOL.contoso.net', generation: 'lync-2010', roles: ['front-end'] }]);
  expect(hidden).toEqual([
    expect.stringMatching(/^new\.contoso\.net .*tools of Lync Server 2013\.$/),
    'what pools show outside could not be read: Refused.',
  ]);
});

describe('the outside of Edge pools', () => {
  const pool = (fqdn: string, generation: FoundPool['generation'] = 'lync-2010'): FoundPool => ({
    fqdn,
    generation,
    roles: ['edge'],
    servers: [`a.${fqdn}`],
  });
  const row = (of: string, settings: Record<string, string>): DeployedServiceFact => ({
    role: 'EdgeServer',
    pool: of,
    version: 5,
    settings,
  });
  const named = {
    AccessEdgeExternalFqdn: 'access.contoso.net',
    AVEdgeExternalFqdn: '',
    DataEdgeExternalFqdn: 'webconf.contoso.net',
  };

  it('is named with the ports that are not the usual one, and without what it does not show', () => {
    const ports = { AccessEdgeClientSipPort: '5061', DataPsomClientPort: '443', XmppListeningPort: '5269' };
    const found = edgeNamesOf([pool('edge01', 'lync-2013'), pool('edge02')], [row('EDGE01', { ...named, ...ports })]);
    expect([...found]).toEqual([
      ['edge01', { access: 'access.contoso.net:5061', webConferencing: 'webconf.contoso.net', xmpp: true }],
    ]);
    expect(edgeNamesOf([pool('edge01')], [row('edge01', { AccessEdgeExternalFqdn: '' })]).size).toBe(0);
    // In 2010 XMPP goes through a gateway of its own.
    expect(edgeNamesOf([pool('e')], [row('e', { ...named, XmppListeningPort: '5269' })]).get('e')).not.toHaveProperty('xmpp');
  });

  it('has web services by a name of their own, or none', () => {
    const web = (name: string): DeployedServiceFact => ({
      role: 'WebServer',
      pool: 'P',
      version: 5,
      settings: { ExternalFqdn: name },
    });
    expect([web('web.contoso.net'), web(''), web('p')].map((row) => webNameOf(pool('p'), [row]))).toEqual([
      'web.contoso.net',
      undefined,
      undefined,
    ]);
    expect(webNameOf(pool('p'), [])).toBeUndefined();
  });

  it.each([
    ['the one that has the port', ['', '5061'], [false, undefined]],
    ['the first, where none has it yet', ['', ''], [undefined, false]],
    ['the first, where the topology has two', ['5061', '5061'], [undefined, false]],
  ] as const)('has federation through one pool of a generation: %s', (_, ports, federation) => {
    const rows = ports.map((port, index) => row(`e${index}`, { ...named, AccessEdgeExternalSipPort: port }));
    const found = edgeNamesOf([pool('e0'), pool('e1'), pool('e2', 'lync-2013')], [...rows, row('e2', named)]);
    expect([...found.values()].map((edge) => edge.federation)).toEqual([...federation, undefined]);
  });
});

describe('the file that is written', () => {
  it('can be read as it is, blank or discovered, whatever the names', () => {
    expect(parseEnvironment(blankText(), '/blank.yaml')).toMatchObject({ name: 'Contoso pilot', users: [] });
    const text = environmentText(
      {
        sipDomains: ['contoso.net'],
        hidden: ['q.contoso.net is hidden.'],
        sites: [
          {
            name: "Sankt Pölten: 'Süd' #1",
            leftOut: ['x.contoso.net has no computers.'],
            pools: [
              { fqdn: 'p.contoso.net', generation: 'lync-2013', roles: ['front-end'], servers: ['a.contoso.net'] },
              {
                fqdn: 'edge.contoso.net',
                generation: 'lync-2013',
                roles: ['edge'],
                servers: ['e.contoso.net'],
                edge: { access: 'access.contoso.net:5061', federation: false, xmpp: true },
              },
            ],
          },
          { name: 'Empty', leftOut: [], pools: [] },
        ],
      },
      { from: 'p.contoso.net', name: 'yes', via: 'remote' },
    );
    const environment = parseEnvironment(text, '/found.yaml');
    expect(environment.name).toBe('yes');
    expect(environment.sites.map(({ name }) => name)).toEqual(["Sankt Pölten: 'Süd' #1"]);
    expect(environment.sites[0]?.pools[1]?.edge).toEqual({
      access: { fqdn: 'access.contoso.net', port: 5061 },
      federation: false,
      xmpp: true,
    });
    expect(text).toContain('# left out: x.contoso.net has no computers.');
    expect(text).toContain('# TODO: q.contoso.net is hidden.');
  });

  it('proposes users that it would accept, with commands that carry no password', () => {
    const text = blankText();
    const users = text.split('\n').flatMap((line) => (line.startsWith('#   - {') ? [line.slice(1)] : []));
    expect(users).toHaveLength(6);
    const filled = text.replace('users: []', `users:\n${users.join('\n')}`);
    expect(parseEnvironment(filled, '/filled.yaml').users.map(({ name, purpose }) => `${name} ${purpose}`)).toEqual([
      'legacy pool01-1 traffic',
      'legacy pool01-2 traffic',
      'refused pool01-3 refusal-probe',
      'migrated pool02-1 traffic',
      'migrated pool02-2 traffic',
      'refused pool02-3 refusal-probe',
    ]);
    expect(text).toContain("Enable-CsUser -Identity 'coex-pool01-1@contoso.net' -RegistrarPool 'pool01.contoso.net'");
    expect(text.match(/-AccountPassword (?!\(Read-Host)/)).toBeNull();
  });
});
