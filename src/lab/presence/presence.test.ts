import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RawLab } from '../../../test/support/raw-lab.ts';
import type { RawSipClient } from '../../../test/support/raw-sip-client.ts';
import { parseMultipart, type SipResponse } from '../../sip/wire/index.ts';
import { contactsEvent, presenceEvent, provisioningEvent, selfEvent } from './hub.ts';

type Lines = [name: string, value: string][];
const modern: Lines = [
  ['Supported', 'ms-benotify'],
  ['Proxy-Require', 'ms-benotify'],
  ['Supported', 'ms-piggyback-first-notify'],
];
const batchLines: Lines = [
  ...modern,
  ['Require', 'adhoclist, categoryList'],
  ['Supported', 'eventlist'],
  ['Content-Type', 'application/msrtc-adrl-categorylist+xml'],
];

const batch = (...users: string[]): string =>
  '<batchSub xmlns="http://schemas.microsoft.com/2006/01/sip/batch-subscribe" uri="sip:lena@contoso.net" name=""><action name="subscribe" id="1"><adhocList>' +
  users.map((user) => `<resource uri="sip:${user}@contoso.net"/>`).join('') +
  '</adhocList><categoryList xmlns="http://schemas.microsoft.com/2006/09/sip/categorylist"><category name="state"/><category name="note"/></categoryList></action></batchSub>';

const subscribe = (
  client: RawSipClient,
  event: string,
  uri: string,
  more: Lines = modern,
  body = '',
  dialog = client.dialog(uri),
) => client.ask('SUBSCRIBE', dialog, [['Event', event], ['Contact', `<${client.gruu}>`], ...more], body);

const publication = (kind: string, availability: number, version: number, instance: string): string =>
  `<publication categoryName="state" instance="${instance}" container="2" version="${version}" expireType="${kind === 'userState' ? 'static' : 'endpoint'}">` +
  `<state xmlns="http://schemas.microsoft.com/2006/09/sip/state" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="${kind}"><availability>${availability}</availability></state></publication>`;

const publish = (client: RawSipClient, uri: string, ...publications: string[]): Promise<SipResponse> =>
  client.ask(
    'SERVICE',
    client.dialog(uri),
    [['Content-Type', 'application/msrtc-category-publish+xml']],
    `<publish xmlns="http://schemas.microsoft.com/2006/09/sip/rich-presence"><publications uri="${uri}">${publications.join('')}</publications></publish>`,
  );

const availabilityIn = (body: string): number => Number(/<availability>(\d+)</.exec(body)?.[1]);

