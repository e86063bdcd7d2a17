import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LabWithAgents, labWithAgents } from '../support/lab-agents.ts';
import { need } from '../support/tools.ts';
import { buildDriver, Sipe, type SipeOptions, sipeNeeds } from './sipe.ts';

const needs = sipeNeeds();
const isPossible = needs.every((tool) => 'path' in tool);

/** A client that knows nothing of ours judges the lab: what both believe of the protocol is no private misunderstanding. */
describe.each(['tcp', 'tls'] as const)('pidgin-sipe over %s', (transport) => {
  let folder: string;
  let driver: string;
  let estate: LabWithAgents;
  const clients: Sipe[] = [];
  const sipe = async (user: string, more: Partial<SipeOptions> = {}): Promise<Sipe> => {
    const client = await Sipe.start({ driver, lab: estate.lab.describe(), user, server: 'fe1.contoso.net', transport, ...more });
    clients.push(client);
    return client;
  };
  const seesComing = (uri: string): RegExp => new RegExp(`^(buddy-signed-on ${uri}|buddy-status ${uri} available)$`);

  beforeAll(async () => {
    if (!isPossible) return;
    folder = await mkdtemp(join(tmpdir(), 'coex-interop-'));
    driver = await buildDriver((needs[0] as { path: string }).path, folder);
  });
  afterAll(async () => {
    if (isPossible) await rm(folder, { recursive: true, force: true });
  });
  beforeEach(async (context) => {
    need(context, ...needs);
    estate = await labWithAgents({ addresses: true });
  });
  afterEach(async () => {
    if (!isPossible) return;
    await Promise.all(clients.splice(0).map((client) => client.end()));
    await estate[Symbol.asyncDispose]();
  });

  it('signs in on both generations, sees presence and exchanges messages', async () => {
    const lena = await sipe('lena');
    await lena.expect(/^signed-on /);
    await lena.expect(/^buddy-added sip:mika@contoso\.net /);
    // Connects to the legacy pool and is redirected home.
    const mika = await sipe('mika');
    await mika.expect(/^signed-on /);
    await Promise.all([lena.expect(seesComing('sip:mika@contoso.net')), mika.expect(seesComing(lena.uri))]);
    expect(estate.lab.endpointsOf('sip:mika@contoso.net').map(({ server }) => server)).toEqual(['fe2013a.contoso.net']);

    for (const status of ['busy', 'do-not-disturb', 'available']) {
      mika.do(`status ${status}`);
      await lena.expect(new RegExp(`^buddy-status sip:mika@contoso\\.net ${status}$`));
    }

    lena.do('im sip:mika@contoso.net hello, 1 < 2 & ok');
    await mika.expect(/^im-recv conv=sip:lena@contoso\.net from=legacy Lena text=hello, 1 < 2 & ok$/);
    mika.do('im sip:lena@contoso.net Grüße für 5 €');
    await lena.expect(/^im-recv conv=sip:mika@contoso\.net from=migrated Mika text=Grüße für 5 €$/);
    lena.do('typing sip:mika@contoso.net');
    await mika.expect(/^buddy-typing sip:lena@contoso\.net$/);
    lena.do('close sip:mika@contoso.net');
    mika.do('im sip:lena@contoso.net once more');
    await lena.expect(/^im-recv .* text=once more$/);

    lena.do('im sip:lars@contoso.net anybody there?');
    await lena.expect(/^im-error .* one or more recipients are offline/);
    // Nothing came twice.
    expect([...lena.unread(/^im-recv/), ...mika.unread(/^im-recv/)]).toEqual([]);

    mika.do('quit');
    await lena.expect(/^buddy-signed-off sip:mika@contoso\.net$/);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('is told that its password is wrong', async () => {
    const lars = await sipe('lars', { password: 'wrong' });
    await lars.expect(/^connection-error .*Authentication failed/);
    expect(estate.lab.endpointsOf(lars.uri)).toEqual([]);
  });

  it('is told that its user was moved, and signs in at the new pool', async () => {
    const lena = await sipe('lena');
    await lena.expect(/^signed-on /);
    const mika = await sipe('mika');
    await lena.expect(seesComing('sip:mika@contoso.net'));
    estate.lab.move('sip:mika@contoso.net', 'pool11.contoso.net');
    await mika.expect(/^connection-error .*user moved/);
    await lena.expect(/^buddy-signed-off sip:mika@contoso\.net$/);
    const again = await sipe('mika');
    await again.expect(/^signed-on /);
    await lena.expect(seesComing('sip:mika@contoso.net'));
    expect(estate.lab.endpointsOf('sip:mika@contoso.net').map(({ server }) => server)).toEqual(['fe11.contoso.net']);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('edits its contact list', async () => {
    const lena = await sipe('lena');
    await lena.expect(/^buddy-added sip:maya@contoso\.net /);
    lena.do('add sip:dave@contoso.net Friends');
    await lena.expect(/^buddy-added sip:dave@contoso\.net group=Friends$/);
    lena.do('blist');
    await lena.expect(/^blist sip:dave@contoso\.net /);
    await lena.expect(/^blist-end$/);
    lena.do('del sip:dave@contoso.net');
    // A second client of the user reads what the server has kept.
    await lena.end();
    clients.splice(clients.indexOf(lena), 1);
    const later = await sipe('lena');
    await later.expect(/^signed-on /);
    await later.expect(/^buddy-added sip:maya@contoso\.net /);
    later.do('blist');
    const contacts = (await later.until(/^blist-end$/)).flatMap((event) => /^blist (\S+)/.exec(event)?.[1] ?? []);
    expect(contacts).toContain('sip:maya@contoso.net');
    expect(contacts).not.toContain('sip:dave@contoso.net');
    expect(estate.lab.violations()).toEqual([]);
  });

  it('talks with our own agent, both ways, and each sees the other', async () => {
    const lena = await sipe('lena');
    await lena.expect(/^signed-on /);
    const mika = await estate.agent('mika', { transport });
    const watch = await mika.watch([lena.uri]);
    expect(await watch.until(lena.uri, 'available', 0, 20_000)).toBeDefined();
    await mika.publish('available');
    await lena.expect(seesComing(mika.uri));
    await mika.publish('busy');
    await lena.expect(/^buddy-status sip:mika@contoso\.net busy$/);

    const conversation = await mika.converse(lena.uri);
    await conversation.type(true);
    await lena.expect(/^buddy-typing sip:mika@contoso\.net$/);
    await conversation.say('Grüße <b>& so</b> für 5 €');
    await lena.expect(/^im-recv conv=sip:mika@contoso\.net .*text=Grüße <b>& so<\/b> für 5 €$/);
    lena.do('im sip:mika@contoso.net back <&> €');
    const heard = await mika.hear(({ text }) => text.includes('back'), 20_000);
    expect(heard).toMatchObject({ from: lena.uri, text: expect.stringContaining('€') });
    lena.do('typing sip:mika@contoso.net');
    expect(await mika.seeTyping(lena.uri, true, 20_000)).toBe(true);
    await conversation.end();
    expect(await mika.signOut()).toEqual([]);
    await lena.expect(/^buddy-signed-off sip:mika@contoso\.net$/);
    expect(estate.lab.violations()).toEqual([]);
  });

  it('takes part in a conference of our agent: three people on two pools read each other', async () => {
    const [lena, mona] = [await sipe('lena'), await sipe('mona')];
    await Promise.all([lena.expect(/^signed-on /), mona.expect(/^signed-on /)]);
    const mika = await estate.agent('mika', { transport });
    const focus = await mika.createConference('B1153976B3BDCD51');
    const room = await mika.joinConference(focus);
    lena.do(`conf ${focus}`);
    await lena.expect(/^chat-joined .*lena@contoso\.net/);
    mona.do(`conf ${focus}`);
    await mona.expect(/^chat-joined .*mona@contoso\.net/);
    await lena.expect(/^chat-joined .*mona@contoso\.net/);
    expect(await Promise.all([lena.uri, mona.uri].map((uri) => room.untilThere(uri, 20_000)))).toEqual([true, true]);

    await room.say('Grüße, 1 < 2 & ok');
    await Promise.all([lena, mona].map((client) => client.expect(/^im-recv .*text=Grüße, 1 < 2 & ok$/)));
    lena.do('chat from lena');
    await mona.expect(/^im-recv .*text=from lena$/);
    expect(await room.hear(({ text }) => text.includes('from lena'), 20_000)).toMatchObject({ from: lena.uri });
    mona.do('chat from mona');
    await lena.expect(/^im-recv .*text=from mona$/);
    expect(await room.hear(({ text }) => text.includes('from mona'), 20_000)).toMatchObject({ from: mona.uri });

    await room.leave();
    await Promise.all([lena, mona].map((client) => client.expect(/^chat-left .*mika@contoso\.net/)));
    expect(await mika.signOut()).toEqual([]);
    expect(estate.lab.violations()).toEqual([]);
  });
});
