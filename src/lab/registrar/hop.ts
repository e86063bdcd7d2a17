import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import {
  Framer,
  Headers,
  newBranch,
  parseMessage,
  parseNameAddr,
  type Random,
  response,
  type SipMessage,
  type SipRequest,
  serialise,
  splitList,
  WireError,
} from '../../sip/wire/index.ts';
import { setVias } from './connection.ts';

/** One client's way through a server that passes everything on: an Edge Server, or a front end to which an Edge Server has come. */
export interface HopOptions {
  readonly client: Socket;
  /** Opens the connection to the server behind. */
  open(): TLSSocket;
  /** `SIP/2.0/TLS edge01a.contoso.net:5061` */
  readonly via: string;
  /** URI that stays in the route of dialogs; absent: the hop does not stay in it. */
  readonly route?: string;
  /** What the client has said already. */
  readonly said?: readonly SipRequest[];
  readonly random: Random;
  /** While true nothing is heard and nothing is said. */
  silent(): boolean;
  violated(reason: string): void;
}

const dialogForming = ['INVITE', 'SUBSCRIBE', 'REFER'];

/**
 * Passes SIP messages on between a client and a server behind, both ways (RFC 3261 section 16): a Via on each request, taken off its
 * answer again, and a Record-Route where it stays in the route. Signatures are of client and server and are not touched. A server that is
 * not there is told as 504.
 */
export function passOn({ client, open, via, route, said = [], random, silent, violated }: HopOptions): void {
  let server: TLSSocket | undefined;
  const waiting: SipRequest[] = [];
  let isThere = false;
  let early: SipMessage[] = [];
  const write = (socket: Socket, message: SipMessage): void => {
    if (!silent() && !socket.destroyed) socket.write(serialise(message));
  };
  // Nobody is asked for before the client has said something: then there is somebody to be told that nobody is there.
  const up = (message: SipMessage): void => {
    server ??= reach();
    if (!isThere) early.push(message);
    else write(server, message);
  };

  const onward = (message: SipMessage): SipMessage => {
    const headers = message.headers.clone();
    const vias = headers.getAll('Via').flatMap(splitList);
    if (message.kind === 'response') {
      if (!vias[0]?.startsWith(via)) throw new WireError('an answer to somebody else');
      setVias(headers, vias.slice(1));
      return { ...message, headers };
    }
    setVias(headers, [`${via};branch=${newBranch(random)}`, ...vias]);
    if (route !== undefined) {
      const routes = headers.getAll('Route').flatMap(splitList);
      headers.remove('Route');
      for (const [at, value] of routes.entries()) if (at > 0 || parseNameAddr(value).uri !== route) headers.add('Route', value);
      if (dialogForming.includes(message.method) && parseNameAddr(headers.get('To') ?? '').parameters.tag === undefined) {
        headers.prepend('Record-Route', `<${route}>`);
      }
    }
    return { ...message, headers };
  };

  const relayed = (from: Socket, framer: Framer, to: (message: SipMessage) => void) => (bytes: Buffer) => {
    if (silent()) return;
    try {
      for (const event of framer.feed(bytes)) {
        if (event.kind !== 'message') continue;
        const message = parseMessage(event.text);
        if (from === client && message.kind === 'request' && message.method !== 'ACK') waiting.push(message);
        if (from !== client && message.kind === 'response' && message.status >= 200) waiting.shift();
        to(onward(message));
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      violated(error.message);
      from.destroy();
    }
  };
  function reach(): TLSSocket {
    const opened = open();
    opened.on(
      'data',
      relayed(opened, new Framer(), (message) => write(client, message)),
    );
    opened.on('error', () => undefined);
    opened.once('secureConnect', () => {
      isThere = true;
      for (const message of early) write(opened, message);
      early = [];
    });
    opened.once('close', () => {
      for (const request of waiting) write(client, noWay(request));
      client.end();
    });
    return opened;
  }

  client.on('data', relayed(client, new Framer(), up));
  client.once('close', () => server?.destroy());
  if (client.destroyed) return;
  for (const request of said) {
    waiting.push(request);
    up(onward(request));
  }
}

/** The answer of a proxy that cannot reach the next one. */
function noWay({ headers }: SipRequest): SipMessage {
  const copied = ['Via', 'From', 'To', 'Call-ID', 'CSeq'].flatMap((name) =>
    headers.getAll(name).map((value) => [name, value] as const),
  );
  return response(504, 'Server time-out', new Headers(copied), '');
}
