import { afterEach, describe, expect, it } from 'vitest';
import { password, type Script, type ScriptedRegistrar, scriptedRegistrar } from '../../../test/support/scripted-registrar.ts';
import type { WireEntry } from '../../evidence/wire.ts';
import { tlsProfiles } from '../../network/index.ts';
import { Secret } from '../../redaction/index.ts';
import { systemClock } from '../../time/index.ts';
import { type Agent, type SignInOptions, signIn } from './index.ts';

const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** Registrars by FQDN, and a way for lena to sign in at the first. */
async function estate(scripts: Readonly<Record<string, Script>>) {
  const registrars: Record<string, ScriptedRegistrar> = {};
  for (const [name, script] of Object.entries(scripts)) {
    const registrar = await scriptedRegistrar({ name, ...script });
    registrars[name] = registrar;
    open.push(() => registrar.close());
  }
  const wire: WireEntry[] = [];
  const enter = async (more: Partial<SignInOptions> = {}): Promise<Agent> => {
    const agent = await signIn({
      user: { name: 'legacy Lena', uri: 'sip:lena@contoso.net', login: 'CONTOSO\\lena', password: new Secret(password) },
      server: Object.keys(scripts)[0]!,
      transport: 'tcp',
      locator: { locate: async (fqdn) => ({ host: '127.0.0.1', port: registrars[fqdn]!.port }) },
      tlsProfileOf: () => tlsProfiles.modern,
      budgets: { connect: 5000, answer: 5000 },
      wire: { passed: (entry) => wire.push(entry) },
      clock: systemClock,
      ...more,
    });
    open.push(() => agent.signOut());
    return agent;
  };
  return { registrars, enter, wire };
}

const redirect = (to: string, more = {}) => ({
  status: 301,
  reason: 'Redirect request to Home Server',
  headers: [['Contact', `<sip:${to}:5060;transport=tcp>`]] as const,
  ...more,
});

