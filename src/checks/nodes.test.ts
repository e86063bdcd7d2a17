import { describe, expect, it } from 'vitest';
import type { Pool } from '../environment/model.ts';
import type { PortSight } from '../probes/model.ts';
import {
  judgeChain,
  judgeClosed,
  judgeExpiry,
  judgeNames,
  judgePort,
  judgeStrength,
  judgeTlsVersion,
  namesOfPort,
  type PortObservation,
} from './nodes.ts';

const day = 86_400_000;
const now = Date.UTC(2026, 0, 1);

const seen = (more: Partial<PortSight> = {}, certificate: Partial<PortSight['certificate']> = {}): PortObservation => ({
  server: 'fe1.contoso.net',
  port: 443,
  sight: {
    server: 'fe1.contoso.net',
    port: 443,
    version: 'TLSv1.2',
    cipher: 'TLS_RSA_WITH_AES_128_CBC_SHA',
    certificate: {
      subject: 'pool01.contoso.net',
      issuer: 'Contoso CA',
      names: ['pool01.contoso.net', 'fe1.contoso.net', '*.contoso.org'],
      from: now - day,
      to: now + 30 * day,
      key: { type: 'rsa', bits: 2048 },
      ...certificate,
    },
    ...more,
  },
});

const pool = (generation: Pool['generation']): Pool => ({
  fqdn: 'pool01.contoso.net',
  generation,
  tlsProfile: generation,
  servers: [{ fqdn: 'fe1.contoso.net', roles: ['front-end'] }],
});

