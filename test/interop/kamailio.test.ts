import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/redaction/index.ts';
import { need } from '../support/tools.ts';
import { kamailioNeeds, type Pools, startPools } from './kamailio.ts';

const needs = kamailioNeeds();
const isPossible = needs.every((tool) => 'path' in tool);

describe('two pools of Kamailio', () => {
  let pools: Pools;
  beforeAll(async () => {
    if (isPossible) pools = await startPools();
  });
  afterAll(async () => {
    await pools?.close();
  });
  beforeEach((context) => void need(context, ...needs));

  describe.each(['tcp', 'tls', 'wss'] as const)('over %s', (transport) => {
    it.each([
      ['within a pool', 'a'],
      ['across pools', 'b'],
    ] as const)('registers by digest, invites with our SDP and exchanges texts both ways: %s', async (_, far) => {
      const alice = await pools.enter(`alice-${transport}-${far}`, 'a', transport);
      const bob = await pools.enter(`bob-${transport}-${far}`, far, transport);
      expect(alice.registration.hops.map(({ status }) => status)).toEqual([200]);
      expect(alice.registration.expires).toBeGreaterThan(0);
      const conversation = await alice.converse(bob.uri);
      await conversation.say('Grüße, 1 < 2 & "ok"');
      const heard = await bob.hear(() => true, 5000);
      expect(heard).toMatchObject({ from: alice.uri, text: 'Grüße, 1 < 2 & "ok"' });
      await heard!.conversation.say('and back');
      expect(await alice.hear(() => true, 5000)).toMatchObject({ from: bob.uri, text: 'and back' });
      for (let n = 0; n < 10; n++) await conversation.say(`text ${n}`);
      for (let n = 0; n < 10; n++) expect(await bob.hear(() => true, 5000)).toMatchObject({ text: `text ${n}` });
      await conversation.end();
      expect(await alice.signOut()).toEqual([]);
      expect(await bob.signOut()).toEqual([]);
    });
  });

  it('names a refused password, and tries it once', async () => {
    const sent: string[] = [];
    const wire = {
      passed: ({ direction, text }: { direction: string; text: string }) => void (direction === 'sent' && sent.push(text)),
    };
    const wrong = { name: 'alice', uri: 'sip:alice@a.test', login: 'alice', password: new Secret('wrong') };
    await expect(pools.enter('alice', 'a', 'tcp', { user: wrong, wire })).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' });
    expect(sent.filter((text) => /^Authorization: Digest/m.test(text))).toHaveLength(1);
  });

  it('believes no registrar that wants no signatures, unless digest was asked for', async () => {
    await expect(pools.enter('alice', 'a', 'tcp', { authentication: 'auto' })).rejects.toMatchObject({
      code: 'SCHEME_NOT_OFFERED',
      message: expect.stringContaining('offers alice Digest'),
    });
  });

  it('follows a redirect to the other pool', async () => {
    const agent = pools.enter('redir-rose', 'a', 'tls');
    // The other pool knows nobody of this domain.
    await expect(agent).rejects.toMatchObject({ facts: expect.objectContaining({ status: 404, redirectedBy: 'a.test' }) });
  });

  it('proves the password to a proxy too, within a call', async () => {
    const bob = await pools.enter('bob', 'b', 'tls');
    const secured = await pools.enter('sec-sue', 'a', 'tls');
    const conversation = await secured.converse(bob.uri);
    await conversation.say('through a proxy that asks');
    expect(await bob.hear(() => true, 5000)).toMatchObject({ text: 'through a proxy that asks' });
    await conversation.end();
  });

  it('says that nobody is there', async () => {
    const alice = await pools.enter('alone', 'a', 'tls');
    await expect(alice.converse('sip:nobody@b.test')).rejects.toMatchObject({ code: 'IM_REFUSED', facts: { status: 404 } });
  });
});
