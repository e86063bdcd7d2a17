import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createAuthority } from '../lab/certificates/index.ts';
import { openDatagramPort } from '../lab/edge/datagrams.ts';
import { relayAnswer, relayConnection } from '../lab/edge/relay.ts';
import { xmppConnection } from '../lab/edge/xmpp.ts';
import { type Clock, systemClock } from '../time/index.ts';
import { type Address, askRelay, askRelayByDatagram, inspectTls, openXmppStream, tlsProfiles } from './index.ts';
import { allocateRequest, bindingRequest, framed, pseudoHello, readPseudoAnswer, readRelayMessage } from './relay-messages.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A server that does with each connection what the test says. */
async function serving(talk: (socket: Socket) => void, server: Server = createServer()): Promise<Address> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => undefined)));
  server.on(server.listenerCount('secureConnection') > 0 ? 'ignored' : 'connection', talk);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ends.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((done) => server.close(done));
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** Datagrams that are answered as the test says. */
async function answering(answer: (message: Buffer) => Buffer | undefined): Promise<Address & { shut(): Promise<void> }> {
  const datagrams = await openDatagramPort(answer);
  ends.push(() => datagrams.close());
  return { host: '127.0.0.1', port: datagrams.port, shut: () => datagrams.shut() };
}

const how = { server: 'av.contoso.net', budget: 20_000, clock: systemClock };
/** A clock on which every wait is over at once, when the event loop has had a turn. */
const hasty: Clock = {
  ...systemClock,
  after: (_ms, call) => {
    const soon = setImmediate(() => setImmediate(call));
    return { cancel: () => clearImmediate(soon) };
  },
};
const codeOf = (looked: Promise<unknown>): Promise<string> =>
  looked.then(
    () => 'no error',
    (error: { code: string; message: string }) => `${error.code} ${error.message}`,
  );

describe('messages of a relay', () => {
  it('are read whatever stands in their attributes, and nothing else is taken for one', () => {
    const attribute = fc.record({ type: fc.integer({ min: 1, max: 0xffff }), value: fc.uint8Array({ maxLength: 40 }) });
    fc.assert(
      fc.property(fc.constantFrom(0x0101, 0x0113), fc.array(attribute, { maxLength: 6 }), (type, attributes) => {
        const body = Buffer.concat(
          attributes.map(({ type: kind, value }) => {
            const head = Buffer.from([kind >> 8, kind & 255, value.length >> 8, value.length & 255]);
            return Buffer.concat([head, value]);
          }),
        );
        const { bytes, transaction } = bindingRequest();
        const message = Buffer.concat([
          Buffer.from([type >> 8, type & 255, body.length >> 8, body.length & 255]),
          bytes.subarray(4),
          body,
        ]);
        expect(readRelayMessage(message)).toMatchObject({ type, transaction });
        expect(readRelayMessage(message.subarray(0, -1))).toBeUndefined();
      }),
    );
    expect(readRelayMessage(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))).toBeUndefined();
  });

  it('have the bytes that the documents give', () => {
    // RFC 5389 section 6; MS-TURN sections 2.2.1 and 2.2.2.8, 2.1.
    expect(bindingRequest().bytes.toString('hex')).toMatch(/^000100002112a442[0-9a-f]{24}$/);
    expect(allocateRequest().bytes.toString('hex')).toMatch(/^00030008[0-9a-f]{32}000f000472c64bc6$/);
    expect(framed(Buffer.from([7, 7, 7])).toString('hex')).toBe('02000003070707');
    expect(pseudoHello().toString('hex')).toMatch(/^160301002d010000290301[0-9a-f]{64}00000200180100$/);
  });

  it('begin over TCP with an answer that real TLS servers do not give', () => {
    const hello = (rest: string): Buffer =>
      Buffer.from(
        `16030100${(74 + rest.length / 2).toString(16)}020000460301${'00'.repeat(32)}20${'00'.repeat(32)}001800${rest}`,
        'hex',
      );
    const whole = hello('0e000000');
    expect(readPseudoAnswer(whole)).toEqual({ length: 83 });
    for (let cut = 0; cut < whole.length; cut += 1) expect(readPseudoAnswer(whole.subarray(0, cut))).toBe('more');
    // A certificate instead, nothing after it, an alert, another protocol.
    expect(readPseudoAnswer(hello('0b000000'))).toBe('other');
    expect(readPseudoAnswer(hello(''))).toBe('other');
    expect(readPseudoAnswer(Buffer.from('15030100020228', 'hex'))).toBe('other');
    expect(readPseudoAnswer(Buffer.from('HTTP'))).toBe('other');
  });
});

