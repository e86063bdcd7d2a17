import { randomBytes } from 'node:crypto';
import { createServer, type Server, type Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { createNtlmServerAssociation, type NtlmServerAssociation, type SignatureVerdict } from '../../src/sip/auth/index.ts';
import {
  Framer,
  Headers,
  parseMessage,
  request,
  response,
  type SipMessage,
  type SipRequest,
  serialise,
} from '../../src/sip/wire/index.ts';
import { systemClock } from '../../src/time/index.ts';

export const password = 'correct horse';

/** What is to be sent: as it should be, without its signature, or with a wrong one. */
export type Signing = 'right' | 'missing' | 'wrong';

export interface Reply {
  readonly status: number;
  readonly reason?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly signing?: Signing;
}

export interface Script {
  /** FQDN it names itself by. */
  readonly name?: string;
  readonly transport?: 'tcp' | 'ws';
  /** `sip` where WebSocket is spoken. */
  readonly subprotocol?: string | false;
  readonly schemes?: readonly ('NTLM' | 'Kerberos' | 'TLS-DSK')[];
  /** The answer to a request; `undefined` is silence, 'default' what a registrar would do. Not asked before the password was proven. */
  answer?(request: SipRequest, line: Line): Reply | undefined | 'default';
  /** Instead of the first 401. */
  first?(request: SipRequest): Reply | undefined;
}

/** One client's connection. */
export interface Line {
  readonly verdicts: SignatureVerdict[];
  readonly received: SipMessage[];
  push(method: string, headers: readonly (readonly [string, string])[], body?: string, signing?: Signing): void;
  raw(bytes: string): void;
  drop(): void;
}

export interface ScriptedRegistrar {
  readonly port: number;
  readonly lines: Line[];
  close(): Promise<void>;
}

/** A registrar on loopback that does what a test says: for the answers that no correct one gives. */
export async function scriptedRegistrar(script: Script): Promise<ScriptedRegistrar> {
  const lines: Line[] = [];
  const open = new Set<{ destroy(): void }>();
  const server: Server = createServer();
  const sockets = script.transport === 'ws' ? webSockets(server, script, lines, open) : undefined;
  if (sockets === undefined) {
    server.on('connection', (socket: Socket) => {
      open.add(socket);
      const framer = new Framer();
      const line = speak(
        script,
        (text) => socket.write(text),
        () => socket.destroy(),
      );
      lines.push(line);
      socket.on('data', (bytes) => {
        for (const event of framer.feed(bytes)) if (event.kind === 'message') line.take(event.text);
      });
      socket.on('error', () => {});
      socket.on('close', () => open.delete(socket));
    });
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    port,
    lines,
    async close() {
      for (const one of open) one.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function webSockets(server: Server, script: Script, lines: Line[], open: Set<{ destroy(): void }>): WebSocketServer {
  // `ws` wants an HTTP server: it gets one on the same port by handing the connections over.
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: () => script.subprotocol ?? 'sip',
  });
  import('node:http').then(({ createServer: createHttp }) => {
    const http = createHttp((_request, answer) => {
      answer.writeHead(404).end();
    });
    http.on('upgrade', (upgrade, socket, head) => {
      sockets.handleUpgrade(upgrade, socket, head, (webSocket: WebSocket) => {
        const line = speak(
          script,
          (text) => webSocket.send(text),
          () => webSocket.terminate(),
        );
        lines.push(line);
        webSocket.on('message', (data) => line.take(data.toString()));
      });
    });
    server.on('connection', (socket: Socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      http.emit('connection', socket);
    });
  });
  return sockets;
}

function speak(script: Script, send: (text: string) => void, drop: () => void): Line & { take(text: string): void } {
  const name = script.name ?? 'fe1.contoso.net';
  const association: NtlmServerAssociation = createNtlmServerAssociation({
    targetName: name,
    passwordOf: () => password,
    random: randomBytes,
    clock: systemClock,
    ...(script.schemes && { schemes: script.schemes }),
  });
  let cseq = 1;
  const sendSigned = (message: SipMessage, signing: Signing): void => {
    if (signing !== 'missing') association.sign(message);
    if (signing === 'wrong') {
      const value = message.headers.get('Authentication-Info') ?? '';
      message.headers.set(
        'Authentication-Info',
        value.replace(/rspauth="(\w{8})\w/, 'rspauth="$1z'.replace('z', /rspauth="\w{8}0/.test(value) ? '1' : '0')),
      );
    }
    send(serialise(message));
  };
  const reply = (to: SipRequest, { status, reason = 'Because', headers = [], body = '', signing = 'right' }: Reply): void => {
    const made = response(status, reason, new Headers(), body);
    for (const via of to.headers.getAll('Via')) made.headers.add('Via', via);
    for (const header of ['From', 'To', 'Call-ID', 'CSeq']) made.headers.add(header, to.headers.get(header)!);
    if (!/;tag=/.test(made.headers.get('To')!)) made.headers.set('To', `${made.headers.get('To')};tag=0123456789ABCDEF`);
    made.headers.add('Server', 'RTC/5.0');
    for (const [header, value] of headers) made.headers.add(header, value);
    sendSigned(made, signing);
  };
  const registered = (to: SipRequest): Reply => ({
    status: 200,
    reason: 'OK',
    headers: [
      ['Contact', `${to.headers.get('Contact')};expires=7200;gruu="sip:lena@contoso.net;opaque=user:epid:AAAA;gruu"`],
      ['Expires', to.headers.get('Expires') ?? '7200'],
    ],
  });
  const line: Line & { take(text: string): void } = {
    verdicts: [],
    received: [],
    drop,
    raw: send,
    push(method, headers, body = '', signing = 'right') {
      const made = request(
        method,
        'sip:lena@127.0.0.1',
        new Headers([['Via', `SIP/2.0/TCP ${name};branch=z9hG4bKscript${cseq}`]]),
        body,
      );
      const named = new Set(headers.map(([header]) => header.toLowerCase()));
      const defaults: readonly (readonly [string, string])[] = [
        ['From', '<sip:mika@contoso.net>;tag=77;epid=aabbccddee'],
        ['To', '<sip:lena@contoso.net>'],
        ['Call-ID', 'scripted'],
        ['CSeq', `${cseq++} ${method}`],
        ['Contact', '<sip:mika@contoso.net;opaque=user:epid:BBBB;gruu>'],
      ];
      for (const [header, value] of [...defaults.filter(([header]) => !named.has(header.toLowerCase())), ...headers])
        made.headers.add(header, value);
      sendSigned(made, signing);
    },
    take(text) {
      const message = parseMessage(text);
      line.received.push(message);
      if (association.established) line.verdicts.push(association.verify(message));
      if (message.kind === 'response') return;
      const authorization = message.headers.get('Authorization');
      if (!association.established) {
        if (authorization === undefined) {
          const told = script.first?.(message);
          return reply(
            message,
            told ?? { status: 401, headers: association.offers().map((offer) => ['WWW-Authenticate', offer] as const) },
          );
        }
        if (association.stepOf(authorization) === 'asks') {
          return reply(message, { status: 401, headers: [['WWW-Authenticate', association.challengeFor(authorization)]] });
        }
        if (association.accept(authorization, message).outcome !== 'accepted') {
          return reply(message, {
            status: 401,
            headers: association.offers().map((offer) => ['WWW-Authenticate', offer] as const),
          });
        }
      }
      const told = script.answer ? script.answer(message, line) : 'default';
      if (told === undefined || message.method === 'ACK') return;
      reply(
        message,
        told === 'default' ? (message.method === 'REGISTER' ? registered(message) : { status: 200, reason: 'OK' }) : told,
      );
    },
  };
  return line;
}
