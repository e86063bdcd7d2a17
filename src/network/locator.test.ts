import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { createLocator } from './index.ts';

const mapped = { 'FE1.contoso.net': { host: '127.0.0.1', ports: { sip: 45061, web: 40443 } } };

it('asks the address map first, without regard to case, and knows a port for each service', async () => {
  const locator = createLocator({ addresses: mapped });
  expect(await locator.locate('fe1.contoso.net', 'sip', 5061)).toEqual({ host: '127.0.0.1', port: 45061 });
  expect(await locator.locate('fe1.CONTOSO.net', 'web', 443)).toEqual({ host: '127.0.0.1', port: 40443 });
  expect(await locator.locate('fe1.contoso.net', 'sip-tcp', 5060)).toEqual({ host: '127.0.0.1', port: 5060 });
});

it('takes addresses as they are and asks this host for other names', async () => {
  const locator = createLocator({ addresses: {} });
  expect(await locator.locate('192.0.2.7', 'sip', 5061)).toEqual({ host: '192.0.2.7', port: 5061 });
  expect(await locator.locate('::1', 'sip', 5061)).toEqual({ host: '::1', port: 5061 });
  expect((await locator.locate('localhost', 'sip', 5061)).host).toMatch(/^(127\.0\.0\.1|::1)$/);
});

it('says which resolver does not know a name, and after how long', async () => {
  const locator = createLocator({ addresses: {} });
  await expect(locator.locate('nowhere.invalid', 'sip', 5061)).rejects.toMatchObject({
    code: 'NAME_NOT_RESOLVED',
    message: expect.stringMatching(/^nowhere\.invalid .* this host's resolver after .* \(E[A-Z_]+\)\.$/),
  });
});

/** Answers every question with one address, or with "no such name", or not at all. */
async function nameServer(answer: (name: string) => 'none' | 'unknown' | 'silence' | number[]) {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const labels: string[] = [];
    let at = 12;
    for (let length = query[at]!; length > 0; length = query[at]!) {
      labels.push(query.toString('latin1', at + 1, at + 1 + length));
      at += length + 1;
    }
    const said = query.readUInt16BE(at + 1) === 1 ? answer(labels.join('.')) : 'none';
    if (said === 'silence') return;
    const question = query.subarray(12, at + 5);
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(said === 'unknown' ? 0x8183 : 0x8180, 2);
    for (const [count, value] of [
      [4, 1],
      [6, Array.isArray(said) ? 1 : 0],
      [8, 0],
      [10, 0],
    ] as const)
      head.writeUInt16BE(value, count);
    const record = Array.isArray(said) ? Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, ...said]) : Buffer.alloc(0);
    socket.send(Buffer.concat([head, question, record]), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { resolver: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}

it('asks the resolver of the environment and no other', async () => {
  const server = await nameServer((name) =>
    name === 'fe1.contoso.net'
      ? [127, 0, 0, 9]
      : name === 'silent.contoso.net'
        ? 'silence'
        : name === 'six.contoso.net'
          ? 'none'
          : 'unknown',
  );
  try {
    const locator = createLocator({ resolver: server.resolver, addresses: {} }, { timeout: 50 });
    expect(await locator.locate('fe1.contoso.net', 'sip', 5061)).toEqual({ host: '127.0.0.9', port: 5061 });
    const said = (fqdn: string) => locator.locate(fqdn, 'sip', 5061).catch((error: Error) => error.message);
    expect(await said('fe2.contoso.net')).toMatch(
      new RegExp(`^fe2\\.contoso\\.net is not known to the resolver ${server.resolver} after .* \\(ENOTFOUND\\)\\.$`),
    );
    expect(await said('six.contoso.net')).toContain('has no address at');
    expect(await said('silent.contoso.net')).toContain('got no answer from');
  } finally {
    server.close();
  }
});

it('names a resolver that is no address', async () => {
  const locator = createLocator({ resolver: 'not an address', addresses: {} });
  await expect(locator.locate('fe1.contoso.net', 'sip', 5061)).rejects.toMatchObject({ code: 'NAME_NOT_RESOLVED' });
});
