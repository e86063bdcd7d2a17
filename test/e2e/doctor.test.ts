import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import type { Look } from '../../src/doctor/index.ts';
import { coex } from '../support/coex.ts';
import { keepLab, type LabProcess, remoteEstate, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';

/** What the doctor says: exit code, and its lines. */
async function examine(environment: string, more: readonly string[] = [], env: Record<string, string | undefined> = {}) {
  const { code, stdout, stderr } = await coex(['doctor', '-e', environment, '--json', ...more], { env }).ended;
  return { code, stderr, looks: stdout === '' ? [] : (JSON.parse(stdout) as Look[]) };
}

const stateOf = (looks: readonly Look[]) => looks.map(({ section, subject, state }) => `${section} ${subject} ${state}`);
const blindOnes = (looks: readonly Look[]) => looks.filter(({ state }) => state === 'blind');

/** A copy of the lab's file that is like one of a real estate: nothing in it says that there is a lab. */
function asRealEstate(lab: LabProcess): string {
  const document = parseDocument(readFileSync(lab.environment, 'utf8'));
  document.delete('lab');
  const path = join(dirname(lab.environment), 'real.yaml');
  writeFileSync(path, document.toString({ lineWidth: 0 }));
  return path;
}

describe('coex doctor', () => {
  it('has one line for everything that a check looks with or at, and a remedy where there is something to do', async (context) => {
    await needShell(context);
    const lab = await keepLab({ estate: smallEstate });
    const { code, looks, stderr } = await examine(lab.environment);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stateOf(looks)).toEqual([
      'PowerShell shell ready',
      'PowerShell tools ready',
      'Sites Oslo with lync-2010 ready',
      'Sites Oslo with lync-2013 ready',
      'Sites Oslo note',
      'Servers old.fabrikam.com ready',
      'Servers fe-old.fabrikam.com ready',
      'Servers new.fabrikam.com ready',
      'Servers fe-new.fabrikam.com ready',
      'Users legacy Leo ready',
      'Users legacy Lea ready',
      'Users migrated Mia ready',
      'Users migrated Max ready',
      'Users refused Ron ready',
    ]);
    expect(looks.filter(({ state, remedy }) => state !== 'ready' && !remedy)).toEqual([]);
    expect(await lab.signedIn()).toEqual([]);

    const text = await coex(['doctor', '-e', lab.environment, '--no-sign-in']).ended;
    expect(text.code).toBe(0);
    expect(text.stdout).toContain('The password is there; it was not tried.');
    expect(text.stdout).toMatch(/Everything can be looked at\.\n$/);

    await lab.ask('faults/site-administration-refused', { method: 'PUT', body: { site: 'Oslo' } });
    await lab.ask('faults/pool-down', { method: 'PUT', body: { pool: 'new.fabrikam.com' } });
    const broken = await examine(lab.environment);
    expect(broken.code).toBe(2);
    expect(blindOnes(broken.looks).map(({ subject, text: said }) => `${subject} ${said.split(':')[0]}`)).toEqual([
      'Oslo with lync-2010 ADMINISTRATION_REFUSED',
      'Oslo with lync-2013 ADMINISTRATION_REFUSED',
      'fe-new.fabrikam.com CONNECTION_REFUSED',
      'migrated Mia CONNECTION_REFUSED',
      'migrated Max CONNECTION_REFUSED',
    ]);
  });

  it('tells every endpoint, every account and its roles, tries a refused account once, and leaves no session open', async (context) => {
    await needShell(context);
    const lab = await keepLab({ estate: remoteEstate });
    const { code, looks } = await examine(lab.environment, ['--no-sign-in']);
    const sites = looks.filter(({ section }) => section === 'Sites');
    expect(sites.map(({ subject, state, text }) => `${subject} ${state}: ${text}`)).toEqual([
      'Oslo via old.fabrikam.com ready: Answers via remote (old.fabrikam.com) as FABRIKAM\\coex-oslo: 2 pools.',
      'Oslo via new.fabrikam.com ready: Answers via remote (new.fabrikam.com) as FABRIKAM\\coex-oslo: 2 pools.',
      'Oslo ready: FABRIKAM\\coex-oslo has CsServerAdministrator-Oslo.',
      'Oslo ready: FABRIKAM\\coex-view has CsViewOnlyAdministrator.',
      'Bergen via bergen.fabrikam.com ready: Answers via remote (bergen.fabrikam.com) as FABRIKAM\\coex-bergen: 1 pool.',
      'Bergen ready: FABRIKAM\\coex-bergen has CsServerAdministrator-Bergen.',
    ]);
    expect(code).toBe(0);
    expect(await lab.ask('management/sessions')).toEqual([]);

    const own = parseDocument(readFileSync(lab.environment, 'utf8'));
    const secret = join(
      lab.state,
      String(own.getIn(['sites', 0, 'administration', 'accounts', 'siteAdmin', 'password', 'file'])),
    );
    writeFileSync(secret, 'not-the-password\n');
    const refused = await examine(lab.environment, ['--no-sign-in']);
    expect(refused.code).toBe(2);
    expect(blindOnes(refused.looks).map(({ subject, text }) => `${subject} ${text.split(':')[0]}`)).toEqual([
      'Oslo via old.fabrikam.com CREDENTIALS_REFUSED',
      'Oslo via new.fabrikam.com CREDENTIALS_REFUSED',
      'Oslo CREDENTIALS_REFUSED',
    ]);
    expect(await lab.ask('management/logons')).toMatchObject({ refused: 1 });
  });

  it('says what a host without PowerShell cannot look at, and how the rest is joined with another host', async () => {
    const lab = await keepLab({ estate: smallEstate });
    const { code, looks } = await examine(asRealEstate(lab), ['--no-sign-in'], { PATH: '', COEX_POWERSHELL: undefined });
    expect(code).toBe(2);
    expect(blindOnes(looks)).toMatchObject([
      {
        section: 'PowerShell',
        text: expect.stringContaining('Services and administration stay undetermined'),
        remedy: expect.stringMatching(/Windows host .* `coex merge`/),
      },
    ]);
    expect(looks.filter(({ section }) => section === 'Servers').every(({ state }) => state === 'ready')).toBe(true);
  });

  it('tries each password once at most, never that of a refusal-probe user, and names secrets that are not there', async () => {
    const lab = await keepLab({ estate: smallEstate });
    const [leo, lea] = ['leo', 'lea'].map((name) => join(lab.state, 'secrets', `${name}@fabrikam.com`)) as [string, string];
    writeFileSync(leo, 'not-the-password\n');
    rmSync(lea);
    const { code, looks } = await examine(asRealEstate(lab), [], { PATH: '', COEX_POWERSHELL: undefined });
    expect(code).toBe(2);
    const users = blindOnes(looks).filter(({ section }) => section === 'Users');
    expect(users.map(({ subject, text }) => `${subject} ${text.split(':')[0]}`)).toEqual([
      'legacy Leo CREDENTIALS_REFUSED',
      'legacy Lea SECRET_MISSING',
    ]);
    expect(JSON.stringify(looks)).not.toContain('not-the-password');
    expect(looks.find(({ subject }) => subject === 'refused Ron')?.text).toContain('not signed in here');
  });
});