describe('a certificate', () => {
  it.each([
    [30 * day, undefined],
    [14 * day, undefined],
    [14 * day - 1, 'CERTIFICATE_EXPIRES_SOON'],
    [0, 'CERTIFICATE_EXPIRED'],
    [-day, 'CERTIFICATE_EXPIRED'],
  ])('that ends in %d ms: %s', (left, code) => {
    expect(judgeExpiry(seen({}, { to: now + left }), now, 14 * day).code).toBe(code);
  });

  it('that is not valid yet is not valid', () => {
    expect(judgeExpiry(seen({}, { from: now + 3 * day }), now, 0).message).toBe(
      'The certificate of fe1.contoso.net:443 becomes valid only in 3 days.',
    );
  });

  it.each([
    [day + 18_000, '24 hours'],
    [2 * day, '2 days'],
    [90_000, '1.5 min'],
  ])('that ended %d ms ago: %s', (ms, words) => {
    expect(judgeExpiry(seen({}, { to: now - ms }), now, 0).message).toBe(
      `The certificate of fe1.contoso.net:443 expired ${words} ago.`,
    );
  });

  it('out of its time says nothing about its chain', () => {
    const ended = { problem: 'CERT_HAS_EXPIRED' };
    expect(judgeChain(seen(ended, { to: now - 1 }), now).outcome).toBe('undetermined');
    expect(judgeChain(seen({ problem: 'CERT_NOT_YET_VALID' }, { from: now + 1 }), now).outcome).toBe('undetermined');
    expect(judgeChain(seen({ problem: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), now).code).toBe('CERTIFICATE_UNTRUSTED');
  });

  it('in its time under an authority that is not: nobody believes it, and no other case says so', () => {
    for (const problem of ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']) {
      const sight = seen({ problem }, { from: now - day, to: now + 30 * day });
      const { outcome, code, message } = judgeChain(sight, now);
      expect([outcome, code]).toEqual(['fail', 'CERTIFICATE_UNTRUSTED']);
      expect(message).toContain('A certificate above that of fe1.contoso.net:443 is out of its time');
      expect(judgeExpiry(sight, now, 14 * day).outcome).toBe('pass');
    }
  });

  it('with a wildcard is for one label, and not for the domain itself or deeper names', () => {
    const wanted = ['meet.contoso.org', 'contoso.org', 'a.b.contoso.org'];
    expect(judgeNames(seen(), wanted).message).toBe(
      'The certificate of fe1.contoso.net:443 is not for contoso.org, a.b.contoso.org.',
    );
    expect(judgeNames(seen({}, { names: [] }), ['POOL01.contoso.net']).outcome).toBe('pass');
  });

  it('may be weaker and older where the pool is', () => {
    const weak = seen({ version: 'TLSv1' }, { key: { type: 'rsa', bits: 1024 } });
    expect([judgeStrength(weak, 'lync-2010').code, judgeTlsVersion(weak, 'lync-2010').code]).toEqual([undefined, undefined]);
    expect([judgeStrength(weak, 'lync-2013').code, judgeTlsVersion(weak, 'lync-2013').code]).toEqual([
      'CERTIFICATE_KEY_WEAK',
      'TLS_VERSION_OLD',
    ]);
  });

  it('that nobody saw is judged by nobody', () => {
    const silent = { ...seen(), sight: undefined, trouble: { code: 'NO_ANSWER', message: 'fe1 said nothing.' } } as never;
    for (const judge of [(it: PortObservation) => judgeChain(it, now), (it: PortObservation) => judgeNames(it, [])])
      expect(judge(silent)).toMatchObject({ outcome: 'undetermined', code: 'DEPENDS_ON_OTHER' });
  });
});

it('the names of the web side are asked of the generation to which they lead in the phase', () => {
  const names = (generation: Pool['generation'], phase: 'pilot' | 'federation-moved') =>
    namesOfPort({ port: 'web', server: 'fe1.contoso.net' }, pool(generation), { sipDomains: ['contoso.net'], phase });
  const moving = ['meet.contoso.net', 'dialin.contoso.net'];
  expect(names('lync-2010', 'pilot')).toEqual(['fe1.contoso.net', ...moving]);
  expect(names('lync-2013', 'pilot')).toEqual(['fe1.contoso.net']);
  expect(names('lync-2010', 'federation-moved')).toEqual(['fe1.contoso.net']);
  expect(names('lync-2013', 'federation-moved')).toEqual(['fe1.contoso.net', 'lyncdiscoverinternal.contoso.net', ...moving]);
});

it('the names outside are those of the Edge pool, and with XMPP the SIP domains', () => {
  const names = (port: string, server: string, phase: 'pilot' | 'federation-moved', xmpp: boolean) =>
    namesOfPort(
      { port, server },
      {
        ...pool('lync-2013'),
        edge: { access: { fqdn: 'access.contoso.net', port: 443 }, federation: true, xmpp },
        servers: [{ fqdn: 'edge1.contoso.net', roles: ['edge'] }],
      },
      { sipDomains: ['contoso.net'], phase },
    );
  expect(names('sip', 'access.contoso.net', 'federation-moved', true)).toEqual(['access.contoso.net', 'contoso.net']);
  expect(names('sip', 'access.contoso.net', 'pilot', true)).toEqual(['access.contoso.net']);
  expect(names('sip', 'access.contoso.net', 'federation-moved', false)).toEqual(['access.contoso.net']);
  expect(names('web', 'webconf.contoso.net', 'federation-moved', true)).toEqual(['webconf.contoso.net']);
  expect(names('sip', 'edge1.contoso.net', 'federation-moved', true)).toEqual(['pool01.contoso.net', 'edge1.contoso.net']);
});

describe('a port that must be closed', () => {
  const at = { server: 'edge1.contoso.net', port: 5061 };
  const trouble = (code: 'CONNECTION_REFUSED' | 'NO_ANSWER' | 'NAME_NOT_RESOLVED', aliveBecause?: string): PortObservation => ({
    ...at,
    trouble: { code, message: 'It did not work.', ...(aliveBecause === undefined ? {} : { aliveBecause }) },
  });

  it.each([
    ['open', { ...at, open: true } as const, 'fail LEGACY_EDGE_OPEN'],
    ['refusing', trouble('CONNECTION_REFUSED'), 'pass'],
    ['silent', trouble('NO_ANSWER'), 'undetermined NO_ANSWER'],
    ['silent on a host that is alive', trouble('NO_ANSWER', 'It answered at 4443.'), 'pass'],
    ['of a host that nobody knows', trouble('NAME_NOT_RESOLVED'), 'undetermined NAME_NOT_RESOLVED'],
  ])('%s', (_, observed, end) => {
    const { outcome, code } = judgeClosed(observed);
    expect(code === undefined ? outcome : `${outcome} ${code}`).toBe(end);
  });

  it('is open where it takes connections, whatever is spoken there', () => {
    expect(judgePort({ ...at, open: true }).outcome).toBe('pass');
  });
});
