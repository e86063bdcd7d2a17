import { describe, expect, it } from 'vitest';
import type { Pool } from '../environment/model.ts';
import { edgeServiceOf, entryPointOf } from '../guide/index.ts';
import type { EdgeAddresses, NameSight, PoolAddresses } from '../probes/model.ts';
import { judgeAutodiscover, judgeEdgeService, judgeEntryPoint, judgePage } from './entry-points.ts';

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
    ['meet', ['10.0.0.1', '192.0.2.1'], 'ENTRY_POINT_UNKNOWN'],
    ['meet', ['10.0.0.2', '192.0.2.1'], 'ENTRY_POINT_WRONG'],
    ['meet', [], 'RECORD_MISSING'],
    ['admin', [], 'pass'],
  ])('%s with %j: %s', (label, addresses, end) => {
    expect(judged(label, seen(addresses))).toBe(end);
  });

  it('is not held against an estate of which the file tells one generation alone', () => {
    const newest = pools.filter(({ generation }) => generation === 'lync-2013');
    const { outcome, code, message } = judgeEntryPoint(entryPointOf('meet')!, 'lync-2010', seen(['10.0.0.2']), newest);
    expect([outcome, code]).toEqual(['undetermined', 'ENTRY_POINT_UNKNOWN']);
    expect(message).toBe(
      'x.contoso.net leads to 10.0.0.2; in this phase it must lead to a pool of lync-2010, and the environment file names none.',
    );
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
    const half = [...service('pool01.contoso.net', 5061), ...service('gone.contoso.net', 5061)];
    expect(judged(label, { ...seen(['10.0.0.1'], half), lost: ['gone.contoso.net'] })).toBe('RECORD_MISSING');
  });
});

describe('a service for the outside', () => {
  const edge = (generation: EdgeAddresses['generation'], fqdn: string, address: string, more = {}): EdgeAddresses => ({
    pool: `edge of ${generation}`,
    generation,
    access: { fqdn, port: 443 },
    federation: true,
    xmpp: generation === 'lync-2013',
    addresses: [address],
    ...more,
  });
  const older = edge('lync-2010', 'access.contoso.net', '192.0.2.1');
  const newer = edge('lync-2013', 'access2013.contoso.net', '192.0.2.2');
  const other = edge('lync-2013', 'far.contoso.net', '192.0.2.3', { federation: false, xmpp: false });
  const led = (target: string, port: number, address: string, more: Partial<NameSight> = {}): NameSight => ({
    ...seen(address === '' ? [] : [address], [{ target, port }]),
    outside: true,
    ...more,
  });
  const judgedAs = (label: string, wanted: 'lync-2010' | 'lync-2013', sight: NameSight, edges = [older, newer, other]) => {
    const { outcome, code } = judgeEdgeService(edgeServiceOf(label)!, wanted, sight, edges);
    return code === undefined ? outcome : `${outcome} ${code}`;
  };

  it.each([
    ['_sip._tls', 'lync-2010', led('access.contoso.net', 443, '192.0.2.1'), 'pass'],
    ['_sip._tls', 'lync-2013', led('access.contoso.net', 443, '192.0.2.1'), 'fail ENTRY_POINT_WRONG'],
    ['_sip._tls', 'lync-2010', led('access2013.contoso.net', 443, '192.0.2.2'), 'fail ENTRY_POINT_WRONG'],
    ['_sip._tls', 'lync-2013', led('far.contoso.net', 443, '192.0.2.3'), 'pass'],
    ['_sip._tls', 'lync-2010', led('access.contoso.net', 5061, '192.0.2.1'), 'fail ENTRY_POINT_WRONG'],
    // An alias has the same address.
    ['_sip._tls', 'lync-2010', led('sip.contoso.net', 443, '192.0.2.1'), 'pass'],
    ['_sip._tls', 'lync-2010', led('balancer.contoso.net', 443, '198.51.100.1'), 'undetermined ENTRY_POINT_UNKNOWN'],
    ['_sip._tls', 'lync-2010', led('access.contoso.net', 443, ''), 'fail RECORD_MISSING'],
    ['_sip._tls', 'lync-2010', { ...seen([]), outside: true }, 'fail RECORD_MISSING'],
    ['_sip._tls', 'lync-2010', seen([]), 'undetermined RECORD_UNSEEN'],
    ['_sipfederationtls._tcp', 'lync-2013', led('access2013.contoso.net', 5061, '192.0.2.2'), 'pass'],
    ['_sipfederationtls._tcp', 'lync-2013', led('far.contoso.net', 5061, '192.0.2.3'), 'fail ENTRY_POINT_WRONG'],
    ['_sipfederationtls._tcp', 'lync-2013', led('access2013.contoso.net', 443, '192.0.2.2'), 'fail ENTRY_POINT_WRONG'],
    ['_xmpp-server._tcp', 'lync-2010', { ...seen([]), outside: true }, 'pass'],
    ['_xmpp-server._tcp', 'lync-2010', led('gateway.contoso.net', 5269, '192.0.2.9'), 'pass'],
    ['_xmpp-server._tcp', 'lync-2010', led('access2013.contoso.net', 5269, '192.0.2.2'), 'fail ENTRY_POINT_WRONG'],
    ['_xmpp-server._tcp', 'lync-2013', led('access2013.contoso.net', 5269, '192.0.2.2'), 'pass'],
    ['_xmpp-server._tcp', 'lync-2013', { ...seen([]), outside: true }, 'fail RECORD_MISSING'],
  ] as const)('%s, %s: %j ends with %s', (label, wanted, sight, end) => {
    expect(judgedAs(label, wanted, sight)).toBe(end);
  });

  it('whose name both generations have leads to nobody in particular', () => {
    const same = edge('lync-2013', 'access.contoso.net', '192.0.2.1');
    const sight = led('access.contoso.net', 443, '192.0.2.1');
    for (const wanted of ['lync-2010', 'lync-2013'] as const) {
      expect(judgedAs('_sip._tls', wanted, sight, [older, same])).toBe('undetermined ENTRY_POINT_UNKNOWN');
    }
  });

  it('with several targets must lead to the right one with each of them', () => {
    const two = (...targets: string[]): NameSight => ({
      ...seen(
        ['192.0.2.1', '192.0.2.2', '192.0.2.3'],
        targets.map((target) => ({ target, port: 443 })),
      ),
      outside: true,
    });
    const right = two('access2013.contoso.net', 'far.contoso.net');
    expect(judgedAs('_sip._tls', 'lync-2013', right)).toBe('pass');
    const lost = { ...right, lost: ['far.contoso.net'] };
    expect(judgedAs('_sip._tls', 'lync-2013', lost)).toBe('fail RECORD_MISSING');
    expect(
      judgedAs('_sip._tls', 'lync-2013', {
        name: lost.name,
        asked: lost.asked,
        services: lost.services,
        addresses: lost.addresses,
        lost: lost.lost,
      }),
    ).toBe('undetermined RECORD_UNSEEN');
    expect(judgedAs('_sip._tls', 'lync-2013', two('access2013.contoso.net', 'access.contoso.net'))).toBe(
      'fail ENTRY_POINT_WRONG',
    );
    expect(judgedAs('_sip._tls', 'lync-2013', two('access2013.contoso.net', 'who.contoso.net'))).toBe(
      'undetermined ENTRY_POINT_UNKNOWN',
    );
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
