import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lane } from '../../src/admin/index.ts';
import { childEnvironment } from '../../src/admin/index.ts';
import { testShell } from '../support/shell.ts';
import { type LabAdministration, startLabAdministration } from './lab-administration.ts';

const shell = await testShell();
const skip = 'skip' in shell ? shell.skip : undefined;

describe.skipIf(skip !== undefined)(`questions of many parts${skip === undefined ? '' : ` (${skip})`}`, () => {
  let lab: LabAdministration;
  let newer: Lane;
  let older: Lane;
  beforeAll(async () => {
    lab = await startLabAdministration('path' in shell ? shell.path : '');
    newer = lab.open();
    const tools = { ...childEnvironment(process.env), COEX_LAB_URL: lab.url, COEX_LAB_TOOLS: 'lync-2010' };
    older = lab.open('Redmond', { environment: tools });
  });
  afterEach(() => lab.faults.clear());
  afterAll(() => lab?.[Symbol.asyncDispose]());

  it('read the topology, and leave out what a role or the tools do not show', async () => {
    const { services, sites, store, connection, location } = await newer.deployment();
    expect(services).toMatchObject({
      rows: expect.arrayContaining([
        expect.objectContaining({ role: 'WacServer', settings: {} }),
        expect.objectContaining({
          role: 'Registrar',
          pool: 'pool02.contoso.net',
          version: 6,
          settings: {
            EdgeServer: '',
            ArchivingDatabase: 'ArchivingDatabase:sql2013.contoso.net',
            MonitoringDatabase: 'MonitoringDatabase:sql2013.contoso.net',
          },
        }),
      ]),
    });
    expect(sites).toMatchObject({
      rows: [{ displayName: 'Redmond', settings: { FederationRoute: '', XmppFederationRoute: '' } }, {}],
    });
    expect(store).toEqual({
      rows: [{ master: 'fe1.contoso.net', agents: ['fe1.contoso.net'], heartbeats: [expect.any(Number), expect.any(Number)] }],
    });
    expect([connection, location]).toEqual([
      { rows: [{ server: 'sql.contoso.net', instance: 'rtc' }] },
      { rows: [{ location: 'sql.contoso.net/rtc' }] },
    ]);
    const old = await older.deployment();
    expect(JSON.stringify(old)).not.toMatch(/WacServer|XmppFederationRoute|ArchivingDatabase/);
    expect(old.sites).toMatchObject({ rows: [{ settings: { FederationRoute: '' } }, {}] });
  });

  it('tell what one of them does not know without losing the others', async () => {
    expect(await older.remainderOf(['pool01.contoso.net'])).toMatchObject({
      users: { rows: [{ pool: 'pool01.contoso.net', count: 2 }] },
      'meeting-rooms': { trouble: { code: 'CMDLET_NOT_OFFERED' } },
      'response-groups': { rows: [{ pool: 'pool01.contoso.net', count: 3, names: expect.any(Array) }] },
      'conference-directories': { rows: [{ pool: 'pool01.contoso.net', count: 1 }] },
    });
    expect(await older.fabricOf('pool02.contoso.net')).toMatchObject({ trouble: { code: 'CMDLET_NOT_OFFERED' } });
  });

  it('hear of the fabric what is output, and what is only said to those who ask for more words', async () => {
    lab.faults.set('fabric-replicas-missing', { pool: 'pool02.contoso.net' });
    const lines = (await newer.fabricOf('pool02.contoso.net')) as { rows: { line: string }[] };
    expect(lines.rows.map(({ line }) => line)).toEqual([
      expect.stringContaining('has no primaries'),
      expect.stringContaining('insufficient secondary'),
    ]);
  });

  it('take no event for an answer, and a server that is down for none', async () => {
    expect(await newer.userReplicationOn('fe2013a.contoso.net')).toMatchObject({
      rows: [{ text: expect.stringContaining('DC=contoso') }],
    });
    lab.faults.set('user-replication-pending', { pool: 'pool02.contoso.net' });
    expect(await newer.userReplicationOn('fe2013a.contoso.net')).toEqual({ rows: [] });
    lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    expect(await newer.userReplicationOn('fe2013a.contoso.net')).toMatchObject({ trouble: { code: 'SERVER_UNREACHABLE' } });
  });

  it('know the state of Active Directory, by domain, and of the pool of their own computer', async () => {
    lab.faults.set('directory-not-ready', { name: 'forest' });
    expect(await newer.directory()).toEqual({
      schema: { rows: [{ state: 'SCHEMA_VERSION_STATE_CURRENT' }] },
      forest: { rows: [{ state: 'LC_FORESTSETTINGS_STATE_NOT_READY' }] },
      domains: { rows: [{ domain: 'contoso.net', state: 'LC_DOMAINSETTINGS_STATE_READY' }] },
      replicated: { rows: [{ context: 'DC=contoso,DC=net' }] },
    });
    expect(await newer.readiness()).toEqual({ rows: [{ pool: 'pool02.contoso.net', state: 'Ready' }] });
  });
});
