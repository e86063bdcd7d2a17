import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabWithAgents, labWithAgents } from '../../../test/support/lab-agents.ts';
import { scriptedEstate } from '../../../test/support/scripted-estate.ts';
import { type Clock, systemClock } from '../../time/index.ts';
import type { Agent, LifeEvent } from './model.ts';

const lena = 'sip:lena@contoso.net';
const lars = 'sip:lars@contoso.net';
const mika = 'sip:mika@contoso.net';

const kinds = ({ life }: Agent): readonly LifeEvent['kind'][] => life.map(({ kind }) => kind);

/** A clock on which waits of some lengths are others: what takes minutes in the field happens at once, or never. */
const clockWhere = (waits: (ms: number) => number | 'never'): Clock => ({
  ...systemClock,
  after(ms, call, hold) {
    const other = waits(ms);
    return other === 'never' ? { cancel: () => {} } : systemClock.after(other, call, hold);
  },
});

describe('a registration', () => {
  let at: LabWithAgents;
  beforeAll(async () => {
    at = await labWithAgents({ keepAliveSeconds: 77 });
  });
  afterAll(async () => {
    await at[Symbol.asyncDispose]();
  });

  it('is proven anew on the living connection, whatever the server challenges', async () => {
    const [legacy, migrated] = [await at.agent('lena'), await at.agent('mika')];
    const endpoints = at.lab.endpointsOf(lena);
    const watch = await legacy.watch([mika]);
    const challenged = async (what: () => Promise<unknown>): Promise<void> => {
      const before = legacy.life.length;
      at.lab.wantProof(lena);
      await what();
      expect(kinds(legacy).slice(before)).toEqual(['proven-anew']);
    };
    await challenged(() => legacy.renew());
    await challenged(() => legacy.publish('busy'));
    let conversation = await legacy.converse(mika);
    await challenged(async () => {
      await conversation.end();
    });
    await challenged(async () => {
      conversation = await legacy.converse(mika);
    });
    await challenged(() => conversation.say('hello'));
    await challenged(() => conversation.type(true));
    await challenged(() => legacy.watch([lars]));
    await challenged(() => watch.end());
    expect(await migrated.hear(({ text }) => text === 'hello', 2000)).toBeDefined();
    expect(at.lab.endpointsOf(lena)).toEqual(endpoints);
    at.lab.wantProof(lena);
    expect(await legacy.signOut()).toEqual([]);
    expect(at.lab.endpointsOf(lena)).toEqual([]);
    expect(await migrated.signOut()).toEqual([]);
    expect(at.lab.violations()).toEqual([]);
  });

  it('is proven anew once when many requests are challenged at the same time', async () => {
    const [legacy, migrated] = [await at.agent('lena'), await at.agent('mika')];
    const conversation = await legacy.converse(mika);
    at.lab.wantProof(lena);
    await Promise.all(['one', 'two', 'three', 'four'].map((text) => conversation.say(text)));
    const heard = await Promise.all([1, 2, 3, 4].map(() => migrated.hear(() => true, 2000)));
    expect(heard.map((one) => one?.text).toSorted()).toEqual(['four', 'one', 'three', 'two']);
    expect(kinds(legacy)).toEqual(['proven-anew']);
    await legacy.renew(true);
    expect(kinds(legacy)).toEqual(['proven-anew', 'proven-anew']);
    // The far side does not wait while the proof goes on: both ways, all at once.
    const answering = (await migrated.converse(lena)) as typeof conversation;
    await Promise.all([legacy.renew(true), answering.say('back'), conversation.say('forth')]);
    expect(await legacy.hear(({ text }) => text === 'back', 2000)).toBeDefined();
    expect(await migrated.hear(({ text }) => text === 'forth', 2000)).toBeDefined();
    expect([await legacy.signOut(), await migrated.signOut()]).toEqual([[], []]);
    expect(at.lab.violations()).toEqual([]);
  });

  it('ends when the new proof is refused, and does not try again', async () => {
    const lucy = at.lab.estate.users.get('sip:lucy@contoso.net') as { password: string };
    const agent = await at.agent('lucy');
    const { password } = lucy;
    lucy.password = 'changed meanwhile';
    try {
      await expect(agent.renew(true)).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' });
    } finally {
      lucy.password = password;
    }
    expect(agent.lost).toMatchObject({ code: 'CREDENTIALS_REFUSED' });
    expect(kinds(agent)).toEqual(['lost']);
    await expect(agent.converse(mika)).rejects.toBe(agent.lost);
  });

  it('says of the proof that a challenged request asked for that it was refused', async () => {
    const lucy = at.lab.estate.users.get('sip:lucy@contoso.net') as { password: string };
    const agent = await at.agent('lucy');
    const { password } = lucy;
    lucy.password = 'changed meanwhile';
    at.lab.wantProof('sip:lucy@contoso.net');
    try {
      await expect(agent.converse(mika)).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' });
    } finally {
      lucy.password = password;
    }
  });

  it('is kept alive by pings where the server closes idle connections', async () => {
    await at.lab.faults.set('idle-connections-closed', { pool: 'pool01.contoso.net' });
    try {
      const kept = await at.agent('lena', { clock: clockWhere((ms) => (ms === 77_000 ? 50 : ms)) });
      const idle = await at.agent('lars', { clock: clockWhere((ms) => (ms === 77_000 ? 'never' : ms)) });
      await expect.poll(() => idle.lost, { timeout: 5000 }).toMatchObject({ code: 'CONNECTION_LOST' });
      expect(kept.lost).toBeUndefined();
      // Where nothing comes but pings, it asks for something that must be answered.
      await expect.poll(() => kinds(kept)).toContain('renewed');
      expect(await kept.signOut()).toEqual([]);
      expect(kinds(idle)).toEqual(['lost']);
    } finally {
      await at.lab.faults.clear('idle-connections-closed');
    }
  });

  it('is not pinged without end where the server wants to hear something after 0 seconds', async () => {
    await using idle = await labWithAgents({ keepAliveSeconds: 0 });
    const waits: number[] = [];
    const clock = clockWhere((ms) => {
      waits.push(ms);
      return ms;
    });
    const agent = await idle.agent('lena', { clock });
    await agent.publish('busy');
    expect(waits.length).toBeGreaterThan(0);
    expect(waits).not.toContain(0);
    expect(await agent.signOut()).toEqual([]);
  });

  it('that the server does not renew ends with the reason', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method, headers }) =>
          method === 'REGISTER' && Number.parseInt(headers.get('CSeq')!, 10) > 3
            ? { status: 503, reason: 'Service Unavailable', headers: [['ms-diagnostics', '2140;reason="Busy";source="fe1"']] }
            : 'default',
      },
    });
    const agent = await estate.enter();
    await expect(agent.renew()).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED', facts: { status: 503 } });
    expect(agent.lost).toMatchObject({ message: expect.stringContaining('did not renew the registration of legacy Lena: 503') });
  });

  it('that leads elsewhere when it is renewed was moved', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method, headers }) =>
          method === 'REGISTER' && Number.parseInt(headers.get('CSeq')!, 10) > 3
            ? { status: 301, headers: [['Contact', '<sip:pool02.contoso.net:5061;transport=tls>']] }
            : 'default',
      },
    });
    const agent = await estate.enter();
    await expect(agent.renew()).rejects.toMatchObject({ code: 'USER_MOVED', message: expect.stringContaining('pool02') });
  });
});

