import { describe, expect, it } from 'vitest';
import type { Pool } from '../environment/model.ts';
import { generationOf } from '../generations/index.ts';
import type { Finding } from '../outcome/index.ts';
import type { Hop } from '../sip/agent/model.ts';
import {
  type ConferenceObservation,
  type ContactsObservation,
  type ExchangeObservation,
  judgeConferenceCreated,
  judgeConferenceHeard,
  judgeConferenceJoined,
  judgeContactsChanged,
  judgeContactsRead,
  judgeDelivered,
  judgeFormatted,
  judgeHomeSignIn,
  judgeLongText,
  judgeNodeSignIn,
  judgePresence,
  judgeRedirect,
  judgeRemote,
  judgeReply,
  judgeTextUnchanged,
  type PresenceObservation,
  type Trouble,
} from './index.ts';

const codeOf = ({ code, outcome }: Finding): string => code ?? outcome;
const refused: Trouble = { code: 'IM_REFUSED', message: 'pool02 refused it: 403.' };
const silent: Trouble = { code: 'NO_ANSWER', message: 'pool02 gave no answer within 2 s.' };

describe('a message', () => {
  const budget = 2000;
  const base = { from: 'legacy Lena', to: 'migrated Mika', budget };
  const sent = { text: 'Grüße', acceptedAfter: 30 };
  const arrived = (after: number, text = sent.text) => ({ ...sent, heard: { text, after } });
  const notSignedIn = { ...base, notSignedIn: base.to };

  it.each<[string, ExchangeObservation, string]>([
    ['arrived', { ...base, message: arrived(31) }, 'pass'],
    ['arrived just in time', { ...base, message: arrived(budget) }, 'pass'],
    ['arrived a moment too late', { ...base, message: arrived(budget + 1) }, 'IM_NOT_DELIVERED'],
    ['was accepted and never arrived', { ...base, message: sent }, 'IM_NOT_DELIVERED'],
    ['was refused', { ...base, message: { text: 'x', trouble: refused } }, 'IM_REFUSED'],
    ['met silence', { ...base, message: { text: 'x', trouble: silent } }, 'NO_ANSWER'],
    ['was not sent', notSignedIn, 'NOT_SIGNED_IN'],
    ['arrived, although the sender was told otherwise', { ...base, message: { ...arrived(31), trouble: refused } }, 'pass'],
  ])('%s', (_, seen, code) => expect(codeOf(judgeDelivered(seen))).toBe(code));

  it('silence is a failure only where the host is known to be alive', () => {
    expect(judgeDelivered({ ...base, message: { text: 'x', trouble: silent } }).outcome).toBe('undetermined');
    const alive = { ...silent, aliveBecause: 'pool02 answered on another port.' };
    expect(judgeDelivered({ ...base, message: { text: 'x', trouble: alive } }).outcome).toBe('fail');
  });

  it.each<[string, ExchangeObservation, string]>([
    ['was answered', { ...base, message: arrived(31), reply: arrived(budget) }, 'pass'],
    ['was answered too late', { ...base, message: arrived(31), reply: arrived(budget + 1) }, 'IM_NOT_DELIVERED'],
    ['was answered, and the answer was lost', { ...base, message: arrived(31), reply: sent }, 'IM_NOT_DELIVERED'],
    [
      'was answered, and the answer refused',
      { ...base, message: arrived(31), reply: { text: 'x', trouble: refused } },
      'IM_REFUSED',
    ],
    ['had nobody to answer it', { ...base, message: sent }, 'DEPENDS_ON_OTHER'],
    ['was not sent', notSignedIn, 'NOT_SIGNED_IN'],
  ])('%s', (_, seen, code) => expect(codeOf(judgeReply(seen))).toBe(code));

  it('is late by nobody knows whom, where this host was late itself', () => {
    const late = (after: number, ownDelay: number) => ({
      ...base,
      message: { ...sent, heard: { text: sent.text, after, ownDelay } },
    });
    const finding = judgeDelivered(late(2300, 700));
    expect(finding).toMatchObject({ outcome: 'undetermined', code: 'OWN_HOST_LATE' });
    expect(finding.message).toContain('2.3 s, for 700 ms of which');
    expect(codeOf(judgeDelivered(late(2300, 299)))).toBe('IM_NOT_DELIVERED');
    expect(codeOf(judgeDelivered(late(1900, 700)))).toBe('pass');
    expect(codeOf(judgeReply({ ...base, ...late(31, 0), reply: late(2300, 700).message }))).toBe('OWN_HOST_LATE');
  });

  it('an answer goes the other way', () => {
    expect(judgeReply({ ...base, message: arrived(31), reply: sent }).message).toContain('The answer of migrated Mika');
  });

  it.each<[string, ExchangeObservation, string]>([
    ['kept its text', { ...base, message: arrived(31) }, 'pass'],
    ['kept its text, though late', { ...base, message: arrived(budget + 1) }, 'pass'],
    ['lost an umlaut', { ...base, message: arrived(31, 'Gruße') }, 'IM_CHANGED'],
    ['gained a space', { ...base, message: arrived(31, 'Grüße ') }, 'IM_CHANGED'],
    ['did not arrive', { ...base, message: sent }, 'DEPENDS_ON_OTHER'],
    ['was not sent', notSignedIn, 'NOT_SIGNED_IN'],
  ])('%s', (_, seen, code) => expect(codeOf(judgeTextUnchanged(seen))).toBe(code));
});

