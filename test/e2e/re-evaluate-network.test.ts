import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { coex, folder } from '../support/coex.ts';
import { findingsOf, judgeAgain, judgedAgain, judgedIn } from '../support/judge-again.ts';
import { keepLab, smallEstate } from '../support/lab-process.ts';
import { onlyRun, readRun } from '../support/run-folder.ts';

const change = (path: string, how: (text: string) => string): void => {
  const before = readFileSync(path, 'utf8');
  const after = how(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
};

it('what names, ports and pages showed is judged again without the network, and comes to the same', async () => {
  const lab = await keepLab({ estate: smallEstate });
  const faults = {
    'certificate-expired': {},
    'web-port-closed': { server: 'fe-old.fabrikam.com' },
    'name-leads-astray': {},
    'name-missing': {},
  };
  for (const [name, body] of Object.entries(faults)) await lab.ask(`faults/${name}`, { method: 'PUT', body });
  const out = folder();
  const { code } = await coex(['check', '-e', lab.environment, 'nodes', 'entry-points', '--out', out, '--quiet'], {
    env: { COEX_STATE: folder() },
  }).ended;
  expect(code).toBe(1);
  const run = onlyRun(out);
  const { run: original } = readRun(run);
  const codes = new Set(original.cases.map(({ finding }) => finding.code));
  expect([...codes]).toEqual(
    expect.arrayContaining(['CERTIFICATE_EXPIRED', 'CONNECTION_REFUSED', 'ENTRY_POINT_WRONG', 'RECORD_MISSING']),
  );
  lab.process.child.kill('SIGKILL');
  await lab.process.ended;
  rmSync(lab.environment);

  const same = await judgeAgain(run);
  expect(same).toMatchObject({ code: 1, word: 'FAILED', stderr: '' });
  const cases = same.seen?.run.cases ?? [];
  expect(findingsOf(cases)).toEqual(findingsOf(original.cases));
  const network = original.cases.filter(({ case: { check } }) => check !== 'nodes.sign-in').map((result) => result.case.id);
  expect(network.length).toBeGreaterThan(30);
  expect(judgedAgain(cases).sort()).toEqual(network.sort());

  // A line that was cut short is what a killed runner leaves: its fact is missing, and what needs it keeps its outcome.
  const [ports, names, certificates] = ['ports', 'names', 'certificates'].map((name) => join(run, 'facts', `${name}.jsonl`)) as [
    string,
    string,
    string,
  ];
  change(names, (text) => text.slice(0, -20));
  const less = await judgeAgain(run);
  expect(findingsOf(less.seen?.run.cases ?? [])).toEqual(findingsOf(original.cases));
  expect(judgedAgain(less.seen?.run.cases ?? []).length).toBeLessThan(network.length);
  // As in folders of versions that kept nothing of names.
  rmSync(names);
  const without = await judgeAgain(run);
  expect(findingsOf(without.seen?.run.cases ?? [])).toEqual(findingsOf(original.cases));
  expect(judgedAgain(without.seen?.run.cases ?? []).some((id) => id.startsWith('entry-points.host-records'))).toBe(false);
  expect(judgedAgain(without.seen?.run.cases ?? [])).toContain('nodes.certificate-expiry[fe-new.fabrikam.com:443]');

  const before = judgedIn(run);
  const whole = readFileSync(ports, 'utf8');
  change(ports, (text) => text.replace('"version":1', '"version":2'));
  expect((await judgeAgain(run)).stderr).toMatch(
    /FACTS_UNREADABLE: facts\/ports\.jsonl, line 1, cannot be read: it has format version 2; this program reads 1/,
  );
  writeFileSync(ports, whole);
  change(certificates, (text) => text.replace(/("value":")MI(..)/, '$1MI$2A'));
  expect(await judgeAgain(run)).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(
      /FACTS_UNREADABLE: facts\/certificates\.jsonl, line 1, .* another certificate than its name says/,
    ),
  });
  expect(judgedIn(run)).toEqual(before);
}, 300_000);
