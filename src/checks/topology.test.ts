import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeployedServiceFact, ReplicaFact } from '../admin/model.ts';
import type { Pool } from '../environment/model.ts';
import { generationNames, generationOf } from '../generations/index.ts';
import {
  judgeArchiving,
  judgeBuilds,
  judgeLegacyArchiving,
  judgeNamesUnique,
  judgeUndeclared,
  judgeVersions,
  judgeWebAppsServer,
  judgeWorkloads,
} from './topology.ts';

const replica = (server: string, productVersion?: string): ReplicaFact => ({
  replica: server,
  upToDate: true,
  ...(productVersion === undefined ? {} : { productVersion }),
});
const service = (role: string, pool: string, version = 6, settings: Record<string, string> = {}): DeployedServiceFact => ({
  role,
  pool,
  version,
  settings,
});
const pool = (fqdn: string, generation: Pool['generation'], ...servers: string[]): Pool => ({
  fqdn,
  generation,
  tlsProfile: generation,
  servers: servers.map((name) => ({ fqdn: name, roles: ['front-end'] })),
});

const build = fc.integer({ min: 0, max: 1500 }).map((patch) => `5.0.8308.${patch}`);

describe('builds', () => {
  it('pass exactly where every server of the pool has the newest one', () => {
    fc.assert(
      fc.property(fc.array(build, { minLength: 2, maxLength: 6 }), fc.nat(5), (builds, count) => {
        const servers = builds.map((_, at) => `fe${at}.contoso.net`);
        const own = servers.slice(0, 1 + (count % servers.length));
        const newest = Math.max(...builds.map((each) => Number(each.split('.')[3])));
        const isBehind = own.some((_, at) => builds[at] !== `5.0.8308.${newest}`);
        const finding = judgeBuilds(
          'pool.contoso.net',
          own,
          servers,
          servers.map((name, at) => replica(name.toUpperCase(), builds[at])),
        );
        expect(finding.outcome).toBe(isBehind ? 'fail' : 'pass');
        expect(finding.code).toBe(isBehind ? 'BUILDS_DIFFER' : undefined);
      }),
    );
  });

  it('are compared by number, not by letter', () => {
    const finding = judgeBuilds('p', ['a'], ['a', 'b'], [replica('a', '5.0.8308.556'), replica('b', '5.0.8308.1144')]);
    expect(finding).toMatchObject({ outcome: 'fail', reasons: [{ expected: '5.0.8308.1144', observed: '5.0.8308.556' }] });
  });

  it.each([
    ['a server of the pool has not told its build', ['a', 'b'], [replica('a', '4.0.7577.0'), replica('b')]],
    ['a server of the pool is no replica', ['a', 'b'], [replica('a', '4.0.7577.0')]],
    ['what is told is no version', ['a', 'b'], [replica('a', '4.0.7577.0'), replica('b', 'unknown')]],
    ['nobody else is there to compare with', ['a'], [replica('a', '4.0.7577.0')]],
    ['nobody has told anything', ['a', 'b'], []],
  ])('are unknown where %s', (_, servers, replicas) => {
    expect(judgeBuilds('p', servers, ['a', 'b'], replicas)).toMatchObject({ outcome: 'undetermined', code: 'NOT_SHOWN' });
  });

  it('of a pool are not unknown because another pool is silent', () => {
    const replicas = [replica('a', '4.0.7577.0'), replica('b', '4.0.7577.0'), replica('edge')];
    expect(judgeBuilds('p', ['a', 'b'], ['a', 'b', 'edge'], replicas).outcome).toBe('pass');
  });
});

