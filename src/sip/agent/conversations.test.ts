import { describe, expect, it } from 'vitest';
import { labWithAgents } from '../../../test/support/lab-agents.ts';

describe('conversations', () => {
  it('show who types, and who stops', async () => {
    await using estate = await labWithAgents();
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    const conversation = await lena.converse(mika.uri);
    await conversation.type(true);
    expect(await mika.seeTyping(lena.uri, true, 2000)).toBe(true);
    await conversation.type(false);
    expect(await mika.seeTyping(lena.uri, false, 2000)).toBe(true);
    // Each sight once, and no text of it.
    expect(await mika.seeTyping(lena.uri, true, 1)).toBe(false);
    expect(await mika.hear(() => true, 1)).toBeUndefined();
    await conversation.say('hello');
    const { conversation: answering } = (await mika.hear(() => true, 2000))!;
    await answering.type(true);
    expect(await lena.seeTyping(mika.uri, true, 2000)).toBe(true);
    expect(await lena.signOut()).toEqual([]);
    await expect(lena.seeTyping(mika.uri, true, 1000)).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(estate.lab.violations()).toEqual([]);
  });

  it('go on side by side, end by either side, and begin anew', async () => {
    await using estate = await labWithAgents();
    const [lena, mika, milo] = await Promise.all(['lena', 'mika', 'milo'].map((name) => estate.agent(name)));
    const [one, two] = await Promise.all([lena!.converse(mika!.uri), lena!.converse(milo!.uri)]);
    const long = 'ü'.repeat(20_000);
    await Promise.all([one!.say('to mika'), two!.say(long)]);
    const heard = await mika!.hear(() => true, 2000);
    expect(heard?.text).toBe('to mika');
    expect((await milo!.hear(() => true, 2000))?.text).toBe(long);
    await heard!.conversation.end();
    await expect(one!.say('still there?')).rejects.toMatchObject({ code: 'IM_REFUSED' });
    await two!.say('not touched by it');
    expect((await milo!.hear(() => true, 2000))?.text).toBe('not touched by it');
    await (await lena!.converse(mika!.uri)).say('anew');
    expect((await mika!.hear(() => true, 2000))?.text).toBe('anew');
    expect(estate.lab.violations()).toEqual([]);
  });

  it('with somebody who is signed in twice reach exactly one endpoint', async () => {
    await using estate = await labWithAgents();
    const lena = await estate.agent('lena');
    const endpoints = [await estate.agent('mika'), await estate.agent('mika', { takeOver: true })];
    const conversation = await lena.converse('sip:mika@contoso.net');
    await conversation.say('who has it?');
    const heard = await Promise.all(endpoints.map((endpoint) => endpoint.hear(() => true, 500)));
    expect(heard.filter((entry) => entry !== undefined)).toHaveLength(1);
    await heard.find((entry) => entry !== undefined)!.conversation.say('I do');
    expect(await lena.hear(() => true, 2000)).toMatchObject({ text: 'I do' });
    expect(endpoints.map(({ lost }) => lost)).toEqual([undefined, undefined]);
    expect(estate.lab.violations()).toEqual([]);
  });
});
