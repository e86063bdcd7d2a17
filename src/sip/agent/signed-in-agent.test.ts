import { describe, expect, it } from 'vitest';
import { scriptedEstate } from '../../../test/support/scripted-estate.ts';
import { type Clock, systemClock } from '../../time/index.ts';

describe('a signed-in agent', () => {
  it('signs everything that it sends, answers and ACK included', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': {} });
    const agent = await estate.enter();
    const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
    const sdp = 'v=0\r\nm=message 5060 sip sip:mika@contoso.net\r\n';
    line.push(
      'INVITE',
      {
        'Call-ID': 'im',
        'Content-Type': 'application/sdp',
        'ms-text-format': `text/plain; charset=UTF-8; ms-body=${Buffer.from('Grüße').toString('base64')}`,
      },
      sdp,
    );
    await expect
      .poll(() => line.received.filter((message) => message.kind === 'response' && message.status === 200).length)
      .toBe(1);
    const ok = line.received.find((message) => message.kind === 'response' && message.status === 200)!;
    const dialog = { 'Call-ID': 'im', To: ok.headers.get('To')! };
    line.push('ACK', { ...dialog, CSeq: '1 ACK' });
    line.push(
      'INFO',
      { ...dialog, 'Content-Type': 'application/xml' },
      '<KeyboardActivity><status status="type"/></KeyboardActivity>',
    );
    line.push('MESSAGE', { ...dialog, 'Content-Type': 'text/plain; charset=UTF-8; msgr=WAAtAE0=' }, 'Grüße');
    expect(await agent.hear(() => true, 2000)).toMatchObject({ from: 'sip:mika@contoso.net', text: 'Grüße' });
    expect(await agent.hear(() => true, 1)).toBeUndefined();
    line.push('UPDATE', dialog);
    line.push('OPTIONS', { 'Call-ID': 'options' });
    line.push('NOTIFY', {
      'Call-ID': 'nobody',
      Event: 'presence',
    });
    line.push('BENOTIFY', {
      'Call-ID': 'nobody',
      Event: 'presence',
    });
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
    await using estate = await scriptedEstate({ 'fe1.contoso.net': {} });
    await estate.enter();
    const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
    line.push('OPTIONS', {
      Via: 'SIP/2.0/TCP 192.0.2.1:5060',
      'Call-ID': 'a',
    });
    line.push(
      'INVITE',
      {
        'Call-ID': 'b',
        'Content-Type': 'application/sdp',
        Expires: '99999999',
      },
      'm=message 5060 sip sip:x@y\r\n',
    );
    line.push(
      'INVITE',
      {
        'Call-ID': 'c',
        'Content-Type': 'application/sdp',
      },
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
      await using estate = await scriptedEstate({ 'fe1.contoso.net': {} });
      const agent = await estate.enter();
      const waiting = agent.hear(() => true, 5000);
      const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
      line.push('BENOTIFY', { Event: 'presence' }, '', signing);
      await expect(waiting).rejects.toMatchObject({ code, facts: { message: 'BENOTIFY' } });
      expect(agent.lost).toMatchObject({ code });
      await expect(agent.publish('busy')).rejects.toBe(agent.lost);
    });

    it(`ends when an answer comes whose signature is ${signing}`, async () => {
      const code = signing === 'wrong' ? 'SIGNATURE_WRONG' : 'SIGNATURE_MISSING';
      await using estate = await scriptedEstate({
        'fe1.contoso.net': { answer: ({ method }) => (method === 'INVITE' ? { status: 480, signing } : 'default') },
      });
      const agent = await estate.enter();
      await expect(agent.converse('sip:mika@contoso.net')).rejects.toMatchObject({ code });
      expect(agent.lost).toMatchObject({ code });
    });
  }

  it('repeats what was challenged once, after another REGISTER, and does not let an unsigned challenge drop its keys', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method }) =>
          method === 'INVITE'
            ? { status: 401, headers: [['WWW-Authenticate', 'NTLM realm="x", targetname="y", version=4']], signing: 'missing' }
            : 'default',
      },
    });
    const agent = await estate.enter();
    await expect(agent.converse('sip:mika@contoso.net')).rejects.toMatchObject({ code: 'IM_REFUSED', facts: { status: 401 } });
    const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
    expect(line.received.filter((message) => message.kind === 'request' && message.method === 'INVITE')).toHaveLength(2);
    expect(line.received.filter((message) => message.kind === 'request' && message.method === 'REGISTER')).toHaveLength(4);
    line.push('BENOTIFY', { Event: 'presence' }, '', 'missing');
    await expect.poll(() => agent.lost).toMatchObject({ code: 'SIGNATURE_MISSING' });
  });

  it('tells a dropped connection to whoever waits for an answer', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer({ method }, line) {
          if (method !== 'INVITE') return 'default';
          line.drop();
          return undefined;
        },
      },
    });
    const agent = await estate.enter();
    await expect(agent.converse('sip:mika@contoso.net')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await agent.signOut()).toEqual([expect.stringContaining('CONNECTION_LOST')]);
  });

  it('gives up on a server that has gone silent, in time, at every step', async () => {
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method, headers }) => (method === 'REGISTER' && !headers.has('Expires') ? 'default' : undefined),
      },
    });
    const agent = await estate.enter({ budgets: { connect: 5000, answer: 100 } });
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
      await using estate = await scriptedEstate({ 'fe1.contoso.net': {} });
      const agent = await estate.enter();
      estate.registrars['fe1.contoso.net']!.lines[0]!.raw(bytes);
      await expect.poll(() => agent.lost).toMatchObject({ code: 'UNEXPECTED_ANSWER' });
    });
  }

  it('shows the GRUU as the server gave it, and takes a dialog whose Call-ID was its own before', async () => {
    const sdp = 'v=0\r\nm=message 5060 sip sip:mika@contoso.net\r\n';
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method }) =>
          method === 'INVITE'
            ? {
                status: 200,
                headers: [
                  ['Contact', '<sip:mika@contoso.net;opaque=user:epid:BBBB;gruu>'],
                  ['Content-Type', 'application/sdp'],
                ],
                body: sdp,
              }
            : 'default',
      },
    });
    const agent = await estate.enter();
    const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
    const conversation = await agent.converse('sip:mika@contoso.net');
    await conversation.say('hello');
    await conversation.end();
    const sent = (method: string) => line.received.find((message) => message.kind === 'request' && message.method === method)!;
    expect(sent('INVITE').headers.get('Contact')).toBe('<sip:lena@Contoso.Net;opaque=user:epid:AAAA;gruu>');
    expect(sent('MESSAGE')).toMatchObject({ uri: 'sip:mika@contoso.net;opaque=user:epid:BBBB;gruu' });
    line.push('INVITE', { 'Call-ID': conversation.callId, 'Content-Type': 'application/sdp' }, sdp);
    await expect
      .poll(() => line.received.flatMap((message) => (message.kind === 'response' ? [message.status] : [])))
      .toEqual([100, 200]);
    expect(new Set(line.verdicts)).toEqual(new Set(['ok']));
  });

  it('publishes again with the versions that a 409 names, and gives up when they never fit', async () => {
    let stored = 7;
    const fault = (): string =>
      '<Fault xmlns="http://schemas.microsoft.com/2006/09/sip/fault"><Faultcode>Client.BadCall.WrongDelta</Faultcode>' +
      `<details><operation index="2" version="0" curVersion="${stored}"/></details></Fault>`;
    const versionsIn = (body: string): number[] => [...body.matchAll(/ version="(\d+)"/g)].map((m) => Number(m[1]));
    let moves = false;
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer({ method, body }) {
          if (method !== 'SERVICE') return 'default';
          if (moves) stored += 1;
          return versionsIn(body)[1] === stored
            ? { status: 200 }
            : { status: 409, reason: 'Conflict', headers: [['Content-Type', 'application/msrtc-fault+xml']], body: fault() };
        },
      },
    });
    const agent = await estate.enter();
    const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
    await agent.publish('busy');
    const published = line.received.filter((message) => message.kind === 'request' && message.method === 'SERVICE');
    expect(published.map(({ body }) => versionsIn(body)[1])).toEqual([0, 7]);
    expect(published[0]!.body).toContain('<availability>6500</availability>');
    moves = true;
    await expect(agent.publish('away')).rejects.toMatchObject({ code: 'PRESENCE_REFUSED', facts: { status: 409 } });
  });

  it('renews registration and subscriptions before they end', async () => {
    const timers = new Set<{ ms: number; call: () => void }>();
    const clock: Clock = {
      ...systemClock,
      after(ms, call, hold) {
        if (ms < 60_000) return systemClock.after(ms, call, hold);
        const timer = { ms, call };
        timers.add(timer);
        return { cancel: () => void timers.delete(timer) };
      },
    };
    await using estate = await scriptedEstate({
      'fe1.contoso.net': {
        answer: ({ method }) =>
          method === 'SUBSCRIBE'
            ? {
                status: 200,
                headers: [
                  ['Expires', '36000'],
                  ['Contact', '<sip:pool01.contoso.net:5061;transport=tls>'],
                ],
              }
            : 'default',
      },
    });
    const running = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
    const before = running();
    const agent = await estate.enter({ clock });
    // None of sip.js' own, which would hold the process for as long as the registration lasts; its transactions end a moment later.
    for (let round = 0; round < 100 && running() > before; round++) await systemClock.sleep(5);
    expect(running()).toBe(before);
    const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
    await agent.watch(['sip:mika@contoso.net']);
    expect([...timers].map(({ ms }) => ms / 1000).sort((a, b) => a - b)).toEqual([7200 - 30, 36_000 - 120]);
    const due = [...timers];
    timers.clear();
    for (const { call } of due) call();
    const requests = (method: string) =>
      line.received.filter((message) => message.kind === 'request' && message.method === method);
    await expect.poll(() => [requests('REGISTER').length, requests('SUBSCRIBE').length, timers.size]).toEqual([4, 2, 2]);
    const [first, again] = requests('SUBSCRIBE');
    expect(again!.body).toBe(first!.body);
    expect(again).toMatchObject({ uri: 'sip:pool01.contoso.net:5061;transport=tls' });
    expect(again!.headers.get('CSeq')).toBe('2 SUBSCRIBE');
    const renewal = requests('REGISTER')[3]!;
    expect(renewal.headers.get('CSeq')).toBe('4 REGISTER');
    expect(renewal.headers.get('Authorization')).not.toContain('gssapi-data');
    expect(await agent.signOut()).toEqual([]);
    expect(timers.size).toBe(0);
    expect(new Set(line.verdicts)).toEqual(new Set(['ok']));
  });
});
