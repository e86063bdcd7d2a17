import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import type { Address } from '../../network/model.ts';
import type { Identity } from '../certificates/index.ts';
import type { LabServer } from '../estate/index.ts';

export type Transport = 'tls' | 'tcp';

/** A listening port of a server, which can be closed and opened again at the same address. */
export interface Listener {
  readonly server: LabServer;
  readonly transport: Transport;
  readonly address: Address;
  /** From now on connections are refused, and those that are open are lost. */
  shut(): Promise<void>;
  /** @throws when somebody else has taken the port meanwhile */
  reopen(): Promise<void>;
  /** Drops every connection, the silent ones too. */
  dropConnections(): void;
}

export interface ListenerOptions {
  readonly server: LabServer;
  readonly transport: Transport;
  readonly identity: Identity;
  /** While true, connections are taken and left without any answer, not even a handshake. */
  silent(): boolean;
  connected(socket: Socket, listener: Listener): void;
}

const host = '127.0.0.1';

/** Listens on loopback, on a port of the system's choice. */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const sockets = new Set<Socket>();
  let port = 0;
  let current: Server | undefined;
  const take =
    options.transport === 'tcp' ? (socket: Socket) => options.connected(socket, listener) : secured(options, () => listener);

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
  const listener: Listener = {
    server: options.server,
    transport: options.transport,
    get address() {
      return { host, port };
    },
    async shut() {
      const server = current;
      if (server === undefined) return;
      current = undefined;
      const closed = once(server, 'close');
      server.close();
      dropConnections();
      await closed;
    },
    async reopen() {
      if (current === undefined) await open();
    },
    dropConnections,
  };
  await open();
  return listener;
}

/** Does the handshake on sockets that were accepted elsewhere: a TLS server that listens nowhere itself. */
function secured({ server, identity, connected }: ListenerOptions, self: () => Listener): (socket: Socket) => void {
  const { minVersion, maxVersion, ciphers } = server.pool.tls;
  const tls: TlsServer = createTlsServer({
    cert: identity.certificate,
    key: identity.key,
    minVersion,
    maxVersion,
    ...(ciphers !== undefined && { ciphers }),
  });
  tls.on('secureConnection', (socket) => {
    socket.on('error', () => undefined);
    connected(socket, self());
  });
  tls.on('tlsClientError', (_error, socket) => socket.destroy());
  return (socket) => void tls.emit('connection', socket);
}
