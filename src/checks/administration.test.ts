import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AdminRoleFact, CertificateFact, UserFact } from '../admin/model.ts';
import type { Pool, TestUser } from '../environment/model.ts';
import { catalogue, type ErrorCode } from '../errors/index.ts';
import { generationOf } from '../generations/index.ts';
import type { Finding } from '../outcome/index.ts';
import {
  differences,
  judgeCertificates,
  judgeDeclaredRoles,
  judgeEdgeReplica,
  judgePolicyProbe,
  judgeReadOnly,
  judgeRefusal,
  judgeReplica,
  judgeRoles,
  judgeScope,
  judgeShell,
  judgeTools,
  judgeTopology,
  judgeUsers,
} from './index.ts';

const codeOf = ({ code, outcome }: Finding): string => code ?? outcome;
const pool: Pool = {
  fqdn: 'pool01.contoso.net',
  generation: 'lync-2010',
  tlsProfile: 'lync-2010',
  servers: [
    { fqdn: 'fe1.contoso.net', roles: ['front-end'] },
    { fqdn: 'fe2.contoso.net', roles: ['front-end'] },
  ],
};
const poolFact = (computers: readonly string[], services: readonly string[] = [], fqdn = pool.fqdn) => ({
  fqdn,
  site: 'Site:Redmond',
  computers,
  services,
});

describe('the shell of a site', () => {
  const site = (identity: string, displayName: string) => ({ identity, displayName, pools: [] });
  it.each([
    ['by display name', [site('Site:1', 'redmond')], 'pass'],
    ['by identity', [site('site:Redmond', 'Somewhere')], 'pass'],
    ['not at all', [site('Site:Dublin', 'Dublin')], 'SITE_MISSING'],
    ['of an empty topology', [], 'SITE_MISSING'],
  ])('knows the site %s', (_, sites, code) => expect(codeOf(judgeShell('Redmond', sites))).toBe(code));

  it('names the sites that there are', () => {
    expect(judgeShell('Redmond', [site('Site:Dublin', 'Dublin')]).reasons[0]?.observed).toBe('Dublin');
    expect(judgeShell('Redmond', []).reasons[0]?.observed).toBe('none');
  });
});

describe('the tools of a host', () => {
  const host = (tools: 'lync-2010' | 'lync-2013') =>
    ({ powerShell: '5.1', edition: '', module: 'Lync', moduleVersion: '', tools, computer: 'admin1', account: '' }) as const;
  it.each([
    ['lync-2013', 'lync-2013', true, undefined],
    ['lync-2010', 'lync-2010', true, undefined],
    ['lync-2010', 'lync-2013', true, { code: 'TOOLS_NOT_HERE', outcome: 'undetermined', deliberate: true }],
    ['lync-2013', 'lync-2010', true, { code: 'TOOLS_NOT_HERE', outcome: 'undetermined' }],
    // Newer tools know older objects, older ones do not know newer.
    ['lync-2010', 'lync-2013', false, undefined],
    ['lync-2013', 'lync-2010', false, { code: 'TOOLS_NOT_HERE', outcome: 'undetermined' }],
  ] as const)('asked for %s, found %s, exactly %s', (asked, found, exactly, expected) => {
    const finding = judgeTools(asked, host(found), exactly);
    if (expected === undefined) expect(finding).toBeUndefined();
    else expect(finding).toMatchObject(expected);
    expect(finding?.deliberate).toBe((expected as { deliberate?: boolean } | undefined)?.deliberate);
  });
});