it('a server that closes the connection as soon as somebody has signed out loses nobody', async () => {
  await using estate = await scriptedEstate({
    'fe1.contoso.net': {
      answer({ method, headers }, line) {
        if (method !== 'REGISTER' || headers.get('Expires') !== '0') return 'default';
        queueMicrotask(() => line.hangUp());
        return 'default';
      },
    },
  });
  const agent = await estate.enter({ regain: { tries: 3, pause: 1 } });
  expect(await agent.signOut()).toEqual([]);
  await agent.settled();
  expect(agent.life).toEqual([]);
});

describe('a notice that the registration is over', () => {
  const notices = [
    ['deregistered;event=deactivated', 'moved', 'USER_MOVED'],
    ['deregistered;event=rejected', 'disabled', 'USER_DISABLED'],
    ['deregistered; event="unregistered"', 'signed-in-elsewhere', 'USER_IN_USE'],
    ['deregistered;event=shrug', 'signed-out', 'SIGNED_OUT_BY_SERVER'],
    ['', 'signed-out', 'SIGNED_OUT_BY_SERVER'],
  ] as const;
  for (const [body, kind, code] of notices) {
    it(`"${body}" says: ${kind}`, async () => {
      await using estate = await scriptedEstate({ 'fe1.contoso.net': {} });
      const agent = await estate.enter({ regain: { tries: 5, pause: 1 } });
      const waiting = agent.hear(() => true, 5000);
      estate.registrars['fe1.contoso.net']!.lines[0]!.push(
        'NOTIFY',
        {
          'Call-ID': 'notice',
          Event: 'registration-notify',
          'subscription-state': 'terminated;expires=0',
          'ms-diagnostics-public': '4141;reason="User disabled"',
        },
        body,
      );
      await expect(waiting).rejects.toMatchObject({
        code,
        message: expect.stringContaining('4141;reason="User disabled"'),
        facts: { notice: body, meaning: 'the account is disabled' },
      });
      expect(agent.life[0]).toMatchObject({ kind, notice: body, diagnostics: ['4141;reason="User disabled"'] });
      // Whoever was signed out does not come back by itself.
      await agent.settled();
      expect(kinds(agent)).toEqual([kind, 'lost']);
    });
  }

  it('is heard when it follows the sign-in on its heels', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer(request, line) {
          // Before the 200: nobody is there yet who could take it.
          if (request.method === 'REGISTER')
            line.push('NOTIFY', { 'Call-ID': 'n', Event: 'registration-notify' }, 'deregistered;event=rejected');
          return 'default';
        },
      },
    });
    const agent = await estate.enter();
    expect(agent.lost).toMatchObject({ code: 'USER_DISABLED' });
  });
});