describe('versions', () => {
  it('pass for the declared generation, and fail for the other, in the topology or on a server', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...generationNames),
        fc.constantFrom(...generationNames),
        fc.constantFrom(...generationNames),
        (declared, inTopology, installed) => {
          const generation = generationOf(declared);
          const finding = judgeVersions(
            pool('p.contoso.net', declared, 'fe.contoso.net'),
            generation,
            [
              service('Registrar', 'P.contoso.net', generationOf(inTopology).topologyVersion),
              service('FileStore', 'p.contoso.net', 1),
            ],
            [replica('fe.contoso.net', `${generationOf(installed).buildPrefix}0`)],
          );
          const isRight = declared === inTopology && declared === installed;
          expect(finding.outcome).toBe(isRight ? 'pass' : 'fail');
        },
      ),
    );
  });

  it('are unknown where the topology does not have the pool, or a server has told no build', () => {
    const declared = pool('p', 'lync-2013', 'fe');
    const newer = generationOf('lync-2013');
    expect(judgeVersions(declared, newer, [], [replica('fe', '5.0.8308.0')])).toMatchObject({ code: 'DEPENDS_ON_OTHER' });
    expect(judgeVersions(declared, newer, [service('Registrar', 'p')], [])).toMatchObject({ code: 'NOT_SHOWN' });
  });

  it('of archiving servers, which the topology shows in no service, are told by their builds alone', () => {
    const archive: Pool = { ...pool('arch', 'lync-2010'), servers: [{ fqdn: 'arch1', roles: ['archiving', 'monitoring'] }] };
    const judge = (...replicas: ReplicaFact[]) => judgeVersions(archive, generationOf('lync-2010'), [], replicas);
    expect([judge(replica('arch1', '4.0.7577.0')), judge(replica('arch1', '5.0.8308.0')), judge()]).toMatchObject([
      { outcome: 'pass' },
      { code: 'VERSION_WRONG' },
      { code: 'NOT_SHOWN' },
    ]);
  });
});

describe('names', () => {
  const own = pool('pool02.contoso.net', 'lync-2013', 'fe2.contoso.net');
  const inTopology = { fqdn: 'pool02.contoso.net', site: 'Site:Redmond', computers: ['fe2.contoso.net'] };

  it('may be those of the pool itself, as of a Standard Edition server', () => {
    const standard = pool('se.contoso.net', 'lync-2013', 'se.contoso.net');
    const row = { fqdn: 'se.contoso.net', site: 'Site:Redmond', computers: ['se.contoso.net'] };
    expect(judgeNamesUnique(standard, [row]).outcome).toBe('pass');
  });

  it.each([
    ['a pool', 'FE2.contoso.net', []],
    ['a computer', 'edge01.contoso.net', ['fe2.contoso.net']],
    ['the pool as a computer', 'sql.contoso.net', ['pool02.contoso.net']],
  ])('fail where %s of another pool has one', (_, fqdn, computers) => {
    const finding = judgeNamesUnique(own, [inTopology, { fqdn, site: 'Site:Redmond', computers }]);
    expect(finding).toMatchObject({ outcome: 'fail', code: 'NAME_USED_TWICE' });
    expect(finding.message).toMatch(/contoso\.net/);
  });

  it('are unknown while the pool is not in the topology', () => {
    expect(judgeNamesUnique(own, [])).toMatchObject({ outcome: 'undetermined' });
  });
});

describe('undeclared pools', () => {
  const pools = [
    { fqdn: 'pool01.contoso.net', site: 'Site:Redmond', computers: [] },
    { fqdn: 'sql.contoso.net', site: 'Site:Redmond', computers: [] },
    { fqdn: 'other.contoso.net', site: 'Site:Dublin', computers: [] },
  ];
  const services = [
    service('Registrar', 'pool01.contoso.net'),
    service('UserDatabase', 'sql.contoso.net'),
    service('Registrar', 'other.contoso.net'),
  ];

  it('are those of the site with a role, and neither databases nor pools elsewhere', () => {
    expect(judgeUndeclared('redmond', ['POOL01.contoso.net'], services, pools).outcome).toBe('pass');
    expect(judgeUndeclared('Redmond', [], services, pools)).toMatchObject({
      code: 'POOL_UNDECLARED',
      reasons: [{ text: 'pool01.contoso.net' }],
    });
  });

  it('are unknown where the topology shows nothing of the site', () => {
    expect(judgeUndeclared('Oslo', [], services, pools)).toMatchObject({ outcome: 'undetermined', code: 'DEPENDS_ON_OTHER' });
  });
});