it('presence that is shown to nobody is neither good nor bad; where it was seen all the same, it is good', () => {
  const seen: PresenceObservation = {
    publisher: 'migrated Mika',
    watcher: 'legacy Lena',
    availability: 'busy',
    budget: 2000,
    notShared: true,
    instead: [],
    before: 'unknown',
  };
  expect(judgePresence(seen)).toMatchObject({ outcome: 'undetermined', code: 'PRESENCE_NOT_SHARED' });
  expect(judgePresence({ ...seen, seenAfter: 3 }).outcome).toBe('pass');
  expect(codeOf(judgePresence({ ...seen, trouble: refused }))).toBe('IM_REFUSED');
});

describe('what is said beside it', () => {
  const base = { from: 'legacy Lena', to: 'migrated Mika', budget: 2000 };
  const text = 'x'.repeat(8000);
  const message = { text: 'hello', acceptedAfter: 3, heard: { text: 'hello', after: 4 } };
  const long = (heard: string, after = 5): ExchangeObservation => ({
    ...base,
    message,
    long: { text, heard: { text: heard, after } },
  });
  const both = { text: 'bold', html: '<b>bold</b>' };
  const formatted = (heard: { text: string; html?: string }, after = 5): ExchangeObservation => ({
    ...base,
    message,
    formatted: { ...both, heard: { ...heard, after } },
  });
  const tooLong: Trouble = { code: 'IM_TOO_LONG', message: 'pool01 refused it: 413.' };

  it.each<[string, ExchangeObservation, string]>([
    ['arrived whole', long(text), 'pass'],
    ['was cut', long(text.slice(0, 4096)), 'IM_CHANGED'],
    ['went on longer than it was', long(`${text}!`), 'IM_CHANGED'],
    ['came too late', long(text, 2001), 'IM_NOT_DELIVERED'],
    ['never came', { ...base, message, long: { text, acceptedAfter: 3 } }, 'IM_NOT_DELIVERED'],
    ['was refused', { ...base, message, long: { text, trouble: tooLong } }, 'IM_TOO_LONG'],
    ['was not sent', { ...base, message: { text: 'hello', acceptedAfter: 3 } }, 'DEPENDS_ON_OTHER'],
    ['had nobody to send it', { ...base, notSignedIn: base.to }, 'NOT_SIGNED_IN'],
  ])('a long text that %s', (_, seen, code) => expect(codeOf(judgeLongText(seen))).toBe(code));

  it('says where a text begins to differ', () => {
    expect(judgeLongText(long(text.slice(0, 4096))).reasons).toMatchObject([
      { text: expect.stringContaining('character 4097'), observed: '4096 characters' },
    ]);
    expect(judgeLongText(long(`${text}!`)).reasons).toMatchObject([{ text: expect.stringContaining('character 8001') }]);
  });

  it.each<[string, ExchangeObservation, string]>([
    ['arrived in both forms', formatted(both), 'pass'],
    ['lost its HTML', formatted({ text: both.text }), 'IM_CHANGED'],
    ['came with another HTML', formatted({ ...both, html: 'bold' }), 'IM_CHANGED'],
    ['lost its plain text', formatted({ ...both, text: '' }), 'IM_CHANGED'],
    ['came too late', formatted(both, 2001), 'IM_NOT_DELIVERED'],
    ['was refused', { ...base, message, formatted: { ...both, trouble: refused } }, 'IM_REFUSED'],
    ['was not sent', { ...base, message: { text: 'hello', acceptedAfter: 3 } }, 'DEPENDS_ON_OTHER'],
  ])('a formatted one that %s', (_, seen, code) => expect(codeOf(judgeFormatted(seen))).toBe(code));
});

