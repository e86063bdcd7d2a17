import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabWithAgents, labWithAgents } from '../../../test/support/lab-agents.ts';
import { systemClock } from '../../time/index.ts';
import type { Agent } from './index.ts';

const mika = 'sip:mika@contoso.net';
const milo = 'sip:milo@contoso.net';
const lena = 'sip:lena@contoso.net';
const now = (): number => performance.now();

describe('an agent on the lab', () => {
  let at: LabWithAgents;
  let legacy: Agent;
  let migrated: Agent;
  beforeAll(async () => {
    at = await labWithAgents();
    [legacy, migrated] = await Promise.all([at.agent('lena'), at.agent('mika')]);
  });
  afterAll(async () => {
    const violations = at.lab.violations();
    await at[Symbol.asyncDispose]();
    expect(violations).toEqual([]);
  });

  it('signs in at the home pool and says how', async () => {
    expect(legacy.registration.hops).toMatchObject([
      { server: 'pool01.contoso.net', status: 200, product: 'RTC/4.0', targetName: 'fe1.contoso.net' },
    ]);
    expect(legacy.registration.hops[0]!.tls?.version).toMatch(/^TLSv1/);
    expect(legacy.registration.expires).toBeGreaterThan(0);
    expect(legacy.registration.foreignEndpoints).toEqual([]);
    expect(migrated.registration.hops.at(-1)?.product).toBe('RTC/5.0');
  });

  for (const transport of ['tls', 'tcp'] as const) {
    it(`follows the signed redirect to the home pool over ${transport}`, async () => {
      const maya = await at.agent('maya', { server: 'pool01.contoso.net', transport });
      expect(maya.registration.hops.map(({ status, product }) => [status, product])).toEqual([
        [301, 'RTC/4.0'],
        [200, 'RTC/5.0'],
      ]);
      expect(await maya.signOut()).toEqual([]);
    });
  }

  it('carries texts both ways in one conversation, unchanged and once each', async () => {
    const conversation = await legacy.converse(mika);
    const text = 'Grüße – 1 < 2 & "ok" ]]> \u{1F600}\nsecond line';
    await conversation.say(text);
    const heard = await migrated.hear((one) => one.from === lena, 2000);
    expect(heard).toMatchObject({ from: lena, text });
    await heard!.conversation.say('yes');
    expect(await legacy.hear((one) => one.from === mika, 2000)).toMatchObject({ text: 'yes' });
    expect(await migrated.hear(() => true, 1)).toBeUndefined();
    await conversation.end();
    await conversation.end();
    await expect(conversation.say('too late')).rejects.toMatchObject({ code: 'IM_REFUSED' });
  });

  it('keeps the order of many texts at once', async () => {
    const conversation = await migrated.converse(lena);
    const texts = Array.from({ length: 50 }, (_, n) => `text ${n}`);
    await Promise.all(texts.map((text) => conversation.say(text)));
    const heard: string[] = [];
    for (const _ of texts) heard.push((await legacy.hear((one) => one.from === mika, 2000))!.text);
    expect(heard).toEqual(texts);
    await conversation.end();
  });

  it('says why a conversation is refused: nobody signed in, nobody at all', async () => {
    await expect(legacy.converse('sip:mona@contoso.net')).rejects.toMatchObject({ code: 'IM_REFUSED', facts: { status: 480 } });
    await expect(legacy.converse('sip:nobody@contoso.net')).rejects.toMatchObject({
      code: 'IM_REFUSED',
      facts: { status: 404 },
      message: expect.stringContaining('ms-diagnostics'),
    });
  });

  it('sees what others publish, on its own pool and on another one', async () => {
    const other = await at.agent('milo');
    await other.publish('busy');
    const watch = await legacy.watch([mika, milo]);
    // The answers to the subscriptions told it already.
    expect(watch.of(milo)).toMatchObject({ availability: 'busy', value: 6500 });
    for (const availability of ['available', 'busy', 'do-not-disturb', 'be-right-back', 'away'] as const) {
      const since = now();
      await Promise.all([migrated.publish(availability), other.publish(availability)]);
      expect(await watch.until(mika, availability, since, 2000)).toMatchObject({ availability });
      expect(await watch.until(milo, availability, since, 2000)).toMatchObject({ availability });
    }
    const since = now();
    await other.signOut();
    expect(await watch.until(milo, 'offline', since, 2000)).toMatchObject({ availability: 'offline', value: 18500 });
    expect(watch.of('SIP:MIKA@contoso.net')).toMatchObject({ availability: 'away', value: 15500 });
    expect(await watch.until(mika, 'busy', now(), 1)).toBeUndefined();
    await watch.end();
    const seen = watch.history(mika).length;
    await migrated.publish('available');
    expect(watch.history(mika)).toHaveLength(seen);
  });

  it('repairs versions that another endpoint of the user moved on', async () => {
    const second = await at.agent('mika', { takeOver: true });
    expect(second.registration.foreignEndpoints).toHaveLength(1);
    const watch = await legacy.watch([mika]);
    for (const [agent, availability] of [
      [second, 'busy'],
      [migrated, 'away'],
      [second, 'do-not-disturb'],
      [migrated, 'available'],
    ] as const) {
      const since = now();
      await agent.publish(availability);
      expect(await watch.until(mika, availability, since, 2000)).toBeDefined();
    }
    await watch.end();
    await second.signOut();
  });

  it('steps back from a user who is signed in elsewhere, leaving nothing behind', async () => {
    const before = at.wire.length;
    await expect(at.agent('lena')).rejects.toMatchObject({
      code: 'USER_IN_USE',
      facts: { server: 'pool01.contoso.net', foreignEndpoints: [expect.stringContaining('sip.instance')] },
    });
    expect(
      at.wire.slice(before).filter(({ direction, text }) => direction === 'sent' && /^Expires: 0$/m.test(text)),
    ).toHaveLength(1);
    const answer = await fetch(`${at.lab.control}/users/${encodeURIComponent(lena)}`);
    expect(((await answer.json()) as { endpoints: unknown[] }).endpoints).toHaveLength(1);
    expect(legacy.lost).toBeUndefined();
  });

  it('names a refused password, and tries it once', async () => {
    const before = at.wire.length;
    const { user } = at.optionsFor('lars');
    const wrong = at.optionsFor('mona').user.password;
    await expect(at.agent('lars', { user: { ...user, password: wrong } })).rejects.toMatchObject({
      code: 'CREDENTIALS_REFUSED',
      message: expect.stringContaining('legacy Lars'),
      facts: { server: 'pool01.contoso.net', status: 401 },
    });
    const sent = at.wire.slice(before).filter(({ direction, agent }) => direction === 'sent' && agent === 'legacy Lars');
    expect(sent).toHaveLength(3);
    expect(at.wire.at(-1)).toMatchObject({ direction: 'note' });
  });

  it('names a user nobody knows', async () => {
    const { user } = at.optionsFor('lars');
    await expect(at.agent('lars', { user: { ...user, uri: 'sip:nobody@contoso.net' } })).rejects.toMatchObject({
      code: 'SIGN_IN_REFUSED',
    });
  });

  it('says that the server signed it out when the user is moved', async () => {
    const lucy = await at.agent('lucy');
    const waiting = lucy.hear(() => true, 5000);
    at.lab.move('sip:lucy@contoso.net', 'pool12.contoso.net');
    await expect(waiting).rejects.toMatchObject({
      code: 'USER_MOVED',
      message: expect.stringContaining('deactivated'),
    });
    expect(lucy.lost).toBeDefined();
    await expect(lucy.converse(lena)).rejects.toBe(lucy.lost);
    const again = await at.agent('lucy', { server: 'pool11.contoso.net' });
    expect(again.registration.hops.map(({ status }) => status)).toEqual([301, 200]);
    await again.signOut();
  });
});