describe('workloads', () => {
  const roles = ['Registrar', 'UserServer', 'ConferencingServer', 'ApplicationServer', 'WebServer', 'MediationServer'];

  it('of the old pool must all be there, and the new one may have more', () => {
    const some = fc.uniqueArray(fc.constantFrom(...roles), { minLength: 1 });
    fc.assert(
      fc.property(some, some, (old, newer) => {
        const services = [...old.map((role) => service(role, 'old', 5)), ...newer.map((role) => service(role, 'new'))];
        const missing = old.filter((role) => !newer.includes(role));
        const finding = judgeWorkloads('new', ['old'], services);
        expect(finding.outcome).toBe(missing.length === 0 ? 'pass' : 'fail');
        for (const role of missing) expect(finding.message).toContain(role);
      }),
    );
  });

  it('take Mediation from a pool of its own, of the same generation, and from no other', () => {
    const mediation = (pool: string, version: number) => service('MediationServer', pool, version);
    const base = [service('Registrar', 'old', 5), mediation('old', 5), service('Registrar', 'new')];
    const judge = (...more: DeployedServiceFact[]) => judgeWorkloads('new', ['old'], [...base, ...more]);
    expect(judge(mediation('med', 6))).toMatchObject({ outcome: 'pass', message: expect.stringContaining('in med.') });
    expect(judge(mediation('med', 5)).code).toBe('WORKLOAD_MISSING');
    expect(judge(service('Registrar', 'other'), mediation('other', 6)).code).toBe('WORKLOAD_MISSING');
  });

  it.each([[['old']], [['new']]])('are unknown where the topology has nothing of %j', (hidden) => {
    const services = [service('Registrar', 'old', 5), service('Registrar', 'new')].filter((row) => !hidden.includes(row.pool));
    expect(judgeWorkloads('new', ['old'], services)).toMatchObject({ outcome: 'undetermined', code: 'DEPENDS_ON_OTHER' });
  });
});

it('one server for slides is enough', () => {
  expect(judgeWebAppsServer('Redmond', [service('WacServer', 'wac')]).outcome).toBe('pass');
  expect(judgeWebAppsServer('Redmond', [service('Registrar', 'p')])).toMatchObject({ code: 'WEB_APPS_SERVER_MISSING' });
});

it.each([
  ['pass', undefined, { ArchivingServer: '', MonitoringServer: '' }],
  ['fail', 'ARCHIVING_LEFT', { ArchivingServer: '', MonitoringServer: 'MonitoringServer:a' }],
  ['fail', 'ARCHIVING_LEFT', { ArchivingServer: 'ArchivingServer:a' }],
  ['undetermined', 'NOT_SHOWN', { ArchivingServer: '' }],
  ['undetermined', 'NOT_SHOWN', {}],
])('a pool of 2010 is rid of archiving: %s %s for %j', (outcome, code, settings) => {
  const services = [service('Registrar', 'OLD', 5, settings), service('Registrar', 'new', 6)];
  const finding = judgeLegacyArchiving('old', services);
  expect([finding.outcome, finding.code]).toEqual([outcome, code]);
  expect(judgeLegacyArchiving('elsewhere', services).code).toBe('DEPENDS_ON_OTHER');
});

describe('archiving', () => {
  const legacy = (settings: Record<string, string>) => service('Registrar', 'old', 5, settings);
  const newer = (settings: Record<string, string>) => service('Registrar', 'new', 6, settings);
  const both = { ArchivingServer: 'ArchivingServer:a', MonitoringServer: 'MonitoringServer:a' };

  it.each([
    ['pass', undefined, { ArchivingDatabase: 'ArchivingDatabase:s', MonitoringDatabase: 'MonitoringDatabase:s' }, both],
    ['fail', 'ARCHIVING_MISSING', { ArchivingDatabase: '', MonitoringDatabase: 'MonitoringDatabase:s' }, both],
    ['undetermined', 'NOT_SHOWN', { MonitoringDatabase: 'MonitoringDatabase:s' }, both],
    ['pass', undefined, { ArchivingDatabase: '', MonitoringDatabase: '' }, { ArchivingServer: '', MonitoringServer: '' }],
    ['undetermined', 'NOT_SHOWN', { ArchivingDatabase: '', MonitoringDatabase: '' }, {}],
    ['undetermined', 'NOT_SHOWN', {}, { MonitoringServer: '' }],
    ['pass', undefined, { ArchivingDatabase: 'ArchivingDatabase:s', MonitoringDatabase: 'MonitoringDatabase:s' }, {}],
  ])('%s %s where the new pool shows %j and the old one %j', (outcome, code, of2013, of2010) => {
    const finding = judgeArchiving('new', [legacy(of2010), newer(of2013)]);
    expect([finding.outcome, finding.code]).toEqual([outcome, code]);
  });

  it('is unknown where the topology has no Registrar of the pool', () => {
    expect(judgeArchiving('new', [legacy(both)])).toMatchObject({ code: 'DEPENDS_ON_OTHER' });
  });
});
