import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../time/index.ts';
import { createAuthority } from './index.ts';

describe('the authority of a lab', () => {
  const authority = createAuthority(systemClock);
  const identity = authority.issue(['fe1.contoso.net', 'pool01.contoso.net', '127.0.0.1']);

  it('signs certificates that carry every name', () => {
    const certificate = new X509Certificate(identity.certificate);
    const ca = new X509Certificate(authority.certificate);
    expect(certificate.verify(ca.publicKey)).toBe(true);
    expect(certificate.checkIssued(ca)).toBe(true);
    expect(ca.ca).toBe(true);
    expect(certificate.ca).toBe(false);
    expect(certificate.checkHost('pool01.contoso.net')).toBe('pool01.contoso.net');
    expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(certificate.checkHost('fe2.contoso.net')).toBeUndefined();
  });

  it('never gives two certificates one serial number', () => {
    const serials = Array.from(
      { length: 20 },
      () => new X509Certificate(authority.issue(['a.contoso.net']).certificate).serialNumber,
    );
    expect(new Set(serials).size).toBe(20);
  });

  it.each(['TLSv1', 'TLSv1.2', 'TLSv1.3'] as const)('is trusted in a real %s handshake', async (version) => {
    const ciphers = 'DEFAULT:@SECLEVEL=0';
    const server = createServer({
      cert: identity.certificate,
      key: identity.key,
      minVersion: version,
      maxVersion: version,
      ciphers,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = connect({
      host: '127.0.0.1',
      port,
      servername: 'fe1.contoso.net',
      ca: authority.certificate,
      minVersion: version,
      ciphers,
    });
    await once(socket, 'secureConnect');
    expect(socket.authorized).toBe(true);
    expect(socket.getProtocol()).toBe(version);
    socket.destroy();
    server.close();
  });
});
