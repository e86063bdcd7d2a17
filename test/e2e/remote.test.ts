import { expect, it } from 'vitest';
import { coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, type LabProcess, remoteEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { filesIn, onlyRun, readRun } from '../support/run-folder.ts';

// Sites that are administered through the remote endpoints of their pools, each by an account of its own.

async function check(lab: LabProcess, ...more: string[]) {
  const out = folder();
  const args = [
    'check',
    '-e',
    lab.environment,
    'services',
    'administration',
    '--wave',
    'pilot-1',
    '--quiet',
    '--out',
    out,
    ...more,
  ];
  const { code, stdout } = await coex(args).ended;
  const at = onlyRun(out);
  // A first run has nothing to compare with.
  const codeOf = ({ code: found }: { readonly code?: string }) => (found === 'BASELINE_NONE' ? undefined : found);
  const codes = Object.fromEntries(readRun(at).run.cases.map(({ case: { id }, finding }) => [id, codeOf(finding)]));
  return { code, word: lastLine(stdout), codes, files: filesIn(at) };
}

/** Only the server itself can answer these. */
const outOfReach = /^(services\.start-mode|administration\.certificates|topology\.(upgrade-readiness|user-replicator))\[/;

/** Writes that must be refused are not tried unless that is allowed by a flag of its own. */
const refusalsNotTried = {
  'administration.scope-probe[Oslo → Bergen]': 'REFUSAL_PROBES_NOT_ALLOWED',
  'administration.scope-probe[Bergen → Oslo]': 'REFUSAL_PROBES_NOT_ALLOWED',
  'administration.read-only-probe[Oslo]': 'REFUSAL_PROBES_NOT_ALLOWED',
};

it('every rung is climbed at every endpoint, nothing is left open, and no password is left lying about', async (context) => {
  await needShell(context);
  const lab = await keepLab({ estate: remoteEstate });
  const { code, word, codes, files } = await check(lab, '--allow-changes');
  expect({ code, word }).toEqual({ code: 0, word: 'GO' });
  const shells = Object.keys(codes).filter((id) => id.startsWith('administration.shell'));
  expect(shells).toEqual([
    'administration.shell[Oslo via old.fabrikam.com]',
    'administration.shell[Oslo via new.fabrikam.com]',
    'administration.shell[Bergen via bergen.fabrikam.com]',
  ]);
  const open = Object.entries(codes).filter(([id, found]) => found !== undefined && !outOfReach.test(id));
  expect(Object.fromEntries(open)).toEqual(refusalsNotTried);
  expect(await lab.ask('management/sessions')).toEqual([]);
  expect(await lab.sitePolicies()).toEqual([]);
  const secrets = [...filesIn(`${lab.state}/secrets`).values()].map((secret) => secret.toString().trim());
  expect(secrets.length).toBeGreaterThan(3);
  for (const [name, content] of files) for (const secret of secrets) expect(content.includes(secret), name).toBe(false);
});

it('an account that may do more than it is for is found, and a refused site changes only what stands on its first rung', async (context) => {
  await needShell(context);
  const lab = await keepLab({ estate: remoteEstate });
  await lab.ask('faults/accounts-too-strong', { method: 'PUT', body: {} });
  const strong = await check(lab);
  expect(strong.word).toBe('NO-GO');
  const found = Object.entries(strong.codes).filter(([id, code]) => code !== undefined && !outOfReach.test(id));
  expect(Object.fromEntries(found)).toEqual({
    'administration.scope[Oslo]': 'ACCOUNT_TOO_STRONG',
    'administration.scope[Bergen]': 'ACCOUNT_TOO_STRONG',
    'administration.read-only[Oslo]': 'ACCOUNT_TOO_STRONG',
    'administration.policy[Oslo via old.fabrikam.com]': 'CHANGES_NOT_ALLOWED',
    'administration.policy[Oslo via new.fabrikam.com]': 'CHANGES_NOT_ALLOWED',
    'administration.policy[Bergen via bergen.fabrikam.com]': 'CHANGES_NOT_ALLOWED',
    ...refusalsNotTried,
  });
  await lab.ask('faults/accounts-too-strong', { method: 'DELETE' });
  await lab.ask('faults/site-administration-refused', { method: 'PUT', body: { site: 'Bergen' } });
  const refused = await check(lab);
  const changed = Object.entries(refused.codes).filter(([id, code]) => code !== strong.codes[id] && /ergen/.test(id));
  expect(new Set(changed.map(([, code]) => code))).toEqual(new Set(['ADMINISTRATION_REFUSED', 'DEPENDS_ON_OTHER']));
  expect(changed.filter(([, code]) => code === 'ADMINISTRATION_REFUSED').map(([id]) => id)).toEqual([
    'administration.shell[Bergen via bergen.fabrikam.com]',
  ]);
});
