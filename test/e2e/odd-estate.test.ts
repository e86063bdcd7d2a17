import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { coex, folder, lastLine } from '../support/coex.ts';
import { keepLab } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readRun } from '../support/run-folder.ts';

const odd = fileURLToPath(new URL('../../fixtures/lab/odd.yaml', import.meta.url));

it('an estate of odd names and shapes is all right: nothing is red, and nothing is undecided, for its names or its shape', async (context) => {
  await needShell(context);
  const lab = await keepLab({ estate: odd });
  const out = folder();
  const args = ['check', '-e', lab.environment, '--allow-changes', '--allow-refusal-probes', '--quiet', '--out', out];
  const { code, stdout, stderr } = await coex(args, { env: { COEX_STATE: folder() } }).ended;
  const { run } = readRun(onlyRun(out));
  const troubled = run.cases.filter(({ outcome, finding }) => outcome !== 'pass' && finding.deliberate !== true);
  expect(troubled.map(({ case: { id }, finding }) => [id, finding.code, finding.message])).toEqual([]);
  expect({ code, word: lastLine(stdout), stderr }).toEqual({ code: 0, word: 'PASSED', stderr: '' });
  // What was made for the probes was taken back under these names, too.
  expect(await lab.sitePolicies()).toEqual([]);
  // All of it was looked at: each pool, each site, and users of both SIP domains.
  const ids = run.cases.filter(({ outcome }) => outcome === 'pass').map(({ case: { id } }) => id);
  for (const part of [
    'Zürich Süd',
    "O'Brien's 1/2",
    'Jörg Müller',
    "Zoë O'Hara",
    'arch.fabrikam.com',
    'med1.fabrikam.com',
    'edge1.fabrikam.com',
  ])
    expect([part, ids.some((id) => id.includes(part))]).toEqual([part, true]);
});
