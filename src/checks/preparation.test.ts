import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DirectoryPart,
  directoryStates,
  judgeDirectory,
  judgeFabric,
  judgeReadiness,
  judgeUserReplication,
} from './preparation.ts';

describe('Active Directory', () => {
  const parts = Object.keys(directoryStates) as DirectoryPart[];

  it.each(parts)('%s: only its own good state passes, of every domain', (part) => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }), (good) => {
        const states = good.map((isGood, at) => ({
          domain: `d${at}.net`,
          state: isGood ? directoryStates[part] : 'LC_NOT_READY',
        }));
        const finding = judgeDirectory(part, states);
        expect(finding.outcome).toBe(good.every(Boolean) ? 'pass' : 'fail');
        expect(finding.reasons).toHaveLength(good.filter((isGood) => !isGood).length);
      }),
    );
  });

  it('of which nothing is said is unknown', () => {
    expect(judgeDirectory('schema', [])).toMatchObject({ outcome: 'undetermined', code: 'NOT_SHOWN' });
  });

  it('without a name of its own is that of the computer asked, and says so', () => {
    const finding = judgeDirectory('domains', [{ domain: '', state: directoryStates.domains }]);
    expect(finding).toMatchObject({ outcome: 'pass', message: expect.stringContaining('the computer that was asked') });
  });
});

describe('the first replication of users', () => {
  const contexts = ['DC=contoso,DC=net', 'DC=emea,DC=contoso,DC=net'];

  it.each([
    ['pass', ['completed for contoso.net', 'completed for DC=emea,DC=contoso,DC=net'], contexts],
    // Restarts tell the same again: that is one domain still.
    ['fail', ['completed for other.org', 'completed for other.org'], contexts],
    ['pass', ['completed: 1', 'completed: 2'], contexts],
    ['fail', ['completed'], contexts],
    // The name of a child domain, or of a controller in it, ends in that of its parent.
    ['fail', ['completed for emea.contoso.net'], contexts],
    ['fail', ['completed for DC=emea,DC=contoso,DC=net'], contexts],
    ['fail', ['completed for emea.contoso.net at dc1.contoso.net'], contexts],
    ['pass', ['completed for CONTOSO.NET.', 'completed for CN=Users, DC=emea, DC=contoso, DC=net'], contexts],
    ['pass', ['completed'], []],
    ['fail', [], []],
    ['fail', [], contexts],
  ])('%s with the events %j for %j', (outcome, texts, of) => {
    const finding = judgeUserReplication('pool02.contoso.net', texts, of);
    expect([finding.outcome, finding.code]).toEqual([outcome, outcome === 'pass' ? undefined : 'USER_REPLICATION_PENDING']);
  });

  it('is never over without an event', () => {
    fc.assert(
      fc.property(fc.array(fc.domain()), (domains) => {
        expect(
          judgeUserReplication(
            'p',
            [],
            domains.map((domain) => `DC=${domain}`),
          ).outcome,
        ).toBe('fail');
      }),
    );
  });
});

describe('the fabric', () => {
  const good = 'Service: (P) fabric:/lync/routing/E71E41AD8A345CCCA2493484208565C7 Primary: fe1.contoso.net';

  it.each([
    ['fail', [good, 'Service: (P) fabric:/lync/routing/E71E41AD8A345CCCA2493484208565C7 has no primaries.']],
    ['fail', [good, '  Service: fabric:/lync/routing/F9 has insufficient secondary replicas (Expected: 2, Current: 0)']],
    ['pass', [good]],
    ['undetermined', []],
    ['undetermined', ['Fertig.']],
  ])('%s with %j', (outcome, lines) => {
    expect(judgeFabric('p', lines).outcome).toBe(outcome);
  });
});

describe('readiness', () => {
  it.each([
    ['pass', undefined, { pool: 'P.contoso.net', state: 'Ready' }],
    ['fail', 'POOL_NOT_READY', { pool: 'p.contoso.net', state: 'InsufficientActiveFrontEnds' }],
    ['undetermined', 'POOL_BUSY', { pool: 'p.contoso.net', state: 'Busy' }],
    ['undetermined', 'NOT_LOCAL', { pool: 'elsewhere.contoso.net', state: 'Ready' }],
    ['undetermined', 'NOT_LOCAL', undefined],
  ])('%s %s for %j', (outcome, code, seen) => {
    const finding = judgeReadiness('Redmond', ['p.contoso.net'], seen);
    expect([finding.outcome, finding.code]).toEqual([outcome, code]);
  });
});
