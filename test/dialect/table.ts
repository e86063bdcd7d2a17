import { expect } from 'vitest';
import type { Lab } from '../../src/lab/index.ts';
import type { Agent } from '../../src/sip/agent/index.ts';
import { type Actor, patience } from './actor.ts';

/** Two people and the estate between them: Lena is homed on 2010, Mika on 2013. Who drives their clients is the test's choice. */
export interface Stage {
  readonly lab: Lab;
  near: Actor;
  far: Actor;
  /** Another client, of the kind that plays the near or the far side. The user is named by the first name in the SIP URI. */
  enter(user: string, as: 'near' | 'far'): Promise<Actor>;
  /** Tries to sign in with a wrong password, and is told that it is wrong. */
  isRefused(user: string, as: 'near' | 'far'): Promise<void>;
  /** Our own agent, beside other endpoints of the user: only it can be told to create a conference. */
  agent(user: string): Promise<Agent>;
}

/** One thing that clients of this dialect do with each other. */
export interface DialectTest {
  readonly title: string;
  play(stage: Stage): Promise<void>;
}

const serversOf = (lab: Lab, uri: string): string[] => lab.endpointsOf(uri).map(({ server }) => server);

/** What every client has to get along with, in this order: each begins where the one before it ended. */
export const dialectTests: readonly DialectTest[] = [
  {
    title: 'both sign in, and each is served by the home pool',
    async play({ lab, near, far }) {
      expect(serversOf(lab, near.uri)).toEqual(['fe1.contoso.net']);
      // Connected to the legacy pool first, and was sent home by it.
      expect(serversOf(lab, far.uri)).toEqual(['fe2013a.contoso.net']);
    },
  },
  {
    title: 'each sees the other come, and every status across the pools',
    async play({ near, far }) {
      await Promise.all([near.sees(far.uri, 'available'), far.sees(near.uri, 'available')]);
      for (const status of ['busy', 'do-not-disturb', 'available'] as const) {
        await Promise.all([near.show(status), far.show(status)]);
        await Promise.all([near.sees(far.uri, status), far.sees(near.uri, status)]);
      }
    },
  },
  {
    title: 'texts arrive as they were said, once: UTF-8, XML characters, both ways',
    async play({ near, far }) {
      const texts = ['hello, 1 < 2 & "ok"', 'Grüße für 5 € <b>& so</b> 日本', "it's ]]> &amp; done"];
      for (const text of texts) {
        await near.say(far.uri, text);
        await far.hears(near.uri, text);
        await far.say(near.uri, `${text} back`);
        await near.hears(far.uri, `${text} back`);
      }
      expect([await near.unread(), await far.unread()]).toEqual([[], []]);
    },
  },
  {
    title: 'each sees the other type',
    async play({ near, far }) {
      await near.types(far.uri);
      await far.seesTyping(near.uri);
      await far.types(near.uri);
      await near.seesTyping(far.uri);
    },
  },
  {
    title: 'a conversation is closed, and another one begins',
    async play({ near, far }) {
      await near.close(far.uri);
      await far.close(near.uri);
      await far.say(near.uri, 'once more');
      await near.hears(far.uri, 'once more');
      await near.say(far.uri, 'and again');
      await far.hears(near.uri, 'and again');
    },
  },
  {
    title: 'who is not there gets nothing, and the sender is told',
    async play({ near, far }) {
      await near.findsNobody('sip:lars@contoso.net');
      await far.findsNobody('sip:lars@contoso.net');
    },
  },
  {
    title: 'a contact that is added or removed is kept so by the server',
    async play(stage) {
      const friend = 'sip:dave@contoso.net';
      // A second endpoint of the user is told by the server; what a client shows by itself proves nothing.
      const witness = await stage.agent('lena');
      const told = await witness.contacts();
      await stage.near.add(friend);
      expect(await told.until(friend, true, patience)).toBe(true);
      await stage.near.end();
      stage.near = await stage.enter('lena', 'far');
      await stage.near.hasContact(friend);
      await stage.near.remove(friend);
      expect(await told.until(friend, false, patience)).toBe(true);
      expect(told.of('sip:maya@contoso.net')).toBeDefined();
      expect(await witness.signOut()).toEqual([]);
      await stage.near.end();
      stage.near = await stage.enter('lena', 'near');
    },
  },
  {
    title: 'three people of two pools read each other in a conference',
    async play({ near, far, agent }) {
      const mona = await agent('mona');
      const focus = await mona.createConference('B1153976B3BDCD51');
      const room = await mona.joinConference(focus);
      await near.join(focus);
      await far.join(focus);
      await Promise.all([near.seesInRoom(far.uri), ...[near.uri, far.uri].map((uri) => room.untilThere(uri, patience))]);
      await room.say('Grüße, 1 < 2 & ok');
      await Promise.all([near.hearsInRoom('Grüße, 1 < 2 & ok'), far.hearsInRoom('Grüße, 1 < 2 & ok')]);
      await near.sayInRoom('from the near side');
      await far.hearsInRoom('from the near side');
      expect(await room.hear(() => true, patience)).toMatchObject({ from: near.uri, text: 'from the near side' });
      await far.sayInRoom('from the far side');
      await near.hearsInRoom('from the far side');
      expect(await room.hear(() => true, patience)).toMatchObject({ from: far.uri, text: 'from the far side' });
      await room.leave();
      await Promise.all([near.seesLeaving(mona.uri), far.seesLeaving(mona.uri)]);
      expect(await mona.signOut()).toEqual([]);
    },
  },
  {
    title: 'a wrong password is refused in words',
    async play({ lab, isRefused }) {
      await isRefused('lars', 'near');
      await isRefused('maya', 'far');
      expect(lab.endpointsOf('sip:lars@contoso.net')).toEqual([]);
      expect(lab.endpointsOf('sip:maya@contoso.net')).toEqual([]);
    },
  },
  {
    title: 'who is moved is told so, and comes back at the new pool',
    async play(stage) {
      const { near, far, lab } = stage;
      lab.move(far.uri, 'pool11.contoso.net');
      await far.isToldOfItsMove();
      await near.sees(far.uri, 'offline');
      stage.far = await stage.enter('mika', 'far');
      await near.sees(far.uri, 'available');
      expect(serversOf(lab, far.uri)).toEqual(['fe11.contoso.net']);
      await stage.far.say(near.uri, 'from the new home');
      await near.hears(far.uri, 'from the new home');
    },
  },
  {
    title: 'who signs out is seen to be gone',
    async play({ near, far, lab }) {
      await far.end();
      await near.sees(far.uri, 'offline');
      expect(lab.endpointsOf(far.uri)).toEqual([]);
    },
  },
];
