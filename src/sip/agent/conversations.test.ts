import { describe, expect, it } from 'vitest';
import { type LabWithAgents, labWithAgents } from '../../../test/support/lab-agents.ts';
import { RawSipClient } from '../../../test/support/raw-sip-client.ts';
import { scriptedEstate } from '../../../test/support/scripted-estate.ts';

/** A client of a user that answers nothing by itself. */
async function hesitating({ lab }: LabWithAgents, name: string): Promise<RawSipClient> {
  const { users, pools } = lab.describe();
  const user = users.find(({ uri }) => uri === `sip:${name}@contoso.net`)!;
  const server = pools.find(({ fqdn }) => fqdn === user.pool)!.servers[0]!;
  const client = await RawSipClient.open(user, server.tcp.port);
  expect((await client.register()).status).toBe(200);
  return client;
}

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

  it('carry formatted texts both ways, in both forms', async () => {
    await using estate = await labWithAgents();
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    const conversation = await lena.converse(mika.uri);
    const [text, html] = ['Grüße 1 < 2\nzweite Zeile', '<p>Gr&uuml;ße <b>1 &lt; 2</b><br/>zweite Zeile</p>'];
    await conversation.say(text, html);
    const heard = (await mika.hear(() => true, 2000))!;
    expect(heard).toMatchObject({ text, html, contentType: expect.stringMatching(/^multipart\/alternative;/) });
    await heard.conversation.say('ja', '<i>ja</i>');
    expect(await lena.hear(() => true, 2000)).toMatchObject({ text: 'ja', html: '<i>ja</i>' });
    await heard.conversation.say('schlicht');
    expect(await lena.hear(() => true, 2000)).toMatchObject({ text: 'schlicht', contentType: 'text/plain; charset=UTF-8' });
    expect(estate.lab.violations()).toEqual([]);
  });

  it.each([
    ['takes the first text from the invitation', true, 0],
    ['waits for it to be said again', false, 1],
  ])('begin with a text in the invitation: a callee that %s hears it once', async (_, takesFirstText, messages) => {
    await using estate = await labWithAgents();
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika', { takesFirstText })]);
    const conversation = await lena.converse(mika.uri, { text: 'erstes <&>', html: '<b>erstes</b>' });
    const heard = (await mika.hear(() => true, 2000))!;
    expect(heard).toMatchObject({ from: lena.uri, text: 'erstes <&>', html: '<b>erstes</b>' });
    await heard.conversation.say('Antwort');
    expect(await lena.hear(() => true, 2000)).toMatchObject({ text: 'Antwort' });
    await conversation.say('zweites');
    expect(await mika.hear(() => true, 2000)).toMatchObject({ text: 'zweites' });
    expect(await mika.hear(() => true, 1)).toBeUndefined();
    const said = estate.wire.filter(
      ({ agent, direction, text }) => agent === lena.name && direction === 'sent' && /^MESSAGE/.test(text),
    );
    expect(said).toHaveLength(messages + 1);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('begin with a long first text, which follows as MESSAGE', async () => {
    await using estate = await labWithAgents();
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika', { takesFirstText: true })]);
    await lena.converse(mika.uri, { text: 'ö'.repeat(8000) });
    expect((await mika.hear(() => true, 2000))?.text).toBe('ö'.repeat(8000));
    expect(await mika.hear(() => true, 1)).toBeUndefined();
  });

  it.each(['lena', 'mika'])('take a text of %s up to the limit of the server, and nothing above', async (name) => {
    await using estate = await labWithAgents();
    const [speaker, milo] = await Promise.all([estate.agent(name), estate.agent('milo')]);
    const conversation = await speaker.converse(milo.uri);
    const longest = 'ü'.repeat(64 * 1024);
    await conversation.say(longest);
    expect((await milo.hear(() => true, 2000))?.text).toBe(longest);
    await expect(conversation.say(`${longest}!`)).rejects.toMatchObject({
      code: 'IM_TOO_LONG',
      message: expect.stringContaining('131073 bytes'),
      facts: { status: 413 },
    });
    // The conversation goes on.
    await conversation.say('shorter');
    expect((await milo.hear(() => true, 2000))?.text).toBe('shorter');
    expect(estate.lab.violations()).toEqual([]);
  });

  it('of two with one and the same user are kept apart, and may end from both sides at once', async () => {
    await using estate = await labWithAgents();
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    const [one, two] = await Promise.all([lena.converse(mika.uri), lena.converse(mika.uri)]);
    await Promise.all([one.say('one'), two.say('two')]);
    const [first, second] = [
      await mika.hear(({ text }) => text === 'one', 2000),
      await mika.hear(({ text }) => text === 'two', 2000),
    ];
    expect([first?.conversation.callId, second?.conversation.callId]).toEqual([one.callId, two.callId]);
    await Promise.all([one.end(), first!.conversation.end()]);
    await expect.poll(() => [one.isOpen, first!.conversation.isOpen, two.isOpen]).toEqual([false, false, true]);
    await second!.conversation.say('still here');
    expect(await lena.hear(() => true, 2000)).toMatchObject({ text: 'still here', conversation: { callId: two.callId } });
  });

  it('that the far side has forgotten begin anew, for whoever only says something', async () => {
    await using estate = await labWithAgents({ faults: [{ name: 'conversations-forgotten' }] });
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    const first = await lena.tell(mika.uri, 'one');
    expect(await mika.hear(() => true, 2000)).toMatchObject({ text: 'one' });
    await expect(first.say('into the void')).rejects.toMatchObject({ code: 'IM_REFUSED', facts: { status: 481 } });
    const second = await lena.tell(mika.uri, 'two');
    expect(second.callId).not.toBe(first.callId);
    expect(await mika.hear(() => true, 2000)).toMatchObject({ text: 'two', conversation: { callId: second.callId } });
    expect(first.isOpen).toBe(false);
    await estate.lab.faults.clear('conversations-forgotten');
    expect(await lena.tell(mika.uri, 'three')).toBe(second);
    // Whom nobody can reach is told as ever.
    await expect(lena.tell('sip:mona@contoso.net', 'x')).rejects.toMatchObject({ code: 'IM_REFUSED', facts: { status: 480 } });
    expect(estate.lab.violations()).toEqual([]);
  });

  it('with two endpoints go to the one that answers first; the other is cancelled', async () => {
    await using estate = await labWithAgents();
    const slow = await hesitating(estate, 'mika');
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika', { takeOver: true })]);
    const conversation = await lena.converse('sip:mika@contoso.net');
    const invitation = await slow.incoming('INVITE');
    const cancelled = await slow.incoming('CANCEL');
    expect(cancelled.headers.get('Call-ID')).toBe(invitation.headers.get('Call-ID'));
    await conversation.say('to the quick one');
    expect(await mika.hear(() => true, 2000)).toMatchObject({ text: 'to the quick one' });
    expect(slow.unread()).toEqual([]);
    slow.close();
  });

  it('across pools go back over the route of each pool, in its order and unchanged', async () => {
    await using estate = await labWithAgents();
    const [lena, mika] = await Promise.all([estate.agent('lena'), estate.agent('mika')]);
    const conversation = await lena.converse(mika.uri);
    await conversation.say('there');
    await (await mika.hear(() => true, 2000))!.conversation.say('and back');
    await lena.hear(() => true, 2000);
    const lines = (agent: string, direction: string, start: RegExp, name: string) =>
      estate.wire
        .filter((entry) => entry.agent === agent && entry.direction === direction && start.test(entry.text))
        .flatMap(({ text }) => [...text.matchAll(new RegExp(`^${name}: (.*)$`, 'gim'))].map(([, value]) => value!.trim()));
    const recorded = lines(mika.name, 'received', /^INVITE/, 'Record-Route');
    expect(recorded.map((value) => /sip:(pool\d+)/.exec(value)?.[1])).toEqual(['pool02', 'pool01']);
    expect(lines(mika.name, 'sent', /^MESSAGE/, 'Route').join()).toBe(recorded.join());
    expect(lines(lena.name, 'sent', /^MESSAGE/, 'Route').join()).toBe(recorded.toReversed().join());
  });

  it('show typing in the words of others too, and refuse what nobody could read', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': {} });
    const agent = await estate.enter();
    const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
    const answers = (): unknown[] =>
      line.received.flatMap((message) =>
        message.kind === 'response' ? [`${message.status} ${message.headers.get('CSeq')!.replace(/\d+ /, '')}`] : [],
      );
    line.push('INVITE', { 'Call-ID': 'im', 'Content-Type': 'application/sdp' }, 'm=message 5060 sip sip:mika@contoso.net\r\n');
    await expect.poll(answers).toEqual(['100 INVITE', '200 INVITE']);
    const ok = line.received.find((message) => message.kind === 'response' && message.status === 200)!;
    const dialog = { 'Call-ID': 'im', To: ok.headers.get('To')! };
    line.push('ACK', { ...dialog, CSeq: '1 ACK' });
    const composing = '<isComposing xmlns="urn:ietf:params:xml:ns:im-iscomposing"><state>active</state></isComposing>';
    line.push('MESSAGE', { ...dialog, 'Content-Type': 'application/im-iscomposing+xml' }, composing);
    expect(await agent.seeTyping('sip:mika@contoso.net', true, 2000)).toBe(true);
    line.push('MESSAGE', { ...dialog, 'Content-Type': 'image/gif' }, 'GIF89a');
    line.push('MESSAGE', { ...dialog, 'Content-Type': 'application/ms-imdn+xml' }, '<imdn/>');
    line.push('MESSAGE', { ...dialog, 'Content-Type': 'text/html' }, 'a &lt; <b>b</b>');
    expect(await agent.hear(() => true, 2000)).toMatchObject({ text: 'a < b', html: 'a &lt; <b>b</b>' });
    await expect.poll(answers).toEqual(['100 INVITE', '200 INVITE', '200 MESSAGE', '415 MESSAGE', '200 MESSAGE', '200 MESSAGE']);
    expect(new Set(line.verdicts)).toEqual(new Set(['ok']));
  });
});