describe('presence in a lab', () => {
  let lab: RawLab;
  beforeEach(async () => {
    lab = await RawLab.start();
  });
  afterEach(() => lab.close());

  it('rides in the 200 of a batch, users of another pool being asked for there', async () => {
    const lena = await lab.signedIn('lena');
    const answer = await subscribe(lena, presenceEvent, 'sip:lena@contoso.net', batchLines, batch('lars', 'mika', 'nobody'));
    expect(answer.headers.get('ms-piggyback-cseq')).toBe('1');
    expect(answer.headers.get('subscription-state')).toBe('active;expires=36000');
    const [list, ...parts] = parseMultipart(answer.headers.get('Content-Type')!, answer.body);
    expect(list?.body).toContain('<resource uri="sip:lars@contoso.net"><instance id="0" state="active"');
    expect(list?.body).toContain('state="resubscribe" poolFqdn="sip:pool02.contoso.net:5060"');
    expect(list?.body).toContain('<resource uri="sip:nobody@contoso.net"><instance id="2" state="terminated"');
    expect(parts).toHaveLength(1);
    expect(availabilityIn(parts[0]!.body)).toBe(18_500);
    // libpurple loses the end of a part that no empty line follows.
    expect(answer.body).not.toMatch(/[^\n]\r\n--/);
    const there = await subscribe(lena, presenceEvent, 'sip:pool02.contoso.net:5060', batchLines, batch('mika'));
    expect(there.headers.get('Contact')).toBe('<sip:pool02.contoso.net:5060;transport=tcp>');
    expect(parseMultipart(there.headers.get('Content-Type')!, there.body)).toHaveLength(2);
  });

  it('is told to watchers as it changes, until they end the subscription', async () => {
    const lena = await lab.signedIn('lena');
    const lars = await lab.signedIn('lars');
    const dialog = lena.dialog('sip:lena@contoso.net');
    await subscribe(lena, presenceEvent, '', batchLines, batch('lars'), dialog);
    expect((await publish(lars, 'sip:lars@contoso.net', publication('machineState', 3500, 0, '7'))).status).toBe(200);
    const first = await lena.incoming('BENOTIFY');
    expect(availabilityIn(first.body)).toBe(3500);
    expect(first.headers.get('CSeq')).toBe('2 BENOTIFY');
    expect(first.headers.get('Call-ID')).toBe(dialog.callId);
    await publish(lars, 'sip:lars@contoso.net', publication('userState', 6500, 0, '536870912'));
    expect(availabilityIn((await lena.incoming('BENOTIFY')).body)).toBe(6500);
    await lars.register(0);
    expect(availabilityIn((await lena.incoming('BENOTIFY')).body)).toBe(18_500);
    const ended = await subscribe(lena, presenceEvent, '', [...modern, ['Expires', '0']], '', dialog);
    expect(ended.headers.get('subscription-state')).toBe('terminated;expires=0');
    await publish(await lab.signedIn('lars'), 'sip:lars@contoso.net', publication('machineState', 3500, 0, '8'));
    await lena.ask('OPTIONS', lena.dialog('sip:mika@contoso.net'));
    expect(lena.unread()).toEqual([]);
    expect(lena.distrusted).toEqual([]);
  });

  it('is told in NOTIFYs, the first one too, to a watcher that offers nothing else', async () => {
    const lena = await lab.signedIn('lena');
    const answer = await subscribe(lena, presenceEvent, 'sip:lars@contoso.net', []);
    expect([answer.body, answer.headers.get('ms-piggyback-cseq')]).toEqual(['', undefined]);
    const notice = await lena.incoming('NOTIFY');
    expect(availabilityIn(notice.body)).toBe(18_500);
    lena.answer(notice, 200, 'OK');
  });

  it('becomes offline when the connection of the last endpoint is lost', async () => {
    const lena = await lab.signedIn('lena');
    const lars = await lab.signedIn('lars');
    await publish(lars, 'sip:lars@contoso.net', publication('machineState', 3500, 0, '7'));
    await subscribe(lena, presenceEvent, 'sip:lena@contoso.net', batchLines, batch('lars'));
    lars.close();
    expect(availabilityIn((await lena.incoming('BENOTIFY')).body)).toBe(18_500);
  });

  it('is told on after a move, and asked for at the new pool from then on', async () => {
    const lena = await lab.signedIn('lena');
    const lars = await lab.signedIn('lars');
    await publish(lars, 'sip:lars@contoso.net', publication('machineState', 3500, 0, '7'));
    const dialog = lena.dialog('sip:lena@contoso.net');
    await subscribe(lena, presenceEvent, '', batchLines, batch('lars'), dialog);
    lab.lab.move('sip:lars@contoso.net', 'pool02.contoso.net');
    expect(availabilityIn((await lena.incoming('BENOTIFY')).body)).toBe(18_500);
    const again = await subscribe(lena, presenceEvent, '', batchLines, batch('lars'), dialog);
    expect(again.body).toContain('poolFqdn="sip:pool02.contoso.net:5060"');
  });

  it('stays frozen for legacy watchers while that fault is on, and for them alone', async () => {
    const [lena, mika, lars] = [await lab.signedIn('lena'), await lab.signedIn('mika'), await lab.signedIn('lars')];
    await subscribe(lena, presenceEvent, 'sip:lena@contoso.net', batchLines, batch('lars'));
    await subscribe(mika, presenceEvent, 'sip:pool01.contoso.net:5060', batchLines, batch('lars'));
    await lab.lab.faults.set('presence-to-legacy-frozen');
    await publish(lars, 'sip:lars@contoso.net', publication('machineState', 3500, 0, '7'));
    expect(availabilityIn((await mika.incoming('BENOTIFY')).body)).toBe(3500);
    await lena.ask('OPTIONS', lena.dialog('sip:mona@contoso.net'));
    expect(lena.unread()).toEqual([]);
    await lab.lab.faults.clear('presence-to-legacy-frozen');
    await publish(lars, 'sip:lars@contoso.net', publication('userState', 9500, 0, '536870912'));
    expect(availabilityIn((await lena.incoming('BENOTIFY')).body)).toBe(9500);
  });

  it('is published under versions: the other endpoints are told, a stale one is refused with what is stored', async () => {
    const [first, second] = [await lab.signedIn('lars'), await lab.signedIn('lars')];
    await subscribe(second, selfEvent, 'sip:lars@contoso.net');
    const stored = await publish(first, 'sip:lars@contoso.net', publication('userState', 3500, 0, '536870912'));
    expect(stored.body).toMatch(
      /<category name="state" instance="536870912" publishTime="[^"]+" container="2" version="1" expireType="static">/,
    );
    expect((await second.incoming('BENOTIFY')).body).toBe(stored.body);
    const stale = await publish(second, 'sip:lars@contoso.net', publication('userState', 6500, 0, '536870912'));
    expect([stale.status, stale.headers.get('Content-Type')]).toEqual([409, 'application/msrtc-fault+xml']);
    expect(stale.body).toContain('<operation index="1" version="0" curVersion="1"/>');
    const note = (version: number, more: string): string =>
      `<publication categoryName="note" instance="0" container="200" version="${version}" expireType="static"${more}`;
    await publish(first, 'sip:lars@contoso.net', note(0, '><note><body>a &amp; b</body></note></publication>'));
    const cleared = await publish(first, 'sip:lars@contoso.net', note(1, ' expires="0"/>'));
    expect(cleared.body).toContain('<category name="note" container="200"/>');
  });

  it('knows contacts, groups and provisioning, and tells contact changes to every endpoint', async () => {
    const [first, second] = [await lab.signedIn('mika'), await lab.signedIn('mika')];
    const list = await subscribe(first, contactsEvent, 'sip:mika@contoso.net');
    expect(list.body).toContain('<contactList deltaNum="1" ucsmode="disabled"><group id="1" name="~" externalURI=""/>');
    expect(list.body).toContain('uri="lena@contoso.net" name="legacy Lena" groups="1"');
    await subscribe(second, contactsEvent, 'sip:mika@contoso.net');
    const edit = (operation: string) =>
      first.ask(
        'SERVICE',
        first.dialog('sip:mika@contoso.net'),
        [['Content-Type', 'application/SOAP+xml']],
        `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/winrtc/2002/11/sip"><s:Body>${operation}</s:Body></s:Envelope>`,
      );
    const group = await edit(
      '<m:addGroup><m:name>Old &amp; Friends</m:name><m:externalURI/><m:deltaNum>1</m:deltaNum></m:addGroup>',
    );
    expect(group.body).toContain('<m:groupID>2</m:groupID><m:deltaNum>2</m:deltaNum>');
    expect((await second.incoming('BENOTIFY')).body).toBe(
      '<contactDelta deltaNum="2" prevDeltaNum="1"><addedGroup id="2" name="Old &amp; Friends" externalURI=""/></contactDelta>',
    );
    await edit(
      '<m:setContact><m:displayName>D</m:displayName><m:groups>2</m:groups><m:subscribed>true</m:subscribed><m:URI>sip:dave@contoso.net</m:URI><m:deltaNum>2</m:deltaNum></m:setContact>',
    );
    expect((await second.incoming('BENOTIFY')).body).toContain('<addedContact uri="sip:dave@contoso.net" name="D" groups="2"');
    await edit('<m:deleteContact><m:URI>sip:dave@contoso.net</m:URI><m:deltaNum>3</m:deltaNum></m:deleteContact>');
    expect((await second.incoming('BENOTIFY')).body).toContain('<deletedContact uri="dave@contoso.net"/>');
    expect(lab.lab.violations()).toEqual([]);
    // Whoever changes a list that has moved on is noticed.
    await edit('<m:deleteGroup><m:groupID>2</m:groupID><m:deltaNum>3</m:deltaNum></m:deleteGroup>');
    expect(lab.lab.violations()).toMatchObject([
      { user: 'sip:mika@contoso.net', reason: 'a deleteGroup is based on number "3" of the contact list, which is at 4' },
    ]);
    const asked = '<provisioningGroupList xmlns="x"><provisioningGroup name="ServerConfiguration"/></provisioningGroupList>';
    const provisioned = await subscribe(first, provisioningEvent, 'sip:mika@contoso.net', [...modern, ['Expires', '0']], asked);
    expect(provisioned.body).toContain(
      '<provisionGroup name="ServerConfiguration"><focusFactoryUri>sip:mika@contoso.net;gruu;opaque=app:conf:focusfactory</focusFactoryUri>',
    );
    expect(provisioned.headers.get('subscription-state')).toBe('terminated;expires=0');
  });

  it('takes broken bodies, unknown events and unknown dialogs for what they are', async () => {
    const lena = await lab.signedIn('lena');
    expect((await subscribe(lena, 'message-summary', 'sip:lena@contoso.net')).status).toBe(489);
    expect((await subscribe(lena, presenceEvent, 'sip:lena@contoso.net', batchLines, '<batchSub><action')).status).toBe(400);
    const stranger = lena.dialog('sip:lena@contoso.net');
    stranger.to += ';tag=strange';
    expect((await subscribe(lena, presenceEvent, '', modern, '', stranger)).status).toBe(481);
    const other = await lena.ask('SERVICE', lena.dialog('sip:lars@contoso.net'), [['Content-Type', 'application/SOAP+xml']], '');
    expect(other.status).toBe(404);
  });
});