describe('presence', () => {
  const budget = 5000;
  const base: PresenceObservation = {
    publisher: 'migrated Mika',
    watcher: 'legacy Lena',
    availability: 'busy',
    budget,
    instead: [],
    before: 'available',
  };
  it.each<[string, Partial<PresenceObservation>, string]>([
    ['was seen', { seenAfter: 40 }, 'pass'],
    ['was seen just in time', { seenAfter: budget }, 'pass'],
    ['was seen a moment too late', { seenAfter: budget + 1 }, 'PRESENCE_NOT_SEEN'],
    ['was seen too late only if this host was not', { seenAfter: budget + 1, ownDelay: 1 }, 'OWN_HOST_LATE'],
    ['was not seen', {}, 'PRESENCE_NOT_SEEN'],
    ['was refused', { trouble: { code: 'PRESENCE_REFUSED', message: '403.' } }, 'PRESENCE_REFUSED'],
    ['had nobody to watch it', { notSignedIn: 'legacy Lena', seenAfter: 1 }, 'NOT_SIGNED_IN'],
  ])('%s', (_, seen, code) => expect(codeOf(judgePresence({ ...base, ...seen }))).toBe(code));

  it('says what was seen instead, and before', () => {
    const [reason] = judgePresence({ ...base, instead: ['away', 'offline'] }).reasons;
    expect(reason).toMatchObject({ expected: 'busy', observed: 'away, offline' });
    expect(reason?.text).toContain('before: available');
    expect(judgePresence(base).reasons[0]?.observed).toBe('nothing new');
  });

  it('says what the sign-out met, seen or not', () => {
    const leaving = { ...base, availability: 'offline', met: ['pool02 did not answer the sign-out within 2 s.'] } as const;
    for (const seen of [leaving, { ...leaving, seenAfter: 3 }])
      expect(
        judgePresence(seen)
          .reasons.map(({ text }) => text)
          .at(-1),
      ).toContain('did not answer the sign-out');
  });
});

