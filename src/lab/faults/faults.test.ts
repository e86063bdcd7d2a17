import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawLab } from '../../../test/support/raw-lab.ts';
import { faultCatalogue, faultNames } from '../index.ts';

const refusal = async (port: number): Promise<string | undefined> => {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    socket.destroy();
  }
};

describe('the faults of a lab', () => {
  let lab: RawLab;
  beforeEach(async () => {
    lab = await RawLab.start();
  });
  afterEach(() => lab.close());

  it('are described each, and say on what they would work', () => {
    expect(faultCatalogue.map((fault) => fault.name)).toEqual(faultNames);
    expect(lab.lab.faults.list().map(({ name, active, parameters }) => [name, active, parameters])).toEqual([
      ['service-stopped', false, { server: 'fe2013a.contoso.net', service: 'RTCIMMCU' }],
      ['service-starts-by-hand', false, { server: 'fe2013a.contoso.net', service: 'RTCIMMCU' }],
      ['front-ends-stopped', false, { pool: 'pool02.contoso.net' }],
      ['topology-role-missing', false, { pool: 'pool02.contoso.net' }],
      ['builds-differ', false, { server: 'fe2013c.contoso.net' }],
      ['topology-version-wrong', false, { pool: 'pool02.contoso.net' }],
      ['name-used-twice', false, { server: 'fe2013c.contoso.net' }],
      ['pool-undeclared', false, { site: 'Redmond' }],
      ['workload-missing', false, { pool: 'pool02.contoso.net' }],
      ['web-apps-server-missing', false, {}],
      ['archiving-missing', false, { pool: 'pool02.contoso.net' }],
      ['archiving-left', false, { pool: 'pool01.contoso.net' }],
      ['central-store-idle', false, {}],
      ['store-location-astray', false, {}],
      ['directory-not-ready', false, { name: 'domain' }],
      ['user-replication-pending', false, { pool: 'pool02.contoso.net' }],
      ['fabric-replicas-missing', false, { pool: 'pool02.contoso.net' }],
      ['pool-not-ready', false, { site: 'Dublin' }],
      ['pool-not-empty', false, { pool: 'pool01.contoso.net' }],
      ['federated-edge-twice', false, {}],
      ['federation-route-astray', false, {}],
      ['media-edge-astray', false, { pool: 'pool02.contoso.net' }],
      ['edge-next-hop-astray', false, {}],
      ['edge-names-equal', false, {}],
      ['xmpp-too-early', false, {}],
      ['admin-role-missing', false, {}],
      ['accounts-too-strong', false, {}],
      ['writes-not-refused', false, {}],
      ['older-tools-see-all', false, {}],
      ['local-certificate-ending', false, { site: 'Dublin' }],
      ['site-administration-refused', false, { site: 'Dublin' }],
      ['im-legacy-to-migrated-lost', false, {}],
      ['conversations-forgotten', false, { pool: 'pool02.contoso.net' }],
      ['long-messages-refused', false, { pool: 'pool02.contoso.net' }],
      ['formatted-messages-refused', false, { pool: 'pool02.contoso.net' }],
      ['presence-to-legacy-frozen', false, {}],
      ['presence-not-shared', false, { pool: 'pool02.contoso.net' }],
      ['synthetic-blocked', false, {}],
      ['calls-not-set-up', false, { pool: 'pool02.contoso.net' }],
      ['sharing-fails', false, { pool: 'pool02.contoso.net' }],
      ['mobility-fails', false, { pool: 'pool02.contoso.net' }],
      ['chat-room-closed', false, {}],
      ['xmpp-partner-lost', false, {}],
      ['federated-partner-lost', false, {}],
      ['address-book-lost', false, { pool: 'pool02.contoso.net' }],
      ['dial-in-dead', false, { pool: 'pool02.contoso.net' }],
      ['limits-not-as-documented', false, {}],
      ['conference-not-created', false, { pool: 'pool02.contoso.net' }],
      ['conference-join-refused', false, { pool: 'pool02.contoso.net' }],
      ['conference-messages-lost', false, { pool: 'pool02.contoso.net' }],
      ['contacts-unreadable', false, { pool: 'pool02.contoso.net' }],
      ['contacts-in-exchange', false, { pool: 'pool02.contoso.net' }],
      ['limited-functionality', false, { pool: 'pool02.contoso.net' }],
      ['user-address-blank', false, { pool: 'pool02.contoso.net' }],
      ['user-policy-lost', false, { pool: 'pool02.contoso.net' }],
      ['users-gone', false, {}],
      ['clients-blocked', false, {}],
      ['dial-plan-differs', false, { pool: 'pool02.contoso.net' }],
      ['anonymous-refused', false, {}],
      ['external-access-off', false, {}],
      ['pins-lost', false, { pool: 'pool02.contoso.net' }],
      ['contacts-lost', false, { pool: 'pool02.contoso.net' }],
      ['only-tls-dsk', false, { pool: 'pool02.contoso.net' }],
      ['sip-ciphers-outdated', false, { server: 'fe2013c.contoso.net' }],
      ['trusted-server-unlisted', false, {}],
      ['redirects-unsigned', false, { pool: 'pool02.contoso.net' }],
      ['answers-changed', false, { pool: 'pool02.contoso.net' }],
      ['certificate-expired', false, { server: 'fe2013c.contoso.net' }],
      ['certificate-untrusted', false, { server: 'fe2013c.contoso.net' }],
      ['certificate-wrong-name', false, { server: 'fe2013c.contoso.net' }],
      ['certificate-weak', false, { server: 'fe2013c.contoso.net' }],
      ['tls-outdated', false, { server: 'fe2013c.contoso.net' }],
      ['handshake-broken', false, { server: 'fe2013c.contoso.net' }],
      ['web-port-closed', false, { server: 'fe2013c.contoso.net' }],
      ['front-end-refuses', false, { server: 'fe2013c.contoso.net' }],
      ['front-end-sends-away', false, { server: 'fe2013b.contoso.net' }],
      ['name-server-silent', false, {}],
      ['name-leads-astray', false, { name: '_sipinternaltls._tcp' }],
      ['name-missing', false, { name: 'dialin' }],
      ['autodiscover-astray', false, { pool: 'pool02.contoso.net' }],
      ['simple-url-broken', false, { name: 'meet' }],
      ['meetings-one-sided', false, {}],
      ['meeting-astray', false, { pool: 'pool02.contoso.net' }],
      ['control-panel-broken', false, { pool: 'pool02.contoso.net' }],
      ['redirect-loop', false, { pool: 'pool02.contoso.net' }],
      ['idle-connections-closed', false, { pool: 'pool02.contoso.net' }],
      ['edge-records-astray', false, {}],
      ['edge-port-closed', false, { pool: 'edge01.contoso.net' }],
      ['edge-cut-off', false, { pool: 'edge01.contoso.net' }],
      ['legacy-edge-open', false, {}],
      ['edge-offer-closed', false, { name: 'federation', pool: 'edge01.contoso.net' }],
      ['edge-offer-silent', false, { name: 'media-udp', pool: 'edge01.contoso.net' }],
      ['edge-offer-garbled', false, { name: 'media', pool: 'edge01.contoso.net' }],
      ['xmpp-domain-missing', false, {}],
      ['signed-out-at-once', false, { pool: 'pool02.contoso.net' }],
      ['renewal-refused', false, { pool: 'pool02.contoso.net' }],
      ['second-proof-refused', false, { pool: 'pool02.contoso.net' }],
      ['pool-down', false, { pool: 'pool02.contoso.net' }],
      ['estate-unreachable', false, {}],
    ]);
  });

  it.each([
    ['rain', {}, 'UNKNOWN_FAULT'],
    ['pool-down', { pool: 'pool99.contoso.net' }, 'FAULT_PARAMETER_INVALID'],
    ['pool-down', { server: 'fe1.contoso.net' }, 'FAULT_PARAMETER_INVALID'],
    ['estate-unreachable', { site: 'Redmond' }, 'FAULT_PARAMETER_INVALID'],
  ])('%s %o is refused', async (name, parameters, code) => {
    await expect(lab.lab.faults.set(name, parameters)).rejects.toMatchObject({ code });
    expect(lab.lab.faults.list().some((fault) => fault.active)).toBe(false);
  });

  it('pool-down: its servers refuse connections, those that were open are lost, and it comes back at the same ports', async () => {
    const mika = await lab.signedIn('mika');
    const ports = ['fe2013a', 'fe2013b', 'fe2013c'].flatMap((server) => [
      lab.port(`${server}.contoso.net`),
      lab.port(`${server}.contoso.net`, 'tls'),
    ]);
    await lab.lab.faults.set('pool-down');
    await mika.untilClosed();
    expect(lab.endpointsOf('mika')).toBe(0);
    expect(await Promise.all(ports.map(refusal))).toEqual(ports.map(() => 'ECONNREFUSED'));
    expect(await refusal(lab.port('fe1.contoso.net'))).toBeUndefined();
    await lab.lab.faults.set('pool-down', { pool: 'pool01.contoso.net' });
    expect(await refusal(lab.port('fe1.contoso.net'))).toBe('ECONNREFUSED');
    expect(await Promise.all(ports.map(refusal))).toEqual(ports.map(() => undefined));
    await lab.lab.faults.clear('pool-down');
    await lab.signedIn('lena');
    await lab.signedIn('mika');
  });

  it('estate-unreachable: nothing answers, not even a handshake, and nothing refuses', async () => {
    const lena = await lab.signedIn('lena');
    await lab.lab.faults.set('estate-unreachable');
    lena.send(lena.message('OPTIONS', lena.dialog('sip:mika@contoso.net')));
    const fresh = await lab.client('lars', 'fe1.contoso.net');
    fresh.send(fresh.message('REGISTER', fresh.dialog('sip:lars@contoso.net')));
    const silent = connectTls({ port: lab.port('fe1.contoso.net', 'tls'), host: '127.0.0.1', rejectUnauthorized: false });
    silent.on('error', () => undefined);
    await once(silent, 'connect');
    // Everything said above has reached the lab before this is answered, and an answer to it would have left before.
    await fetch(`${lab.lab.control}/faults`);
    expect([silent.getProtocol() === 'TLSv1.2', lena.unread(), fresh.unread(), fresh.closed]).toEqual([false, [], [], false]);
    const gone = new Promise<void>((resolve) => silent.once('close', () => resolve()));
    await lab.lab.faults.clear('estate-unreachable');
    await Promise.all([gone, lena.untilClosed(), fresh.untilClosed()]);
    await lab.signedIn('lena');
  });

  it('can be on from the start', async () => {
    const broken = await RawLab.start({ faults: [{ name: 'pool-down' }, { name: 'presence-to-legacy-frozen' }] });
    try {
      expect(await refusal(broken.port('fe2013a.contoso.net'))).toBe('ECONNREFUSED');
      expect(broken.lab.faults.active('presence-to-legacy-frozen')).toEqual({});
    } finally {
      await broken.close();
    }
  });

  it('are switched over HTTP too', async () => {
    const answer = await fetch(`${lab.lab.control}/faults/pool-down`, { method: 'PUT', body: '{"pool":"pool12.contoso.net"}' });
    expect(await answer.json()).toMatchObject({ name: 'pool-down', active: true, parameters: { pool: 'pool12.contoso.net' } });
    expect(await refusal(lab.port('fe2013d.contoso.net'))).toBe('ECONNREFUSED');
    await fetch(`${lab.lab.control}/faults/pool-down`, { method: 'DELETE' });
    expect(await refusal(lab.port('fe2013d.contoso.net'))).toBeUndefined();
  });
});

