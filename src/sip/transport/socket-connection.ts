import type { Duplex } from 'node:stream';
import { Framer, WireError } from '../wire/index.ts';
import type { SipConnection } from './connection.ts';
import { type Ends, Line } from './line.ts';

/** What we use of a TCP or TLS socket. */
export interface StreamSocket extends Duplex {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  setNoDelay?(on: boolean): unknown;
  getProtocol?(): string | null;
  getCipher?(): { readonly standardName: string } | undefined;
}

/** How long a peer may take to close its side before it is cut off, in milliseconds. */
const grace = 500;

/** TLS version and cipher suite of a socket, if it has one. */
export function tlsOf(socket: StreamSocket): { readonly version: string; readonly cipher: string } | undefined {
  const version = socket.getProtocol?.();
  return version ? { version, cipher: socket.getCipher?.()?.standardName ?? 'unknown' } : undefined;
}

/** `[::1]` for a literal of IPv6: as it stands in a Via and a URI. */
export const hostOf = (address: string): string => (address.includes(':') ? `[${address}]` : address);

/** SIP over an open TCP or TLS socket: messages by Content-Length (RFC 3261 section 18.3), pings answered. */
export function socketConnection(socket: StreamSocket, ends: Ends): SipConnection {
  const line = new Line(ends);
  const framer = new Framer();
  const tls = tlsOf(socket);
  let failure: Error | undefined;
  let unsent = '';
  const flush = (): void => {
    const text = unsent;
    unsent = '';
    if (text !== '' && socket.writable) socket.write(text);
  };
  /** What is said in one turn of the event loop leaves in one piece: every write of its own costs a call of the system, and a TLS record. */
  const put = (text: string): void => {
    if (unsent === '') process.nextTick(flush);
    unsent += text;
  };

  socket.setNoDelay?.(true);
  socket.on('data', (bytes: Buffer) => {
    try {
      for (const event of framer.feed(bytes)) {
        if (event.kind === 'message') line.received(event.text);
        else if (event.kind === 'ping' && line.isOpen) put('\r\n');
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      failure = line.nonsense(error);
      socket.destroy();
    }
  });
  socket.on('error', (error) => {
    failure ??= error;
  });
  // The peer has said its last word: a half-open SIP connection is of no use to anybody.
  socket.on('end', () => socket.destroy());
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      line.ended(failure);
      resolve();
    });
  });
  if (socket.destroyed) line.ended(undefined);

  return {
    peer: ends.peer,
    address: ends.address,
    local: { host: hostOf(socket.localAddress ?? '127.0.0.1'), port: socket.localPort ?? 0 },
    protocol: tls === undefined ? 'TCP' : 'TLS',
    ...(tls && { tls }),
    get isOpen() {
      return line.isOpen;
    },
    send(text) {
      if (!line.isOpen) throw line.lost(failure);
      line.tell('sent', text);
      put(text);
    },
    ping() {
      if (line.isOpen) put('\r\n\r\n');
    },
    listen: (listener) => line.listen(listener),
    async close() {
      line.wantClosed();
      if (socket.destroyed) return;
      flush();
      socket.end();
      const cutOff = ends.clock.after(grace, () => socket.destroy());
      await closed;
      cutOff.cancel();
    },
  };
}
