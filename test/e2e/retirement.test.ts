import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readRun } from '../support/run-folder.ts';

// The last phase: everybody is on 2013, and the central store, too; the pool of 2010 waits to be removed.

/** The small estate at the end of its migration. */
function retired(): string {
  const file = join(folder(), 'retired.yaml');
  const text = readFileSync(smallEstate, 'utf8')
    .replace('roles: [front-end, cms]', 'roles: [front-end]')
    .replace('fe-new.fabrikam.com, roles: [front-end]', 'fe-new.fabrikam.com, roles: [front-end, cms]')
    .replaceAll('pool: old.fabrikam.com', 'pool: new.fabrikam.com')
    .replace('phase: pilot', 'phase: decommission');
  writeFileSync(file, text);
  return file;
}

async function check(lab: LabProcess) {
  const out = folder();
  const { code, stdout } = await coex(['check', '-e', lab.environment, 'topology', 'retirement', '--quiet', '--out', out]).ended;
  const { cases } = readRun(onlyRun(out)).run;
  const codes = Object.fromEntries(cases.map(({ case: { id }, finding }) => [id, finding.code]));
  const observed = Object.fromEntries(cases.map(({ case: { id }, finding }) => [id, finding.reasons[0]?.observed]));
  return { code, word: lastLine(stdout), codes, observed };
}

const broken = (codes: Record<string, string | undefined>) =>
  Object.fromEntries(Object.entries(codes).filter(([, code]) => code !== undefined));

it('a pool of 2010 that is empty passes, and one of which something was forgotten fails in every kind of it', async (context) => {
  await needShell(context);
  const lab = await keepLab({ estate: retired() });
  const empty = await check(lab);
  expect(broken(empty.codes)).toEqual({});
  expect(empty).toMatchObject({ code: 0, word: 'PASSED' });
  const retirement = Object.keys(empty.codes).filter((id) => id.startsWith('retirement.'));
  expect(retirement).toHaveLength(10);
  expect(Object.keys(empty.codes)).toContain('topology.archiving[new.fabrikam.com]');

  expect(Object.keys(empty.codes)).toContain('topology.legacy-archiving[old.fabrikam.com]');

  for (const fault of ['pool-not-empty', 'archiving-missing', 'archiving-left'])
    await lab.ask(`faults/${fault}`, { method: 'PUT', body: {} });
  const forgotten = await check(lab);
  expect(broken(forgotten.codes)).toEqual({
    ...Object.fromEntries(retirement.map((id) => [id, 'POOL_NOT_EMPTY'])),
    'topology.archiving[new.fabrikam.com]': 'ARCHIVING_MISSING',
    'topology.legacy-archiving[old.fabrikam.com]': 'ARCHIVING_LEFT',
  });
  const groups = forgotten.observed['retirement.response-groups[old.fabrikam.com]']?.split(', ').toSorted();
  expect(groups).toEqual(['agent group Second line', 'queue Service desk', 'workflow Service desk']);
  expect(forgotten).toMatchObject({ code: 1, word: 'FAILED' });
});
