import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../src/redaction/index.ts';
import { agentActor } from '../dialect/agent-actor.ts';
import { type Casting, firstServer, play } from '../dialect/play.ts';
import { checkedLab } from '../support/checked-lab.ts';
import { need } from '../support/tools.ts';
import { type Realm, realmNeeds, startRealm } from './realm.ts';
import { buildDriver, Sipe, sipeNeeds } from './sipe.ts';
import { sipeActor } from './sipe-actor.ts';

const needs = [...realmNeeds(), ...sipeNeeds()];
const isPossible = needs.every((tool) => 'path' in tool);
const users = ['lena', 'lars', 'mika', 'mona', 'maya'];
const password = 'Grüße-4-everybody!';
const smallUsers = ['leo', 'lea', 'mia', 'max'];
const passwords = Object.fromEntries([
  ...users.map((user) => [`sip:${user}@contoso.net`, password]),
  ...smallUsers.map((user) => [`sip:${user}@fabrikam.com`, password]),
]);

/** The smallest estate without the user of a wrong password; both pools prove users in this way. */
const provenBy = (how: string) => (estate: string) =>
  estate
    .replace(/.*refusal-probe.*\n/, '')
    .replace(/generation: (lync-\d+)/g, `generation: $1\n        authentication: ${how}`)
    .replace('phase: pilot', 'kerberos: { realm: CONTOSO.NET, kdc: 127.0.0.1 }\nphase: pilot');

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
        ...[...users, ...smallUsers].map((name) => ({ name, password })),
        ...['fe1', 'fe2013a', 'fe11', 'fe2013d'].map((server) => ({ name: `sip/${server}.contoso.net` })),
        ...['fe-old', 'fe-new'].map((server) => ({ name: `sip/${server}.fabrikam.com` })),
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
      const proofs = estate.lab.proofs().length;
      await expect(estate.agent(user, { transport, server: firstServer, user: wrong, kerberos: kdc() })).rejects.toMatchObject({
        code: 'CREDENTIALS_REFUSED',
        message: expect.stringContaining('the password is wrong'),
      });
      // The KDC refused it, and no other mechanism was tried.
      expect(estate.lab.proofs()).toHaveLength(proofs);
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

  it.for(['kerberos', 'auto'] as const)('prove the users of a run of coex check: %s', async (how, context) => {
    need(context, ...needs);
    await using at = await checkedLab(provenBy(how), await labOptions());
    const { run, ended } = await at.check(['signin', 'messaging']);
    expect(run.cases.filter(({ outcome, state }) => outcome !== 'pass' && state !== 'not-covered')).toEqual([]);
    expect([ended.code, ended.stderr]).toEqual([0, '']);
    // Kerberos is the better of the two that are offered.
    expect(at.lab.proofs().length).toBeGreaterThanOrEqual(6);
    expect(new Set(at.lab.proofs())).toEqual(
      new Set(at.lab.proofs().filter(({ scheme, accepted }) => scheme === 'Kerberos' && accepted)),
    );
    expect(at.lab.violations()).toEqual([]);
  });

  it('are asked for once with a password that is refused, and no front end hears of it', async (context) => {
    need(context, ...needs);
    await using at = await checkedLab(provenBy('auto'), await labOptions());
    writeFileSync(join(dirname(at.lab.environmentPath), 'secrets', 'lea@fabrikam.com'), 'wrong\n');
    const { codes, ended } = await at.check(['signin', 'messaging']);
    expect(codes['signin.home[legacy Lea]']).toBe('CREDENTIALS_REFUSED');
    expect(codes['signin.home[legacy Leo]']).toBeUndefined();
    expect(ended.code).toBe(2);
    const failures = (await realm.log()).split('\n').filter((line) => /AS_REQ.*PREAUTH_FAILED: lea@/.test(line));
    expect(failures).toHaveLength(1);
    expect(at.lab.proofs().filter(({ scheme }) => scheme !== 'Kerberos')).toEqual([]);
  });

  it('were sealed with both kinds of keys', async (context) => {
    need(context, ...needs);
    const sessions = [...(await realm.log()).matchAll(/TGS_REQ.*ISSUE.*?\bses=[^(]*\((\d+)\)/g)].map(([, type]) => type);
    expect([...new Set(sessions)].toSorted()).toEqual(['18', '23']);
  });
});
