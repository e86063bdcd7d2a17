import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { coex, folder, lastLine } from '../support/coex.ts';
import { judgeAgain } from '../support/judge-again.ts';
import { keepLab, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readRun } from '../support/run-folder.ts';

/** The file of the fact that begins so. */
const fileOf = (run: string, fact: string): string =>
  join(run, 'facts', readdirSync(join(run, 'facts')).find((name) => name.startsWith(fact)) ?? fact);

/** Changes the file of a fact. */
function doctor(run: string, fact: string, change: (text: string) => string): void {
  const path = fileOf(run, fact);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(path, after);
}

it('the facts of a run are judged again without the estate, and what was not kept keeps its outcome', async (context) => {
  await needShell(context);
  const lab = await keepLab({ estate: smallEstate });
  await lab.ask('faults/service-stopped', { method: 'PUT', body: {} });
  const out = folder();
  const suites = ['services', 'administration', 'users', 'signin'];
  const ran = await coex(['check', '-e', lab.environment, ...suites, '--out', out, '--quiet'], { env: { COEX_STATE: folder() } })
    .ended;
  expect({ code: ran.code, word: lastLine(ran.stdout) }).toEqual({ code: 1, word: 'FAILED' });
  const run = onlyRun(out);
  const { run: original } = readRun(run);
  const bytes = readFileSync(join(run, 'run.json'), 'utf8');

  // Nobody is there any more: neither the estate, nor its environment file, nor a shell.
  lab.process.child.kill('SIGKILL');
  await lab.process.ended;
  rmSync(lab.environment);
  const again = () => judgeAgain(run);

  const same = await again();
  expect(same).toMatchObject({ code: 1, word: 'FAILED', stderr: '' });
  const outcomes = (cases: typeof original.cases) =>
    Object.fromEntries(cases.map((result) => [result.case.id, [result.outcome, result.finding.code]]));
  expect(outcomes(same.seen?.run.cases ?? [])).toEqual(outcomes(original.cases));
  expect(same.stdout).toMatch(
    /^\d+ of \d+ cases were judged again with coex \S+, by facts of .* old\); none changed its outcome\. \d+ keep/,
  );
  const reasonOf = (id: string, cases = same.seen?.run.cases ?? []) =>
    cases.find((result) => result.case.id === id)?.finding.reasons.at(-1)?.text;
  const stopped = 'services.running[fe-new.fabrikam.com/RTCIMMCU]';
  const failing = original.cases.find(({ outcome }) => outcome === 'fail')?.case.id ?? stopped;
  expect(reasonOf(failing)).toMatch(
    /^Judged again by facts of .* UTC, .* old; the run itself said fail \(SERVICE_NOT_RUNNING\)\.$/,
  );
  expect(reasonOf('signin.home[legacy Leo]')).toBe(
    'Keeps the outcome of the run: what passes between clients is not kept as a fact.',
  );

  // A fact that is doctored changes the outcome; one that is missing leaves it.
  doctor(run, 'services-fe-new.fabrikam.com', (text) => text.replace('"status": "Stopped"', '"status": "Running"'));
  rmSync(fileOf(run, 'pool-users-old.fabrikam.com'));
  const doctored = await again();
  expect(doctored).toMatchObject({ code: 0, word: 'PASSED' });
  expect(doctored.stdout).toContain(`1 changed: ${failing}`);
  expect(reasonOf('users.addresses[old.fabrikam.com]', doctored.seen?.run.cases)).toMatch(
    /^Keeps the outcome of the run: The run did not keep pool-users-old\.fabrikam\.com/,
  );
  expect(readFileSync(join(run, 'run.json'), 'utf8')).toBe(bytes);

  doctor(run, 'sites', (text) => text.replace('"version": 1', '"version": 2'));
  const refused = await again();
  expect(refused.code).toBe(3);
  expect(refused.stderr).toMatch(
    /FACTS_UNREADABLE[\s\S]*facts\/sites\S*\.json cannot be read: it has format version 2; this program reads 1/,
  );
  expect(refused.seen).toBeUndefined();
}, 300_000);