describe('an agent', () => {
  for (const authenticationVersion of [2, 3, 4] as const) {
    it(`signs in and talks with version ${authenticationVersion} of the authentication`, async () => {
      await using at = await labWithAgents({ authenticationVersion });
      const [legacy, migrated] = await Promise.all([at.agent('lena', { server: 'pool12.contoso.net' }), at.agent('mika')]);
      const conversation = await legacy.converse(mika);
      await conversation.say('hello');
      expect(await migrated.hear(() => true, 2000)).toMatchObject({ text: 'hello' });
      expect(at.lab.violations()).toEqual([]);
    });
  }

  it('signs in where a pool speaks TLS 1.0 alone, with the profile of that pool', async () => {
    await using at = await labWithAgents({ tlsProfiles: { 'lync-2010': { minVersion: 'TLSv1', maxVersion: 'TLSv1' } } });
    const legacy = await at.agent('lena', { server: 'pool12.contoso.net' });
    expect(legacy.registration.hops.map(({ tls }) => tls?.version)).toEqual([expect.stringMatching(/^TLSv1\.[23]$/), 'TLSv1']);
  });

  it('says that a server takes suites only that Node does not speak, and is no failure of it', async () => {
    const server = 'fe2013a.contoso.net';
    await using at = await labWithAgents({ faults: [{ name: 'sip-ciphers-outdated', parameters: { server } }] });
    await expect(at.agent('mika')).rejects.toMatchObject({
      code: 'CIPHERS_NOT_SPOKEN',
      message: expect.stringContaining('TLS_RSA_WITH_RC4_128_SHA (TLS 1.0)'),
    });
    await at.lab.faults.clear('sip-ciphers-outdated');
    expect((await at.agent('mika')).registration.hops.at(-1)?.tls?.version).toBe('TLSv1.2');
  });

  it('follows redirects that name addresses', async () => {
    await using at = await labWithAgents({ addresses: true });
    const legacy = await at.agent('lena', { server: 'pool12.contoso.net' });
    expect(legacy.registration.hops.map(({ server, status }) => [server, status])).toEqual([
      ['pool12.contoso.net', 301],
      ['127.0.0.1', 200],
    ]);
  });

  it('is lost with its pool: everything that waits says so', async () => {
    await using at = await labWithAgents();
    const [legacy, migrated] = await Promise.all([at.agent('lena'), at.agent('mika')]);
    const watch = await migrated.watch([lena]);
    const waiting = [migrated.hear(() => true, 10_000), watch.until(lena, 'busy', now(), 10_000)];
    await at.lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    for (const wait of waiting) await expect(wait).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(migrated.lost).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await migrated.signOut()).toEqual([expect.stringContaining('CONNECTION_LOST')]);
    await expect(at.agent('mona', { server: 'pool01.contoso.net' })).rejects.toMatchObject({
      code: 'CONNECTION_REFUSED',
      message: expect.stringContaining('pool01.contoso.net had sent us there'),
    });
    expect(legacy.lost).toBeUndefined();
  });

  it('leaves no timer, socket or listener behind', async () => {
    const held = (): string[] =>
      process.getActiveResourcesInfo().filter((kind) => /^(?:Timeout|TCPSocketWrap|TLSWrap)$/.test(kind));
    await using at = await labWithAgents();
    const timers = held().length;
    const [legacy, migrated] = await Promise.all([at.agent('lena'), at.agent('mika', { server: 'pool01.contoso.net' })]);
    const watch = await legacy.watch([mika]);
    await migrated.publish('busy');
    const conversation = await legacy.converse(mika);
    await conversation.say('hello');
    await migrated.hear(() => true, 2000);
    await watch.until(mika, 'busy', 0, 2000);
    expect(held().length).toBeGreaterThan(timers);
    expect(await legacy.signOut()).toEqual([]);
    expect(await migrated.signOut()).toEqual([]);
    // The lab's ends of the connections close in their own time.
    for (let round = 0; round < 100 && held().length > timers; round++) await systemClock.sleep(10);
    expect(held().length).toBeLessThanOrEqual(timers);
  });
});
