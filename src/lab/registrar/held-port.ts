import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { systemClock } from '../../time/index.ts';

/** A port at which nobody listens, and which the system gives to nobody else. */
export interface HeldPort {
  release(): Promise<void>;
}

/**
 * Keeps a port that a listener has just left: whoever connects to it is refused, and no process of this machine that asks for any port gets it. A
 * connection that starts from the port and leads to an anchor of our own does that, on systems that count ports of connections as taken.
 *
 * @throws the error of the system when somebody else has taken the port meanwhile
 */
export async function holdPort(host: string, port: number): Promise<HeldPort> {
  const taken: Socket[] = [];
  const anchor = createServer((socket) => taken.push(socket.on('error', () => undefined)));
  anchor.listen(0, host);
  await once(anchor, 'listening');
  const address = anchor.address();
  const far = typeof address === 'object' && address !== null ? address.port : 0;
  const holding = connect({ host, port: far, localAddress: host, localPort: port });
  const release = async (): Promise<void> => {
    const closed = once(anchor, 'close');
    anchor.close();
    // Without a reset the port would be busy for a while after it is given back.
    holding.resetAndDestroy();
    for (const socket of taken) socket.destroy();
    await closed;
  };
  try {
    await Promise.all([once(holding, 'connect'), once(anchor, 'connection')]);
  } catch (error) {
    await release();
    throw error;
  }
  holding.on('error', () => undefined);
  return { release };
}

/** Between two attempts, in milliseconds, and how many there are: connections of others come and go. */
const pause = 50;
const attempts = 100;

/**
 * Does what needs a port of ours that is free for a moment, again while a connection of somebody else has it: in the moment between a
 * listener and its holder, or back, the system may give the port away.
 * @throws the error of the last attempt; any other than EADDRINUSE at once
 */
export async function whenFree<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || attempt === attempts) throw error;
      await systemClock.sleep(pause);
    }
  }
}