describe('an agent that lost its connection', () => {
  const regain = { tries: 8, pause: 20 };

  it('comes back: signed in, watching and shown as before', async () => {
    await using at = await labWithAgents();
    const migrated = await at.agent('mika', { regain });
    const legacy = await at.agent('lena');
    const [watch, onlooker] = [await migrated.watch([lena]), await legacy.watch([mika])];
    await migrated.publish('busy');
    await onlooker.until(mika, 'busy', 0, 2000);
    const waiting = migrated.hear(() => true, 10_000);
    const [first] = at.lab.endpointsOf(mika);
    const down = systemClock.monotonic();
    await at.lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    await expect(waiting).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await expect(watch.until(lena, 'busy', down, 1000)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await expect(migrated.publish('away')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    // Offline is seen although nobody signed out.
    expect(await onlooker.until(mika, 'offline', down, 2000)).toBeDefined();
    await at.lab.faults.clear('pool-down');
    const up = systemClock.monotonic();
    await migrated.settled();
    expect(migrated.lost).toBeUndefined();
    expect(kinds(migrated)).toEqual(['lost', 'regained']);
    expect(at.lab.endpointsOf(mika)).toMatchObject([{ epid: first!.epid }]);
    expect(await onlooker.until(mika, 'busy', up, 2000)).toBeDefined();
    await legacy.publish('away');
    expect(await watch.until(lena, 'away', up, 2000)).toBeDefined();
    const conversation = await legacy.converse(mika);
    await conversation.say('back again?');
    expect(await migrated.hear(() => true, 2000)).toMatchObject({ text: 'back again?' });
    expect(await migrated.signOut()).toEqual([]);
    expect(at.lab.endpointsOf(mika)).toEqual([]);
    expect(at.lab.violations()).toEqual([]);
  });

  it('gives up after so many tries, and says what the last one met', async () => {
    await using at = await labWithAgents();
    const migrated = await at.agent('mika', { regain: { tries: 3, pause: 1 } });
    await at.lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    await expect.poll(() => kinds(migrated)).toEqual(['lost', 'given-up']);
    await migrated.settled();
    expect(migrated.lost).toMatchObject({ code: 'CONNECTION_REFUSED' });
    expect(migrated.life.at(-1)).toMatchObject({ tries: 3 });
    expect(await migrated.signOut()).toEqual([expect.stringContaining('CONNECTION_REFUSED')]);
  });

  it('can be signed out while it tries', async () => {
    await using at = await labWithAgents();
    const migrated = await at.agent('mika', { regain: { tries: 3, pause: 600_000 } });
    await at.lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    await expect.poll(() => migrated.lost).toBeDefined();
    expect(await migrated.signOut()).toEqual([expect.stringContaining('CONNECTION_LOST')]);
  });

  it('does not resume a watch that was ended meanwhile', async () => {
    await using at = await labWithAgents();
    const migrated = await at.agent('mika', { regain });
    const watch = await migrated.watch([lena]);
    await at.lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    await expect.poll(() => migrated.lost).toBeDefined();
    await watch.end();
    const before = at.wire.length;
    await at.lab.faults.clear('pool-down');
    await migrated.settled();
    expect(migrated.lost).toBeUndefined();
    expect(at.wire.slice(before).filter(({ text }) => text.startsWith('SUBSCRIBE '))).toEqual([]);
  });

  it('is offline for its watchers when it says nothing more, as soon as its registration ends', async () => {
    await using at = await labWithAgents({ registrationSeconds: 2 });
    // Nothing is ever renewed by the one; the other renews in time and stays.
    const silent = await at.agent('mika', { clock: clockWhere((ms) => (ms >= 1000 && ms <= 2000 ? 'never' : ms)) });
    const legacy = await at.agent('lena');
    const watch = await legacy.watch([mika]);
    await silent.publish('available');
    const shown = await watch.until(mika, 'available', 0, 2000);
    expect(shown).toBeDefined();
    expect(await watch.until(mika, 'offline', shown!.at, 10_000)).toBeDefined();
    expect(at.lab.endpointsOf(mika)).toEqual([]);
    expect(kinds(legacy)).toContain('renewed');
    expect(legacy.lost).toBeUndefined();
  });

  it('asks a server that has gone silent for a sign of life', async () => {
    await using at = await labWithAgents({ keepAliveSeconds: 77 });
    const clock = clockWhere((ms) => (ms === 77_000 ? 50 : ms));
    const agent = await at.agent('lena', { clock, budgets: { connect: 5000, answer: 200 } });
    await at.lab.faults.set('estate-unreachable');
    await expect
      .poll(() => agent.lost, { timeout: 5000 })
      .toMatchObject({ code: 'NO_ANSWER', facts: { awaited: expect.stringMatching(/^REGISTER/) } });
  });
});
