import { describe, expect, it } from 'vitest';
import { labWithAgents } from '../../../test/support/lab-agents.ts';
import { scriptedEstate } from '../../../test/support/scripted-estate.ts';
import { contactNews, deltaAfter } from './contact-documents.ts';

const rita = 'sip:rita@contoso.net';

describe('a contact list', () => {
  it.each(['lena', 'mika'])('of %s is read, and changed for every endpoint', async (name) => {
    await using estate = await labWithAgents();
    const agent = await estate.agent(name);
    const other = await estate.agent(name, { takeOver: true });
    const [list, elsewhere] = [await agent.contacts(), await other.contacts()];
    expect(list.keptIn).toBe('pool');
    expect(list.of('sip:milo@contoso.net')).toEqual({ uri: 'sip:milo@contoso.net', name: 'migrated Milo' });
    expect(list.of(rita)).toBeUndefined();
    const before = list.entries;

    await list.add(rita, 'coex <1 & 2>');
    expect(await Promise.all([list, elsewhere].map((seen) => seen.until(rita, true, 2000)))).toEqual([true, true]);
    expect((await agent.contacts()).of(rita)).toEqual({ uri: rita, name: 'coex <1 & 2>' });
    await elsewhere.remove(rita);
    expect(await Promise.all([list, elsewhere].map((seen) => seen.until(rita, false, 2000)))).toEqual([true, true]);
    expect((await agent.contacts()).entries).toEqual(before);
    expect(await list.until('sip:nobody@contoso.net', true, 1)).toBe(false);

    await elsewhere.end();
    await expect(elsewhere.until(rita, true, 1000)).rejects.toMatchObject({ code: 'CONTACTS_REFUSED' });
    expect(await agent.signOut()).toEqual([]);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('cannot be changed, nor anything else, on a pool in limited functionality', async () => {
    await using estate = await labWithAgents({ faults: [{ name: 'limited-functionality' }] });
    const mika = await estate.agent('mika');
    const list = await mika.contacts();
    await expect(list.add(rita, 'x')).rejects.toMatchObject({ code: 'CONTACTS_REFUSED', facts: { status: 503 } });
    expect(list.of(rita)).toBeUndefined();
    await expect(mika.publish('busy')).rejects.toMatchObject({ code: 'PRESENCE_REFUSED', facts: { status: 503 } });
    await expect(mika.createConference('01')).rejects.toMatchObject({ code: 'CONFERENCE_REFUSED', facts: { status: 503 } });
    // Others are not touched by it, and messages go on.
    const lena = await estate.agent('lena');
    await (await lena.contacts()).add(rita, 'x');
    await (await mika.converse(lena.uri)).say('hello');
    expect(await lena.hear(() => true, 2000)).toMatchObject({ text: 'hello' });
  });

  it('that cannot be read says so', async () => {
    await using estate = await labWithAgents({ faults: [{ name: 'contacts-unreadable' }] });
    const mika = await estate.agent('mika');
    await expect(mika.contacts()).rejects.toMatchObject({ code: 'CONTACTS_REFUSED', facts: { status: 504 } });
  });

  it('kept in Exchange is a fact, and no failure', async () => {
    const reason = `2165;reason="Contact subscription is not allowed as the user's contact list has migrated to Exchange.";source="fe1"`;
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method, headers }) =>
          method === 'SUBSCRIBE' && headers.get('Event') === 'vnd-microsoft-roaming-contacts'
            ? { status: 488, reason: 'Not acceptable here', headers: [['ms-diagnostics', reason]] }
            : 'default',
      },
    });
    const list = await (await estate.enter()).contacts();
    expect([list.keptIn, list.because, list.entries]).toEqual(['exchange', reason, []]);
  });

  it.each([
    ['without a reason', []],
    ['for another reason', [['ms-diagnostics', '2164;reason="something else";source="fe1"'] as const]],
  ])('refused with 488 %s is a failure', async (_, headers) => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method }) => (method === 'SUBSCRIBE' ? { status: 488, reason: 'Not acceptable here', headers } : 'default'),
      },
    });
    const agent = await estate.enter();
    await expect(agent.contacts()).rejects.toMatchObject({ code: 'CONTACTS_REFUSED', facts: { status: 488 } });
  });

  it('kept in Exchange on one pool is given out as before on the others', async () => {
    await using estate = await labWithAgents({ faults: [{ name: 'contacts-in-exchange' }] });
    const [mika, milo] = await Promise.all(['mika', 'milo'].map((name) => estate.agent(name)));
    expect(await mika!.contacts()).toMatchObject({ keptIn: 'exchange', because: expect.stringMatching(/^2165;reason=/) });
    expect(await milo!.contacts()).toMatchObject({ keptIn: 'pool', because: undefined });
    expect(await mika!.signOut()).toEqual([]);
    expect(estate.lab.violations()).toEqual([]);
  });
});

describe('contact documents', () => {
  it('are whole lists, or changes', () => {
    const list =
      '<contactList deltaNum="7" ucsmode="migrated"><group id="1" name="~"/><contact uri="Bob@x" name="" groups="1 2"/></contactList>';
    const bob = { uri: 'sip:bob@x', name: '', groups: ['1', '2'] };
    expect(contactNews(list)).toEqual({ isWhole: true, delta: 7, set: [bob], gone: [], defaultGroup: '1', isMigrated: true });
    const change =
      '<contactDelta deltaNum="3" prevDeltaNum="2"><modifiedContact uri="sip:bob@x" name="" groups="1 2"/><deletedContact uri="Eve@x"/></contactDelta>';
    expect(contactNews(change)).toEqual({ isWhole: false, delta: 3, set: [bob], gone: ['sip:eve@x'], isMigrated: false });
  });

  it.each(['', 'no XML', '<other/>', '<contactList/>'])('that are none (%j) change nothing', (text) => {
    expect(contactNews(text)).toMatchObject({ set: [], gone: [] });
    expect(deltaAfter(text)).toBeUndefined();
  });
});