describe('a sign-in', () => {
  const poolOf = (fqdn: string, server: string): Pool => ({
    fqdn,
    generation: 'lync-2013',
    tlsProfile: 'lync-2013',
    servers: [{ fqdn: server, roles: ['front-end'] }],
  });
  const home = poolOf('pool02.contoso.net', 'fe2013a.contoso.net');
  const via = poolOf('pool01.contoso.net', 'fe1.contoso.net');
  const generation = generationOf('lync-2013');
  const hop = (server: string, status: number, more: Partial<Hop> = {}): Hop => ({
    server,
    address: { host: '127.0.0.1', port: 5061 },
    status,
    took: 10,
    product: 'RTC/5.0',
    ...more,
  });
  const { product: _, ...nameless } = hop('fe2013a.contoso.net', 200);
  const seen = (...hops: Hop[]) => ({
    user: 'migrated Mika',
    took: 20,
    registration: { hops, expires: 600, foreignEndpoints: [] },
  });

  it.each<[string, Hop[], string]>([
    ['at the pool', [hop('POOL02.contoso.net', 200, { product: 'RTC/5.0' })], 'pass'],
    ['at a server of the pool', [hop('fe2013a.contoso.net', 200)], 'pass'],
    [
      'at an address, by the name that the server gave itself',
      [hop('127.0.0.1', 200, { targetName: 'fe2013a.contoso.net' })],
      'pass',
    ],
    ['elsewhere', [hop('fe1.contoso.net', 200)], 'WRONG_HOME_POOL'],
    ['at a server that does not say what it is', [nameless], 'PRODUCT_NOT_SHOWN'],
    ['nowhere', [], 'WRONG_HOME_POOL'],
    ['at the other generation', [hop('fe2013a.contoso.net', 200, { product: 'RTC/4.0' })], 'WRONG_GENERATION'],
  ])('%s', (_, hops, code) => expect(codeOf(judgeHomeSignIn(seen(...hops), home, generation))).toBe(code));

  it.each<[string, Hop[], string]>([
    ['was sent home', [hop('fe1.contoso.net', 301), hop('fe2013a.contoso.net', 200)], 'pass'],
    ['was kept', [hop('fe1.contoso.net', 200)], 'REDIRECT_MISSING'],
    ['was sent to a server that does not say what it is', [hop('fe1.contoso.net', 301), nameless], 'PRODUCT_NOT_SHOWN'],
    ['was sent elsewhere', [hop('fe1.contoso.net', 301), hop('fe11.contoso.net', 200)], 'WRONG_HOME_POOL'],
    [
      'was sent to the other generation',
      [hop('fe1.contoso.net', 301), hop('fe2013a.contoso.net', 200, { product: 'RTC/4.0' })],
      'WRONG_GENERATION',
    ],
    ['was answered by nobody', [], 'WRONG_HOME_POOL'],
  ])('%s', (_, hops, code) => expect(codeOf(judgeRedirect(seen(...hops), via, home, generation))).toBe(code));

  const whole: Pool = { ...home, servers: [...home.servers, { fqdn: 'fe2013b.contoso.net', roles: ['front-end'] }] };
  it.each<[string, Hop[], string]>([
    ['was signed in by the server', [hop('fe2013b.contoso.net', 200)], 'pass'],
    ['was sent on within the pool', [hop('fe2013b.contoso.net', 301), hop('fe2013a.contoso.net', 200)], 'pass'],
    [
      'was sent away, and home again',
      [hop('fe2013b.contoso.net', 301), hop('fe1.contoso.net', 301), hop('pool02.contoso.net', 200)],
      'NODE_SENDS_AWAY',
    ],
    ['was sent away and kept there', [hop('fe2013b.contoso.net', 301), hop('fe1.contoso.net', 200)], 'NODE_SENDS_AWAY'],
    ['met another generation', [hop('fe2013b.contoso.net', 200, { product: 'RTC/4.0' })], 'WRONG_GENERATION'],
    ['was answered by nobody', [], 'WRONG_HOME_POOL'],
  ])('at one server of the pool: %s', (_, hops, code) =>
    expect(codeOf(judgeNodeSignIn(seen(...hops), 'fe2013b.contoso.net', whole, generation))).toBe(code),
  );

  it.each<[string, Hop[], string]>([
    ['was signed in', [hop('access.contoso.net', 200, { targetName: 'fe2013a.contoso.net' })], 'pass'],
    ['was proven by a Director', [hop('access.contoso.net', 200, { targetName: 'director.contoso.net' })], 'pass'],
    ['was sent inside', [hop('access.contoso.net', 301), hop('fe2013a.contoso.net', 200)], 'REMOTE_SENT_INSIDE'],
    ['was answered by nobody', [], 'REMOTE_SENT_INSIDE'],
  ])('over an Access Edge: %s', (_, hops, code) => expect(codeOf(judgeRemote(seen(...hops), 'access.contoso.net'))).toBe(code));

  it('tells every hop with what answered', () => {
    const tls = { version: 'TLSv1', cipher: 'AES128-SHA' };
    const { reasons } = judgeHomeSignIn(seen(hop('fe2013a.contoso.net', 200, { product: 'RTC/5.0', tls })), home, generation);
    expect(reasons.map(({ text }) => text)).toEqual(['fe2013a.contoso.net answered 200 after 10 ms as RTC/5.0 over TLSv1.']);
    expect(judgeHomeSignIn(seen(nameless), home, generation)).toMatchObject({ outcome: 'undetermined' });
  });
});