describe('a write that must be refused', () => {
  const write = { login: 'CONTOSO\\coex-redmond', site: 'Dublin', identity: 'site:Dublin' };
  const refusals = ['ADMINISTRATION_REFUSED', 'CMDLET_NOT_OFFERED'];

  it('is green for a refusal that left nothing alone; whatever is there is red, and any other error is neither', () => {
    const codes = Object.keys(catalogue) as ErrorCode[];
    fc.assert(
      fc.property(fc.option(fc.constantFrom(...codes), { nil: undefined }), fc.boolean(), (code, isThere) => {
        const trouble = code === undefined ? {} : { trouble: { code, message: 'No.' } };
        const finding = judgeRefusal({ ...write, ...trouble, isThere });
        if (isThere || code === undefined) expect(finding).toMatchObject({ outcome: 'fail', code: 'WRITE_NOT_REFUSED' });
        else if (refusals.includes(code)) expect(finding.outcome).toBe('pass');
        else expect(finding).toMatchObject({ outcome: 'undetermined', code });
      }),
    );
  });

  it('names the account, the site and what it was told', () => {
    const refused = judgeRefusal({
      ...write,
      isThere: false,
      trouble: { code: 'ADMINISTRATION_REFUSED', message: 'Access is denied.' },
    });
    expect(refused.message).toContain(write.login);
    expect(refused.reasons).toEqual([{ text: 'Access is denied.' }]);
    expect(judgeRefusal({ ...write, isThere: true }).message).toContain('Dublin');
  });
});

describe('the topology of a pool', () => {
  it.each([
    ['as declared, in any order and case', [poolFact(['FE2.contoso.net', 'fe1.contoso.net'], [], 'POOL01.contoso.net')], 'pass'],
    ['without one of its servers', [poolFact(['fe1.contoso.net'])], 'SITE_MISSING'],
    ['with a further server', [poolFact(['fe1.contoso.net', 'fe2.contoso.net', 'fe3.contoso.net'])], 'SITE_MISSING'],
    ['without servers', [poolFact([])], 'SITE_MISSING'],
    ['missing', [poolFact(['fe1.contoso.net'], [], 'pool02.contoso.net')], 'SITE_MISSING'],
  ])('is %s', (_, pools, code) => expect(codeOf(judgeTopology('Redmond', pool, pools))).toBe(code));
});

describe('the declared roles of a pool', () => {
  const generation = generationOf('lync-2010');
  const declared = generation.topologyRoles(['front-end']);
  const services = (roles: readonly string[]) => roles.map((role) => `${role}:${pool.fqdn}`);
  const more = generation.topologyRoles(['front-end', 'mediation']).find((role) => !declared.includes(role)) as string;

  it('are those of the topology', () => {
    expect(codeOf(judgeDeclaredRoles(pool, generation, [poolFact([], services(declared))]))).toBe('pass');
  });

  it('are too many, too few, or not to be known', () => {
    const missing = judgeDeclaredRoles(pool, generation, [poolFact([], services(declared.slice(1)))]);
    expect([codeOf(missing), missing.reasons.map((reason) => reason.observed)]).toEqual(['ROLES_DIFFER', ['only declared']]);
    const further = judgeDeclaredRoles(pool, generation, [poolFact([], services([...declared, more]))]);
    expect([codeOf(further), further.reasons.map((reason) => reason.observed)]).toEqual([
      'ROLES_DIFFER',
      ['only in the topology'],
    ]);
    expect(codeOf(judgeDeclaredRoles(pool, generation, []))).toBe('DEPENDS_ON_OTHER');
  });
});

