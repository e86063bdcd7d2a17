import { describe, expect, it } from 'vitest';
import { scriptedEstate } from '../../../test/support/scripted-estate.ts';
import { createAuthority } from '../../lab/certificates/index.ts';
import { systemClock } from '../../time/index.ts';

describe('SIP over WebSocket', () => {
  const authority = createAuthority(systemClock);
  const identity = authority.issue(['fe1.contoso.net']);
  const overWebSocket = { transport: 'wss', ca: authority.certificate } as const;

  it('signs in, is written to, and signs out', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { transport: 'wss', identity } });
    const agent = await estate.enter(overWebSocket);
    const line = estate.registrars['fe1.contoso.net']!.lines[0]!;
    line.push('OPTIONS', { 'Call-ID': 'a' });
    await expect.poll(() => line.received.some((message) => message.kind === 'response' && message.status === 200)).toBe(true);
    expect(line.received[0]!.headers.get('Via')).toMatch(/^SIP\/2\.0\/WSS [\w-]+\.invalid;/);
    expect(agent.registration.hops[0]!.tls?.version).toBe('TLSv1.3');
    expect(await agent.signOut()).toEqual([]);
    expect(new Set(line.verdicts)).toEqual(new Set(['ok']));
  });

  it('refuses a server without the subprotocol "sip"', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { transport: 'wss', identity, subprotocol: false } });
    await expect(estate.enter(overWebSocket)).rejects.toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      message: expect.stringContaining('subprotocol'),
    });
  });

  it('refuses a message whose body was cut on the way, and closes the line', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { transport: 'wss', identity } });
    const agent = await estate.enter(overWebSocket);
    const waiting = agent.hear(() => true, 5000);
    const head = ['MESSAGE sip:lena@127.0.0.1 SIP/2.0', 'Via: SIP/2.0/TLS fe1.contoso.net', 'Content-Length: 6', '', ''];
    estate.registrars['fe1.contoso.net']!.lines[0]!.raw(`${head.join('\r\n')}hello`);
    await expect(waiting).rejects.toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      message: 'fe1.contoso.net sent legacy Lena something that is no SIP message: a body shorter than its Content-Length.',
    });
  });

  it('tells of a line that drops', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { transport: 'wss', identity } });
    const agent = await estate.enter(overWebSocket);
    const waiting = agent.hear(() => true, 5000);
    estate.registrars['fe1.contoso.net']!.lines[0]!.drop();
    await expect(waiting).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('says so when the server does not know WebSocket', async () => {
    await using estate = await scriptedEstate({ 'fe1.contoso.net': { transport: 'wss', identity, subprotocol: 'http' } });
    await expect(estate.enter(overWebSocket)).rejects.toMatchObject({
      code: 'UNEXPECTED_ANSWER',
      message: expect.stringContaining('HTTP 404'),
    });
  });
});
