import { describe, expect, it } from 'vitest';
import { labWithAgents } from '../../../test/support/lab-agents.ts';
import { conferenceAnswer, conferenceNews } from './conference-documents.ts';
import { focusUri } from './index.ts';

describe('a conference', () => {
  it.each([
    ['lena', 'pool01.contoso.net'],
    ['mika', 'pool02.contoso.net'],
  ])('of %s takes in both generations: everybody sees and reads everybody, until they leave', async (organizer) => {
    await using estate = await labWithAgents();
    const names = [organizer, ...['lars', 'mona', 'milo'].filter((name) => name !== organizer)];
    const agents = await Promise.all(names.map((name) => estate.agent(name)));
    const focus = await agents[0]!.createConference('B1153976B3BDCD51');
    expect(focus).toBe(focusUri(agents[0]!.uri, 'B1153976B3BDCD51'));
    const rooms = await Promise.all(agents.map((agent) => agent.joinConference(focus)));
    for (const room of rooms) for (const { uri } of agents) expect(await room.untilThere(uri, 2000)).toBe(true);
    expect(rooms.map(({ people }) => [...people].sort())).toEqual(agents.map(() => agents.map(({ uri }) => uri).sort()));

    for (const [at, room] of rooms.entries()) {
      const text = `Grüße von ${names[at]}, 1 < 2 & ok`;
      await room.say(text);
      for (const [other, listener] of rooms.entries()) {
        if (other === at) continue;
        const heard = await listener.hear((entry) => entry.text === text, 2000);
        expect(heard).toMatchObject({ from: agents[at]!.uri, text });
      }
      // Not to oneself, and not outside the room.
      expect(await room.hear(() => true, 1)).toBeUndefined();
      expect(await agents[at]!.hear(() => true, 1)).toBeUndefined();
    }

    const [last, ...rest] = [rooms.at(-1)!, ...rooms.slice(0, -1)];
    await last.leave();
    for (const room of rest) expect(await room.untilGone(agents.at(-1)!.uri, 2000)).toBe(true);
    await expect(last.say('still there?')).rejects.toMatchObject({ code: 'CONFERENCE_REFUSED' });
    await Promise.all(rest.map((room) => room.leave()));
    // It ended with the last of them.
    await expect(agents[0]!.joinConference(focus)).rejects.toMatchObject({ code: 'CONFERENCE_REFUSED', facts: { status: 404 } });
    expect(await Promise.all(agents.map((agent) => agent.signOut()))).toEqual(agents.map(() => []));
    expect(estate.lab.violations()).toEqual([]);
  });

  it('is still there for its organizer when somebody else signs out before anybody has joined', async () => {
    await using estate = await labWithAgents();
    const [lena, mika] = await Promise.all(['lena', 'mika'].map((name) => estate.agent(name)));
    const focus = await lena!.createConference('02');
    expect(await mika!.signOut()).toEqual([]);
    const room = await lena!.joinConference(focus);
    expect(await room.untilThere(lena!.uri, 2000)).toBe(true);
  });

  it('shows that somebody signed out, and that a connection was lost', async () => {
    await using estate = await labWithAgents();
    const [lena, mika, milo] = await Promise.all(['lena', 'mika', 'milo'].map((name) => estate.agent(name)));
    const focus = await lena!.createConference('01');
    const [hers, his] = await Promise.all([lena!, mika!, milo!].map((agent) => agent.joinConference(focus)));
    expect(await hers!.untilThere(milo!.uri, 2000)).toBe(true);
    expect(await milo!.signOut()).toEqual([]);
    expect(await hers!.untilGone(milo!.uri, 2000)).toBe(true);
    await estate.lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
    expect(await hers!.untilGone(mika!.uri, 2000)).toBe(true);
    await expect(his!.hear(() => true, 2000)).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(hers!.people).toEqual([lena!.uri]);
  });

  it.each([
    ['conference-not-created', 503],
    ['conference-join-refused', 403],
  ] as const)('%s: says who refused, and with what', async (fault, status) => {
    await using estate = await labWithAgents({ faults: [{ name: fault }] });
    const [mika, lena] = await Promise.all([estate.agent('mika'), estate.agent('lena')]);
    const attempt = async () => await lena.joinConference(await mika.createConference('01'));
    await expect(attempt()).rejects.toMatchObject({ code: 'CONFERENCE_REFUSED', facts: { status } });
    // Of another pool it goes on as before.
    const room = await mika.joinConference(await lena.createConference('02'));
    expect(await room.untilThere(mika.uri, 2000)).toBe(true);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('is not created twice with one id', async () => {
    await using estate = await labWithAgents();
    const lena = await estate.agent('lena');
    await lena.createConference('01');
    await expect(lena.createConference('01')).rejects.toMatchObject({
      code: 'CONFERENCE_REFUSED',
      facts: { status: 200, code: 'conferenceExistsAlready' },
    });
  });
});

describe('documents of a conference', () => {
  it('tell who is there: only with a connected endpoint of the IM part', () => {
    const user = (uri: string, endpoints: string, state = 'full') => `<user entity="${uri}" state="${state}">${endpoints}</user>`;
    const chat = (status: string, state = 'full') =>
      `<endpoint entity="{1}" session-type="chat" state="${state}"><status>${status}</status></endpoint>`;
    const users = [
      user('sip:a@x', chat('connected')),
      user('sip:b@x', '<endpoint entity="{1}" session-type="focus"><status>connected</status></endpoint>'),
      user('sip:c@x', chat('disconnected')),
      user('sip:d@x', chat('connected', 'deleted')),
      user('sip:e@x', chat('connected'), 'deleted'),
    ];
    const news = (state: string) =>
      conferenceNews(
        `<c:conference-info xmlns:c="urn" entity="f" state="${state}"><c:users state="full">${users.join('')}</c:users></c:conference-info>`,
      );
    expect(news('full')).toEqual({
      isWhole: true,
      users: ['a', 'b', 'c', 'd', 'e'].map((name) => ({ uri: `sip:${name}@x`, isThere: name === 'a' })),
    });
    expect(news('partial').isWhole).toBe(false);
  });

  it.each(['', 'no XML', '<other/>', '<response/>', '<conference-info/>', '<conference-info><users/></conference-info>'])(
    'that are none (%j) say nothing',
    (text) => {
      expect(conferenceNews(text)).toEqual({ isWhole: false, users: [] });
      expect(conferenceAnswer(text)).toEqual({ code: '' });
    },
  );
});
