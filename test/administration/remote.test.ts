import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { AccountGate, childEnvironment, endpointOf, type Lane, type LaneOptions } from '../../src/admin/index.ts';
import type { Pool } from '../../src/environment/model.ts';
import { Secret } from '../../src/redaction/index.ts';
import { testShell } from '../support/shell.ts';
import { accounts, type LabAdministration, startLabAdministration } from './lab-administration.ts';
import { powerShellAnswer } from './run-powershell.ts';

const shell = await testShell();
const skip = 'skip' in shell ? shell.skip : undefined;
const remoting = fileURLToPath(new URL('../../fixtures/lab/powershell/Remoting/Remoting.psm1', import.meta.url));
const admin = 'CONTOSO\\coex-redmond';
const viewer = 'CONTOSO\\coex-view';

/** A lane through a session of the account, at the endpoint of the 2013 pool unless another is given. */
const through = (login: string | undefined, more: Partial<LaneOptions> = {}, via: 'remote' | 'winrm' = 'remote') => ({
  administration: { via, accounts: login === undefined ? {} : { siteAdmin: { login } } },
  endpoint: via === 'remote' ? 'https://pool02.contoso.net/OcsPowershell' : 'fe2013a.contoso.net',
  remoting,
  ...(login === undefined ? {} : { password: new Secret(accounts.get(login) ?? 'wrong') }),
  ...more,
});

it('opens sessions at the pool asked for, else at the newest of the site', () => {
  const pool = (fqdn: string, generation: Pool['generation']) =>
    ({ fqdn, generation, servers: [{ fqdn: `fe-${fqdn}`, roles: ['front-end'] }] }) as unknown as Pool;
  const pools = [pool('old.contoso.net', 'lync-2010'), pool('new.contoso.net', 'lync-2013')];
  const at = (via: 'local' | 'remote' | 'winrm', wanted?: string) =>
    endpointOf({ administration: { via, accounts: {} }, pools }, wanted);
  expect(at('local')).toBeUndefined();
  expect(at('remote')).toBe('https://new.contoso.net/OcsPowershell');
  expect(at('remote', 'old.contoso.net')).toBe('https://old.contoso.net/OcsPowershell');
  expect(at('winrm')).toBe('fe-new.contoso.net');
});

