import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lane } from '../../src/admin/index.ts';
import { generationOf } from '../../src/generations/index.ts';
import { labModule } from '../../src/lab/shell/index.ts';
import { testShell } from '../support/shell.ts';
import { environment, type LabAdministration, startLabAdministration } from './lab-administration.ts';
import { oldestShells } from './own-scripts.ts';
import { powerShellAnswer } from './run-powershell.ts';

// Opening sessions is left out: its cmdlets are those of the lab's remoting.
const ownScripts = [
  ...Object.keys(oldestShells).filter((file) => !file.endsWith('Session.psm1')),
  'fixtures/lab/powershell/Lync/Lync.psm1',
];

const shell = await testShell();
const skip = 'skip' in shell ? shell.skip : undefined;

describe.skipIf(skip !== undefined)(
  `the administration of the lab, asked through PowerShell${skip === undefined ? '' : ` (${skip})`}`,
  () => {
    const executable = 'path' in shell ? shell.path : '';
    let lab: LabAdministration;
    let redmond: Lane;
    beforeAll(async () => {
      lab = await startLabAdministration(executable);
      redmond = lab.open();
    });
    afterEach(() => lab.faults.clear());
    afterAll(async () => {
      await lab?.[Symbol.asyncDispose]();
      const isAlive = (pid: number): boolean => {
        try {
          return process.kill(pid, 0);
        } catch {
          return false;
        }
      };
      expect(lab.pids.filter(isAlive)).toEqual([]);
    });

    it('lists the services of a server: those that its generation and its roles call for, all running', async () => {
      for (const { pools } of environment.sites) {
        for (const pool of pools) {
          for (const server of pool.servers) {
            const services = await redmond.servicesOf(server.fqdn);
            const { expectedServices, optionalServices } = generationOf(pool.generation);
            const names = services.map(({ name }) => name);
            expect(names).toEqual(expect.arrayContaining(expectedServices(server.roles).map(({ name }) => name)));
            const known = [...expectedServices(server.roles), ...optionalServices(server.roles)].map(({ name }) => name);
            expect(names.filter((name) => !known.includes(name))).toEqual([]);
            expect(services.every(({ status }) => status === 'Running')).toBe(true);
          }
        }
      }
      const fe1 = await redmond.servicesOf('fe1.contoso.net');
      expect(fe1).toContainEqual({
        name: 'RTCSRV',
        displayName: 'Lync Server Front-End',
        status: 'Running',
        roles: ['Registrar', 'UserServer', 'EdgeServer'],
        startMode: 'Auto',
      });
    });

    it('sees how services start', async () => {
      lab.faults.set('service-starts-by-hand', { server: 'fe2013a.contoso.net', service: 'RTCIMMCU' });
      const byHand = (await redmond.servicesOf('fe2013a.contoso.net')).filter(({ startMode }) => startMode !== 'Auto');
      expect(byHand).toEqual([expect.objectContaining({ name: 'RTCIMMCU', status: 'Running', startMode: 'Manual' })]);
    });

    it('lists the roles, those of an account, and the certificates of the server where the shell runs', async () => {
      const roles = await redmond.adminRoles();
      expect(roles).toContainEqual({ identity: 'CsViewOnlyAdministrator', configScopes: ['Global'] });
      expect(roles).toContainEqual({
        identity: 'CsServerAdministrator-Redmond',
        template: 'CsServerAdministrator',
        configScopes: ['site:Redmond'],
      });
      expect(await redmond.rolesOf('contoso\\COEX-redmond')).toEqual(['CsServerAdministrator-Redmond']);
      expect(await redmond.rolesOf('contoso\\nobody')).toEqual([]);
      const [certificate] = await redmond.certificates();
      expect(certificate).toMatchObject({ computer: 'fe2013a.contoso.net', use: 'Default', subject: 'CN=pool02.contoso.net' });
      expect(certificate!.notAfter).toBeGreaterThan(Date.now());
    });

    it('lists the sites and the pools of one', async () => {
      expect(await redmond.sites()).toEqual([
        { identity: 'Site:Redmond', displayName: 'Redmond', pools: ['pool01.contoso.net', 'pool02.contoso.net'] },
        { identity: 'Site:Dublin', displayName: 'Dublin', pools: ['pool11.contoso.net'] },
      ]);
      expect(await redmond.poolsOf('Dublin')).toEqual([
        {
          fqdn: 'pool11.contoso.net',
          site: 'Site:Dublin',
          computers: ['fe11.contoso.net'],
          services: expect.arrayContaining(['Registrar:pool11.contoso.net']),
        },
      ]);
      expect(await redmond.poolsOf('Nowhere')).toEqual([]);
    });

    it('lists the roles of all pools with their generation, and says which tools it has', async () => {
      const services = await redmond.topologyServices();
      expect(services).toContainEqual({
        identity: 'CentralManagement:pool01.contoso.net',
        role: 'CentralManagement',
        pool: 'pool01.contoso.net',
        version: 5,
      });
      expect(new Set(services.filter(({ pool }) => pool === 'pool02.contoso.net').map(({ version }) => version))).toEqual(
        new Set([6]),
      );
      expect(await redmond.host()).toMatchObject({
        module: 'Lync',
        tools: 'lync-2013',
        powerShell: expect.stringMatching(/^\d/),
      });
      const old = lab.open('Redmond', {
        environment: { ...process.env, COEX_LAB_URL: lab.url, COEX_LAB_TOOLS: 'lync-2010' } as never,
      });
      expect(await old.host()).toMatchObject({ tools: 'lync-2010' });
    });

    it("runs the product's own transactions as test users whose passwords are in no call, and keeps their log", async () => {
      const lane = lab.open('Redmond', {
        environment: { ...process.env, COEX_LAB_URL: lab.url, COEX_LENA: 'unused', COEX_MIKA: 'wrong' } as never,
      });
      const lena = { uri: 'sip:lena@contoso.net', login: 'CONTOSO\\lena', secret: 'COEX_LENA' };
      const mika = { uri: 'sip:mika@contoso.net', login: 'CONTOSO\\mika', secret: 'COEX_MIKA' };
      expect(
        await lane.transaction({ test: 'Test-CsRegistration', target: 'pool01.contoso.net', users: { User: lena } }),
      ).toEqual({
        test: 'Test-CsRegistration',
        answers: [{ target: 'pool01.contoso.net', result: 'Success', latency: 63, error: '', diagnosis: '' }],
        warnings: [],
        errors: [],
        log: expect.stringMatching(/^<Log><Step>Sending Registration request:.*<\/Log>$/),
      });
      const order = { test: 'Test-CsIM', target: 'pool01.contoso.net', users: { Sender: lena, Receiver: mika } };
      expect((await lane.transaction(order)).answers).toMatchObject([{ result: 'Failure', error: 'The log on was denied' }]);
      expect(
        (await lane.transaction({ ...order, users: { Sender: lena, Receiver: { ...lena, uri: 'sip:x@contoso.net' } } })).answers,
      ).toMatchObject([{ result: 'Failure', error: '404, Not Found', diagnosis: expect.stringContaining('ErrorCode=1003') }]);
      // What a cmdlet throws is part of the answer; what keeps it from running at all is an error.
      const none = { ...order, users: { Sender: lena } };
      expect((await lane.transaction(none)).errors).toMatchObject([{ id: expect.stringContaining('MissingMandatory') }]);
      await expect(lane.transaction({ ...order, test: 'Test-CsNothing' })).rejects.toMatchObject({ code: 'CMDLET_FAILED' });
      // Nobody has to sign in; and what else a cmdlet takes is given by name, nothing but what is known to do no harm.
      const partner = { test: 'Test-CsFederatedPartner', target: 'pool02.contoso.net', users: {} };
      expect((await lane.transaction({ ...partner, more: { Domain: 'nobody.example' } })).answers).toMatchObject([
        { result: 'Failure', error: '404, Not Found' },
      ]);
      expect((await lane.transaction(partner)).errors).toMatchObject([{ id: expect.stringContaining('MissingMandatory') }]);
      const harmful = { ...partner, more: { Domain: 'nobody.example', ProxyFqdn: 'edge01.contoso.net' } };
      await expect(lane.transaction(harmful)).rejects.toMatchObject({ code: 'CMDLET_FAILED' });
      const room = { ...order, test: 'Test-CsPersistentChatMessage', more: { ChatRoomUri: 'ma-chan://x/y', Setup: 'true' } };
      await expect(lane.transaction(room)).rejects.toMatchObject({ code: 'CMDLET_FAILED' });
      // The tools of 2010 have neither what came with 2013 nor the log; what both have they run.
      const old = lab.open('Redmond', {
        environment: { ...process.env, COEX_LAB_URL: lab.url, COEX_LAB_TOOLS: 'lync-2010', COEX_LENA: 'unused' } as never,
      });
      for (const test of ['Test-CsXmppIM', 'Test-CsASConference', 'Test-CsUcwaConference', 'Test-CsPersistentChatMessage'])
        await expect(old.transaction({ ...order, test }), test).rejects.toMatchObject({ code: 'CMDLET_NOT_OFFERED' });
      const signedIn = await old.transaction({
        test: 'Test-CsRegistration',
        target: 'pool01.contoso.net',
        users: { User: lena },
      });
      expect(signedIn).toMatchObject({ answers: [{ result: 'Success' }] });
      expect(signedIn).not.toHaveProperty('log');
      lab.faults.set('site-administration-refused', { site: 'Redmond' });
      await expect(lane.transaction(order)).rejects.toMatchObject({ code: 'ADMINISTRATION_REFUSED' });
    });

    it('lists the replicas with young reports and the version of each server', async () => {
      const before = Date.now();
      const replicas = await redmond.replication();
      expect(replicas.map(({ replica, productVersion }) => [replica, productVersion])).toEqual([
        ['fe1.contoso.net', '4.0.7577.0'],
        ['fe2013a.contoso.net', '5.0.8308.0'],
        ['fe2013b.contoso.net', '5.0.8308.0'],
        ['fe11.contoso.net', '4.0.7577.0'],
      ]);
      for (const { upToDate, lastStatusReport } of replicas) {
        expect(upToDate).toBe(true);
        expect(lastStatusReport).toBeGreaterThan(before - 120_000);
        expect(lastStatusReport).toBeLessThan(Date.now());
      }
    });

    it('finds users by address and by pool, where they are homed at this moment', async () => {
      expect(await redmond.user('sip:lena@contoso.net')).toEqual({
        identity: 'CN=legacy Lena,CN=Users,DC=contoso,DC=net',
        sipAddress: 'sip:lena@contoso.net',
        registrarPool: 'pool01.contoso.net',
        enabled: true,
      });
      expect(await redmond.user('sip:nobody@contoso.net')).toBeUndefined();
      const mika = lab.users.get('sip:mika@contoso.net')!;
      mika.pool = 'pool01.contoso.net';
      try {
        const names = (await redmond.usersOf('pool01.contoso.net')).map(({ sipAddress, enabled }) => [sipAddress, enabled]);
        expect(names).toEqual([
          ['sip:lena@contoso.net', true],
          ['sip:łukasz@contoso.net', false],
          ['sip:mika@contoso.net', true],
        ]);
        // The people who work there beside the test users stay.
        expect((await redmond.usersOf('pool02.contoso.net')).map(({ sipAddress }) => sipAddress)).not.toContain(
          'sip:mika@contoso.net',
        );
      } finally {
        mika.pool = 'pool02.contoso.net';
      }
    });

    it.each(['sip:"+$(exit)@contoso.net', "sip:a'b@contoso.net", 'sip:a\u201d@contoso.net'])(
      'does not let %s out of its filter',
      async (uri) => {
        await expect(redmond.user(uri)).rejects.toMatchObject({
          code: 'CMDLET_FAILED',
          message: expect.stringContaining('SipAddress'),
        });
        expect(await redmond.sites()).toHaveLength(2);
      },
    );

    it('creates a client policy with the values in force, reads it back and removes it', async () => {
      const inForce = await redmond.clientPolicy('global');
      expect(inForce?.values).toMatchObject({
        DisplayPhoto: 'AllPhotos',
        MaximumNumberOfContacts: '250',
        ShowRecentContacts: 'True',
      });
      expect(await redmond.clientPolicy('site:Redmond')).toBeUndefined();
      const values = { ...inForce!.values, EnableVOIPCallDefault: 'False', CalendarStatePublicationInterval: '00:15:00' };
      const mark = 'coex run "1" — żółć';
      const created = await redmond.createClientPolicy('site:Redmond', mark, values);
      expect(created).toEqual({ identity: 'Site:Redmond', mark, values });
      expect(await redmond.clientPolicy('site:redmond')).toEqual(created);
      await expect(redmond.createClientPolicy('site:Redmond', mark, values)).rejects.toMatchObject({ code: 'CMDLET_FAILED' });
      await redmond.removeClientPolicy('site:Redmond');
      expect(await redmond.clientPolicy('site:Redmond')).toBeUndefined();
      await expect(redmond.removeClientPolicy('site:Redmond')).rejects.toMatchObject({
        code: 'CMDLET_FAILED',
        facts: { category: 'ObjectNotFound' },
      });
    });

    it('does not copy a value that it could not write as it was', async () => {
      await expect(redmond.createClientPolicy('site:Redmond', 'coex', { Anchor: '1' })).rejects.toMatchObject({
        code: 'CMDLET_FAILED',
        facts: { errorId: expect.stringContaining('CoexValueNotCopied') },
      });
      expect(await redmond.clientPolicy('site:Redmond')).toBeUndefined();
    });

    it('never removes the global policy', async () => {
      await expect(redmond.removeClientPolicy('global')).rejects.toMatchObject({ code: 'CMDLET_FAILED' });
    });

    it('shows a stopped service as stopped, and no other', async () => {
      lab.faults.set('service-stopped', { server: 'fe2013a.contoso.net', service: 'RTCIMMCU' });
      const states = async (server: string) =>
        (await redmond.servicesOf(server)).flatMap(({ name, status }) => (status === 'Running' ? [] : [`${name} ${status}`]));
      expect(await states('fe2013a.contoso.net')).toEqual(['RTCIMMCU Stopped']);
      expect(await states('fe2013b.contoso.net')).toEqual([]);
    });

    it('lets a service start for a while', async () => {
      const service = { server: 'fe1.contoso.net', service: 'RTCSRV' };
      const state = async () => (await redmond.servicesOf('fe1.contoso.net')).find(({ name }) => name === 'RTCSRV')?.status;
      expect((await lab.post('services', { ...service, status: 'StartPending' })).status).toBe(200);
      expect(await state()).toBe('StartPending');
      await lab.post('services', { ...service, status: 'StartPending', forMs: 0 });
      expect(await state()).toBe('Running');
      expect((await lab.post('services', { ...service, status: 'Dozing' })).status).toBe(400);
      expect((await lab.post('services', { ...service, service: 'RTCNONE', status: 'Stopped' })).status).toBe(404);
    });

    it('refuses everything to the administration of a site, and to others what is of that site', async () => {
      lab.faults.set('site-administration-refused', { site: 'Dublin' });
      const dublin = lab.open('Dublin');
      const refused = { code: 'ADMINISTRATION_REFUSED', facts: { category: 'PermissionDenied' } };
      await expect(dublin.sites()).rejects.toMatchObject(refused);
      await expect(dublin.createClientPolicy('site:Dublin', 'coex', {})).rejects.toMatchObject(refused);
      await expect(redmond.createClientPolicy('site:Dublin', 'coex', {})).rejects.toMatchObject(refused);
      await expect(redmond.servicesOf('fe11.contoso.net')).rejects.toMatchObject(refused);
      expect(await redmond.sites()).toHaveLength(2);
      expect(await redmond.servicesOf('fe1.contoso.net')).not.toEqual([]);
      lab.faults.clear();
      expect(await dublin.sites()).toHaveLength(2);
    });

    it('does not reach the servers of a pool that is down, nor a server nobody knows', async () => {
      lab.faults.set('pool-down', { pool: 'pool02.contoso.net' });
      const unreachable = { code: 'SERVER_UNREACHABLE', message: expect.stringMatching(/fe2013a.*1722/s) };
      await expect(redmond.servicesOf('fe2013a.contoso.net')).rejects.toMatchObject(unreachable);
      await expect(redmond.servicesOf('nowhere.contoso.net')).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' });
      expect(await redmond.servicesOf('fe1.contoso.net')).not.toEqual([]);
    });

    it('says that the estate cannot be reached when nothing answers, before the budget of the call is spent', async () => {
      const lane = lab.open('Redmond', { budgets: { call: 2000, first: 60_000 } });
      await lane.sites();
      lab.faults.set('estate-unreachable', {});
      await expect(lane.sites()).rejects.toMatchObject({
        code: 'MANAGEMENT_UNREACHABLE',
        message: expect.stringContaining('1000 ms'),
      });
      lab.faults.clear();
      expect(await lane.sites()).toHaveLength(2);
      expect(lab.pids.filter((pid) => pid === lane.pid)).toHaveLength(1);
    });

    it('says that the estate cannot be reached when its address refuses', async () => {
      const environmentOfNobody = { ...process.env, COEX_LAB_URL: 'http://127.0.0.1:1' } as Record<string, string>;
      const lane = lab.open('Redmond', { environment: environmentOfNobody });
      await expect(lane.sites()).rejects.toMatchObject({ code: 'MANAGEMENT_UNREACHABLE' });
    });

    it('says that the Lync tools are missing where they are', async () => {
      const lane = lab.open('Redmond', { module: '/no/such/folder/Lync' });
      await expect(lane.sites()).rejects.toMatchObject({ code: 'LYNC_MODULE_MISSING' });
    });

    it('has the cmdlets that its manifest names, and no others', async () => {
      const names = await powerShellAnswer(
        executable,
        `(Get-Command -Module (Import-Module '${labModule}' -PassThru) | ForEach-Object { $_.Name }) -join ','`,
      );
      expect(names.split(',').sort()).toEqual([
        'Get-CsAccessEdgeConfiguration',
        'Get-CsAdDomain',
        'Get-CsAdForest',
        'Get-CsAdServerSchema',
        'Get-CsAdminRole',
        'Get-CsAdminRoleAssignment',
        'Get-CsAnalogDevice',
        'Get-CsCallParkOrbit',
        'Get-CsCertificate',
        'Get-CsClientPinInfo',
        'Get-CsClientPolicy',
        'Get-CsClientVersionConfiguration',
        'Get-CsClientVersionPolicyRule',
        'Get-CsCommonAreaPhone',
        'Get-CsComputer',
        'Get-CsConferenceDirectory',
        'Get-CsConferencingPolicy',
        'Get-CsConfigurationStoreLocation',
        'Get-CsDialInConferencingAccessNumber',
        'Get-CsEffectivePolicy',
        'Get-CsExUmContact',
        'Get-CsExternalAccessPolicy',
        'Get-CsManagementConnection',
        'Get-CsManagementStoreReplicationStatus',
        'Get-CsMeetingRoom',
        'Get-CsPool',
        'Get-CsPoolFabricState',
        'Get-CsPoolUpgradeReadinessState',
        'Get-CsRgsAgentGroup',
        'Get-CsRgsQueue',
        'Get-CsRgsWorkflow',
        'Get-CsService',
        'Get-CsSipDomain',
        'Get-CsSite',
        'Get-CsTrustedApplicationEndpoint',
        'Get-CsUser',
        'Get-CsUserReplicatorConfiguration',
        'Get-CsWindowsService',
        'Get-WinEvent',
        'Get-WmiObject',
        'New-CsClientPolicy',
        'Remove-CsClientPolicy',
        'Test-CsASConference',
        'Test-CsAVConference',
        'Test-CsAddressBookService',
        'Test-CsAddressBookWebQuery',
        'Test-CsDataConference',
        'Test-CsDialInConferencing',
        'Test-CsFederatedPartner',
        'Test-CsGroupIM',
        'Test-CsIM',
        'Test-CsMcxP2PIM',
        'Test-CsP2PAV',
        'Test-CsPersistentChatMessage',
        'Test-CsPresence',
        'Test-CsRegistration',
        'Test-CsUcwaConference',
        'Test-CsVoiceUser',
        'Test-CsXmppIM',
      ]);
    });

    it.each([
      ['lync-2010', ['False', '10', '5 6 5']],
      ['lync-2013', ['True', '12', '5 6 5']],
    ])('behaves as the tools of %s do', async (tools, expected) => {
      const script = `Import-Module '${labModule}'
      'VoiceRoutingPolicy' -in (Get-CsUser -Identity sip:lena@contoso.net).PSObject.Properties.Name
      @(Get-CsAdminRole).Count
      (Get-CsService -Registrar | ForEach-Object { [string]$_.Version }) -join ' '
      (Get-CsComputer -Pool pool02.contoso.net | ForEach-Object { $_.Identity }) -join ' '
      Get-CsAdminRoleAssignment -Identity 'contoso\\COEX-redmond'
      [int](Get-CsWindowsService -ComputerName fe1.contoso.net -Name RTCSRV).Status
      @(Get-CsUser -Filter { Enabled -eq $false }).Count
      try { Get-CsUser -Identity nobody -ErrorAction Stop } catch { "$($_.CategoryInfo.Category) $($_.FullyQualifiedErrorId)" }`;
      const answer = await powerShellAnswer(executable, script, { COEX_LAB_URL: lab.url, COEX_LAB_TOOLS: tools });
      expect(answer.split(/\r?\n/)).toEqual([
        ...expected,
        'fe2013a.contoso.net fe2013b.contoso.net',
        'CsServerAdministrator-Redmond',
        '4',
        '1',
        'ObjectNotFound ManagementObjectNotFound,Get-CsUser',
      ]);
    });

    it.each(ownScripts)('%s is ASCII and has no parse error, and no syntax that is too new for its oldest host', async (file) => {
      const path = fileURLToPath(new URL(`../../${file}`, import.meta.url));
      const text = await readFile(path, 'utf8');
      expect(/^[\x00-\x7f]*$/.test(text)).toBe(true);
      const script = `$tokens = $null; $problems = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseFile('${path}', [ref]$tokens, [ref]$problems)
        $new = $tree.FindAll({ $args[0].GetType().Name -match '^(Ternary|PipelineChain|UsingStatement|ClassDefinition)' }, $true)
        $static = $tree.FindAll({ param($a) $a -is [System.Management.Automation.Language.InvokeMemberExpressionAst] -and $a.Static -and $a.Member.Extent.Text -eq 'new' }, $true)
        "$(@($problems).Count) $(@($new).Count) $(@($static).Count) $(@($tokens | Where-Object { $_.Kind -match 'QuestionQuestion|AndAnd|OrOr|QuestionDot' }).Count)"`;
      expect(await powerShellAnswer(executable, script)).toBe('0 0 0 0');
    });

    it('calls no command that this shell does not have', async () => {
      const paths = ownScripts.map((file) => `'${fileURLToPath(new URL(`../../${file}`, import.meta.url))}'`);
      const script = `$own = @(); $called = @()
    foreach ($path in ${paths.join(', ')}) {
      $tree = [System.Management.Automation.Language.Parser]::ParseFile($path, [ref]$null, [ref]$null)
      $own += $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true) | ForEach-Object { $_.Name -replace '^global:' }
      $called += $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true) | ForEach-Object { $_.GetCommandName() }
    }
    Import-Module '${labModule}'
    $called | Where-Object { $_ -and $own -notcontains $_ -and -not (Get-Command $_ -ErrorAction SilentlyContinue) }
    "$(@($called).Count -gt 60)"`;
      expect(await powerShellAnswer(executable, script)).toBe('True');
    });

    it.skipIf(!/labshell/.test(executable))('ends a busy shell of the lab whose parent is gone', async () => {
      const child = spawn(executable, ['-NoProfile', '-Command', '-'], {
        env: { ...process.env, LABSHELL_EOF_GRACE_MS: '1' },
        stdio: 'pipe',
      });
      child.stdin.write("[Console]::Out.WriteLine('busy'); while ($true) { }\n");
      await once(child.stdout, 'data');
      child.stdin.end();
      const [code] = await once(child, 'exit');
      expect(code).toBe(130);
    });

    it('has help and an approved verb for each of the functions of the harness', async () => {
      const path = fileURLToPath(new URL('../../src/admin/powershell/Coexistence.psm1', import.meta.url));
      const script = `Import-Module '${path}' -WarningVariable said 3>$null
      $bare = Get-Command -Module Coexistence | Where-Object { -not ([string]$_.ScriptBlock.Ast.GetHelpContent().Synopsis).Trim() -or -not $_.CmdletBinding }
      "$(@(Get-Command -Module Coexistence).Count) $(@($bare).Count) $(@($said).Count)"`;
      expect(await powerShellAnswer(executable, script)).toBe('28 0 0');
    });
  },
);