describe('the rights of an account', () => {
  const role = (identity: string, configScopes: readonly string[], template?: string): AdminRoleFact => ({
    identity,
    configScopes,
    ...(template === undefined ? {} : { template }),
  });
  const predefined = ['CsAdministrator', 'CsHelpDesk'];
  const there = predefined.map((name) => role(name, ['Global']));
  const account = { login: 'CONTOSO\\coex', roles: ['RedmondAdmin'] };
  const question = { site: 'Redmond', predefined, account };

  it.each([
    ['none is declared', { site: 'Redmond', predefined }, there, 'pass'],
    ['its role covers the site', question, [...there, role('RedmondAdmin', ['site:redmond'])], 'pass'],
    ['its role is global', question, [...there, role('redmondadmin', ['Global'])], 'pass'],
    ['its role covers another site', question, [...there, role('RedmondAdmin', ['site:Dublin'])], 'ROLE_MISSING'],
    ['it has no role of the estate', question, there, 'ROLE_MISSING'],
    ['a predefined role is gone', question, [role('CsHelpDesk', ['Global']), role('RedmondAdmin', ['Global'])], 'ROLE_MISSING'],
  ])('where %s', (_, asked, roles, code) => expect(codeOf(judgeRoles(asked, roles))).toBe(code));

  it.each([
    ['are bound to the site', [role('RedmondAdmin', ['site:Redmond'])], 'pass'],
    ['reach another declared site', [role('RedmondAdmin', ['site:Redmond', 'site:Dublin'])], 'ACCOUNT_TOO_STRONG'],
    ['are global', [role('RedmondAdmin', ['Global'])], 'ACCOUNT_TOO_STRONG'],
    ['are global and for reading', [role('RedmondAdmin', ['Global'], 'CsViewOnlyAdministrator')], 'pass'],
  ])('%s', (_, roles, code) => expect(codeOf(judgeScope('Redmond', ['Dublin'], account, roles))).toBe(code));

  it.each([
    ['are for reading', [role('RedmondAdmin', ['Global'], 'csviewonlyadministrator')], 'pass'],
    ['change something', [role('RedmondAdmin', ['Global'], 'CsServerAdministrator')], 'ACCOUNT_TOO_STRONG'],
    ['are none', [], 'ROLE_MISSING'],
  ])('of a reader %s', (_, roles, code) => expect(codeOf(judgeReadOnly(account, roles))).toBe(code));
});

describe('certificates of the own server', () => {
  const now = Date.UTC(2026, 0, 1);
  const day = 86_400_000;
  const ending = (after: number, computer = 'FE1.contoso.net'): CertificateFact => ({
    computer,
    use: 'Default',
    subject: 'CN=pool01.contoso.net',
    issuer: 'CN=CA',
    notAfter: now + after,
  });
  it.each([
    ['are good long enough', [ending(14 * day)], 'pass'],
    ['end a moment too soon', [ending(365 * day), ending(14 * day - 1)], 'CERTIFICATE_ENDING'],
    ['have ended', [ending(-1)], 'CERTIFICATE_ENDING'],
    ['are those of another computer', [ending(365 * day, 'desk.contoso.net')], 'NOT_LOCAL'],
    ['are none', [], 'NOT_LOCAL'],
  ])('%s', (_, certificates, code) => {
    expect(codeOf(judgeCertificates('Redmond', ['fe1.contoso.net'], certificates, now, 14 * day))).toBe(code);
  });
});

it('certificates are good for as long as the environment file asks', () => {
  const inDays = (days: number) => ({
    computer: 'fe1',
    use: 'Default',
    subject: 'CN=fe1',
    issuer: 'CN=ca',
    notAfter: days * 86_400_000,
  });
  const judge = (warning: number) => judgeCertificates('Redmond', ['fe1'], [inDays(20)], 0, warning * 86_400_000);
  expect(judge(20).outcome).toBe('pass');
  expect(judge(21)).toMatchObject({
    code: 'CERTIFICATE_ENDING',
    message: expect.stringContaining('within the 21 days of budgets'),
  });
});

describe('test users', () => {
  const user = (name: string): TestUser => ({ name, uri: `sip:${name}@contoso.net`, pool: pool.fqdn, purpose: 'traffic' });
  const fact = (registrarPool: string, enabled = true): UserFact => ({
    identity: 'CN=x',
    sipAddress: 'sip:lena@contoso.net',
    registrarPool,
    enabled,
  });
  it.each([
    ['at home', [fact('POOL01.contoso.net')], 'pass', undefined],
    ['elsewhere', [fact('pool02.contoso.net')], 'USER_ELSEWHERE', 'pool02.contoso.net'],
    ['disabled', [fact(pool.fqdn, false)], 'USER_ELSEWHERE', 'disabled'],
    ['not enabled for Lync', [undefined], 'USER_ELSEWHERE', 'not enabled for Lync'],
  ])('%s', (_, found, code, seen) => {
    const finding = judgeUsers(pool.fqdn, [user('lena')], found);
    expect([codeOf(finding), finding.reasons[0]?.observed]).toEqual([code, seen]);
  });

  it('are counted', () => {
    const finding = judgeUsers(pool.fqdn, [user('lena'), user('lars')], [fact(pool.fqdn), undefined]);
    expect(finding.message).toContain('1 of 2 test users');
  });
});

