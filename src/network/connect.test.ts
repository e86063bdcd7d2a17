import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthority, type Identity } from '../lab/certificates/index.ts';
import { type Clock, systemClock } from '../time/index.ts';
import { type Address, connectTcp, connectTls, tlsOf, tlsProfileNamed, tlsProfiles } from './index.ts';

const day = 86_400_000;
const shifted = (ms: number): Clock => ({ ...systemClock, now: () => systemClock.now() + ms });
const authority = createAuthority(systemClock);
const good = authority.issue(['fe1.contoso.net', '127.0.0.1']);
const budget = 20_000;

const opened: { server: Server; sockets: Set<Socket> }[] = [];

afterEach(async () => {
  for (const { server, sockets } of opened.splice(0)) {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await new Promise((done) => server.close(done));
  }
});

async function listening(server: Server): Promise<Address> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  opened.push({ server, sockets });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

const tlsServer = ({ certificate, key }: Identity, more: TlsOptions = {}): Server =>
  createTlsServer({ cert: certificate, key, ...more }).on('tlsClientError', () => {});

const secure = (address: Address, more: Partial<Parameters<typeof connectTls>[1]> = {}) =>
  connectTls(address, {
    profile: tlsProfiles.modern,
    servername: 'fe1.contoso.net',
    ca: authority.certificate,
    budget,
    clock: systemClock,
    ...more,
  });

/** A clock whose time is up the moment the test says so. */
function handClock(): Clock & { up(): void } {
  let ring = (): void => {};
  const after: Clock['after'] = (_ms, call) => {
    ring = call;
    return { cancel: () => {} };
  };
  return { ...systemClock, after, up: () => ring() };
}

/** A port that nobody listens on: taken from the system and given back. */
async function deafAddress(): Promise<Address> {
  const server = createServer();
  const address = await listening(server);
  await new Promise((done) => server.close(done));
  return address;
}

it.each(['tcp', 'tls'] as const)('a refused connection over %s names server, address and time', async (kind) => {
  const address = await deafAddress();
  const attempt =
    kind === 'tls' ? secure(address) : connectTcp(address, { server: 'fe1.contoso.net', budget, clock: systemClock });
  await expect(attempt).rejects.toMatchObject({
    code: 'CONNECTION_REFUSED',
    message: expect.stringMatching(
      new RegExp(
        `^fe1\\.contoso\\.net \\(127\\.0\\.0\\.1:${address.port}\\) refused the connection of this host after \\d+ ms\\.$`,
      ),
    ),
    facts: { server: 'fe1.contoso.net', address: `127.0.0.1:${address.port}` },
  });
});

it('an address that is a name unknown to this host', async () => {
  const attempt = connectTcp({ host: 'nowhere.invalid', port: 5061 }, { budget, clock: systemClock });
  await expect(attempt).rejects.toMatchObject({ code: 'NAME_NOT_RESOLVED' });
});

it('a server that takes the connection and says nothing', async () => {
  const server = createServer();
  const hello = new Promise<Socket>((heard) => server.on('connection', (socket) => socket.once('data', () => heard(socket))));
  const address = await listening(server);
  const clock = handClock();
  const attempt = secure(address, { clock });
  const silent = await hello;
  const closed = once(silent, 'close');
  clock.up();
  await expect(attempt).rejects.toMatchObject({
    code: 'NO_ANSWER',
    message: expect.stringContaining('took the connection and then said nothing to the TLS handshake'),
  });
  await closed;
});

it('a budget that is up before TCP stands', async () => {
  const address = await listening(createServer());
  const clock = handClock();
  const attempt = connectTcp(address, { budget, clock });
  clock.up();
  await expect(attempt).rejects.toMatchObject({
    code: 'NO_ANSWER',
    message: expect.stringContaining('did not answer this host'),
  });
});

