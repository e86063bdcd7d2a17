import { describe, expect, it } from 'vitest';
import type { Pool } from '../environment/model.ts';
import { entryPointOf } from '../guide/index.ts';
import type { NameSight, PoolAddresses } from '../probes/model.ts';
import { judgeAutodiscover, judgeEntryPoint, judgePage } from './entry-points.ts';

const pools: readonly PoolAddresses[] = [
  { pool: 'pool01.contoso.net', generation: 'lync-2010', addresses: ['10.0.0.1'] },
  { pool: 'pool02.contoso.net', generation: 'lync-2013', addresses: ['10.0.0.2', '10.0.0.3'] },
];

const seen = (addresses: readonly string[], services: NameSight['services'] = []): NameSight => ({
  name: 'x.contoso.net',
  asked: 'the name server 10.0.0.53',
  services,
  addresses,
});

const judged = (label: string, sight: NameSight, wanted: 'lync-2010' | 'lync-2013' | 'either' = 'lync-2010') => {
  const { outcome, code } = judgeEntryPoint(entryPointOf(label)!, wanted, sight, pools);
  return code ?? outcome;
};

describe('a name', () => {
  it.each([
    ['meet', ['10.0.0.1'], 'pass'],
    ['meet', ['10.0.0.2'], 'ENTRY_POINT_WRONG'],
    ['meet', ['10.0.0.1', '10.0.0.3'], 'ENTRY_POINT_WRONG'],
    ['meet', ['192.0.2.1'], 'ENTRY_POINT_UNKNOWN'],
    ['meet', [], 'RECORD_MISSING'],
    ['admin', [], 'pass'],
  ])('%s with %j: %s', (label, addresses, end) => {
    expect(judged(label, seen(addresses))).toBe(end);
  });

  it('may lead to either generation where nobody says which', () => {
    expect(judged('lyncdiscoverinternal', seen(['10.0.0.2']), 'either')).toBe('pass');
  });

  it('of a service must name the port, and a target that has an address', () => {
    const service = (target: string, port: number) => [{ target, port }];
    const label = '_sipinternaltls._tcp';
    expect(judged(label, seen(['10.0.0.1'], service('pool01.contoso.net', 5061)))).toBe('pass');
    expect(judged(label, seen(['10.0.0.1'], service('pool01.contoso.net', 5060)))).toBe('ENTRY_POINT_WRONG');
    expect(judged(label, seen([], service('gone.contoso.net', 5061)))).toBe('RECORD_MISSING');
  });
});

describe('autodiscover', () => {
  const pool = (fqdn: string, server: string, generation: Pool['generation']): Pool => ({
    fqdn,
    generation,
    tlsProfile: generation,
    servers: [{ fqdn: server, roles: ['front-end'] }],
  });
  const home = pool('pool01.contoso.net', 'fe1.contoso.net', 'lync-2010');
  const other = pool('pool02.contoso.net', 'fe2.contoso.net', 'lync-2013');
  const told = (sight: { server?: string; instead?: string }) =>
    judgeAutodiscover('legacy Lena', 'contoso.net', home, [home, other], { asked: ['https://x/'], ...sight });

  it.each([
    [{ server: 'pool01.contoso.net' }, undefined],
    [{ server: 'fe1.contoso.net' }, undefined],
    [{ server: 'fe2.contoso.net' }, 'AUTODISCOVER_WRONG'],
    [{ server: 'proxy.contoso.net' }, 'ENTRY_POINT_UNKNOWN'],
    [{ instead: 'it was answered 401' }, 'AUTODISCOVER_NOT_READABLE'],
  ])('%j: %s', (sight, code) => {
    expect(told(sight).code).toBe(code);
  });
});

it.each([
  [200, 'pass'],
  [302, 'pass'],
  [401, 'pass'],
  [404, 'fail'],
  [500, 'fail'],
])('a page that is answered %d: %s', (status, outcome) => {
  expect(judgePage('https://meet.contoso.net/', { url: 'https://meet.contoso.net/', status, body: '' }).outcome).toBe(outcome);
});