describe('a media relay over TCP', () => {
  it('is one when it does its handshake and refuses the stranger', async () => {
    const address = await serving((socket) => relayConnection(socket, 'contoso.net'));
    expect(await askRelay(address, how)).toEqual({
      protocol: 'TURN (MS-TURN over TCP)',
      answer: 'an Allocate error response 401 of the realm contoso.net',
    });
  });

  it('is heard in whatever pieces its words come', async () => {
    const address = await serving((socket) => {
      const write = socket.write.bind(socket);
      socket.write = ((bytes: Buffer) => bytes.forEach((byte) => void write(Buffer.from([byte])))) as never;
      relayConnection(socket, 'contoso.net');
    });
    expect((await askRelay(address, how)).answer).toContain('401');
  });

  it('is told from everything else that may be there', async () => {
    const { certificate, key } = createAuthority(systemClock).issue(['av.contoso.net']);
    const web = createTlsServer({ cert: certificate, key }).on('tlsClientError', () => undefined);
    web.on('secureConnection', (socket) => socket.on('error', () => undefined));
    const said = {
      web: await codeOf(askRelay(await serving(() => undefined, web), how)),
      http: await codeOf(askRelay(await serving((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), how)),
      closed: await codeOf(askRelay(await serving((socket) => socket.resume().end()), how)),
      silent: await codeOf(askRelay(await serving((socket) => socket.resume()), { ...how, budget: 1000 })),
      // Only the handshake.
      half: await codeOf(
        askRelay(
          await serving((socket) => {
            const on = socket.on.bind(socket);
            socket.on = ((event: string, call: (bytes: Buffer) => void) =>
              on(event, event === 'data' ? (bytes: Buffer) => (bytes[0] === 22 ? call(bytes) : undefined) : call)) as never;
            relayConnection(socket, 'contoso.net');
          }),
          { ...how, budget: 1000 },
        ),
      ),
    };
    expect(said.web).toMatch(/^PROTOCOL_NOT_SPOKEN av\.contoso\.net \(127\.0\.0\.1:\d+\) answers, and does not speak TURN/);
    expect(said.http).toMatch(/^PROTOCOL_NOT_SPOKEN /);
    expect(said.closed).toMatch(/^CONNECTION_LOST .* closed it instead of speaking TURN/);
    expect(said.silent).toMatch(/^CONNECTION_SILENT .* took the connection and said nothing to the TURN/);
    expect(said.half).toMatch(/^RELAY_UNANSWERED av\.contoso\.net began as a media relay does/);
  });
});

describe('a media relay over UDP', () => {
  it('is one when it answers either request', async () => {
    const both = await answering((message) => relayAnswer(message, 'contoso.net'));
    expect((await askRelayByDatagram(both, how)).answer).toBe('a Binding response');
    const older = await answering((message) => (message[1] === 3 ? relayAnswer(message, 'contoso.net') : undefined));
    expect((await askRelayByDatagram(older, how)).answer).toBe('an Allocate error response 401 of the realm contoso.net');
  });

  it('is asked again when a datagram was lost', async () => {
    let heard = 0;
    const lossy = await answering((message) => {
      heard += 1;
      return heard <= 2 ? undefined : relayAnswer(message, 'contoso.net');
    });
    expect((await askRelayByDatagram(lossy, { ...how, budget: 600 })).answer).toContain('response');
    expect(heard).toBeGreaterThan(2);
  });

  it('that nobody hears of is undetermined; one that the host refuses is not; and a port that is closed can be opened again', async () => {
    const silent = await answering(() => undefined);
    expect(await codeOf(askRelayByDatagram(silent, { ...how, clock: hasty, budget: 2000 }))).toMatch(
      /^RELAY_UNANSWERED av\.contoso\.net \(127\.0\.0\.1:\d+, UDP\) answered none of 3 times two requests within 2 s: lost,/,
    );
    const closed = await answering(() => undefined);
    await closed.shut();
    expect(await codeOf(askRelayByDatagram(closed, how))).toMatch(/^CONNECTION_REFUSED .* nobody listens there \(UDP\)/);
  });

  it('that answers strangely, or to somebody else, is none', async () => {
    const other = await answering(() => Buffer.from('SSH-2.0-x'));
    expect(await codeOf(askRelayByDatagram(other, { ...how, budget: 1000 }))).toMatch(/^PROTOCOL_NOT_SPOKEN /);
    const mistaken = await answering(() => relayAnswer(bindingRequest().bytes, 'contoso.net'));
    expect(await codeOf(askRelayByDatagram(mistaken, { ...how, budget: 1000 }))).toMatch(/^PROTOCOL_NOT_SPOKEN /);
  });
});

describe('an XMPP stream', () => {
  const open = (talk: (socket: Socket) => void, more: Partial<typeof how> = {}, domains = ['contoso.net']) =>
    serving(talk).then((address) => openXmppStream(address, domains, { ...how, server: 'access.contoso.net', ...more }));
  const header =
    "<?xml version='1.0'?>\n<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' from=\"contoso.net\" id='1'>";

  it('is opened and closed again', async () => {
    let said = '';
    const sight = await open((socket) => {
      xmppConnection(socket, ['contoso.net']);
      socket.on('data', (text) => {
        said += text.toString();
      });
    });
    expect(sight).toEqual({ protocol: 'XMPP', answer: 'a stream of contoso.net' });
    await expect
      .poll(() => said)
      .toMatch(/<stream:stream xmlns='jabber:server'.* to='contoso\.net' version='1\.0'>.*<\/stream:stream>$/s);
  });

  it('of domains that are not served is refused by name; one that is served will do', async () => {
    const gateway = (socket: Socket): void => xmppConnection(socket, ['contoso.net']);
    expect(await codeOf(open(gateway, {}, ['elsewhere.example', 'nowhere.example']))).toBe(
      'XMPP_DOMAIN_REFUSED access.contoso.net speaks XMPP and does not serve elsewhere.example (host-unknown), nowhere.example (host-unknown).',
    );
    expect((await open(gateway, {}, ['elsewhere.example', 'contoso.net'])).answer).toBe('a stream of contoso.net');
  });

  it.each([
    ['with nothing after its header', (socket: Socket) => socket.end(header)],
    [
      'that ends with another error',
      (socket: Socket) => socket.end(`${header}<stream:error><not-authorized/></stream:error></stream:stream>`),
    ],
    [
      'with another prefix',
      (socket: Socket) => socket.end("<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns='jabber:server'><s:features/>"),
    ],
    [
      'in two pieces',
      (socket: Socket) => socket.write(header.slice(0, 30), () => socket.end(`${header.slice(30)}<stream:features/>`)),
    ],
  ])('%s was one all the same', async (_, talk) => {
    expect((await open((socket) => void talk(socket.resume()))).protocol).toBe('XMPP');
  });

  it('is told from everything else', async () => {
    const said = [
      await codeOf(open((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'))),
      await codeOf(open((socket) => socket.resume().end('<html><body>no</body></html>'))),
      await codeOf(open((socket) => socket.resume().end())),
      await codeOf(open((socket) => socket.resume(), { budget: 1000 })),
      await codeOf(open((socket) => socket.resume().write("<?xml version='1.0'?>"), { budget: 1000 })),
    ];
    expect(said.map((text) => text.split(' ')[0])).toEqual([
      'PROTOCOL_NOT_SPOKEN',
      'PROTOCOL_NOT_SPOKEN',
      'CONNECTION_LOST',
      'CONNECTION_SILENT',
      'CONNECTION_SILENT',
    ]);
  });
});

describe('a port of servers among themselves', () => {
  const authority = createAuthority(systemClock);
  const issued = authority.issue(['access.contoso.net']);
  const partnerPort = (maxVersion: 'TLSv1.2' | 'TLSv1.3'): Server =>
    createTlsServer({
      cert: issued.certificate,
      key: issued.key,
      ca: authority.certificate,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion,
    }).on('tlsClientError', () => undefined);
  const look = (address: Address, more: { ca?: string; amongServers?: boolean } = {}) =>
    inspectTls(address, {
      ...how,
      servername: 'access.contoso.net',
      profile: tlsProfiles['lync-2010'],
      ca: authority.certificate,
      amongServers: true,
      ...more,
    });
  const listening = async (server: Server): Promise<Address> => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    ends.push(() => new Promise((done) => server.close(done)));
    return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  };

  it('shows its certificate before it sends the stranger away', async () => {
    const sight = await look(await listening(partnerPort('TLSv1.2')));
    expect(sight).toMatchObject({ version: 'TLSv1.2', wantsCertificate: true, certificate: { names: ['access.contoso.net'] } });
    expect(sight).not.toHaveProperty('problem');
    expect(sight.cipher).toMatch(/^TLS_/);
    const newer = await look(await listening(partnerPort('TLSv1.3')));
    expect(newer).toMatchObject({ version: 'TLSv1.3', certificate: { names: ['access.contoso.net'] } });
  });

  it('is no better trusted for that', async () => {
    const stranger = createAuthority(systemClock).certificate;
    expect(await look(await listening(partnerPort('TLSv1.2')), { ca: stranger })).toMatchObject({
      problem: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    });
  });

  it('failed where clients come, and where it showed nothing', async () => {
    expect(await codeOf(look(await listening(partnerPort('TLSv1.2')), { amongServers: false }))).toMatch(/^HANDSHAKE_FAILED /);
    const hangsUp = await serving((socket) => socket.resume().end());
    expect(await codeOf(look(hangsUp))).toMatch(/^HANDSHAKE_FAILED /);
    const http = await serving((socket) => socket.resume().end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    expect(await codeOf(look(http))).toMatch(/^PROTOCOL_NOT_SPOKEN .* answers, and not by TLS, to/);
  });
});
