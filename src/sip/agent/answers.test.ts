import { describe, expect, it } from 'vitest';
import { type ScriptedEstate, scriptedEstate } from '../../../test/support/scripted-estate.ts';
import type { Reply, Script } from '../../../test/support/scripted-registrar.ts';
import type { SipRequest } from '../wire/index.ts';
import type { Agent, Conversation } from './model.ts';

/** What a server says: as an answer, and as it must come out of every exchange. */
const known = '4141;reason="User disabled";source="fe1.contoso.net"';
const unknown = '70707;reason="Never heard of";source="fe1.contoso.net";component="coffee"';
const refusal: Reply = {
  status: 488,
  reason: 'Not Today',
  headers: [
    ['ms-diagnostics', known],
    ['ms-diagnostics', unknown],
  ],
};

const sdp = 'v=0\r\nm=message 5060 sip sip:mika@contoso.net\r\n';
const taken: Reply = {
  status: 200,
  reason: 'OK',
  headers: [
    ['Contact', '<sip:mika@contoso.net;opaque=user:epid:BBBB;gruu>'],
    ['Content-Type', 'application/sdp'],
  ],
  body: sdp,
};
const mika = 'sip:mika@contoso.net';
const focus = 'sip:lena@contoso.net;gruu;opaque=app:conf:focus:id:0123456789ABCDEF';

const isFocus = ({ method, uri }: SipRequest): boolean => method === 'INVITE' && uri.includes('focus:id');
const isRenewal = ({ method, headers }: SipRequest): boolean =>
  method === 'REGISTER' && !headers.has('Expires') && Number.parseInt(headers.get('CSeq')!, 10) > 3;

interface Exchange {
  readonly what: string;
  readonly code: string;
  /** The request that is refused, or not answered; all others are answered as they should be. */
  readonly is: (request: SipRequest) => boolean;
  readonly go: (agent: Agent, estate: ScriptedEstate) => Promise<unknown>;
}

const talking =
  (then: (conversation: Conversation) => Promise<unknown>) =>
  async (agent: Agent): Promise<unknown> =>
    then(await agent.converse(mika));

const exchanges: readonly Exchange[] = [
  { what: 'REGISTER, renewed', code: 'SIGN_IN_REFUSED', is: isRenewal, go: (agent) => agent.renew() },
  {
    what: 'SUBSCRIBE, presence',
    code: 'PRESENCE_REFUSED',
    is: ({ method }) => method === 'SUBSCRIBE',
    go: (agent) => agent.watch([mika]),
  },
  {
    what: 'SUBSCRIBE, contacts',
    code: 'CONTACTS_REFUSED',
    is: ({ method }) => method === 'SUBSCRIBE',
    go: (agent) => agent.contacts(),
  },
  {
    what: 'SUBSCRIBE, own presence',
    code: 'PRESENCE_REFUSED',
    is: ({ method }) => method === 'SUBSCRIBE',
    go: (agent) => agent.publish('busy'),
  },
  {
    what: 'SERVICE, presence',
    code: 'PRESENCE_REFUSED',
    is: ({ method }) => method === 'SERVICE',
    go: (agent) => agent.publish('busy'),
  },
  {
    what: 'SERVICE, contact added',
    code: 'CONTACTS_REFUSED',
    is: ({ method }) => method === 'SERVICE',
    go: async (agent) => (await agent.contacts()).add(mika, 'Mika'),
  },
  {
    what: 'SERVICE, conference created',
    code: 'CONFERENCE_REFUSED',
    is: ({ method }) => method === 'SERVICE',
    go: (agent) => agent.createConference('0123456789ABCDEF'),
  },
  { what: 'INVITE, focus', code: 'CONFERENCE_REFUSED', is: isFocus, go: (agent) => agent.joinConference(focus) },
  { what: 'INVITE', code: 'IM_REFUSED', is: ({ method }) => method === 'INVITE', go: (agent) => agent.converse(mika) },
  { what: 'MESSAGE', code: 'IM_REFUSED', is: ({ method }) => method === 'MESSAGE', go: talking((to) => to.say('hello')) },
  { what: 'INFO', code: 'IM_REFUSED', is: ({ method }) => method === 'INFO', go: talking((to) => to.type(true)) },
  { what: 'BYE', code: 'IM_REFUSED', is: ({ method }) => method === 'BYE', go: talking((to) => to.end()) },
];