describe('a sign-in', () => {
  it('does not follow an unsigned redirect', async () => {
    const { enter, registrars } = await estate({
      'fe1.contoso.net': { answer: () => redirect('fe2.contoso.net', { signing: 'missing' }) },
      'fe2.contoso.net': {},
    });
    await expect(enter()).rejects.toMatchObject({ code: 'SIGNATURE_MISSING', facts: { server: 'fe1.contoso.net', status: 301 } });
    expect(registrars['fe2.contoso.net']!.lines).toEqual([]);
  });

  it('does not follow a redirect with a wrong signature', async () => {
    const { enter, registrars } = await estate({
      'fe1.contoso.net': { answer: () => redirect('fe2.contoso.net', { signing: 'wrong' }) },
      'fe2.contoso.net': {},
    });
    await expect(enter()).rejects.toMatchObject({ code: 'SIGNATURE_WRONG', facts: { server: 'fe1.contoso.net' } });
    expect(registrars['fe2.contoso.net']!.lines).toEqual([]);
  });

  for (const signing of ['missing', 'wrong'] as const) {
    it(`does not believe a 200 whose signature is ${signing}`, async () => {
      const { enter } = await estate({ 'fe1.contoso.net': { answer: () => ({ status: 200, signing }) } });
      await expect(enter()).rejects.toMatchObject({ code: signing === 'wrong' ? 'SIGNATURE_WRONG' : 'SIGNATURE_MISSING' });
    });
  }

  it('does not believe a server that asks for no password', async () => {
    const { enter } = await estate({ 'fe1.contoso.net': { first: () => ({ status: 200 }) } });
    await expect(enter()).rejects.toMatchObject({
      code: 'SIGNATURE_MISSING',
      message: expect.stringContaining('without having asked for a password'),
    });
  });

  it('names a circle of redirects', async () => {
    const { enter } = await estate({
      'fe1.contoso.net': { answer: () => redirect('fe2.contoso.net') },
      'fe2.contoso.net': { answer: () => redirect('fe1.contoso.net') },
    });
    await expect(enter()).rejects.toMatchObject({
      code: 'REDIRECT_LOOP',
      message: expect.stringContaining('fe1.contoso.net:5060 → fe2.contoso.net:5060 → fe1.contoso.net:5060'),
    });
  });

  it('follows three redirects and no fourth', async () => {
    const chain = (length: number): Record<string, Script> =>
      Object.fromEntries(
        Array.from({ length }, (_, n) => [
          `fe${n}.contoso.net`,
          n < length - 1 ? { answer: () => redirect(`fe${n + 1}.contoso.net`) } : {},
        ]),
      );
    const agent = await (await estate(chain(4))).enter();
    expect(agent.registration.hops.map(({ status }) => status)).toEqual([301, 301, 301, 200]);
    await expect((await estate(chain(5))).enter()).rejects.toMatchObject({
      code: 'REDIRECT_LOOP',
      message: expect.stringContaining('more than 3 times'),
    });
  });

  it('names the schemes where NTLM is not offered', async () => {
    const { enter } = await estate({ 'fe1.contoso.net': { schemes: ['Kerberos', 'TLS-DSK'] } });
    await expect(enter()).rejects.toMatchObject({
      code: 'SCHEME_NOT_OFFERED',
      message: expect.stringContaining('Kerberos, TLS-DSK'),
    });
  });

  it('repeats a refusal verbatim', async () => {
    const diagnosis = '4005;reason="Destination URI either not enabled for SIP or does not exist";source="fe1.contoso.net"';
    const { enter } = await estate({
      'fe1.contoso.net': { first: () => ({ status: 404, reason: 'Not Found', headers: [['ms-diagnostics', diagnosis]] }) },
    });
    await expect(enter()).rejects.toMatchObject({
      code: 'SIGN_IN_REFUSED',
      message: `fe1.contoso.net refused to sign legacy Lena in: 404 Not Found (ms-diagnostics ${diagnosis}).`,
      facts: { server: 'fe1.contoso.net', status: 404, diagnostics: [diagnosis] },
    });
  });

  it('says that nothing answered, and what it waited for', async () => {
    const { enter } = await estate({ 'fe1.contoso.net': { answer: () => undefined } });
    await expect(enter({ budgets: { connect: 5000, answer: 100 } })).rejects.toMatchObject({
      code: 'NO_ANSWER',
      message: expect.stringMatching(/did not answer REGISTER to sip:lena@contoso.net of legacy Lena within 100 ms; .*401/),
    });
  });

  it('says that the connection was closed meanwhile', async () => {
    const { enter } = await estate({ 'fe1.contoso.net': { answer: (_request, line) => void line.drop() } });
    await expect(enter()).rejects.toMatchObject({ code: 'CONNECTION_LOST', facts: { server: 'fe1.contoso.net' } });
  });

  it('ends at once when it is interrupted', async () => {
    const interrupt = new AbortController();
    const { enter } = await estate({
      'fe1.contoso.net': {
        answer: () => {
          interrupt.abort(new Error('stopped by the user'));
          return undefined;
        },
      },
    });
    await expect(enter({ signal: interrupt.signal })).rejects.toThrow('stopped by the user');
  });
});

