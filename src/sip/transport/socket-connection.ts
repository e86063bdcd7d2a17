import { Framer, WireError } from '../wire/index.ts';
import { carriedBy } from './carried.ts';
import type { SipConnection } from './connection.ts';
import { type Ends, Line } from './line.ts';
import { type StreamSocket, tlsOf } from './stream-socket.ts';

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

  const carrier = {
    socket,
    protocol: tls === undefined ? 'TCP' : 'TLS',
    tls,
    failure: () => failure,
    write: put,
    ping: () => put('\r\n\r\n'),
    isClosed: () => socket.destroyed,
    end: () => {
      flush();
      socket.end();
    },
    cut: () => socket.destroy(),
    closed,
  } as const;
  return carriedBy(carrier, line, ends);
}
