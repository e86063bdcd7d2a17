import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

/** A port for datagrams, which can be closed and opened again at the same address. */
export interface DatagramPort {
  readonly port: number;
  /** From now on whoever sends something is told that nobody listens; the port stays ours. */
  shut(): Promise<void>;
  reopen(): Promise<void>;
  /** For good. */
  close(): Promise<void>;
}

const host = '127.0.0.1';

/** Answers datagrams on loopback, on a port of the system's choice; `undefined` leaves one without an answer. */
export async function openDatagramPort(answer: (message: Buffer) => Buffer | undefined): Promise<DatagramPort> {
  let current: Socket | undefined;
  let held: { readonly port: Socket; readonly anchor: Socket } | undefined;
  const bound = async (port: number): Promise<Socket> => {
    const socket = createSocket('udp4');
    socket.bind(port, host);
    await once(socket, 'listening');
    // Without a reader an error event would end the process: a sender that has gone is told to us as one.
    return socket.on('error', () => undefined);
  };
  const closed = async (socket: Socket | undefined): Promise<void> => {
    if (socket === undefined) return;
    const gone = once(socket, 'close');
    socket.close();
    await gone;
  };
  const open = async (port: number): Promise<Socket> => {
    const socket = await bound(port);
    socket.on('message', (message, from) => {
      const said = answer(message);
      if (said !== undefined) socket.send(said, from.port, from.address);
    });
    current = socket;
    return socket;
  };
  const { port } = (await open(0)).address();
  const giveBack = async (): Promise<void> => {
    const holding = held;
    held = undefined;
    await Promise.all([closed(holding?.port), closed(holding?.anchor)]);
  };
  return {
    port,
    async shut() {
      if (current === undefined) return;
      const before = current;
      current = undefined;
      await closed(before);
      // Connected to a socket of our own, it hears nobody else: the system refuses them, and gives the port to no other process.
      const anchor = await bound(0);
      const holder = await bound(port);
      holder.connect(anchor.address().port, host);
      await once(holder, 'connect');
      held = { port: holder, anchor };
    },
    async reopen() {
      if (current !== undefined) return;
      await giveBack();
      await open(port);
    },
    async close() {
      const before = current;
      current = undefined;
      await Promise.all([closed(before), giveBack()]);
    },
  };
}