describe('replicas', () => {
  const hour = 3_600_000;
  const now = 100 * hour;
  const replica = (upToDate: boolean, lastStatusReport?: number) => ({
    replica: 'FE1.contoso.net',
    upToDate,
    ...(lastStatusReport === undefined ? {} : { lastStatusReport }),
  });
  it.each([
    ['up to date', replica(true, now), 'pass'],
    ['not up to date, and young', replica(false, now - 1), 'pass'],
    ['not up to date, just young enough', replica(false, now - hour), 'pass'],
    ['not up to date, a moment too old', replica(false, now - hour - 1), 'REPLICA_STALE'],
    ['not up to date, and never reported', replica(false), 'REPLICA_STALE'],
    ['not up to date, by a clock that is ahead of ours', replica(false, now + hour), 'pass'],
    ['not up to date, by a clock that is too far ahead to tell an age', replica(false, now + hour + 1), 'NOT_SHOWN'],
    ['up to date, and silent for long: there was nothing to take over', replica(true, now - 50 * hour), 'pass'],
    ['up to date without ever having reported', replica(true), 'NOT_SHOWN'],
    ['of another server', { ...replica(true, now), replica: 'fe2.contoso.net' }, 'REPLICA_STALE'],
  ])('%s', (_, found, code) => {
    expect(codeOf(judgeReplica('fe1.contoso.net', [found], now, hour))).toBe(code);
    expect(codeOf(judgeEdgeReplica('fe1.contoso.net', [found], now, hour))).toBe(code);
  });

  it('must all have caught up where something is removed next: then a young one is awaited', () => {
    const last = (found: ReturnType<typeof replica>) => codeOf(judgeReplica('fe1.contoso.net', [found], now, hour, true));
    expect([last(replica(true, now)), last(replica(false, now)), last(replica(false, now - 2 * hour))]).toEqual([
      'pass',
      'REPLICA_BEHIND',
      'REPLICA_STALE',
    ]);
  });

  it('of an Edge server do not prove that the agent runs now where the last report is old', () => {
    const { message } = judgeEdgeReplica('fe1.contoso.net', [replica(true, now - 50 * hour)], now, hour);
    expect(message).toContain('last reported 2 days ago: its Replica Replicator Agent ran then');
  });

  it('of an Edge server say no more than that the agent reports', () => {
    expect(judgeEdgeReplica('fe1.contoso.net', [replica(true, now)], now, hour).message).toContain(
      'Its other services show at their ports',
    );
  });
});

describe('the write probe', () => {
  const probe = { identity: 'site:Redmond', mark: 'coex run 7', given: { EnableX: 'True', LimitY: '5' } };
  const readBack = (values: Record<string, string>, mark?: string) => ({
    identity: probe.identity,
    values,
    ...(mark === undefined ? {} : { mark }),
  });
  it.each([
    ['was read back as written', readBack({ ...probe.given, OfItsOwn: 'x' }, probe.mark), 'pass'],
    ['was not read back', undefined, 'POLICY_PROBE_FAILED'],
    ['came back without its mark', readBack(probe.given), 'POLICY_PROBE_FAILED'],
    ['came back with the mark of another run', readBack(probe.given, 'coex run 8'), 'POLICY_PROBE_FAILED'],
    ['came back with another value', readBack({ ...probe.given, LimitY: '6' }, probe.mark), 'POLICY_PROBE_FAILED'],
    ['came back without a value', readBack({ EnableX: 'True' }, probe.mark), 'POLICY_PROBE_FAILED'],
  ])('%s', (_, found, code) => {
    expect(codeOf(judgePolicyProbe({ ...probe, ...(found === undefined ? {} : { readBack: found }) }))).toBe(code);
  });

  it('compares what was given, and nothing that only the estate has', () => {
    expect(differences({ a: '1', b: '2' }, { a: '1', b: '3', c: '4' })).toEqual(['b']);
    expect(differences({}, { c: '4' })).toEqual([]);
  });
});
