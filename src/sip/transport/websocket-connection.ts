import { WebSocket } from 'ws';
import { CoexistenceError } from '../../errors/index.ts';
import { humanDuration, within } from '../../time/index.ts';
import { limits, messageInFrame, WireError } from '../wire/index.ts';
import { carriedBy } from './carried.ts';
import type { SipConnection } from './connection.ts';
import { type Ends, Line } from './line.ts';
import { type StreamSocket, tlsOf } from './stream-socket.ts';

/**
 * SIP over WebSocket (RFC 7118) on an open TCP or TLS socket: subprotocol `sip`, one frame is one message.
 * @throws CoexistenceError UNEXPECTED_ANSWER when the server does not speak it, NO_ANSWER after `budget` milliseconds, CONNECTION_LOST
 */
export async function webSocketConnection(socket: StreamSocket, ends: Ends, budget: number, path = '/'): Promise<SipConnection> {
  const tls = tlsOf(socket);
  // The socket has its TLS already, made with the profile of the pool: for `ws` it is a plain line.
  const webSocket = new WebSocket(`ws://${ends.peer}${path}`, ['sip'], {
    createConnection: () => socket as never,
    perMessageDeflate: false,
    maxPayload: limits.messageBytes,
  });
  const line = new Line(ends);
  let failure: Error | undefined;
  // Text and binary frames alike (RFC 7118 section 4.1).
  webSocket.on('message', (frame) => {
    if (failure !== undefined) return;
    try {
      line.received(messageInFrame(frame as Buffer));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      failure = line.nonsense(error);
      webSocket.terminate();
    }
  });
  webSocket.on('error', (error) => {
    failure ??= error;
  });
  const closed = new Promise<void>((resolve) => {
    webSocket.on('close', () => {
      line.ended(failure);
      resolve();
    });
  });
  const opened = new Promise<void>((resolve, reject) => {
    webSocket.once('open', resolve);
    webSocket.once('unexpected-response', (_request, response) => {
      response.resume();
      reject(unexpected(ends, `HTTP ${response.statusCode} where a WebSocket was asked for`));
    });
    webSocket.once('error', (error) =>
      reject(
        /subprotocol/i.test(error.message) ? unexpected(ends, 'a WebSocket without the subprotocol "sip"') : line.lost(error),
      ),
    );
    webSocket.once('close', () => reject(line.lost(undefined)));
  });
  try {
    if ((await within(opened, budget, ends.clock)) === undefined) {
      throw new CoexistenceError(
        'NO_ANSWER',
        `${ends.peer} took the connection of ${ends.agent} and did not answer the WebSocket handshake within ${humanDuration(budget)}.`,
        { facts: { server: ends.peer, after: budget } },
      );
    }
  } catch (error) {
    line.wantClosed();
    webSocket.terminate();
    socket.destroy();
    throw error;
  }

  const carrier = {
    socket,
    protocol: tls === undefined ? 'WS' : 'WSS',
    tls,
    failure: () => failure,
    write: (text: string) => webSocket.send(text),
    ping: () => webSocket.ping(),
    isClosed: () => webSocket.readyState === WebSocket.CLOSED,
    end: () => webSocket.close(),
    cut: () => webSocket.terminate(),
    closed,
  } as const;
  return carriedBy(carrier, line, ends);
}

const unexpected = (ends: Ends, what: string): CoexistenceError =>
  new CoexistenceError('UNEXPECTED_ANSWER', `${ends.peer} sent ${ends.agent} ${what}.`, { facts: { server: ends.peer } });
