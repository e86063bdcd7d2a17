import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../redaction/index.ts';
import {
  Headers,
  parseChallenge,
  parseMessage,
  type Random,
  request,
  response,
  type SipMessage,
  serialise,
} from '../wire/index.ts';
import {
  type AuthenticationVersion,
  createNtlmAssociation,
  createNtlmServerAssociation,
  type NtlmAssociation,
  type NtlmServerAssociation,
  ntlmFlags,
  serverFlags,
} from './index.ts';

/** Bytes that differ from call to call and are the same in every run. */
function seeded(seed: string): Random {
  let calls = 0;
  return (bytes) => createHash('sha512').update(`${seed} ${calls++}`).digest().subarray(0, bytes);
}

const clock = { now: () => Date.UTC(2026, 0, 1) };

const clientWith = (password = 'Grüße & <x>', login = 'CONTOSO\\lena') =>
  createNtlmAssociation({ login, password: new Secret(password), random: seeded('client'), clock });

const serverWith = (options: Partial<Parameters<typeof createNtlmServerAssociation>[0]> = {}) =>
  createNtlmServerAssociation({
    targetName: 'fe1.contoso.net',
    passwordOf: (user, domain) => (user === 'lena' && domain === 'CONTOSO' ? 'Grüße & <x>' : undefined),
    random: seeded('server'),
    clock,
    ...options,
  });

const register = (cseq: number): SipMessage =>
  request(
    'REGISTER',
    'sip:contoso.net',
    new Headers([
      ['Via', 'SIP/2.0/TLS 192.0.2.10:50000'],
      ['From', '<sip:lena@contoso.net>;tag=8d1c2e4f6a;epid=d2ff665153'],
      ['To', '<sip:lena@contoso.net>'],
      ['Call-ID', '5f0b7c2a'],
      ['CSeq', `${cseq} REGISTER`],
    ]),
  );

const answerTo = (asked: SipMessage, status: number, extra: [string, string][] = []): SipMessage => {
  const headers = new Headers(
    [...asked.headers].map(({ name, value }) => [name, name === 'To' ? `${value};tag=AB12` : value] as const),
  );
  for (const [name, value] of extra) headers.add(name, value);
  return response(status, 'whatever', headers.remove('Authorization'));
};

/** Runs the three legs; returns what the server thinks of the proof and the signed REGISTER. */
function dance(client: NtlmAssociation, server: NtlmServerAssociation) {
  expect(client.sign(register(1))).toBeUndefined();
  expect(client.next(server.offers(), 401)).toBeDefined();
  const empty = client.sign(register(2))!;
  expect(server.stepOf(empty)).toBe('asks');
  expect(client.next([server.challengeFor(empty)], 401)).toBeDefined();
  const proof = register(3);
  proof.headers.add('Authorization', client.sign(proof)!);
  const authorization = proof.headers.get('Authorization')!;
  expect(server.stepOf(authorization)).toBe('proves');
  return { proof, authorization, acceptance: server.accept(authorization, serialise(proof)) };
}

