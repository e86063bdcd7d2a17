import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeployedServiceFact } from '../admin/model.ts';
import {
  judgeEdgeNames,
  judgeFederatedEdge,
  judgeFederationRoute,
  judgeMediaEdge,
  judgeNextHop,
  judgeXmppOff,
} from './edge-topology.ts';

const row = (role: string, pool: string, settings: Record<string, string>): DeployedServiceFact => ({
  role,
  pool,
  version: 6,
  settings,
});
const edge = (pool: string, settings: Record<string, string> = {}) => row('EdgeServer', pool, settings);
const site = (settings: Record<string, string>, displayName = 'Redmond') => ({ displayName, settings });

describe('federation', () => {
  it('is at exactly one Edge pool, one of the phase', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('', '0', '5061'), { minLength: 1, maxLength: 4 }), fc.nat(3), (ports, at) => {
        const due = `edge${at % ports.length}`;
        const services = ports.map((port, index) => edge(`EDGE${index}`, { AccessEdgeExternalSipPort: port }));
        const federated = ports.flatMap((port, index) => (port === '5061' ? [`edge${index}`] : []));
        const isRight = federated.length === 1 && federated[0] === due;
        expect(judgeFederatedEdge([due], services).outcome).toBe(isRight ? 'pass' : 'fail');
      }),
    );
  });

  it('is unknown where an Edge pool does not show its port, or none is there', () => {
    expect(judgeFederatedEdge(['e1'], [edge('e1', { AccessEdgeExternalSipPort: '5061' }), edge('e2')])).toMatchObject({
      code: 'NOT_SHOWN',
    });
    expect(judgeFederatedEdge(['e1'], [])).toMatchObject({ outcome: 'undetermined', code: 'DEPENDS_ON_OTHER' });
  });

  it.each([
    ['pass', undefined, [site({ FederationRoute: 'EdgeServer:Edge01' }), site({ FederationRoute: '' }, 'Dublin')]],
    ['pass', undefined, [site({ FederationRoute: 'Registrar:director' })]],
    ['fail', 'FEDERATION_ROUTE_WRONG', [site({ FederationRoute: 'EdgeServer:edge02' })]],
    [
      'fail',
      'FEDERATION_ROUTE_WRONG',
      [site({ FederationRoute: 'EdgeServer:edge01' }), site({ FederationRoute: 'EdgeServer:edge02' })],
    ],
    ['fail', 'FEDERATION_ROUTE_WRONG', [site({ FederationRoute: '' })]],
    ['undetermined', 'NOT_SHOWN', [site({})]],
    // Neither a pool that the file leaves out nor a shape of value that nobody has met is a wrong pool.
    ['undetermined', 'NOT_SHOWN', [site({ FederationRoute: 'EdgeServer:edge03' })]],
    ['undetermined', 'NOT_SHOWN', [site({ FederationRoute: '1-EdgeServer-2' })]],
  ])('its route: %s %s for %j', (outcome, code, sites) => {
    const finding = judgeFederationRoute(['edge01', 'director'], sites, ['edge01', 'Edge02', 'director']);
    expect([finding.outcome, finding.code]).toEqual([outcome, code]);
  });
});

describe('media', () => {
  it.each([
    ['pass', undefined, { EdgeServer: 'EdgeServer:edge01' }, { EdgeServer: 'EdgeServer:EDGE01' }],
    ['pass', undefined, { EdgeServer: '' }, { EdgeServer: 'EdgeServer:edge01' }],
    ['fail', 'MEDIA_EDGE_WRONG', { EdgeServer: 'EdgeServer:edge01' }, { EdgeServer: 'EdgeServer:edge02' }],
    ['fail', 'MEDIA_EDGE_WRONG', { EdgeServer: '' }, { EdgeServer: '' }],
    ['undetermined', 'NOT_SHOWN', {}, {}],
    ['undetermined', 'NOT_SHOWN', { EdgeServer: 'Microsoft.Rtc.EdgeServer' }, {}],
  ])('%s %s where Registrar shows %j and ConferencingServer %j', (outcome, code, registrar, conferencing) => {
    const services = [row('Registrar', 'pool', registrar), row('ConferencingServer', 'pool', conferencing)];
    const finding = judgeMediaEdge('pool', ['edge01'], services, ['edge01', 'edge02', 'pool']);
    expect([finding.outcome, finding.code]).toEqual([outcome, code]);
  });

  it('of a pool that the topology does not have is unknown', () => {
    expect(judgeMediaEdge('pool', ['edge01'], [row('Registrar', 'other', {})], ['pool'])).toMatchObject({
      code: 'DEPENDS_ON_OTHER',
    });
  });
});

it.each([
  ['pass', undefined, [edge('e1', { Registrar: 'Registrar:POOL02' })]],
  ['fail', 'NEXT_HOP_WRONG', [edge('e1', { Registrar: 'Registrar:POOL01' })]],
  ['undetermined', 'NOT_SHOWN', [edge('e1', { Registrar: 'Registrar:pool09' })]],
  ['fail', 'NEXT_HOP_WRONG', [edge('e1', { Registrar: '' })]],
  ['undetermined', 'NOT_SHOWN', [edge('e1')]],
  ['undetermined', 'DEPENDS_ON_OTHER', []],
])('the next hop: %s %s for %j', (outcome, code, services) => {
  const finding = judgeNextHop('e1', ['pool02'], services, ['pool01', 'pool02', 'e1']);
  expect([finding.outcome, finding.code]).toEqual([outcome, code]);
  if (services.length > 0 && code !== 'NOT_SHOWN') expect(judgeNextHop('e1', [], services, []).code).toBe('DEPENDS_ON_OTHER');
});

it.each([
  ['pass', undefined, ['a.net', 'w.net', 'v.net']],
  ['pass', undefined, ['a.net', 'a.net', 'v.net']],
  ['fail', 'EDGE_NAMES_EQUAL', ['a.net', 'A.net', 'a.net']],
  ['fail', 'EDGE_NAMES_EQUAL', ['a.net', 'a.net', '']],
  ['undetermined', 'NOT_SHOWN', ['a.net', '', '']],
])('external names: %s %s for %j', (outcome, code, [access = '', data = '', media = '']) => {
  const services = [edge('e1', { AccessEdgeExternalFqdn: access, DataEdgeExternalFqdn: data, AVEdgeExternalFqdn: media })];
  const finding = judgeEdgeNames('e1', services);
  expect([finding.outcome, finding.code]).toEqual([outcome, code]);
});

it.each([
  ['pass', undefined, { XmppListeningPort: '' }, ''],
  ['fail', 'XMPP_TOO_EARLY', { XmppListeningPort: '5269' }, ''],
  ['fail', 'XMPP_TOO_EARLY', { XmppListeningPort: '' }, 'EdgeServer:E1'],
  ['fail', 'XMPP_TOO_EARLY', {}, 'EdgeServer:e1'],
  ['pass', undefined, { XmppListeningPort: '' }, 'EdgeServer:e9'],
  ['undetermined', 'NOT_SHOWN', {}, ''],
])('XMPP: %s %s for %j and the route %s', (outcome, code, settings, route) => {
  const finding = judgeXmppOff('e1', [edge('e1', settings)], [site({ XmppFederationRoute: route })]);
  expect([finding.outcome, finding.code]).toEqual([outcome, code]);
});