describe('the TLS of a lab', () => {
  const handshake = async (lab: RawLab, server: string, options: object = {}): Promise<string | null> => {
    const socket = connectTls({
      port: lab.port(server, 'tls'),
      host: '127.0.0.1',
      servername: server,
      ca: await readFile(lab.lab.describe().ca),
      ...options,
    });
    try {
      await once(socket, 'secureConnect');
      return socket.getProtocol();
    } finally {
      socket.destroy();
    }
  };

  it('is that of the generation, or what the options say of a pool', async () => {
    const lab = await RawLab.start({ tlsProfiles: { 'pool01.contoso.net': { maxVersion: 'TLSv1' } } });
    try {
      const old = { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
      expect(await handshake(lab, 'fe1.contoso.net', old)).toBe('TLSv1');
      await expect(handshake(lab, 'fe1.contoso.net')).rejects.toThrow();
      expect(await handshake(lab, 'fe11.contoso.net')).toBe('TLSv1.2');
      expect(await handshake(lab, 'fe2013b.contoso.net', { servername: 'pool02.contoso.net' })).toBe('TLSv1.2');
      await expect(handshake(lab, 'fe2013b.contoso.net', { servername: 'fe1.contoso.net' })).rejects.toThrow(/altname/i);
    } finally {
      await lab.close();
    }
  });

  it('knows no settings for pools that are not there', async () => {
    await expect(RawLab.start({ tlsProfiles: { 'pool99.contoso.net': {} } })).rejects.toMatchObject({
      code: 'LAB_ESTATE_INVALID',
    });
  });
});
