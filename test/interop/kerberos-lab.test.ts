import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/redaction/index.ts';
import { agentActor } from '../dialect/agent-actor.ts';
import { type Casting, firstServer, play } from '../dialect/play.ts';
import { need } from '../support/tools.ts';
import { type Realm, realmNeeds, startRealm } from './realm.ts';
import { buildDriver, Sipe, sipeNeeds } from './sipe.ts';
import { sipeActor } from './sipe-actor.ts';

const needs = [...realmNeeds(), ...sipeNeeds()];
const isPossible = needs.every((tool) => 'path' in tool);
const users = ['lena', 'lars', 'mika', 'mona', 'maya'];
const password = 'Grüße-4-everybody!';
const passwords = Object.fromEntries(users.map((user) => [`sip:${user}@contoso.net`, password]));

/** MIT's KDC gives tickets to a client of MIT's library and to ours; the lab's front ends open them with the keys of the realm. */
describe('tickets of a KDC of MIT, at the front ends of the lab', () => {
  let folder: string;
  let driver: string;
  let realm: Realm;
  const clients = new Set<Sipe>();
  beforeAll(async () => {
    if (!isPossible) return;
    folder = mkdtempSync(join(tmpdir(), 'coex-interop-'));
    [driver, realm] = await Promise.all([
      buildDriver(folder),
      startRealm('CONTOSO.NET', [
        ...users.map((name) => ({ name, password })),
        ...['fe1', 'fe2013a', 'fe11', 'fe2013d'].map((server) => ({ name: `sip/${server}.contoso.net` })),
      ]),
    ]);
  });
  afterAll(async () => {
    await Promise.all([...clients].map((client) => client.end()));
    await realm?.close();
    if (isPossible) rmSync(folder, { recursive: true, force: true });
  });

  const kdc = () => ({ realm: realm.name, kdc: `127.0.0.1:${realm.port}` });
  const labOptions = async () => ({
    passwords,
    schemes: { 'lync-2010': ['NTLM', 'Kerberos'], 'lync-2013': ['NTLM', 'Kerberos'] } as const,
    kerberos: { ...kdc(), keytab: realm.keytab },
  });
  const byTicket: Casting = {
    enter: async (estate, user, transport) =>
      await agentActor(await estate.agent(user, { transport, server: firstServer, takeOver: true, kerberos: kdc() })),
    async isRefused(estate, user, transport) {
      const wrong = { ...estate.optionsFor(user).user, password: new Secret('wrong') };
      const proofs = estate.lab.refusals().length;
      await expect(estate.agent(user, { transport, server: firstServer, user: wrong, kerberos: kdc() })).rejects.toMatchObject({
        code: 'CREDENTIALS_REFUSED',
        message: expect.stringContaining('the password is wrong'),
      });
      // The KDC refused it, and no other mechanism was tried.
      expect(estate.lab.refusals()).toHaveLength(proofs);
    },
  };
  const sipesWith = (types: string): Casting => {
    const start = async (estate: Parameters<Casting['enter']>[0], user: string, transport: 'tcp' | 'tls', wrong?: string) => {
      const client = await Sipe.start({
        driver,
        lab: estate.lab.describe(),
        user,
        server: firstServer,
        transport,
        kerberos: { realm: realm.name, configuration: await realm.configuration(types) },
        ...(wrong !== undefined && { password: wrong }),
      });
      clients.add(client);
      return client;
    };
    return {
      enter: async (estate, user, transport) => await sipeActor(await start(estate, user, transport)),
      async isRefused(estate, user, transport) {
        const client = await start(estate, user, transport, 'wrong');
        await client.next(/^connection-error /);
        await client.end();
      },
    };
  };

  const authentication = 'Kerberos version 4';
  const common = { version: 4, authentication, needs, labOptions } as const;
  const aes = sipesWith('aes256-cts aes128-cts');
  const rc4 = sipesWith('arcfour-hmac');
  play('pidgin-sipe and our agent over tcp, AES', { ...common, transport: 'tcp', near: aes, far: byTicket });
  play('our agent and pidgin-sipe over tls, RC4', { ...common, transport: 'tls', near: byTicket, far: rc4 });

  it('were sealed with both kinds of keys', async (context) => {
    need(context, ...needs);
    const sessions = [...(await realm.log()).matchAll(/TGS_REQ.*ISSUE.*?\bses=[^(]*\((\d+)\)/g)].map(([, type]) => type);
    expect([...new Set(sessions)].toSorted()).toEqual(['18', '23']);
  });
});
