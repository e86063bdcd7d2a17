import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

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