describe('a signed-in agent', () => {
  it('signs everything that it sends, answers and ACK included', async () => {
    const { enter, registrars } = await estate({ 'fe1.contoso.net': {} });
    const agent = await enter();
    const line = registrars['fe1.contoso.net']!.lines[0]!;
    const sdp = 'v=0\r\nm=message 5060 sip sip:mika@contoso.net\r\n';
    line.push(
      'INVITE',
      [
        ['Call-ID', 'im'],
        ['Content-Type', 'application/sdp'],
      ],
      sdp,
    );
    await expect
      .poll(() => line.received.filter((message) => message.kind === 'response' && message.status === 200).length)
      .toBe(1);
    const ok = line.received.find((message) => message.kind === 'response' && message.status === 200)!;
    const dialog = [
      ['Call-ID', 'im'],
      ['To', ok.headers.get('To')!],
    ] as const;
    line.push('ACK', [...dialog, ['CSeq', '1 ACK']]);
    line.push(
      'INFO',
      [...dialog, ['Content-Type', 'application/xml']],
      '<KeyboardActivity><status status="type"/></KeyboardActivity>',
    );
    line.push('MESSAGE', [...dialog, ['Content-Type', 'text/plain; charset=UTF-8; msgr=WAAtAE0=']], 'Grüße');
    expect(await agent.hear(() => true, 2000)).toMatchObject({ from: 'sip:mika@contoso.net', text: 'Grüße' });
    line.push('UPDATE', dialog);
    line.push('OPTIONS', [['Call-ID', 'options']]);
    line.push('NOTIFY', [
      ['Call-ID', 'nobody'],
      ['Event', 'presence'],
    ]);
    line.push('BENOTIFY', [
      ['Call-ID', 'nobody'],
      ['Event', 'presence'],
    ]);
    line.push('BYE', dialog);
    const statuses = (): unknown[] =>
      line.received.flatMap((message) =>
        message.kind === 'response' ? [`${message.status} ${message.headers.get('CSeq')!.replace(/\d+ /, '')}`] : [],
      );
    await expect
      .poll(statuses)
      .toEqual(['100 INVITE', '200 INVITE', '200 INFO', '200 MESSAGE', '405 UPDATE', '200 OPTIONS', '481 NOTIFY', '200 BYE']);
    expect(await agent.signOut()).toEqual([]);
    expect(line.verdicts.length).toBeGreaterThan(8);
    expect(new Set(line.verdicts)).toEqual(new Set(['ok']));
  });

  it('takes requests without a branch, and to whatever address', async () => {
    const { enter, registrars } = await estate({ 'fe1.contoso.net': {} });
    await enter();
    const line = registrars['fe1.contoso.net']!.lines[0]!;
    line.push('OPTIONS', [
      ['Via', 'SIP/2.0/TCP 192.0.2.1:5060'],
      ['Call-ID', 'a'],
    ]);
    line.push(
      'INVITE',
      [
        ['Call-ID', 'b'],
        ['Content-Type', 'application/sdp'],
        ['Expires', '99999999'],
      ],
      'm=message 5060 sip sip:x@y\r\n',
    );
    line.push(
      'INVITE',
      [
        ['Call-ID', 'c'],
        ['Content-Type', 'application/sdp'],
      ],
      'm=audio 5060 RTP/AVP 0\r\n',
    );
    const statuses = (): number[] => line.received.flatMap((message) => (message.kind === 'response' ? [message.status] : []));
    await expect.poll(statuses).toEqual([200, 100, 488, 200]);
    const answers = line.received.filter((message) => message.kind === 'response');
    expect(answers[0]!.headers.getAll('Via').join()).not.toContain('none');
  });

  for (const signing of ['missing', 'wrong'] as const) {
    it(`ends when a request comes whose signature is ${signing}`, async () => {
      const code = signing === 'wrong' ? 'SIGNATURE_WRONG' : 'SIGNATURE_MISSING';
      const { enter, registrars } = await estate({ 'fe1.contoso.net': {} });
      const agent = await enter();
      const waiting = agent.hear(() => true, 5000);
      const line = registrars['fe1.contoso.net']!.lines[0]!;
      line.push('BENOTIFY', [['Event', 'presence']], '', signing);
      await expect(waiting).rejects.toMatchObject({ code, facts: { message: 'BENOTIFY' } });
      expect(agent.lost).toMatchObject({ code });
      await expect(agent.publish('busy')).rejects.toBe(agent.lost);
    });

    it(`ends when an answer comes whose signature is ${signing}`, async () => {
      const code = signing === 'wrong' ? 'SIGNATURE_WRONG' : 'SIGNATURE_MISSING';
      const { enter } = await estate({
        'fe1.contoso.net': { answer: ({ method }) => (method === 'INVITE' ? { status: 480, signing } : 'default') },
      });
      const agent = await enter();
      await expect(agent.converse('sip:mika@contoso.net')).rejects.toMatchObject({ code });
      expect(agent.lost).toMatchObject({ code });
    });
  }

  it('does not let an unsigned challenge drop its keys', async () => {
    const { enter, registrars } = await estate({
      'fe1.contoso.net': {
        answer: ({ method }) =>
          method === 'INVITE'
            ? { status: 401, headers: [['WWW-Authenticate', 'NTLM realm="x", targetname="y", version=4']], signing: 'missing' }
            : 'default',
      },
    });
    const agent = await enter();
    await expect(agent.converse('sip:mika@contoso.net')).rejects.toMatchObject({ code: 'IM_REFUSED', facts: { status: 401 } });
    registrars['fe1.contoso.net']!.lines[0]!.push('BENOTIFY', [['Event', 'presence']], '', 'missing');
    await expect.poll(() => agent.lost).toMatchObject({ code: 'SIGNATURE_MISSING' });
  });

  it('tells a dropped connection to whoever waits for an answer', async () => {
    const { enter } = await estate({
      'fe1.contoso.net': {
        answer({ method }, line) {
          if (method !== 'INVITE') return 'default';
          line.drop();
          return undefined;
        },
      },
    });
    const agent = await enter();
    await expect(agent.converse('sip:mika@contoso.net')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await agent.signOut()).toEqual([expect.stringContaining('CONNECTION_LOST')]);
  });

  it('gives up on a server that has gone silent, in time, at every step', async () => {
    const { enter } = await estate({
      'fe1.contoso.net': {
        answer: ({ method, headers }) => (method === 'REGISTER' && !headers.has('Expires') ? 'default' : undefined),
      },
    });
    const agent = await enter({ budgets: { connect: 5000, answer: 100 } });
    await expect(agent.converse('sip:mika@contoso.net')).rejects.toMatchObject({
      code: 'NO_ANSWER',
      message: expect.stringContaining('nothing at all'),
    });
    await expect(agent.watch(['sip:mika@contoso.net'])).rejects.toMatchObject({
      code: 'NO_ANSWER',
      facts: { awaited: 'SUBSCRIBE to sip:lena@contoso.net' },
    });
    await expect(agent.publish('busy')).rejects.toMatchObject({ code: 'NO_ANSWER' });
    expect(await agent.signOut()).toEqual([expect.stringContaining('NO_ANSWER')]);
  });

  for (const [what, bytes] of [
    ['no Content-Length', 'SIP/2.0 200 OK\r\nVia: x\r\n\r\n'],
    ['nonsense', 'what?\r\nContent-Length: 0\r\n\r\n'],
    ['too many headers', `SIP/2.0 200 OK\r\n${'Via: x\r\n'.repeat(300)}Content-Length: 0\r\n\r\n`],
  ] as const) {
    it(`survives ${what}`, async () => {
      const { enter, registrars } = await estate({ 'fe1.contoso.net': {} });
      const agent = await enter();
      registrars['fe1.contoso.net']!.lines[0]!.raw(bytes);
      await expect.poll(() => agent.lost).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
    });
  }
});

describe('SIP over WebSocket', () => {
  it('signs in, is written to, and signs out', async () => {
    const { registrars, enter } = await estate({ 'fe1.contoso.net': { transport: 'ws' } });
    expect(registrars['fe1.contoso.net']!.port).toBeGreaterThan(0);
    const agent = await enter({ transport: 'ws' as never });
    const line = registrars['fe1.contoso.net']!.lines[0]!;
    line.push('OPTIONS', [['Call-ID', 'a']]);
    await expect.poll(() => line.received.some((message) => message.kind === 'response' && message.status === 200)).toBe(true);
    expect(line.received[0]!.headers.get('Via')).toMatch(/^SIP\/2\.0\/WS /);
    expect(await agent.signOut()).toEqual([]);
    expect(new Set(line.verdicts)).toEqual(new Set(['ok']));
  });

  it('refuses a server without the subprotocol "sip"', async () => {
    const { enter } = await estate({ 'fe1.contoso.net': { transport: 'ws', subprotocol: false } });
    await expect(enter({ transport: 'ws' as never })).rejects.toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      message: expect.stringContaining('subprotocol'),
    });
  });
});