describe.skipIf(skip !== undefined)(
  `administration through sessions with other computers${skip === undefined ? '' : ` (${skip})`}`,
  () => {
    const executable = 'path' in shell ? shell.path : '';
    let lab: LabAdministration;
    beforeAll(async () => {
      lab = await startLabAdministration(executable);
    });
    afterEach(() => lab.faults.clear());
    afterAll(() => lab?.[Symbol.asyncDispose]());
    const closing = async <T>(lane: Lane, use: (lane: Lane) => Promise<T>): Promise<T> => {
      try {
        return await use(lane);
      } finally {
        expect(await lane.close()).toEqual([]);
      }
    };

    it.each(['remote', 'winrm'] as const)("via %s: runs the product's own transactions as test users", async (via) => {
      const lena = { uri: 'sip:lena@contoso.net', login: 'CONTOSO\\lena', secret: 'COEX_LENA' };
      const order = {
        test: 'Test-CsUcwaConference',
        target: 'pool02.contoso.net',
        users: { Organizer: lena, Participant: lena },
      };
      const environment = { ...childEnvironment(process.env), COEX_LAB_URL: lab.url, COEX_LENA: 'unused' };
      await closing(lab.open('Redmond', through(admin, { environment }, via)), async (lane) => {
        const registration = { test: 'Test-CsRegistration', target: 'pool01.contoso.net', users: { User: lena } };
        expect(await lane.transaction(registration)).toMatchObject({
          answers: [{ result: 'Success', latency: 63 }],
          errors: [],
          warnings: [],
        });
        // A word, although an enumeration comes through as a number; its limit is that lena is at home on 2010.
        expect(await lane.transaction(order)).toMatchObject({ answers: [{ result: 'Failure' }], errors: [] });
      });
    });

    it.each(['remote', 'winrm'] as const)('via %s: asks, and writes where the account may', async (via) => {
      await closing(lab.open('Redmond', through(admin, {}, via)), async (lane) => {
        expect((await lane.sites()).map(({ displayName }) => displayName)).toEqual(['Redmond', 'Dublin']);
        expect(await lane.poolsOf('Dublin')).toEqual([
          {
            fqdn: 'pool11.contoso.net',
            site: 'Site:Dublin',
            computers: ['fe11.contoso.net'],
            services: expect.arrayContaining(['Registrar:pool11.contoso.net']),
          },
        ]);
        const services = await lane.servicesOf('fe2013a.contoso.net');
        expect(services).toContainEqual(expect.objectContaining({ name: 'RTCSRV', status: 'Running', roles: expect.any(Array) }));
        expect((await lane.replication())[0]!.lastStatusReport).toBeGreaterThan(Date.now() - 120_000);
        expect(await lane.user('sip:lena@contoso.net')).toMatchObject({ registrarPool: 'pool01.contoso.net', enabled: true });
        const inForce = await lane.clientPolicy('global');
        const created = await lane.createClientPolicy('site:Redmond', 'coex "1" — żółć', inForce!.values);
        expect(created).toMatchObject({ mark: 'coex "1" — żółć', values: inForce!.values });
        await lane.removeClientPolicy('site:Redmond');
        await expect(lane.createClientPolicy('site:Dublin', 'coex', {})).rejects.toMatchObject({
          code: 'ADMINISTRATION_REFUSED',
        });
      });
    });

    it('a reader is offered no cmdlet that writes, and nobody one of the local computer', async () => {
      await closing(lab.open('Redmond', through(viewer)), async (lane) => {
        expect(await lane.sites()).toHaveLength(2);
        await expect(lane.createClientPolicy('site:Redmond', 'coex', {})).rejects.toMatchObject({ code: 'CMDLET_NOT_OFFERED' });
        const values = { DisplayPhoto: 'AllPhotos' };
        await expect(lane.createClientPolicy('site:Redmond', 'coex', values)).rejects.toMatchObject({
          code: 'CMDLET_NOT_OFFERED',
        });
        await expect(lane.certificates()).rejects.toMatchObject({ code: 'CMDLET_NOT_OFFERED' });
      });
    });

    it('without an account the session is that of whoever runs the harness', async () => {
      await closing(lab.open('Dublin', through(undefined)), async (lane) => expect(await lane.sites()).toHaveLength(2));
    });

    it('never tries an account again whose password was refused, in no lane', async () => {
      const gate = new AccountGate();
      const wrong = { ...through(admin), password: new Secret('wrong'), accounts: gate };
      const before = lab.pids.length;
      const lanes = [lab.open('Redmond', wrong), lab.open('Redmond', wrong), lab.open('Redmond', wrong)];
      for (const asked of lanes.map((lane) => lane.sites())) {
        await expect(asked).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' });
      }
      await expect(lanes[0]!.sites()).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' });
      expect(lab.pids.length - before).toBe(1);
      await Promise.all(lanes.map((lane) => lane.close()));
    });

    it('waits for a shell to become free when the account has no more', async () => {
      const five = Array.from({ length: 5 }, () => lab.open('Redmond', through(viewer)));
      await Promise.all(five.map((lane) => lane.sites()));
      const sixth = lab.open('Redmond', through(viewer));
      const asked = sixth.sites();
      await lab.refusals('quota');
      await five[0]!.close();
      expect(await asked).toHaveLength(2);
      const seventh = lab.open('Redmond', through(viewer, { budgets: { call: 30_000, first: 600 } }));
      await expect(seventh.sites()).rejects.toMatchObject({ code: expect.stringMatching(/SHELL_QUOTA|LANE_TIMEOUT/) });
      await Promise.all([...five, sixth, seventh].map((lane) => lane.close()));
    });

    it('says that the endpoint could not be opened where the pool is down', async () => {
      lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
      await closing(lab.open('Redmond', through(admin)), async (lane) => {
        await expect(lane.sites()).rejects.toMatchObject({ code: 'SESSION_NOT_OPENED' });
      });
    });

    it('the stand-in takes literals only, and runs no script in a restricted session', async () => {
      const answer = await powerShellAnswer(
        executable,
        `Import-Module '${remoting}'
        $session = New-PSSession -ConnectionUri https://pool02.contoso.net/OcsPowershell
        Import-Module (Import-PSSession -Session $session -CommandName Get-CsSite, Get-CsUser) -Global
        try { Get-CsUser -Filter { Enabled -eq $true } } catch { 'no script block' }
        try { Invoke-Command -Session $session -ScriptBlock { 1 } } catch { 'no script' }
        (Get-CsSite -Identity Redmond).PSObject.TypeNames[0]
        Remove-PSSession $session
        try { Get-CsSite } catch { 'closed' }`,
        { COEX_LAB_URL: lab.url },
      );
      expect(answer.split(/\r?\n/)).toEqual([
        'no script block',
        'no script',
        'Deserialized.Microsoft.Rtc.Management.Xds.DisplaySite',
        'closed',
      ]);
    });
  },
);
