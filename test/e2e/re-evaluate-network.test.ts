import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Run } from '../../src/results/index.ts';
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

/** A journal without the cases whose ids fit, and without what the wave needs of them. */
function withoutCases(journal: string, fits: RegExp): string {
  const kept = journal.split('\n').flatMap((line) => {
    if (line === '') return [line];
    const event = JSON.parse(line) as { event: string; id?: string; case?: { id: string }; needs?: Run['needs'] };
    if (fits.test(event.id ?? event.case?.id ?? '')) return [];
    const requirements = event.needs?.requirements.map((one) => ({ ...one, cases: one.cases.filter((id) => !fits.test(id)) }));
    return [requirements === undefined ? line : JSON.stringify({ ...event, needs: { ...event.needs, requirements } })];
  });
  return kept.join('\n');
}

const idsNeeded = (run: Run | undefined): string[] => (run?.needs?.requirements ?? []).flatMap(({ cases }) => cases).sort();

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
  const { code } = await coex(
    ['check', '-e', lab.environment, 'nodes', 'entry-points', '--wave', 'pilot-1', '--out', out, '--quiet'],
    {
      env: { COEX_STATE: folder() },
    },
  ).ended;
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
  expect(same).toMatchObject({ code: 1, word: 'NO-GO', stderr: '' });
  const cases = same.seen?.run.cases ?? [];
  expect(findingsOf(cases)).toEqual(findingsOf(original.cases));
  const network = original.cases.filter(({ case: { check } }) => check !== 'nodes.sign-in').map((result) => result.case.id);
  expect(network.length).toBeGreaterThan(30);
  expect(judgedAgain(cases).sort()).toEqual(network.sort());

  // A run of a version that knew nothing of two checks: they are new, are judged by what it has kept, and count as they would have.
  const journal = join(run, 'results.jsonl');
  const [told, isNew] = [readFileSync(journal, 'utf8'), /^(nodes\.certificate-expiry|entry-points\.host-records)\[/];
  writeFileSync(journal, withoutCases(told, isNew));
  const more = await judgeAgain(run);
  expect(findingsOf(more.seen?.run.cases ?? [])).toEqual(findingsOf(original.cases));
  const fresh = network.filter((id) => isNew.test(id)).length;
  expect(more.stdout).toContain(` ${fresh} are new since then: ${fresh} were judged, of 0 the run has no facts.`);
  expect(idsNeeded(more.seen?.run)).toEqual(idsNeeded(original));
  expect(more).toMatchObject({ code: 1, word: 'NO-GO' });
  const expired = more.seen?.run.cases.find((result) => result.case.id === 'nodes.certificate-expiry[fe-new.fabrikam.com:443]');
  expect(expired?.finding.reasons.at(-1)?.text).toMatch(/^It was not in the run: judged by facts of .* old, with a check/);

  writeFileSync(journal, told);

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

  // What is new and has no facts takes nothing from what the run says.
  writeFileSync(journal, withoutCases(told, isNew));
  const unasked = await judgeAgain(run);
  expect(unasked).toMatchObject({ code: 1, word: 'NO-GO' });
  const open = (unasked.seen?.run.cases ?? []).filter(({ case: { notCovered } }) => notCovered?.code === 'NOT_IN_RUN');
  expect(open.map(({ case: { check }, state }) => `${check} ${state}`)).toContain('entry-points.host-records not-covered');
  expect(open.every(({ case: { check } }) => check === 'entry-points.host-records')).toBe(true);
  expect(idsNeeded(unasked.seen?.run).some((id) => id.startsWith('entry-points.host-records'))).toBe(false);
  writeFileSync(journal, told);

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
