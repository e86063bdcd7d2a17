import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Headers, response, type SipRequest, type SipResponse } from '../wire/index.ts';
import { type OutgoingRequest, OwnRequests, type OwnRequestsOptions } from './own-requests.ts';

type Challenged = OwnRequestsOptions['challenged'];

const answerTo = ({ headers }: SipRequest, status: number, more: readonly (readonly [string, string])[] = []): SipResponse =>
  response(
    status,
    '',
    new Headers([...['Via', 'From', 'To', 'Call-ID', 'CSeq'].map((name) => [name, headers.get(name)!] as const), ...more]),
  );

function onALine(challenged: Challenged = () => false) {
  const sent: SipRequest[] = [];
  const told: unknown[] = [];
  let isOpen = true;
  const requests = new OwnRequests({
    protocol: 'TLS',
    translation: {
      viaHost: 'abc.invalid',
      local: '192.0.2.10:50000',
      self: 'sip:lena@contoso.net',
      epid: 'd2ff665153',
      peers: new Map(),
    },
    userAgent: 'test',
    random: randomBytes,
    send: (message) => {
      if (!isOpen) throw new Error('closed');
      message.headers.prepend('Authorization', 'signed');
      sent.push(message);
    },
    challenged,
  });
  const send = (method: string, more: Partial<OutgoingRequest> = {}) =>
    requests.send(
      method,
      { target: 'sip:mika@contoso.net', to: 'sip:mika@contoso.net', headers: [], ...more },
      { done: ({ status }) => told.push(status), fail: (error) => told.push(error) },
    );
  return { requests, sent, told, send, close: () => (isOpen = false) };
}

describe('requests of our own', () => {
  it('are whole', () => {
    const { sent, send } = onALine();
    send('SUBSCRIBE', {
      target: 'sip:mika@contoso.net;gruu;opaque=A',
      headers: ['Event: presence', 'Contact: <sip:lena@abc.invalid;transport=tls>'],
      body: { contentType: 'text/plain', content: 'ü' },
      dialog: { callId: 'c', fromTag: '1', toTag: '2', cseq: 7, routeSet: ['<sip:fe1;lr>', '<sip:fe2;lr>'] },
    });
    const { method, uri, body, headers } = sent[0]!;
    expect({ method, uri, body }).toEqual({ method: 'SUBSCRIBE', uri: 'sip:mika@contoso.net;gruu;opaque=A', body: 'ü' });
    expect([...headers].map(({ name, value }) => `${name}: ${value}`)).toEqual([
      'Authorization: signed',
      expect.stringMatching(/^Via: SIP\/2\.0\/TLS 192\.0\.2\.10:50000;branch=z9hG4bK\w+$/),
      'Route: <sip:fe1;lr>',
      'Route: <sip:fe2;lr>',
      'To: <sip:mika@contoso.net>;tag=2',
      'From: <sip:lena@contoso.net>;tag=1;epid=d2ff665153',
      'CSeq: 7 SUBSCRIBE',
      'Call-ID: c',
      'Max-Forwards: 70',
      'Event: presence',
      'Contact: <sip:lena@192.0.2.10:50000;transport=tls>',
      'User-Agent: test',
      'Content-Type: text/plain',
      'Content-Length: 0',
    ]);
  });

  it('that begin something have a Call-ID, a tag and a branch of their own', () => {
    const { sent, send } = onALine();
    for (let n = 0; n < 1000; n++) send('MESSAGE');
    for (const name of ['Call-ID', 'From', 'Via']) expect(new Set(sent.map(({ headers }) => headers.get(name))).size).toBe(1000);
  });

  it('end with whatever the server says, a 408 of its own among it', () => {
    const { requests, sent, told, send } = onALine();
    for (const status of [200, 301, 408, 503, 603]) {
      send('MESSAGE');
      expect(requests.take(answerTo(sent.at(-1)!, status))).toBe(true);
    }
    expect(told).toEqual([200, 301, 408, 503, 603]);
    expect(requests.pending).toBe(0);
  });

  it.each([401, 407] as const)(
    'are repeated after a %i, with the next number, in a new transaction, signed anew',
    async (status) => {
      const seen: unknown[] = [];
      const { requests, sent, told, send } = onALine((challenges, why, { cseq }) => {
        seen.push([challenges, why, cseq]);
        return seen.length === 1 ? true : seen.length === 2 ? Promise.resolve(true) : false;
      });
      const challenge = [status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate', 'NTLM realm="x"'] as const;
      send('MESSAGE');
      requests.take(answerTo(sent[0]!, status, [challenge]));
      requests.take(answerTo(sent[1]!, status, [challenge]));
      await Promise.resolve();
      requests.take(answerTo(sent[2]!, status));
      expect(sent.map(({ headers }) => headers.get('CSeq'))).toEqual(['1 MESSAGE', '2 MESSAGE', '3 MESSAGE']);
      expect(new Set(sent.map(({ headers }) => headers.get('Via'))).size).toBe(3);
      expect(new Set(sent.map(({ headers }) => `${headers.get('Call-ID')} ${headers.get('From')}`)).size).toBe(1);
      expect(sent.map(({ headers }) => headers.getAll('Authorization'))).toEqual([['signed'], ['signed'], ['signed']]);
      expect(seen).toEqual([
        [['NTLM realm="x"'], status, 1],
        [['NTLM realm="x"'], status, 2],
        [[], status, 3],
      ]);
      expect(told).toEqual([status]);
    },
  );

  it('end with the challenge where no ticket can be had, and with the reason where the line is down', async () => {
    let thought: (again: boolean) => void = () => {};
    const { requests, sent, told, send, close } = onALine(
      (_, status) =>
        new Promise((resolve, reject) => {
          if (status === 401) reject(new Error('no ticket'));
          else thought = resolve;
        }),
    );
    send('MESSAGE');
    requests.take(answerTo(sent[0]!, 401));
    await expect.poll(() => told).toEqual([401]);
    send('MESSAGE');
    requests.take(answerTo(sent[1]!, 407));
    close();
    thought(true);
    await expect.poll(() => told).toEqual([401, expect.objectContaining({ message: 'closed' })]);
    expect(() => send('MESSAGE')).toThrow('closed');
    expect(requests.pending).toBe(0);
  });

  it('are not sent to what is no address, nor with a header that would break the message', () => {
    const { requests, sent, send } = onALine();
    expect(() => send('MESSAGE', { target: 'http://contoso.net' })).toThrow('neither sip, sips nor tel');
    expect(() => send('MESSAGE', { to: 'sip:a@b>;x=<' })).toThrow();
    expect(() => send('MESSAGE', { headers: ['Subject: a\r\nVia: b'] })).toThrow('line break');
    expect([sent.length, requests.pending]).toEqual([0, 0]);
  });

  it('that were given up take no late answer, and are not repeated', async () => {
    let thought: (again: boolean) => void = () => {};
    const { requests, sent, told, send } = onALine(
      () =>
        new Promise((resolve) => {
          thought = resolve;
        }),
    );
    send('MESSAGE')();
    expect(requests.take(answerTo(sent[0]!, 200))).toBe(false);
    const giveUp = send('MESSAGE');
    requests.take(answerTo(sent[1]!, 401));
    giveUp();
    thought(true);
    await Promise.resolve();
    expect([told, sent.length, requests.pending]).toEqual([[], 2, 0]);
  });
});
