import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { systemClock } from './clock.ts';

it('a deadline comes after what has arrived by then was read', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection') as Promise<[Socket]>;
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  try {
    const [peer] = await accepted;
    const seen: string[] = [];
    const over = new Promise<void>((resolve) => {
      client.once('data', () => seen.push('answer'));
      systemClock.after(5, () => resolve(void seen.push('deadline')), true);
    });
    // The answer lies there in time, and this process is busy until long after the deadline.
    await new Promise<void>((resolve) => peer.write('200', () => resolve()));
    const until = performance.now() + 60;
    while (performance.now() < until);
    await over;
    expect(seen).toEqual(['answer', 'deadline']);
  } finally {
    client.destroy();
    server.close();
  }
});

it('a deadline that is cancelled in its last moment does not come', async () => {
  let came = false;
  const deadline = systemClock.after(1, () => {
    came = true;
  });
  // Both timers are due in the same turn of the event loop, the deadline first.
  const cancelled = new Promise<void>((resolve) => setTimeout(() => resolve(deadline.cancel()), 1));
  const until = performance.now() + 20;
  while (performance.now() < until);
  await cancelled;
  await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  expect(came).toBe(false);
});
