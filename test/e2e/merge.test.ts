import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Run } from '../../src/results/index.ts';
import { atEndOfFile, coex, folder, lastLine } from '../support/coex.ts';
import { judgeAgain, judgedAgain, judgedIn } from '../support/judge-again.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { onlyRun, readRun, runsIn } from '../support/run-folder.ts';

const hasSuite = ({ cases }: Run, suite: string): boolean => cases.some(({ case: planned }) => planned.suite === suite);
const placeOf = (run: string): string => join(run, 're-evaluated', judgedIn(run)[0] ?? '');

// As on two hosts: one asks PowerShell, the other signs in. Neither can decide alone.

const atEnd = atEndOfFile();
let lab: LabProcess;

beforeAll(async () => {
  lab = await keepLab({ estate: smallEstate, atEnd });
});

async function part(suites: readonly string[], wave: readonly string[] = ['--wave', 'pilot-1']) {
  const out = folder();
  const ended = await coex(['check', '-e', lab.environment, ...suites, ...wave, '--out', out, '--quiet'], {
    env: { COEX_STATE: folder() },
  }).ended;
  return { ...ended, run: onlyRun(out) };
}

describe('runs of two hosts', () => {
  it('are joined into one run folder and one verdict, which can be rendered again', async (context) => {
    await needShell(context);
    const administration = await part(['services', 'administration']);
    const communication = await part(['communication']);
    expect([administration.code, communication.code]).toEqual([2, 2]);

    const out = folder();
    const merged = await coex(['merge', administration.run, communication.run, '--out', out]).ended;
    expect({ code: merged.code, last: lastLine(merged.stdout), stderr: merged.stderr }).toEqual({
      code: 0,
      last: 'GO',
      stderr: '',
    });
    const { run, verdict } = readRun(onlyRun(out));
    expect(verdict.word).toBe('GO');
    const parts = [administration.run, communication.run].map((path) => readRun(path).run);
    expect(run.cases.length).toBe(parts[0]!.cases.length + parts[1]!.cases.length);
    const attached = run.cases.flatMap(({ attachments }) => attachments.map(({ path }) => path));
    expect(attached.length).toBeGreaterThan(10);
    expect(attached.filter((path) => !existsSync(join(onlyRun(out), path)))).toEqual([]);

    const again = await coex(['report', onlyRun(out)]).ended;
    expect({ code: again.code, stdout: again.stdout }).toEqual({ code: 0, stdout: merged.stdout });

    const judged = await judgeAgain(onlyRun(out));
    expect({ code: judged.code, word: judged.word, stderr: judged.stderr }).toEqual({ code: 0, word: 'GO', stderr: '' });
    const cases = judged.seen?.run.cases ?? [];
    const outcomes = (all: Run['cases']) =>
      Object.fromEntries(all.map(({ case: { id }, outcome, finding }) => [id, [outcome, finding.code]]));
    expect(outcomes(cases)).toEqual(outcomes(run.cases));
    expect(new Set(judgedAgain(cases).map((id) => id.split('.')[0]))).toEqual(
      new Set(
        ['services', 'administration', 'nodes', 'entry-points', 'topology', 'users'].filter((suite) => hasSuite(run, suite)),
      ),
    );
    const files = cases.flatMap(({ attachments }) => attachments.map(({ path }) => join(placeOf(onlyRun(out)), path)));
    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((path) => !existsSync(path))).toEqual([]);

    const both = [administration.run, communication.run, '--re-evaluate'];
    const joined = await coex(['merge', ...both, '--out', folder()]).ended;
    expect({ code: joined.code, last: lastLine(joined.stdout), stderr: joined.stderr }).toEqual({
      code: 0,
      last: 'GO',
      stderr: '',
    });
    expect(joined.stdout).toMatch(/(cases were judged again with coex [\s\S]*){2}/);
    const refused = await coex(['report', ...both]).ended;
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 3, stdout: '' });
    expect(refused.stderr).toMatch(/^USAGE: [\s\S]*coex merge .* --re-evaluate$/m);

    const alone = await coex(['merge', communication.run, '--out', folder()]).ended;
    expect({ code: alone.code, last: lastLine(alone.stdout) }).toEqual({ code: 2, last: 'UNDECIDED' });
    expect(alone.stdout).toMatch(/^\d+ cases that the wave needs were in none of the runs:\n {2}services\.running\[/);
  });

  it('are refused where they do not belong together, and nothing is written', async () => {
    const [judged, plain] = [await part(['signin']), await part(['signin'], [])];
    const out = folder();
    const { code, stdout, stderr } = await coex(['merge', judged.run, plain.run, '--out', out]).ended;
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/^MERGE_DIFFERENT: .* one judges wave pilot-1, the other no wave\./);
    expect(runsIn(out)).toEqual([]);
    expect(await coex(['merge', out]).ended).toMatchObject({ code: 3 });
  });
});