/** A server that does everything right but for one request. */
const serverBut = (is: Exchange['is'], answer: Reply | undefined): Script => ({
  answer(request, line) {
    if (is(request)) {
      // Something else comes while the answer is waited for: that belongs into the sentence.
      line.push('OPTIONS', { 'Call-ID': 'meanwhile' });
      return answer;
    }
    if (request.method === 'INVITE') return taken;
    if (request.method !== 'SUBSCRIBE') return 'default';
    return { status: 200, headers: [['Expires', request.headers.get('Expires') ?? '3600']] };
  },
});

describe.each(exchanges)('$what', ({ what, code, is, go }) => {
  it(`that is refused says ${code}, with status, diagnoses and their meaning`, async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': serverBut(is, refusal) });
    const agent = await estate.enter();
    const error: unknown = await go(agent, estate).then(
      () => 'it was taken',
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      code,
      message: expect.stringContaining(`488 Not Today (ms-diagnostics ${known}, ms-diagnostics ${unknown})`),
      facts: {
        server: 'fe1.contoso.net',
        status: 488,
        reason: 'Not Today',
        diagnostics: [known, unknown],
        diagnosticId: '4141',
        diagnosticReason: 'User disabled',
        diagnosticSource: 'fe1.contoso.net',
        meaning: 'the account is disabled',
      },
    });
  });

  it('that is not answered says what was awaited, and all that was seen instead', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': serverBut(is, undefined) });
    const agent = await estate.enter({ budgets: { connect: 5000, answer: 150 } });
    const failing = go(agent, estate).then(
      () => 'it was taken',
      (thrown: unknown) => thrown,
    );
    const [method] = what.split(',');
    expect(await failing).toMatchObject({
      code: 'NO_ANSWER',
      message: expect.stringMatching(
        new RegExp(`fe1\\.contoso\\.net did not answer ${method} to \\S+ of legacy Lena within 150 ms; .*OPTIONS`),
      ),
      facts: {
        server: 'fe1.contoso.net',
        awaited: expect.stringMatching(new RegExp(`^${method} to sip:`)),
        after: 150,
        seen: expect.arrayContaining(['OPTIONS']),
      },
    });
  });
});

it('a sign-out that is refused is told, and ends all the same', async () => {
  await using estate = await scriptedEstate({
    'fe1.contoso.net': serverBut(({ method, headers }) => method === 'REGISTER' && headers.has('Expires'), refusal),
  });
  const agent = await estate.enter();
  expect(await agent.signOut()).toEqual([
    expect.stringContaining(`UNEXPECTED_ANSWER: fe1.contoso.net did not let legacy Lena sign out: 488`),
  ]);
});

describe('the end of a subscription', () => {
  const enterAndLeave = async (reply: Reply | undefined): Promise<readonly string[]> => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method, headers }) => {
          if (method !== 'SUBSCRIBE') return 'default';
          return headers.get('Expires') === '0' ? reply : { status: 200, headers: [['Expires', '3600']] };
        },
      },
    });
    const agent = await estate.enter({ budgets: { connect: 5000, answer: reply === undefined ? 150 : 5000 } });
    await agent.watch([mika]);
    return await agent.signOut();
  };

  it('that is refused is told at the sign-out', async () => {
    expect(await enterAndLeave(refusal)).toEqual([
      expect.stringContaining(
        'UNEXPECTED_ANSWER: fe1.contoso.net did not end the subscription of legacy Lena to presence: 488 Not Today',
      ),
    ]);
  });

  it('that is not answered is told, too', async () => {
    expect(await enterAndLeave(undefined)).toEqual([expect.stringMatching(/^NO_ANSWER: .*SUBSCRIBE to sip:lena@contoso\.net/)]);
  });

  it('which the server does not know any more is as good', async () => {
    expect(await enterAndLeave({ status: 481, reason: 'Subscription Does Not Exist' })).toEqual([]);
  });
});

it('a subscription that is not renewed says why, to whoever asks for what it would have told', async () => {
  let refuses = false;
  await using estate = await scriptedEstate({
    'fe1.contoso.net': {
      answer: ({ method }) =>
        method !== 'SUBSCRIBE' ? 'default' : refuses ? refusal : { status: 200, headers: [['Expires', '1']] },
    },
  });
  const agent = await estate.enter();
  const watch = await agent.watch([mika]);
  refuses = true;
  await expect(watch.until(mika, 'busy', 0, 5000)).rejects.toMatchObject({
    code: 'PRESENCE_REFUSED',
    message: expect.stringContaining(`488 Not Today (ms-diagnostics ${known}`),
  });
});
