import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { readQuestion, recordTypes, writeAnswer } from './wire.ts';
import type { Zone } from './zone.ts';

/** The name server of a lab. */
export interface NameServer {
  /** `127.0.0.1:40053`, UDP and TCP. */
  readonly address: string;
  close(): Promise<void>;
}

const host = '127.0.0.1';
const known: readonly number[] = Object.values(recordTypes);
const typeNames = new Map(Object.entries(recordTypes).map(([name, type]) => [type as number, name]));
const portsTried = 20;

/**
 * Listens on loopback, on one port of the system's choice for UDP and TCP. While `silent`, questions are taken and not answered; `asked` hears
 * of the others: `A pool01.contoso.net`.
 */
export async function startNameServer(zone: Zone, silent: () => boolean, asked?: (what: string) => void): Promise<NameServer> {
  const answer = (message: Buffer): Buffer | undefined => {
    const question = readQuestion(message);
    if (question === undefined || silent()) return undefined;
    asked?.(`${typeNames.get(question.type) ?? question.type} ${question.name}`);
    const found = zone.answers(question.name, question.type);
    return writeAnswer(question, found !== undefined, known.includes(question.type) ? (found ?? []) : []);
  };

  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined);
    converse(socket, answer);
  });
  const udp = createSocket('udp4');
  udp.on('message', (message, { port, address }) => {
    const reply = answer(message);
    if (reply !== undefined) udp.send(reply, port, address);
  });

  const port = await openBoth();
  let closed: Promise<unknown> | undefined;
  const shut = (): Promise<unknown> => {
    const ends = [once(tcp, 'close'), once(udp, 'close')];
    tcp.close();
    udp.close();
    for (const socket of sockets) socket.destroy();
    return Promise.all(ends);
  };
  return {
    address: `${host}:${port}`,
    async close() {
      closed ??= shut();
      await closed;
    },
  };

  /** TCP takes a free port; UDP needs the same number, which somebody else may have. */
  async function openBoth(): Promise<number> {
    for (let left = portsTried; ; left -= 1) {
      tcp.listen(0, host);
      await once(tcp, 'listening');
      const { port: chosen } = tcp.address() as AddressInfo;
      try {
        udp.bind(chosen, host);
        await once(udp, 'listening');
        udp.on('error', () => undefined);
        return chosen;
      } catch (error) {
        tcp.close();
        await once(tcp, 'close');
        if (left === 1) {
          udp.close();
          throw error;
        }
      }
    }
  }
}

/** Over TCP each message has its length before it (RFC 1035 section 4.2.2). */
function converse(socket: Socket, answer: (message: Buffer) => Buffer | undefined): void {
  let buffered = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    buffered = Buffer.concat([buffered, chunk]);
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE(0)) {
      const end = 2 + buffered.readUInt16BE(0);
      const reply = answer(buffered.subarray(2, end));
      buffered = buffered.subarray(end);
      if (reply === undefined) continue;
      const length = Buffer.alloc(2);
      length.writeUInt16BE(reply.length);
      socket.write(Buffer.concat([length, reply]));
    }
  });
}
