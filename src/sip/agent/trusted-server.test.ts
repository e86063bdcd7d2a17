import { once } from 'node:events';
import { createServer, type TLSSocket } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../../lab/certificates/index.ts';
import { tlsProfiles } from '../../network/index.ts';
import { Secret } from '../../redaction/index.ts';
import { systemClock } from '../../time/index.ts';
import { Framer, Headers, parseMessage, response, type SipRequest, serialise } from '../wire/index.ts';
import { signIn } from './index.ts';

const authority = createAuthority(systemClock);
const sdp = 'v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=session\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=message 5060 sip null\r\n';
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server that takes the certificates of its authority, and answers every request with the status. */
async function trustingServer(status: number): Promise<{ port: number; requests: SipRequest[]; hosts: string[] }> {
  const { certificate: cert, key } = authority.issue(['fe1.contoso.net']);
  const requests: SipRequest[] = [];
  const hosts: string[] = [];
  const sockets = new Set<TLSSocket>();
  const server = createServer({ cert, key, ca: authority.certificate, requestCert: true, rejectUnauthorized: true }, (socket) => {
    sockets.add(socket);
    hosts.push(String(socket.getPeerCertificate().subject.CN));
    const framer = new Framer();
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      for (const event of framer.feed(bytes)) {
        const message = event.kind === 'message' ? parseMessage(event.text) : undefined;
        if (message?.kind !== 'request') continue;
        requests.push(message);
        if (message.method === 'ACK') continue;
        const answer = response(status, 'Because', new Headers(), message.method === 'INVITE' ? sdp : '');
        for (const via of message.headers.getAll('Via')) answer.headers.add('Via', via);
        for (const name of ['From', 'To', 'Call-ID', 'CSeq']) answer.headers.add(name, message.headers.get(name)!);
        if (!/;tag=/.test(message.headers.get('To')!)) answer.headers.set('To', `${message.headers.get('To')};tag=1`);
        answer.headers.add('Contact', '<sip:mika@127.0.0.1;transport=tls>');
        if (message.method === 'INVITE') answer.headers.add('Content-Type', 'application/sdp');
        if (status === 401) answer.headers.add('WWW-Authenticate', 'NTLM realm="r", targetname="fe1.contoso.net", version=4');
        socket.write(serialise(answer));
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as { port: number }).port, requests, hosts };
}

const enter = (port: number, identity = authority.issue(['coex.contoso.net'])) =>
  signIn({
    user: { name: 'legacy Lena', uri: 'sip:lena@contoso.net', login: '', password: new Secret('') },
    server: 'fe1.contoso.net',
    transport: 'tls',
    authentication: 'trusted-server',
    trustedServer: { fqdn: 'coex.contoso.net', ...identity },
    locator: { locate: async () => ({ host: '127.0.0.1', port }) },
    tlsProfileOf: () => tlsProfiles.modern,
    ca: authority.certificate,
    budgets: { connect: 5000, answer: 5000 },
    clock: systemClock,
  });

describe('a trusted server', () => {
  it('speaks for a user by its certificate: no REGISTER, no password, every request asserts the user', async () => {
    const server = await trustingServer(200);
    const agent = await enter(server.port);
    const conversation = await agent.converse('sip:mika@contoso.net');
    await conversation.say('hello');
    expect(await agent.signOut()).toEqual([]);
    expect(server.hosts).toEqual(['coex.contoso.net']);
    expect(server.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'INVITE', 'ACK', 'MESSAGE', 'BYE']);
    for (const { headers } of server.requests) {
      expect(headers.get('P-Asserted-Identity')).toBe('<sip:lena@contoso.net>');
      expect(headers.get('Via')).toMatch(/^SIP\/2\.0\/TLS coex\.contoso\.net;/);
      expect(headers.has('Authorization') || headers.has('Proxy-Authorization')).toBe(false);
    }
  });

  it('has no registration that could end: a renewal asks whether it is still believed, and proves nothing', async () => {
    const server = await trustingServer(200);
    const agent = await enter(server.port);
    await agent.renew();
    await agent.renew(true);
    expect(agent.lost).toBeUndefined();
    expect(agent.life.map(({ kind }) => kind)).toEqual(['renewed', 'renewed']);
    expect(server.requests.map(({ method }) => method)).toEqual(['OPTIONS', 'OPTIONS', 'OPTIONS']);
    expect(await agent.signOut()).toEqual([]);
  });

  it('is told that the server asks it for credentials, and offers none', async () => {
    const server = await trustingServer(401);
    await expect(enter(server.port)).rejects.toMatchObject({
      code: 'NOT_TRUSTED',
      message: expect.stringContaining('does not take this host for a trusted server'),
    });
    expect(server.requests).toHaveLength(1);
  });

  it('is told that its certificate is good and its name is not in the list', async () => {
    const server = await trustingServer(403);
    await expect(enter(server.port)).rejects.toMatchObject({
      code: 'NOT_TRUSTED',
      message: expect.stringContaining('403 Because'),
    });
  });

  it('is refused where nobody trusts its authority', async () => {
    const server = await trustingServer(200);
    const stranger = createAuthority(systemClock).issue(['coex.contoso.net']);
    await expect(enter(server.port, stranger)).rejects.toMatchObject({
      code: 'NOT_TRUSTED',
      message: expect.stringContaining('does not take the certificate of coex.contoso.net'),
    });
    expect(server.requests).toEqual([]);
  });
});
