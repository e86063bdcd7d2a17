import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parse, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Plan } from '../../src/plan/index.ts';
import { coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, type LabProcess, remoteEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { filesIn, onlyRun, readRun } from '../support/run-folder.ts';

beforeEach((context) => needShell(context));

/** Ids of the cases that a file plans, in the order of their names. */
async function casesOf(environment: string): Promise<string[]> {
  const { code, stdout, stderr } = await coex(['plan', '-e', environment, '--json']).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return (JSON.parse(stdout) as Plan).cases.map(({ id }) => id).toSorted();
}

/** What a check of a file comes to: every case with its outcome and code. */
async function checked(environment: string, ...suites: string[]) {
  const out = folder();
  const args = ['check', '-e', environment, ...suites, '--quiet', '--out', out];
  const { code, stdout } = await coex(args, { env: { COEX_STATE: folder() } }).ended;
  const { cases } = readRun(onlyRun(out)).run;
  return {
    code,
    last: lastLine(stdout),
    cases: Object.fromEntries(cases.map((result) => [result.case.id, `${result.outcome} ${result.finding.code ?? ''}`])),
  };
}

interface OwnFile {
  readonly pilot?: object;
  readonly users: readonly { readonly password?: { readonly file: string } }[];
  readonly sites: readonly {
    readonly administration: { readonly accounts?: object };
    readonly pools: readonly { readonly fqdn: string; readonly edge?: { readonly xmpp?: boolean } }[];
  }[];
}

/** A file that init wrote, with what only its owner can say: the test users, and the accounts of the sites. */
function filledIn(lab: LabProcess, text: string): string {
  const own = parse(readFileSync(lab.environment, 'utf8')) as OwnFile;
  const users = own.users.map((user) =>
    user.password === undefined ? user : { ...user, password: { file: join(lab.state, user.password.file) } },
  );
  const absolute = (accounts: object): string =>
    JSON.stringify(accounts).replace(/"file":"([^"]+)"/g, (_, path: string) => `"file":${JSON.stringify(join(lab.state, path))}`);
  const withAccounts = own.sites.reduce(
    (written, { administration: { accounts } }) =>
      accounts === undefined ? written : written.replace(/^ {6}# accounts: .*$/m, `      accounts: ${absolute(accounts)}`),
    text,
  );
  // Nor does the topology say what the pilot dials, nor whether XMPP is to come once federation has moved.
  const document = parseDocument(withAccounts.replace('users: []', `users: ${JSON.stringify(users)}`));
  if (own.pilot !== undefined) document.set('pilot', own.pilot);
  for (const [at, site] of own.sites.entries()) {
    for (const { fqdn, edge } of site.pools) {
      const pools = document.getIn(['sites', at, 'pools'], true) as YAMLSeq<YAMLMap>;
      if (edge?.xmpp === true) pools.items.find((pool) => pool.get('fqdn') === fqdn)?.setIn(['edge', 'xmpp'], true);
    }
  }
  return document.toString();
}

/** Path, below its state, of the password of a site's account. */
const secretOf = (lab: LabProcess, site: string): string => {
  const { sites } = parse(readFileSync(lab.environment, 'utf8')) as {
    sites: { name: string; administration: { accounts: { siteAdmin: { password: { file: string } } } } }[];
  };
  return sites.find(({ name }) => name === site)?.administration.accounts.siteAdmin.password.file ?? '';
};

describe('coex init', () => {
  it.each([
    ['the tools of this host', undefined, []],
    ['the endpoint of a pool', remoteEstate, ['--from', 'new.fabrikam.com']],
  ] as const)(
    'writes a file from a topology, asked of %s, which filled in plans and finds what the own file of the lab does',
    async (_, estate, from) => {
      const lab = await keepLab(estate === undefined ? {} : { estate });
      const file = join(folder(), 'found.yaml');
      const account =
        from.length === 0 ? [] : ['--account', 'FABRIKAM\\coex-oslo', '--password-file', join(lab.state, secretOf(lab, 'Oslo'))];
      const written = await coex(['init', '--lab', lab.state, ...from, ...account, '--to', file]).ended;
      expect(written).toMatchObject({ code: 0, stderr: '' });

      const text = readFileSync(file, 'utf8');
      expect(text).toContain('TODO');
      const secrets = [...filesIn(join(lab.state, 'secrets')).values()].map((secret) => secret.toString().trim());
      for (const secret of secrets) expect(text).not.toContain(secret);
      writeFileSync(file, filledIn(lab, text));
      expect(await casesOf(file)).toEqual(await casesOf(lab.environment));

      const doctor = await coex(['doctor', '-e', file, '--no-sign-in']).ended;
      expect({ code: doctor.code, last: lastLine(doctor.stdout) }).toEqual({ code: 0, last: 'Everything can be looked at.' });
      const signedIn = await checked(file, 'signin');
      expect({ code: signedIn.code, last: signedIn.last }).toEqual({ code: 0, last: 'PASSED' });
      const suites = ['services', 'administration', 'nodes', 'entry-points'] as const;
      const found = await checked(file, ...suites);
      expect(Object.keys(found.cases).length).toBeGreaterThan(40);
      expect(found).toEqual(await checked(lab.environment, ...suites));
      expect(await lab.ask('management/sessions')).toEqual([]);
    },
  );

  it('asked of the tools of 2010, it names the pools that those do not show', async () => {
    const lab = await keepLab({ estate: remoteEstate });
    const file = join(folder(), 'old.yaml');
    const { code, stderr } = await coex(['init', '--lab', lab.state, '--from', 'old.fabrikam.com', '--to', file]).ended;
    expect(code).toBe(0);
    expect(stderr).toContain('new.fabrikam.com is in the topology and in no site that these tools show');
    expect(readFileSync(file, 'utf8')).toContain('# TODO: bergen.fabrikam.com is in the topology');
  });

  it.each([
    ['a password of nobody', ['--password-env', 'X'], 'nobody'],
    ['an account without a host', ['--account', 'A\\b', '--password-env', 'X'], '--from'],
    ['an account on this host', ['--from', 'localhost', '--account', 'A\\b', '--password-env', 'X'], '--from'],
    ['an account without a password', ['--from', 'pool02.contoso.net', '--account', 'A\\b'], '--password-file'],
  ])('refuses %s', async (_, args, said) => {
    const { code, stderr } = await coex(['init', '--to', join(folder(), 'x.yaml'), ...args]).ended;
    expect(code).toBe(3);
    expect(stderr).toContain(said);
  });

  it('writes a blank file that can be read, and overwrites nothing unasked', async () => {
    const file = join(folder(), 'blank.yaml');
    expect(await coex(['init', '--to', file]).ended).toMatchObject({ code: 0, stderr: '' });
    expect(await coex(['plan', '-e', file]).ended).toMatchObject({ code: 0 });
    const again = await coex(['init', '--to', file]).ended;
    expect(again).toMatchObject({ code: 3, stdout: '' });
    expect(again.stderr).toContain('was not overwritten');
    expect(await coex(['init', '--to', file, '--force']).ended).toMatchObject({ code: 0 });
  });
});
