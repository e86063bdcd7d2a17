import { describe, expect, it } from 'vitest';
import { labWithAgents } from '../../../test/support/lab-agents.ts';
import { scriptedEstate } from '../../../test/support/scripted-estate.ts';
import { systemClock } from '../../time/index.ts';
import { type Agent, availabilities, availabilityOf, availabilityValues, type Watch } from './index.ts';

const mika = 'sip:mika@contoso.net';
const milo = 'sip:milo@contoso.net';
const now = (): number => systemClock.monotonic();

describe('availability', () => {
  it.each([
    [0, 'unknown'],
    [2999, 'unknown'],
    [3000, 'available'],
    [5999, 'available'],
    [6000, 'busy'],
    [8999, 'busy'],
    [9000, 'do-not-disturb'],
    [12_000, 'be-right-back'],
    [15_000, 'away'],
    [17_999, 'away'],
    [18_000, 'offline'],
    [99_999, 'offline'],
  ])('%i is %s', (value, availability) => expect(availabilityOf(value)).toBe(availability));

  it('that is published is seen as what was meant; away is off work only with that activity', () => {
    for (const availability of availabilities) {
      const activity = availability === 'off-work' ? 'off-work' : undefined;
      expect(availabilityOf(availabilityValues[availability], activity)).toBe(availability);
    }
    expect(availabilityOf(3500, 'off-work')).toBe('available');
  });
});

/** Publishes, and waits until it is seen. */
async function shows(agent: Agent, watch: Watch, availability: Parameters<Agent['publish']>[0]): Promise<void> {
  const since = now();
  await agent.publish(availability);
  expect(await watch.until(agent.uri, availability, since, 2000)).toMatchObject({ availability });
}

