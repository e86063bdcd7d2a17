import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type SecureContextOptions, type Server as TlsServer } from 'node:tls';
import type { Address } from '../../network/model.ts';
import type { Identity } from '../certificates/index.ts';
import type { LabServer, ListenerTls } from '../estate/index.ts';
import { type HeldPort, holdPort, whenFree } from './held-port.ts';
import { offerOldSuites } from './old-suites.ts';

export type Transport = 'tls' | 'tcp';

/**
 * How a listener is broken: its handshake ends in the middle, is begun by those alone who speak RC4 and 3DES, or there is none, because it
 * speaks HTTP.
 */
export type Manner = 'proper' | 'broken' | 'old-suites' | 'plain-http';

/** A listening port of a server, which can be closed and opened again at the same address. */
export interface Listener<T extends string = Transport> {
  readonly server: LabServer;
  readonly transport: T;
  readonly address: Address;
  /** From now on connections are refused, and those that are open are lost; the port stays ours. */
  shut(): Promise<void>;
  /** @throws when somebody else has taken the port meanwhile */
  reopen(): Promise<void>;
  /** For good: the port is given back. */
  close(): Promise<void>;
  /** Drops every connection, the silent ones too. */
  dropConnections(): void;
  /** From now on the handshake goes like this. */
  behave(manner: Manner): void;
  /** From now on another certificate, or other versions, or no handshake at all. */
  secure(identity: Identity, tls: ListenerTls, manner: Manner): void;
}

export interface ListenerOptions<T extends string = Transport> {
  readonly server: LabServer;
  readonly transport: T;
  /** Without TLS; default for `tcp`. */
  readonly plain?: boolean;
  readonly identity: Identity;
  /** PEM of the authority whose certificates clients may show, where they are asked for one. */
  readonly trust?: string;
  /** Only those who show one are let in. */
  readonly demanding?: boolean;
  /** While true, connections are taken and left without any answer, not even a handshake. */
  silent(): boolean;
  connected(socket: Socket, listener: Listener<T>): void;
  /** Hears of connections that ended before the client had said anything: `fe1.contoso.net tls`; of a `plain` port of the others, too. */
  touched?(what: string): void;
}

const host = '127.0.0.1';

/** Listens on loopback, on a port of the system's choice. */
export async function listen<T extends string>(options: ListenerOptions<T>): Promise<Listener<T>> {
  const sockets = new Set<Socket>();
  let port = 0;
  let current: Server | undefined;
  let held: HeldPort | undefined;
  let manner: Manner = 'proper';
  const tls = (options.plain ?? options.transport === 'tcp') ? undefined : securedBy(options, () => listener);
  const take = (socket: Socket): void => {
    if (tls === undefined) {
      hearTouches(socket, options);
      options.connected(socket, listener);
    } else if (manner === 'broken') socket.end();
    else if (manner === 'old-suites') offerOldSuites(socket);
    else if (manner === 'plain-http') socket.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    else void tls.emit('connection', socket);
  };

  const open = async (): Promise<void> => {
    const server = createServer({ noDelay: true }, (socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      // Without a reader an error event would end the process; whoever reads the socket sees the close anyway.
      socket.on('error', () => undefined);
      if (options.silent()) socket.resume();
      else take(socket);
    });
    server.listen(port, host);
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
    current = server;
  };
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const leave = async (): Promise<void> => {
    const server = current;
    if (server === undefined) return;
    current = undefined;
    const closed = once(server, 'close');
    server.close();
    dropConnections();
    await closed;
  };
  const giveBack = async (): Promise<void> => {
    const holding = held;
    held = undefined;
    await holding?.release();
  };
  const listener: Listener<T> = {
    server: options.server,
    transport: options.transport,
    get address() {
      return { host, port };
    },
    async shut() {
      if (current === undefined) return;
      await leave();
      held = await whenFree(() => holdPort(host, port));
    },
    async reopen() {
      if (current !== undefined) return;
      await giveBack();
      await whenFree(open);
    },
    async close() {
      await leave();
      await giveBack();
    },
    dropConnections,
    behave(how) {
      manner = how;
    },
    secure(identity, versions, how) {
      manner = how;
      tls?.setSecureContext({ ...contextOf(identity, versions), ...(options.trust !== undefined && { ca: options.trust }) });
    },
  };
  await open();
  return listener;
}

const contextOf = ({ certificate, key }: Identity, { minVersion, maxVersion, ciphers }: ListenerTls): SecureContextOptions => ({
  cert: certificate,
  key,
  minVersion,
  maxVersion,
  ...(ciphers !== undefined && { ciphers }),
});

/** Of TLS what counts is what was said inside of it. What is spoken at a port of its own kind, and not by users, is heard of as well. */
function hearTouches<T extends string>(socket: Socket, { touched, server, transport, plain }: ListenerOptions<T>): void {
  if (touched === undefined) return;
  socket.once('close', () => {
    if (socket.bytesRead === 0) touched(`${server.fqdn} ${transport}`);
    else if (plain === true) touched(`${server.fqdn} ${transport} spoken`);
  });
}

/** Does the handshake on sockets that were accepted elsewhere: a TLS server that listens nowhere itself. */
function securedBy<T extends string>(options: ListenerOptions<T>, self: () => Listener<T>): TlsServer {
  const { server, transport, identity, trust, demanding = false, connected, touched } = options;
  const tls = createTlsServer({
    ...contextOf(identity, server.pool.tls),
    // Clients need none; who shows one is judged by it.
    ...(trust !== undefined && { ca: trust, requestCert: true, rejectUnauthorized: demanding }),
  });
  tls.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    hearTouches(socket, options);
    connected(socket, self());
  });
  tls.on('tlsClientError', (_error, socket) => {
    touched?.(`${server.fqdn} ${transport} without handshake`);
    socket.destroy();
  });
  return tls;
}
