import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tlsProfiles } from '../../src/network/index.ts';
import { createDigestAssociation } from '../../src/sip/auth/index.ts';
import { createRegistration, Endpoint } from '../../src/sip/client/index.ts';
import { openConnection } from '../../src/sip/transport/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { need } from '../support/tools.ts';
import { kamailioNeeds, type PoolName, type Pools, startPools } from './kamailio.ts';

const needs = kamailioNeeds();
const isPossible = needs.every((tool) => 'path' in tool);

/** Below the agent, which talks in conversations only: single requests of an endpoint. */
describe('MESSAGE outside of a dialog, over two pools of Kamailio', () => {
  let pools: Pools;
  const endpoints: Endpoint[] = [];
  beforeAll(async () => {
    if (isPossible) pools = await startPools();
  });
  afterEach(async () => {
    await Promise.all(endpoints.splice(0).map((endpoint) => endpoint.close()));
  });
  afterAll(async () => {
    await pools?.close();
  });
  beforeEach((context) => void need(context, ...needs));

  const registered = async (user: string, pool: PoolName, transport: 'tcp' | 'tls' | 'wss') => {
    const connection = await openConnection({
      agent: user,
      server: `${pool}.test`,
      address: { host: '127.0.0.1', port: pools.ports[pool][transport === 'tcp' ? 'tcp' : 'tls'] },
      transport,
      profile: tlsProfiles.modern,
      ca: pools.ca,
      budget: 5000,
      clock: systemClock,
    });
    const endpoint = new Endpoint({
      connection,
      association: createDigestAssociation({ login: user, password: { reveal: () => 'pw' }, random: randomBytes }),
      name: user,
      uri: `sip:${user}@${pool}.test`,
      epid: randomBytes(5).toString('hex'),
      userAgent: 'coex',
      budget: 10_000,
      clock: systemClock,
      random: randomBytes,
    });
    endpoints.push(endpoint);
    const heard: string[] = [];
    endpoint.userAgent.delegate = {
      onMessage: (message) => {
        heard.push(message.request.body);
        void message.accept();
      },
    };
    expect((await createRegistration(endpoint).register()).status).toBe(200);
    const say = async (to: string, content: string): Promise<number> =>
      (await endpoint.request('MESSAGE', { target: to, to, headers: [], body: { contentType: 'text/plain', content } })).status;
    return { uri: endpoint.options.uri, heard, say };
  };

  it.each([
    ['tcp', 'a'],
    ['tls', 'a'],
    ['wss', 'a'],
    ['tcp', 'b'],
    ['tls', 'b'],
    ['wss', 'b'],
  ] as const)('reaches its recipient, both ways: %s, to pool %s', async (transport, far) => {
    const alice = await registered(`alice-${transport}`, 'a', transport);
    const bob = await registered(`bob-${transport}`, far, transport);
    expect(await alice.say(bob.uri, 'Grüße')).toBe(200);
    expect(await bob.say(alice.uri, 'and back')).toBe(200);
    expect([bob.heard, alice.heard]).toEqual([['Grüße'], ['and back']]);
  });

  it('proves the password to a proxy for every request, several of them at once', async () => {
    const bob = await registered('bob', 'b', 'tls');
    const sue = await registered('sec-sue', 'a', 'tls');
    const texts = Array.from({ length: 20 }, (_, n) => `text ${n}`);
    expect(await Promise.all(texts.map((text) => sue.say(bob.uri, text)))).toEqual(texts.map(() => 200));
    expect(bob.heard.toSorted()).toEqual(texts.toSorted());
    expect(await sue.say('sip:nobody@b.test', 'x')).toBe(404);
  });
});