describe('a conference', () => {
  const budget = 2000;
  const joined = ['legacy Lars', 'migrated Mika'].map((user) => ({ user, missing: [] as string[] }));
  const said = (after: number | undefined) => ({
    from: 'legacy Lena',
    to: 'migrated Mika',
    ...(after === undefined ? {} : { after }),
  });
  const base: ConferenceObservation = {
    organizer: 'legacy Lena',
    participants: ['legacy Lars', 'migrated Mika'],
    budget,
    createdAfter: 20,
    joins: joined,
    messages: [said(10)],
  };
  const trouble: Trouble = { code: 'CONFERENCE_REFUSED', message: 'The focus refused: 403.' };
  const [first, second] = joined;

  it.each<[string, Partial<ConferenceObservation>, [string, string, string]]>([
    ['of which everything is right', {}, ['pass', 'pass', 'pass']],
    ['that nobody could try', { notSignedIn: 'legacy Lars' }, ['NOT_SIGNED_IN', 'NOT_SIGNED_IN', 'NOT_SIGNED_IN']],
    [
      'that was not created',
      { trouble, joins: [], messages: [] },
      ['CONFERENCE_REFUSED', 'DEPENDS_ON_OTHER', 'DEPENDS_ON_OTHER'],
    ],
    [
      'that somebody could not join',
      { joins: [first!, { ...second!, trouble }] },
      ['pass', 'CONFERENCE_REFUSED', 'DEPENDS_ON_OTHER'],
    ],
    [
      'in which somebody is not seen',
      { joins: [first!, { ...second!, missing: ['legacy Lars'] }] },
      ['pass', 'CONFERENCE_INCOMPLETE', 'DEPENDS_ON_OTHER'],
    ],
    ['that nobody joined', { joins: [] }, ['pass', 'CONFERENCE_INCOMPLETE', 'DEPENDS_ON_OTHER']],
    ['in which a message was read just in time', { messages: [said(budget)] }, ['pass', 'pass', 'pass']],
    [
      'in which a message was read too late',
      { messages: [said(10), said(budget + 1)] },
      ['pass', 'pass', 'CONFERENCE_NOT_HEARD'],
    ],
    [
      'in which a message was too late only if this host was not',
      { messages: [said(10), { ...said(budget + 1), ownDelay: 1 }] },
      ['pass', 'pass', 'OWN_HOST_LATE'],
    ],
    [
      'in which one message was lost, and another perhaps late',
      { messages: [said(undefined), { ...said(budget + 1), ownDelay: 1 }] },
      ['pass', 'pass', 'CONFERENCE_NOT_HEARD'],
    ],
    ['in which a message was lost', { messages: [said(undefined)] }, ['pass', 'pass', 'CONFERENCE_NOT_HEARD']],
    ['in which a message was refused', { messages: [{ ...said(undefined), trouble: refused }] }, ['pass', 'pass', 'IM_REFUSED']],
  ])('%s', (_, seen, codes) => {
    const observation = { ...base, ...seen };
    const judged = [judgeConferenceCreated, judgeConferenceJoined, judgeConferenceHeard].map((judge) =>
      codeOf(judge(observation)),
    );
    expect(judged).toEqual(codes);
  });
});

describe('a contact list', () => {
  const change = { who: 'migrated Mika', stored: true, told: true, removed: true };
  const base: ContactsObservation = {
    user: 'legacy Lena',
    pool: 'pool01.contoso.net',
    budget: 2000,
    list: { keptIn: 'pool', count: 1 },
    change,
  };
  const trouble: Trouble = { code: 'CONTACTS_REFUSED', message: 'pool01 refused: 500.' };
  const { list: _, ...unread } = base;
  const { change: __, ...unchanged } = base;

  it.each<[string, ContactsObservation, [string, string]]>([
    ['of which everything is right', base, ['pass', 'pass']],
    ['of a user who is not signed in', { ...unread, notSignedIn: true }, ['NOT_SIGNED_IN', 'NOT_SIGNED_IN']],
    ['that cannot be read', { ...unread, trouble }, ['CONTACTS_REFUSED', 'DEPENDS_ON_OTHER']],
    ['that Exchange keeps', { ...base, list: { keptIn: 'exchange', because: '2165;reason="moved"' } }, ['pass', 'NOT_COVERED']],
    ['that nobody may change', { ...unchanged, forbidden: true }, ['pass', 'CHANGES_NOT_ALLOWED']],
    ['that has everybody already', unchanged, ['pass', 'NOT_COVERED']],
    ['whose change was refused', { ...base, change: { who: change.who, trouble } }, ['pass', 'CONTACTS_REFUSED']],
    ['that did not keep the entry', { ...base, change: { ...change, stored: false } }, ['pass', 'CONTACT_NOT_KEPT']],
    ['that told nobody', { ...base, change: { ...change, told: false } }, ['pass', 'CONTACT_NOT_KEPT']],
    ['that kept the entry for good', { ...base, change: { ...change, removed: false } }, ['pass', 'CONTACT_NOT_KEPT']],
  ])('%s', (___, seen, codes) => expect([judgeContactsRead(seen), judgeContactsChanged(seen)].map(codeOf)).toEqual(codes));
});
