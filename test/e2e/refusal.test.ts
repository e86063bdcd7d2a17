import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openChanges } from '../../src/changes/index.ts';
import { atEndOfFile, coex, folder, lastLine } from '../support/coex.ts';
import { expectUndoneAfterKill } from '../support/killed-runner.ts';
import { keepLab, type LabProcess, remoteEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readChanges, readRun } from '../support/run-folder.ts';

// Writes that the estate must refuse, really tried: an administrator of one site in another, and an account that may only read.

const atEnd = atEndOfFile();
let lab: LabProcess;
beforeAll(async () => {
  lab = await keepLab({ estate: remoteEstate, atEnd });
});
beforeEach((context) => needShell(context));

const isProbe = (id: string): boolean => /^administration\.(scope|read-only)-probe\[/.test(id);

/** Codes of the probes in a run, and what stands in its journal of changes. */
async function probes(...more: string[]) {
  const out = folder();
  const { code, stdout } = await coex(['check', '-e', lab.environment, 'administration', '--quiet', '--out', out, ...more]).ended;
  const at = onlyRun(out);
  const { cases } = readRun(at).run;
  const found = cases
    .filter(({ case: { id } }) => isProbe(id))
    .map(({ case: { id }, finding }) => [id, finding.code ?? finding.outcome]);
  return { code, word: lastLine(stdout), found: Object.fromEntries(found), changes: readChanges(at) };
}

const all = (code: string) => ({
  'administration.scope-probe[Oslo → Bergen]': code,
  'administration.scope-probe[Bergen → Oslo]': code,
  'administration.read-only-probe[Oslo]': code,
});

it('a write that is refused is green, one that succeeds is red and removed at once, and without the flag nobody tries', async () => {
  const silent = await probes('--allow-changes');
  expect(silent.found).toEqual(all('REFUSAL_PROBES_NOT_ALLOWED'));
  expect(silent.changes.filter(({ event }) => event === 'intended')).toHaveLength(3);

  const refused = await probes('--allow-refusal-probes');
  expect(refused.found).toEqual(all('pass'));
  expect(refused.changes.map(({ event }) => event)).toEqual(['intended', 'undone', 'intended', 'undone', 'intended', 'undone']);

  await lab.ask('faults/writes-not-refused', { method: 'PUT', body: {} });
  const written = await probes('--allow-refusal-probes');
  expect(written.found).toEqual(all('WRITE_NOT_REFUSED'));
  expect({ code: written.code, word: written.word }).toEqual({ code: 1, word: 'FAILED' });
  expect(written.changes.filter(({ event }) => event === 'made')).toHaveLength(3);
  expect(openChanges(written.changes)).toEqual([]);
  expect(await lab.sitePolicies()).toEqual([]);
  expect(await lab.ask('management/sessions')).toEqual([]);

  // A policy that is there already is nobody's to try with.
  const own = { Identity: 'site:Oslo', Description: 'ours' };
  await lab.ask('management/client-policies', { method: 'POST', body: own });
  const left = await probes('--allow-refusal-probes');
  expect(left.found).toEqual({ ...all('POLICY_EXISTS'), 'administration.scope-probe[Oslo → Bergen]': 'WRITE_NOT_REFUSED' });
  expect(await lab.sitePolicies()).toEqual(['Site:Oslo']);
  await lab.ask('management/client-policies/site%3AOslo', { method: 'DELETE' });
});

const isRemoval = (question: string): boolean => question.startsWith('DELETE client-policies');
const isCreation = (question: string): boolean => question.startsWith('POST client-policies');

describe('a runner that is killed in the middle of such a write leaves no policy and no open entry', () => {
  it.each([
    ['after it intends, before it writes', isCreation, false, ['intended'], []],
    ['after it wrote, before it knows', isCreation, true, ['intended'], ['Site:Oslo']],
    ['before it removes', isRemoval, false, ['intended', 'made'], ['Site:Oslo']],
    ['after it removed, before it knows', isRemoval, true, ['intended', 'made'], []],
  ] as const)('%s', async (_, isNow, answered, journal, policies) => {
    await lab.ask('faults/writes-not-refused', { method: 'PUT', body: {} });
    const args = ['administration', '--site', 'Bergen', '--allow-refusal-probes'];
    await expectUndoneAfterKill(lab, args, { isNow, answered, journal, policies });
  });
});
