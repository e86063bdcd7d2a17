import type { SipConnection } from './connection.ts';
import type { Ends, Line } from './line.ts';
import { hostOf, type StreamSocket, type TlsSight } from './stream-socket.ts';

/** How long a peer may take to close its side before it is cut off, in milliseconds. */
const grace = 500;

/** What a socket and a WebSocket do each in its own way, once they are open. */
export interface Carrier {
  readonly socket: StreamSocket;
  readonly protocol: SipConnection['protocol'];
  readonly tls: TlsSight | undefined;
  /** Why it broke, as far as it is known. */
  failure(): Error | undefined;
  write(text: string): void;
  ping(): void;
  isClosed(): boolean;
  /** Says what is left to be said, and asks the peer to close its side. */
  end(): void;
  /** Closes it without asking. */
  cut(): void;
  /** Ends when it is closed. */
  readonly closed: Promise<void>;
}

/** The connection that whoever speaks SIP holds, over an open socket or WebSocket. */
export function carriedBy(carrier: Carrier, line: Line, ends: Ends): SipConnection {
  const { socket, protocol, tls } = carrier;
  return {
    peer: ends.peer,
    address: ends.address,
    local: { host: hostOf(socket.localAddress ?? '127.0.0.1'), port: socket.localPort ?? 0 },
    protocol,
    ...(tls && { tls }),
    get isOpen() {
      return line.isOpen;
    },
    send(text) {
      if (!line.isOpen) throw line.lost(carrier.failure());
      line.tell('sent', text);
      carrier.write(text);
    },
    ping() {
      if (line.isOpen) carrier.ping();
    },
    listen: (listener) => line.listen(listener),
    async close() {
      line.wantClosed();
      if (carrier.isClosed()) return;
      carrier.end();
      const cutOff = ends.clock.after(grace, () => carrier.cut());
      await carrier.closed;
      cutOff.cancel();
    },
  };
}
