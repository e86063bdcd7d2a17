import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Identity } from '../../src/lab/certificates/index.ts';
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
  /** Default `tcp`; with `wss` give the identity it shows. */
  readonly transport?: 'tcp' | 'wss';
  readonly identity?: Identity;
  /** `sip` where WebSocket is spoken; `false`: none; `http`: no WebSocket at all. */
  readonly subprotocol?: 'sip' | 'http' | false;
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
  /** A request to lena, by default from mika with a Call-ID of its own choice; `headers` by name, instead of or beside the usual ones. */
  push(method: string, headers: Readonly<Record<string, string>>, body?: string, signing?: Signing): void;
  raw(bytes: string): void;
  drop(): void;
  /** Closes it after all that was sent. */
  hangUp(): void;
}

type TakingLine = Line & { take(text: string): void };

export interface ScriptedRegistrar {
  readonly port: number;
  readonly lines: Line[];
  close(): Promise<void>;
}

/** A registrar on loopback that does what a test says: for the answers that no correct one gives. */
export async function scriptedRegistrar(script: Script): Promise<ScriptedRegistrar> {
  const lines: Line[] = [];
  const open = new Set<{ destroy(): void }>();
  const take = (line: TakingLine, socket: Socket): void => {
    open.add(socket);
    lines.push(line);
    socket.on('error', () => {});
    socket.on('close', () => open.delete(socket));
  };
  const server = script.transport === 'wss' ? webSockets(script, take) : createServer();
  if (script.transport !== 'wss') {
    server.on('connection', (socket: Socket) => {
      const framer = new Framer();
      const line = speak(
        script,
        (text) => socket.write(text),
        () => socket.destroy(),
        () => void socket.end(),
      );
      take(line, socket);
      socket.on('data', (bytes) => {
        for (const event of framer.feed(bytes)) if (event.kind === 'message') line.take(event.text);
      });
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

/** SIP over WebSocket over TLS: an HTTP server that is handed decrypted connections. */
function webSockets(script: Script, take: (line: TakingLine, socket: Socket) => void): Server {
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => (script.subprotocol === false ? false : 'sip') });
  const http = createHttpServer((_request, answer) => {
    answer.writeHead(404).end();
  });
  // Without a listener an upgrade is a request like others, and is answered 404.

  if (script.subprotocol !== 'http')
    http.on('upgrade', (upgrade, socket, head) => {
      sockets.handleUpgrade(upgrade, socket, head, (webSocket: WebSocket) => {
        const line = speak(
          script,
          (text) => webSocket.send(text),
          () => webSocket.terminate(),
          () => webSocket.close(),
        );
        take(line, socket as Socket);
        webSocket.on('message', (data) => line.take(data.toString()));
      });
    });
  const { certificate: cert, key } = script.identity!;
  return createTlsServer({ cert, key }, (socket) => void http.emit('connection', socket));
}

function speak(script: Script, send: (text: string) => void, drop: () => void, hangUp: () => void): TakingLine {
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
      ['Contact', `${to.headers.get('Contact')};expires=7200;gruu="sip:lena@Contoso.Net;opaque=user:epid:AAAA;gruu"`],
      ['Expires', to.headers.get('Expires') ?? '7200'],
    ],
  });
  const line: TakingLine = {
    verdicts: [],
    received: [],
    drop,
    hangUp,
    raw: send,
    push(method, headers, body = '', signing = 'right') {
      const made = request(
        method,
        'sip:lena@127.0.0.1',
        new Headers([['Via', `SIP/2.0/TCP ${name};branch=z9hG4bKscript${cseq}`]]),
        body,
      );
      const usual = {
        From: '<sip:mika@contoso.net>;tag=77;epid=aabbccddee',
        To: '<sip:lena@contoso.net>',
        'Call-ID': 'scripted',
        CSeq: `${cseq++} ${method}`,
        Contact: '<sip:mika@contoso.net;opaque=user:epid:BBBB;gruu>',
      };
      for (const [header, value] of Object.entries({ ...usual, ...headers })) made.headers.set(header, value);
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
