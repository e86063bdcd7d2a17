import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument, type YAMLMap, type YAMLSeq } from 'yaml';
import type { Plan } from '../../src/plan/index.ts';
import { coex, folder, lastLine } from '../support/coex.ts';
import { keepLab } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';

/** Ids of the cases that a file plans, in the order of their names. */
async function casesOf(environment: string): Promise<string[]> {
  const { code, stdout, stderr } = await coex(['plan', '-e', environment, '--json']).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return (JSON.parse(stdout) as Plan).cases.map(({ id }) => id).toSorted();
}

describe('coex init', () => {
  it('writes a file from a topology which, with its test users filled in, plans and finds what the own file of the lab does', async (context) => {
    await needShell(context);
    const lab = await keepLab();
    const file = join(folder(), 'found.yaml');
    const written = await coex(['init', '--lab', lab.state, '--to', file]).ended;
    expect(written).toMatchObject({ code: 0, stderr: '' });

    const text = readFileSync(file, 'utf8');
    expect(text).toContain('TODO');
    for (const { password } of lab.description.users) expect(text).not.toContain(password);
    const own = parse(readFileSync(lab.environment, 'utf8')) as {
      users: Record<string, unknown>[];
      sites: { pools: { fqdn: string; edge?: unknown }[] }[];
    };
    const users = own.users.map((user) => {
      const password = user.password as { file: string } | undefined;
      return password === undefined ? user : { ...user, password: { file: join(lab.state, password.file) } };
    });
    // Nor does the topology say which names of the outside this host can reach.
    const document = parseDocument(text.replace('users: []', `users: ${JSON.stringify(users)}`));
    for (const [at, site] of own.sites.entries()) {
      for (const { fqdn, edge } of site.pools) {
        const pools = document.getIn(['sites', at, 'pools'], true) as YAMLSeq<YAMLMap>;
        if (edge !== undefined) pools.items.find((pool) => pool.get('fqdn') === fqdn)?.set('edge', edge);
      }
    }
    writeFileSync(file, document.toString());
    expect(await casesOf(file)).toEqual(await casesOf(lab.environment));

    const doctor = await coex(['doctor', '-e', file, '--no-sign-in']).ended;
    expect({ code: doctor.code, last: lastLine(doctor.stdout) }).toEqual({ code: 0, last: 'Everything can be looked at.' });
    const check = await coex(['check', '-e', file, 'services', 'signin', '--quiet', '--out', folder()], {
      env: { COEX_STATE: folder() },
    }).ended;
    expect({ code: check.code, last: lastLine(check.stdout) }).toEqual({ code: 0, last: 'PASSED' });
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
