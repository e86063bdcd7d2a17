import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../src/redaction/index.ts';
import { createKerberosClient, type KerberosClientOptions, kdcOverTcp } from '../../src/sip/auth/index.ts';
import { gssContext } from '../../src/sip/auth/kerberos/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { need } from '../support/tools.ts';
import { kerberosEstate } from './kerberos-registrar.ts';
import { type Realm, realmNeeds, startRealm } from './realm.ts';

const needs = realmNeeds();
const isPossible = needs.every((tool) => 'path' in tool);
const password = 'Grüße-4-Alice!';

/** MIT's KDC gives the tickets, MIT's acceptor judges what we make of them. */
describe('Kerberos with MIT', () => {
  let realm: Realm;
  const client = (more: Partial<KerberosClientOptions> = {}) =>
    createKerberosClient({
      realm: realm.name,
      user: 'alice',
      password: new Secret(password),
      kdc: '127.0.0.1',
      ask: kdcOverTcp(async () => ({
        name: '127.0.0.1',
        address: { host: '127.0.0.1', port: realm.port },
        budget: 10_000,
        clock: systemClock,
      })),
      random: randomBytes,
      clock: systemClock,
      ...more,
    });

  beforeAll(async () => {
    if (!isPossible) return;
    realm = await startRealm('LAB.TEST', [
      { name: 'alice', password },
      { name: 'rachel', password, keys: 'arcfour-hmac' },
      { name: 'open', password, attributes: ['-requires_preauth'] },
      { name: 'locked', password, attributes: ['+requires_preauth', '-allow_tix'] },
      { name: 'sip/fe1.lab.test' },
      { name: 'sip/fe2.lab.test', keys: 'arcfour-hmac' },
    ]);
  });
  afterAll(async () => {
    await realm?.close();
  });
  beforeEach((context) => void need(context, ...needs));

  it.each([
    ['AES 256', 'alice', 'sip/fe1.lab.test', [18], 28],
    ['AES 128', 'alice', 'sip/fe1.lab.test', [17], 28],
    ['RC4', 'rachel', 'sip/fe2.lab.test', [23], 37],
    ['the best that both know', 'alice', 'sip/fe1.lab.test', undefined, 28],
    ['a service key of RC4 and a session key of AES', 'alice', 'sip/fe2.lab.test', undefined, undefined],
    ['no pre-authentication', 'open', 'sip/fe1.lab.test', undefined, 28],
  ] as const)('accepts the token and both sides verify each other: %s', async (_, user, service, types, size) => {
    const acceptor = realm.acceptor();
    const kerberos = client({ user, ...(types && { types }) });
    const context = gssContext(kerberos, await kerberos.ticketFor(service), randomBytes);
    expect(await acceptor.accept(context.token)).toEqual({ complete: true, initiator: `${user}@LAB.TEST`, token: '' });
    for (const message of ['<Kerberos><1a2b3c4d><1>', 'another', '']) {
      const mic = context.sign(Buffer.from(message));
      if (size !== undefined) expect(mic).toHaveLength(size);
      expect(await acceptor.verifies(message, mic.toString('hex'))).toBe(true);
      expect(await acceptor.verifies(`${message}!`, mic.toString('hex'))).toBe(false);
      const theirs = Buffer.from(await acceptor.sign(message), 'hex');
      expect(context.verify(Buffer.from(message), theirs)).toBe(true);
      expect(context.verify(Buffer.from(`${message}!`), theirs)).toBe(false);
      expect(context.verify(Buffer.from(message), mic)).toBe(false);
    }
  });

  it('takes the time that the KDC tells when the own clock is wrong', async () => {
    const clock = { now: () => systemClock.now() + 3_600_000 };
    const kerberos = client({ clock });
    const context = gssContext(kerberos, await kerberos.ticketFor('sip/fe1.lab.test'), randomBytes);
    expect(Math.abs(kerberos.now() - systemClock.now())).toBeLessThan(60_000);
    expect(await realm.acceptor().accept(context.token)).toMatchObject({ initiator: 'alice@LAB.TEST' });
  });

  it.each([
    ['a wrong password', { password: new Secret('wrong') }, 'refused', /password is wrong \(error 24/],
    ['an unknown account', { user: 'nobody' }, 'refused', /account is not known \(error 6/],
    ['a locked account', { user: 'locked' }, 'refused', /locked \(error 18/],
    ['a wrong password where no proof is asked for', { user: 'open', password: new Secret('wrong') }, 'refused', /does not open/],
    ['encryption that the account has no key for', { user: 'rachel', types: [18] }, 'unavailable', /no encryption that we speak/],
  ] as const)('says why there is no ticket: %s', async (_, more, kind, message) => {
    await expect(client(more).ticketFor('sip/fe1.lab.test')).rejects.toMatchObject({
      kind,
      message: expect.stringMatching(message),
    });
  });

  it('says that nobody carries the name of a service', async () => {
    await expect(client().ticketFor('sip/fe9.lab.test')).rejects.toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/no account carries this service principal name \(error 7/),
    });
  });

  describe('an agent', () => {
    it.each(['auto', 'kerberos'] as const)(
      'signs in with a ticket and signs every message, over a redirect: %s',
      async (authentication) => {
        await using estate = await kerberosEstate(realm, ['fe1.lab.test', 'fe2.lab.test']);
        const agent = await estate.enter({ authentication, password });
        expect(agent.registration.hops.map(({ status, targetName }) => [status, targetName])).toEqual([
          [301, 'sip/fe1.lab.test'],
          [200, 'sip/fe2.lab.test'],
        ]);
        await agent.converse('sip:bob@lab.test').then((conversation) => conversation.say('hello'));
        expect(await agent.signOut()).toEqual([]);
        expect(estate.initiators).toEqual(['alice@LAB.TEST', 'alice@LAB.TEST']);
        expect(estate.verdicts.length).toBeGreaterThan(5);
        expect(new Set(estate.verdicts)).toEqual(new Set(['ok']));
        // No opaque before the server has named one, and then always.
        expect(estate.opaques.slice(0, 1)).toEqual([undefined]);
        expect(new Set(estate.opaques.slice(-4))).toEqual(new Set(['D954608F']));
      },
    );

    it('believes no server whose signature is wrong', async () => {
      await using estate = await kerberosEstate(realm, ['fe1.lab.test'], { spoil: true });
      await expect(estate.enter({ password })).rejects.toMatchObject({ code: 'SIGNATURE_WRONG' });
    });

    it('names a password that the KDC refused, and tries no other mechanism', async () => {
      await using estate = await kerberosEstate(realm, ['fe1.lab.test']);
      await expect(estate.enter({ password: 'wrong' })).rejects.toMatchObject({
        code: 'CREDENTIALS_REFUSED',
        message: expect.stringMatching(/^No ticket for Alice .* the password is wrong \(error 24/),
      });
      expect(estate.schemes).toEqual([]);
    });

    it('goes on with NTLM where no ticket can be had and nothing was refused, but only if it may choose', async () => {
      await using estate = await kerberosEstate(realm, ['fe9.lab.test']);
      await expect(estate.enter({ password, authentication: 'kerberos' })).rejects.toMatchObject({
        code: 'KERBEROS_UNAVAILABLE',
      });
      expect(estate.schemes).toEqual([]);
      // This registrar refuses NTLM; that it was tried is the point.
      await expect(estate.enter({ password, authentication: 'auto' })).rejects.toThrow(/no Kerberos because .*error 7|fe9/);
      expect(estate.schemes).toContain('NTLM');
    });

    it('says that a ticket was not accepted', async () => {
      await using estate = await kerberosEstate(realm, ['fe1.lab.test'], { deaf: true });
      await expect(estate.enter({ password })).rejects.toMatchObject({ code: 'TICKET_REFUSED' });
    });
  });
});