describe.each<AuthenticationVersion>([2, 3, 4])('an association of version %i', (version) => {
  const signedIn = () => {
    const [client, server] = [clientWith(), serverWith({ version })];
    const { proof, authorization, acceptance } = dance(client, server);
    expect(acceptance).toEqual({ outcome: 'accepted', user: 'lena', domain: 'CONTOSO' });
    expect('response' in parseChallenge(authorization).parameters).toBe(version === 4);
    const ok = answerTo(proof, 200, [['Expires', '7200']]);
    server.sign(ok);
    expect(client.state).toBe('answered');
    expect(client.verify(serialise(ok))).toBe('ok');
    expect(client.state).toBe('established');
    return { client, server };
  };

  it('signs in, and then signs both ways, requests and responses', () => {
    const { client, server } = signedIn();
    expect(client).toMatchObject({
      version,
      targetName: 'fe1.contoso.net',
      offered: ['NTLM', 'Kerberos', 'TLS-DSK'],
      failure: undefined,
    });
    for (let cseq = 4; cseq < 20; cseq++) {
      const sent = cseq % 2 ? register(cseq) : answerTo(register(cseq), 200);
      const value = client.sign(sent)!;
      expect(value).not.toContain('gssapi-data');
      sent.headers.set(cseq % 3 ? 'Authorization' : 'Proxy-Authorization', value);
      expect(server.verify(parseMessage(serialise(sent)))).toBe('ok');
      const received = cseq % 2 ? answerTo(register(cseq), 486) : register(cseq);
      server.sign(received);
      server.sign(received);
      expect(received.headers.getAll('Authentication-Info')).toHaveLength(1);
      expect(client.verify(serialise(received))).toBe('ok');
    }
  });

  it('tells missing from wrong, on both sides, and a new challenge from both', () => {
    const { client, server } = signedIn();
    const sent = register(4);
    expect(server.verify(sent)).toBe('missing');
    sent.headers.add('Authorization', client.sign(sent)!);
    sent.headers.set('Expires', '0');
    expect(server.verify(sent)).toBe('wrong');

    const received = answerTo(register(4), 200);
    expect(client.verify(received)).toBe('missing');
    server.sign(received);
    received.headers.set('From', '<sip:mallory@contoso.net>;tag=8d1c2e4f6a');
    expect(client.verify(received)).toBe('wrong');
    expect(client.verify(answerTo(register(4), 401, [['WWW-Authenticate', server.offers()[0]!]]))).toBe('not-yet');
    expect(client.verify(answerTo(register(4), 100))).toBe('not-yet');
    expect(client.verify('rubbish')).toBe('wrong');
  });
});

it('puts the signature first in a response and behind the own Via in a request', () => {
  const [client, server] = [clientWith(), serverWith()];
  dance(client, server);
  const names = (message: SipMessage) => {
    expect(server.sign(message)).toBe(message.headers.get('Authentication-Info'));
    return [...message.headers].map(({ name }) => name).slice(0, 2);
  };
  expect(names(answerTo(register(3), 200))).toEqual(['Authentication-Info', 'Via']);
  expect(names(register(3))).toEqual(['Via', 'Authentication-Info']);
});

it('sends the empty token and the proof once each, and never a proof in an answer of its own', () => {
  const [client, server] = [clientWith(), serverWith()];
  client.next(server.offers(), 401);
  expect(client.sign(answerTo(register(9), 200))).toBeUndefined();
  expect(client.sign(register(2))).toContain('gssapi-data=""');
  expect(client.sign(register(2))).toBeUndefined();
  client.next([server.challengeFor('')], 401);
  expect(client.sign(answerTo(register(9), 200))).not.toContain('gssapi-data');
  expect(client.sign(register(3))).toContain('gssapi-data="TlRMTVNTUAAD');
  expect(client.sign(register(4))).not.toContain('gssapi-data');
});

describe('a refused password', () => {
  it.each([
    ['wrong password', 'Grusse', 'CONTOSO\\lena'],
    ['unknown user', 'Grüße & <x>', 'CONTOSO\\nobody'],
    ['other domain', 'Grüße & <x>', 'FABRIKAM\\lena'],
  ])('%s: is proven once and never again', (_, password, login) => {
    const [client, server] = [clientWith(password, login), serverWith()];
    const { proof, acceptance } = dance(client, server);
    expect(acceptance).toEqual({ outcome: 'refused' });
    expect(server.established).toBeUndefined();
    expect(client.verify(answerTo(proof, 401, [['WWW-Authenticate', server.offers()[0]!]]))).toBe('not-yet');
    expect(client.next(server.offers(), 401)).toBeUndefined();
    expect(client.state).toBe('refused');
    client.reset();
    expect(client.next(server.offers(), 401)).toBeUndefined();
    expect(client.sign(register(4))).toBeUndefined();
  });

  it('is not proven again for a second challenge either', () => {
    const [client, server] = [clientWith(), serverWith()];
    dance(client, server);
    expect(client.next([server.challengeFor('')], 401)).toBeUndefined();
    expect(client.state).toBe('refused');
  });
});