describe('the own presence', () => {
  it('has all its states seen, from either generation', async () => {
    await using estate = await labWithAgents();
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    for (const [watcher, publisher] of [
      [lena, mika],
      [mika, lena],
    ] as const) {
      const watch = await watcher.watch([publisher.uri]);
      for (const availability of [
        'available',
        'off-work',
        'away',
        'off-work',
        'be-right-back',
        'do-not-disturb',
        'busy',
      ] as const) {
        await shows(publisher, watch, availability);
      }
      await watch.end();
    }
    expect(estate.lab.violations()).toEqual([]);
  });

  it('is aggregated over two endpoints: active where one is, idle where none is, and whole until the last has gone', async () => {
    await using estate = await labWithAgents();
    const lena = await estate.agent('lena');
    const desk = await estate.agent('mika');
    const home = await estate.agent('mika', { takeOver: true });
    const watch = await lena.watch([mika]);
    const next = async (act: () => Promise<unknown>, availability: 'available' | 'busy' | 'offline') => {
      const since = now();
      await act();
      return await watch.until(mika, availability, since, 2000);
    };
    expect(await next(() => desk.publish('available'), 'available')).toMatchObject({ isIdle: false });
    expect(await next(() => desk.own.beIdle(true), 'available')).toMatchObject({ isIdle: true, value: 5000 });
    // The other one becomes active: somebody is there.
    expect(await next(() => home.own.beIdle(false), 'available')).toMatchObject({ isIdle: false });
    expect(await next(() => home.own.beIdle(true), 'available')).toMatchObject({ isIdle: true });
    expect(await next(() => desk.own.beIdle(false), 'available')).toMatchObject({ isIdle: false });
    // What the user has set at one holds at both, in versions that the other has moved on.
    expect(await next(() => home.publish('busy'), 'busy')).toBeDefined();
    expect(await next(() => desk.publish('available'), 'available')).toBeDefined();
    expect(await desk.signOut()).toEqual([]);
    expect(watch.of(mika).availability).toBe('available');
    expect(await next(() => home.signOut(), 'offline')).toMatchObject({ value: 18_500 });
    expect(estate.lab.violations()).toEqual([]);
  });

  it.each(['lena', 'mika'])('of %s that was set by hand is taken back with the sign-out, whoever set it last', async (name) => {
    await using estate = await labWithAgents();
    const watcher = await estate.agent('milo');
    const [desk, home] = [await estate.agent(name), await estate.agent(name, { takeOver: true })];
    const watch = await watcher.watch([desk.uri]);
    await shows(desk, watch, 'busy');
    await shows(home, watch, 'do-not-disturb');
    await shows(desk, watch, 'away');
    // The second one finds nothing left to take back.
    expect([await desk.signOut(), await home.signOut()]).toEqual([[], []]);
    // Whoever comes next publishes no more than that somebody is there.
    const next = await estate.agent(name);
    const since = now();
    await next.own.beIdle(false);
    expect(await watch.until(next.uri, 'available', since, 2000)).toMatchObject({ isIdle: false });
    expect(watch.history(next.uri).filter(({ at }) => at >= since)).toHaveLength(1);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('is offline for watchers as soon as the connection is lost', async () => {
    await using estate = await labWithAgents();
    const [lena, agent] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    const watch = await lena.watch([mika]);
    await shows(agent, watch, 'busy');
    const since = now();
    const waiting = agent.own.untilAddedBy(lena.uri, 10_000);
    const ended = expect(waiting).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await estate.lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    await ended;
    expect(await watch.until(mika, 'offline', since, 2000)).toBeDefined();
  });

  it('carries a note across pools, which is taken back at the latest with the sign-out', async () => {
    await using estate = await labWithAgents();
    const [lena, agent] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    const watch = await lena.watch([mika, milo]);
    expect(watch.noteOf(mika)).toBeUndefined();
    await agent.publish('available');
    await agent.own.writeNote('Grüße <1 & 2> "日本"');
    expect(await watch.untilNote(mika, 'Grüße <1 & 2> "日本"', 2000)).toBe(true);
    await agent.own.writeNote('another');
    expect(await watch.untilNote(mika, 'another', 2000)).toBe(true);
    await agent.own.writeNote(undefined);
    expect(await watch.untilNote(mika, undefined, 2000)).toBe(true);
    // Nothing to take back is no request.
    await agent.own.writeNote(undefined);
    await agent.own.writeNote('last');
    expect(await watch.untilNote(mika, 'last', 2000)).toBe(true);
    expect(await agent.signOut()).toEqual([]);
    expect(await watch.untilNote(mika, undefined, 2000)).toBe(true);
    expect(watch.noteOf(milo)).toBeUndefined();
    expect(await watch.untilNote(milo, 'never written', 1)).toBe(false);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('keeps a note over a lost connection, and takes it back all the same', async () => {
    await using estate = await labWithAgents();
    const [lena, agent] = await Promise.all([estate.agent('lena'), estate.agent('mika', { regain: { tries: 8, pause: 20 } })]);
    const watch = await lena.watch([mika]);
    await agent.publish('busy');
    await agent.own.writeNote('still here');
    expect(await watch.untilNote(mika, 'still here', 2000)).toBe(true);
    const waiting = agent.hear(() => true, 5000);
    await estate.lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    await expect(waiting).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await estate.lab.faults.clear('pool-down');
    await agent.settled();
    expect(watch.noteOf(mika)).toBe('still here');
    expect(await agent.signOut()).toEqual([]);
    expect(await watch.untilNote(mika, undefined, 2000)).toBe(true);
    // The same with what was set before the loss.
    const since = now();
    await (await estate.agent('mika')).own.beIdle(false);
    expect(await watch.until(mika, 'available', since, 2000)).toBeDefined();
  });

  it('can be asked for once, at every pool, without a subscription that stays', async () => {
    await using estate = await labWithAgents();
    const [lena, agent, other] = await Promise.all([estate.agent('lena'), estate.agent('mika'), estate.agent('lars')]);
    await Promise.all([agent.publish('busy'), other.publish('be-right-back')]);
    const before = estate.wire.length;
    const seen = await lena.poll([mika, 'sip:lars@contoso.net', milo]);
    expect([...seen.values()].map(({ availability }) => availability)).toEqual(['busy', 'be-right-back', 'offline']);
    await agent.publish('away');
    expect((await lena.poll([mika])).get(mika)).toMatchObject({ availability: 'away' });
    const mine = estate.wire.slice(before).filter((entry) => entry.agent === lena.name);
    const sent = mine.filter(({ direction, text }) => direction === 'sent' && text.startsWith('SUBSCRIBE'));
    expect(sent.length).toBeGreaterThan(3);
    expect(sent.every(({ text }) => /^Expires: 0\r?$/m.test(text))).toBe(true);
    expect(mine.filter(({ direction, text }) => direction === 'received' && text.startsWith('BENOTIFY'))).toEqual([]);
    const nobody = 'sip:nobody@contoso.net';
    expect((await lena.poll([nobody])).get(nobody)).toMatchObject({ availability: 'unknown' });
  });

  it('can be asked for at each user by itself', async () => {
    await using estate = await labWithAgents();
    const [lena, agent] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    const before = estate.wire.length;
    const watch = await lena.watch([mika, milo], { singly: true });
    expect(watch.of(milo).availability).toBe('offline');
    await shows(agent, watch, 'busy');
    const asked = estate.wire
      .slice(before)
      .flatMap(({ agent, direction, text }) =>
        agent === lena.name && direction === 'sent' ? (/^SUBSCRIBE (\S+)/.exec(text)?.slice(1) ?? []) : [],
      );
    expect(asked).toEqual([mika, milo]);
    await watch.end();
    expect(estate.lab.violations()).toEqual([]);
  });

  it('is asked for at the user where a referral names no pool, and not twice', async () => {
    let asked: string[] = [];
    const list = (instance: string): string =>
      `<list xmlns="urn:ietf:params:xml:ns:rlmi" uri="sip:lena@contoso.net"><resource uri="${mika}"><instance id="0" ${instance}/></resource></list>`;
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer({ method, uri }) {
          if (method !== 'SUBSCRIBE') return 'default';
          asked.push(uri);
          return {
            status: 200,
            headers: [
              ['Expires', '3600'],
              ['ms-piggyback-cseq', '1'],
              ['Contact', '<sip:pool02.contoso.net:5061;transport=tls>'],
              ['Content-Type', 'application/rlmi+xml'],
            ],
            body: list('state="resubscribe"'),
          };
        },
      },
    });
    const agent = await estate.enter();
    const watch = await agent.watch([mika]);
    expect(asked).toEqual(['sip:lena@contoso.net', mika]);
    await expect(watch.until(mika, 'busy', 0, 2000)).rejects.toMatchObject({ code: 'PRESENCE_REFUSED' });
    asked = [];
  });

  it('tells who has added the user, until that is acknowledged', async () => {
    await using estate = await labWithAgents();
    const [lena, agent, other] = await Promise.all([estate.agent('lena'), estate.agent('mika'), estate.agent('mona')]);
    const waiting = agent.own.untilAddedBy(lena.uri, 5000);
    expect(await agent.own.untilAddedBy(other.uri, 1)).toBe(false);
    // To the other pool, and within it.
    await Promise.all([lena, other].map((watcher) => watcher.watch([mika], { added: true })));
    expect(await waiting).toBe(true);
    expect(await agent.own.untilAddedBy(other.uri, 2000)).toBe(true);
    await agent.own.acknowledge(lena.uri);
    expect(await agent.own.untilAddedBy(lena.uri, 1)).toBe(false);
    expect(await agent.signOut()).toEqual([]);
    // The server knows it too: only the one that was not acknowledged is told of again.
    const again = await estate.agent('mika');
    expect(await again.own.untilAddedBy(other.uri, 2000)).toBe(true);
    expect(await again.own.untilAddedBy(lena.uri, 1)).toBe(false);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('of a user whom no client ever signed in is seen by nobody, until it is shared', async () => {
    await using estate = await labWithAgents({ faults: [{ name: 'presence-not-shared' }] });
    const [lena, agent] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    expect([await lena.own.isShared(), await agent.own.isShared()]).toEqual([true, false]);
    const watch = await lena.watch([mika]);
    await agent.publish('busy');
    await agent.own.writeNote('hello');
    expect(await watch.until(mika, 'busy', 0, 50)).toBeUndefined();
    expect(watch.history(mika)).toEqual([]);
    expect(await agent.own.share()).toBe(true);
    expect(await watch.until(mika, 'busy', 0, 2000)).toBeDefined();
    expect(await watch.untilNote(mika, 'hello', 2000)).toBe(true);
    expect([await agent.own.isShared(), await agent.own.share()]).toEqual([true, false]);
    // Another endpoint of the user has learnt of it, in versions that count on.
    const second = await estate.agent('mika', { takeOver: true });
    expect(await second.own.isShared()).toBe(true);
    await second.own.unshare();
    await agent.own.unshare();
    expect(await (await estate.agent('mika', { takeOver: true })).own.isShared()).toBe(false);
    expect((await lena.poll([mika])).get(mika)).toMatchObject({ availability: 'unknown' });
    expect(estate.lab.violations()).toEqual([]);
  });
});