it('a caller that gives up, before and during the handshake, leaves no connection', async () => {
  const server = createServer();
  const hello = new Promise<Socket>((heard) => server.on('connection', (socket) => socket.once('data', () => heard(socket))));
  const address = await listening(server);
  const reason = new Error('interrupted');
  await expect(secure(address, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  const controller = new AbortController();
  const attempt = secure(address, { signal: controller.signal });
  const closed = once(await hello, 'close');
  controller.abort(reason);
  await expect(attempt).rejects.toBe(reason);
  await closed;
});

describe('a handshake that fails says why', () => {
  const failing = async (server: Server, more: Parameters<typeof secure>[1] = {}) => {
    const address = await listening(server);
    return secure(address, more).then(
      () => 'connected',
      (error) => `${error.code} ${error.message}`,
    );
  };

  it('expired', async () => {
    const old = createAuthority(shifted(-90 * day));
    const said = await failing(tlsServer(old.issue(['fe1.contoso.net'])), { ca: old.certificate });
    expect(said).toMatch(
      /^HANDSHAKE_FAILED fe1\.contoso\.net \(127\.0\.0\.1:\d+\) failed in the TLS handshake with this host after .*: the certificate of fe1\.contoso\.net, or one above it, has expired \(its own end: .* GMT\)\.$/,
    );
  });

  it('not valid yet', async () => {
    const early = createAuthority(shifted(90 * day));
    expect(await failing(tlsServer(early.issue(['fe1.contoso.net'])), { ca: early.certificate })).toContain('is not valid yet');
  });

  it('wrong name, of a server and of an address', async () => {
    const other = authority.issue(['fe9.contoso.net', 'pool09.contoso.net']);
    const said = 'wrong name: the certificate is for fe9.contoso.net, pool09.contoso.net, not for';
    expect(await failing(tlsServer(other))).toContain(`${said} fe1.contoso.net.`);
    expect(await failing(tlsServer(other), { servername: '127.0.0.1' })).toContain(`${said} 127.0.0.1.`);
  });

  it('unknown authority', async () => {
    const stranger = createAuthority(systemClock);
    expect(await failing(tlsServer(stranger.issue(['fe1.contoso.net'])))).toMatch(
      /: unknown authority: the certificate of fe1\.contoso\.net was issued by coex lab [0-9a-f]{8}, who is not trusted here \(UNABLE_TO_VERIFY_LEAF_SIGNATURE\)/,
    );
  });

  it('protocol version', async () => {
    const old: TlsOptions = { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' };
    for (const name of ['modern', 'lync-2013'] as const) {
      expect(await failing(tlsServer(good, old), { profile: tlsProfileNamed(name) })).toContain(
        `no TLS version in common, the profile ${name} asks for TLS 1.2 or newer`,
      );
    }
  });

  it('no cipher in common', async () => {
    const narrow: TlsOptions = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-SHA' };
    expect(
      await failing(tlsServer(good, narrow), { profile: { ...tlsProfiles.modern, ciphers: 'ECDHE-ECDSA-AES256-GCM-SHA384' } }),
    ).toContain('HANDSHAKE_FAILED');
  });

  it('something that does not speak TLS', async () => {
    const plain = createServer((socket) => socket.end('SIP/2.0 400 Bad Request\r\n\r\n'));
    expect(await failing(plain)).toContain('what answers there does not speak TLS');
  });

  it('closed in the middle', async () => {
    const closing = createServer((socket) => socket.once('data', () => socket.end()));
    expect(await failing(closing)).toContain('the server closed the connection in the middle of the handshake');
  });
});

it('reaches a server that speaks TLS 1.0 alone with the profile of 2010, and with that one only', async () => {
  const address = await listening(tlsServer(good, { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }));
  const socket = await secure(address, { profile: tlsProfileNamed('lync-2010') });
  expect(tlsOf(socket)).toEqual({ version: 'TLSv1', cipher: 'TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA' });
  socket.destroy();
});

it('hands out a socket that loses no byte and needs no listener for errors', async () => {
  const server = tlsServer(good).on('secureConnection', (socket: Socket) => socket.end('hello'));
  const address = await listening(server);
  for (const servername of ['fe1.contoso.net', '127.0.0.1']) {
    const socket = await secure(address, { servername });
    expect(socket.authorized).toBe(true);
    const heard: Buffer[] = [];
    for await (const chunk of socket) heard.push(chunk);
    expect(Buffer.concat(heard).toString()).toBe('hello');
    const closed = socket.closed ? undefined : once(socket, 'close');
    socket.destroy(new Error('nobody listens'));
    await closed;
  }
});

it('shows a certificate of ours where the server asks for it', async () => {
  const server = tlsServer(good, { requestCert: true, ca: authority.certificate, maxVersion: 'TLSv1.2' });
  const address = await listening(server);
  await expect(secure(address)).rejects.toMatchObject({ code: 'HANDSHAKE_FAILED' });
  const socket = await secure(address, { identity: authority.issue(['coex.contoso.net']) });
  expect(socket.authorized).toBe(true);
  socket.destroy();
});

it('tells an unreadable authority from a bad server, before anything is connected', async () => {
  const server = createServer(() => expect.unreachable());
  const address = await listening(server);
  await expect(secure(address, { ca: 'no certificate' })).rejects.toMatchObject({ code: 'ENVIRONMENT_INVALID' });
});