describe('servers that do not keep to the dance', () => {
  it('offer no NTLM: says what they offer', () => {
    const client = clientWith();
    expect(client.next(serverWith({ schemes: ['Kerberos', 'TLS-DSK'] }).offers(), 401)).toBeUndefined();
    expect(client).toMatchObject({ state: 'not-offered', offered: ['Kerberos', 'TLS-DSK'] });
    expect(client.failure).toBe('the server offers Kerberos, TLS-DSK, not NTLM');
  });

  it('answer the empty token with offers again', () => {
    const [client, server] = [clientWith(), serverWith()];
    client.next(server.offers(), 401);
    expect(client.next(server.offers(), 401)).toBeUndefined();
    expect(client.state).toBe('failed');
  });

  it.each(['SIGN', 'DATAGRAM', 'EXTENDED_SESSIONSECURITY', 'KEY_EXCH'] as const)('send a challenge without %s', (flag) => {
    const [client, server] = [clientWith(), serverWith({ flags: (serverFlags & ~ntlmFlags[flag]) >>> 0 })];
    client.next(server.offers(), 401);
    expect(client.next([server.challengeFor('')], 401)).toBeUndefined();
    expect(client.failure).toBe(`the challenge lacks ${flag}`);
  });

  it('send any token: the client fails in words and without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.boolean(), (bytes, ntlm) => {
        const [client, server] = [clientWith(), serverWith()];
        client.next(server.offers(), 401);
        const head = Buffer.from('4e544c4d5353500002000000', 'hex');
        const token = Buffer.concat([ntlm ? head : Buffer.alloc(0), bytes]).toString('base64');
        const value = client.next([`NTLM opaque="1", gssapi-data="${token}", targetname="x", realm="y", version=4`], 401);
        expect(value === undefined).toBe(client.state === 'failed');
      }),
    );
  });
});

it('answers a 407 in Proxy-Authorization', () => {
  const [client, server] = [clientWith(), serverWith()];
  expect(client.headerName).toBe('Authorization');
  client.next(server.offers(), 407);
  expect(client.headerName).toBe('Proxy-Authorization');
});

it('authenticates anew on the same connection when the server asks for it', () => {
  const [client, server] = [clientWith(), serverWith()];
  for (let round = 0; round < 2; round++) {
    const { proof } = round === 0 ? dance(client, server) : { proof: again() };
    const ok = answerTo(proof, 200);
    server.sign(ok);
    expect(client.verify(ok)).toBe('ok');
  }
  function again(): SipMessage {
    client.next(server.offers(), 401);
    client.next([server.challengeFor(client.sign(register(5))!)], 401);
    const proof = register(6);
    proof.headers.add('Authorization', client.sign(proof)!);
    expect(server.accept(proof.headers.get('Authorization')!, proof).outcome).toBe('accepted');
    return proof;
  }
});

describe('a server that is handed rubbish', () => {
  it('takes a proof for its own challenge only, and once', () => {
    const server = serverWith();
    const { authorization, proof, acceptance } = dance(clientWith(), server);
    expect(acceptance.outcome).toBe('accepted');
    expect(server.accept(authorization, proof)).toMatchObject({ outcome: 'broken', reason: 'a proof without a challenge' });
    server.challengeFor('');
    expect(server.accept(authorization, proof)).toMatchObject({ outcome: 'broken', reason: 'a proof for another association' });
  });

  it('refuses a right proof whose message was changed, in version 4', () => {
    const [client, server] = [clientWith(), serverWith()];
    client.next(server.offers(), 401);
    client.sign(register(2));
    client.next([server.challengeFor('')], 401);
    const authorization = client.sign(register(3))!;
    expect(server.accept(authorization, register(4)).outcome).toBe('broken');
    expect(server.established).toBeUndefined();
  });

  it('throws nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (authorization, message) => {
        const server = serverWith();
        server.challengeFor('');
        server.stepOf(authorization);
        expect(server.accept(authorization, message).outcome).toBe('broken');
        expect(server.verify(message)).toBe('not-yet');
      }),
    );
  });
});

it('keeps the password out of everything that can be printed', () => {
  const client = clientWith('canary-4711');
  dance(client, serverWith({ passwordOf: () => 'canary-4711' }));
  expect(JSON.stringify(client)).not.toContain('canary');
});
