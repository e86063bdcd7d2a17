import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { CaseResult } from '../../src/results/index.ts';
import { atEndOfFile, coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { readRun, runsIn } from '../support/run-folder.ts';

const atEnd = atEndOfFile();
const out = folder(atEnd);
const state = folder(atEnd);
let lab: LabProcess;
let environment = '';

beforeAll(async () => {
  lab = await keepLab({ estate: smallEstate, atEnd });
  // Beside the file of the lab, because that names its secrets by relative paths. In this phase everything is asked.
  environment = join(lab.state, 'moved.yaml');
  writeFileSync(environment, readFileSync(lab.environment, 'utf8').replace(/^phase: .*$/m, 'phase: federation-moved'));
});

async function check(...more: string[]) {
  const before = new Set(runsIn(out));
  const args = ['check', '-e', environment, 'users', 'contacts', '--out', out, '--quiet', ...more];
  const { code, stdout, stderr } = await coex(args, { env: { COEX_STATE: state } }).ended;
  expect(stderr).toBe('');
  const run = runsIn(out).find((path) => !before.has(path)) ?? '';
  return { code, word: lastLine(stdout), folder: run, cases: readRun(run).run.cases };
}

const switchAll = async (faults: readonly string[], on: boolean): Promise<void> => {
  for (const name of faults) await lab.ask(`faults/${name}`, on ? { method: 'PUT', body: {} } : { method: 'DELETE' });
};
const codes = (cases: readonly CaseResult[]): Record<string, string> =>
  Object.fromEntries(
    cases.flatMap(({ case: { id }, finding: { code } }) =>
      code === undefined || code === 'CHANGES_NOT_ALLOWED' ? [] : [[id, code]],
    ),
  );
const compared = (check: string): boolean => ['users.policies', 'users.inventory', 'users.pin', 'contacts.kept'].includes(check);

const faults = ['user-policy-lost', 'users-gone', 'pins-lost', 'contacts-lost', 'anonymous-refused', 'external-access-off'];

it('what users had is compared from run to run: a loss is found, stays found, and can be accepted', async (context) => {
  await needShell(context);
  const first = await check();
  expect(first).toMatchObject({ code: 0, word: 'PASSED' });
  const open = first.cases.filter((result) => compared(result.case.check));
  expect(new Set(open.map((result) => result.case.check)).size).toBe(4);
  expect(codes(first.cases)).toEqual(Object.fromEntries(open.map((result) => [result.case.id, 'BASELINE_NONE'])));

  await switchAll(faults, true);
  const lost = await check();
  const expected = {
    'users.policies[migrated Mia]': 'POLICY_CHANGED',
    'users.inventory[Fabrikam lab]': 'USERS_FEWER',
    'users.pin[migrated Mia]': 'PIN_LOST',
    'users.pin[migrated Max]': 'PIN_LOST',
    'contacts.kept[migrated Mia]': 'CONTACTS_FEWER',
    'users.anonymous-meetings[old.fabrikam.com]': 'OUTSIDERS_REFUSED',
    'users.anonymous-meetings[new.fabrikam.com]': 'OUTSIDERS_REFUSED',
    'users.external-access[old.fabrikam.com]': 'OUTSIDERS_REFUSED',
    'users.external-access[new.fabrikam.com]': 'OUTSIDERS_REFUSED',
  };
  expect(codes(lost.cases)).toEqual(expected);
  expect(lost).toMatchObject({ code: 1, word: 'FAILED' });
  const policy = lost.cases.find((result) => result.case.id === 'users.policies[migrated Mia]')?.finding;
  expect(policy?.message).toBe('ConferencingPolicy of migrated Mia was PilotConferencing and is Global.');
  expect(policy?.reasons.at(-1)?.text).toContain(`Compared with the run ${first.folder.split(/[\\/]/).at(-1)} of `);

  await switchAll(['anonymous-refused', 'external-access-off'], false);
  const again = await check();
  const stays = Object.fromEntries(Object.entries(expected).filter(([, code]) => code !== 'OUTSIDERS_REFUSED'));
  expect(codes(again.cases)).toEqual(stays);

  expect(codes((await check('--baseline', again.folder)).cases)).toEqual({});
  const after = await check();
  expect(codes(after.cases)).toEqual({});

  writeFileSync(join(after.folder, 'facts', 'user-counts.json'), '{ "version": 1, "fact"');
  expect(codes((await check()).cases)).toEqual({ 'users.inventory[Fabrikam lab]': 'BASELINE_UNREADABLE' });
}, 300_000);
