import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connectTcp } from '../../network/index.ts';
import { systemClock } from '../../time/index.ts';
import { Framer, Headers, request, serialise } from '../wire/index.ts';
import { socketConnection } from './socket-connection.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const text = (n: number): string =>
  serialise(request('MESSAGE', 'sip:mika@contoso.net', new Headers([['CSeq', `${n} MESSAGE`]]), 'Grüße'));

/** A connection to a peer that writes down what it gets. */
async function connected() {
  const told: string[] = [];
  const framer = new Framer();
  const server = createServer((socket: Socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => {
      for (const event of framer.feed(bytes)) told.push(event.kind === 'message' ? event.text : event.kind);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  const address = { host: '127.0.0.1', port: (server.address() as { port: number }).port };
  const socket = await connectTcp(address, { budget: 5000, clock: systemClock });
  closing.push(() => socket.destroy());
  const writes: string[] = [];
  const { write } = socket;
  socket.write = ((piece: string, ...rest: never[]) => {
    writes.push(piece);
    return write.call(socket, piece, ...rest);
  }) as typeof socket.write;
  const connection = socketConnection(socket, { agent: 'legacy Lena', peer: 'fe1.contoso.net', address, clock: systemClock });
  return { connection, told, writes };
}

describe('a SIP connection over a socket', () => {
  it('sends what is said in one turn in one piece, in order, pings between', async () => {
    const { connection, told, writes } = await connected();
    connection.send(text(1));
    connection.ping();
    connection.send(text(2));
    expect(writes).toEqual([]);
    await expect.poll(() => told).toEqual([text(1), 'ping', text(2)]);
    connection.send(text(3));
    await expect.poll(() => told).toEqual([text(1), 'ping', text(2), text(3)]);
    expect(writes).toHaveLength(2);
    await connection.close();
  });

  it('has sent all that was said when it closes', async () => {
    const { connection, told } = await connected();
    const all = Array.from({ length: 200 }, (_, n) => text(n));
    for (const one of all) connection.send(one);
    await connection.close();
    await expect.poll(() => told).toEqual(all);
    expect(() => connection.send(text(1))).toThrow(expect.objectContaining({ code: 'CONNECTION_LOST' }));
  });
});
