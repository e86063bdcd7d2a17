import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { expect, it } from 'vitest';
import { holdPort, whenFree } from './held-port.ts';

const host = '127.0.0.1';

async function listenAt(port: number) {
  const server = createServer((socket) => void socket.end()).listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: async () => void (await Promise.all([once(server, 'close'), server.close()])),
  };
}

/** How a connection to a port ends: that it is opened, or the code of the system. */
const knock = (port: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, host, () => resolve('open'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.on('connect', () => socket.destroy());
  });

it('whoever connects to a held port is refused, and its owner can have it back', async () => {
  const before = await listenAt(0);
  await before.close();
  const held = await holdPort(host, before.port);
  expect(await knock(before.port)).toBe('ECONNREFUSED');
  await held.release();
  const after = await listenAt(before.port);
  expect(after.port).toBe(before.port);
  expect(await knock(after.port)).toBe('open');
  await after.close();
});

it('a port in which somebody listens is not held', async () => {
  const other = await listenAt(0);
  await expect(holdPort(host, other.port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(await knock(other.port)).toBe('open');
  await other.close();
});

it('a port that somebody else has for a moment is held as soon as it is free', async () => {
  const other = await listenAt(0);
  let tries = 0;
  const held = await whenFree(async () => {
    tries++;
    // The first attempt finds it taken; the other is gone before the next.
    return holdPort(host, other.port).finally(() => (tries === 1 ? other.close() : undefined));
  });
  expect(tries).toBe(2);
  expect(await knock(other.port)).toBe('ECONNREFUSED');
  await held.release();
});

it('any other trouble is told at once', async () => {
  let tries = 0;
  const broken = whenFree(() => {
    tries++;
    return Promise.reject(Object.assign(new Error('no such address'), { code: 'EADDRNOTAVAIL' }));
  });
  await expect(broken).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' });
  expect(tries).toBe(1);
});
