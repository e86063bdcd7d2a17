import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEndOfFile, coex, folder, lastLine, root } from '../support/coex.ts';
import { keepLab, type LabProcess, smallEstate } from '../support/lab-process.ts';
import { needShell } from '../support/need-shell.ts';
import { filesIn, onlyRun, readJournal, readRun } from '../support/run-folder.ts';

const atEnd = atEndOfFile();
let lab: LabProcess;

beforeAll(async () => {
  lab = await keepLab({ estate: smallEstate, atEnd });
});

const env = (): { COEX_STATE: string } => ({ COEX_STATE: folder() });
const rendered = ['run.json', 'junit.xml', 'summary.md', 'index.html'];

describe('a run folder', () => {
  it('is rendered again from its journal: same verdict, same junit.xml', async (context) => {
    await needShell(context);
    await lab.ask('faults/service-stopped', { method: 'PUT', body: {} });
    context.onTestFinished(async () => void (await lab.ask('faults/service-stopped', { method: 'DELETE' })));
    const out = folder();
    const args = ['check', 'signin', 'services', '-e', lab.environment, '--wave', 'pilot-1', '--out', out, '--json'];
    const first = await coex(args, { env: env() }).ended;
    const lines = first.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(1);
    const said = JSON.parse(lines[0] as string) as { verdict: { word: string }; folder: string };
    expect(said).toMatchObject({ verdict: { word: 'NO-GO' }, folder: onlyRun(out) });
    expect(first.code).toBe(1);

    const before = filesIn(said.folder);
    const verdict = readRun(said.folder).verdict;
    expect(verdict).toEqual(said.verdict);
    for (const name of rendered) rmSync(join(said.folder, name));
    const again = await coex(['report', said.folder]).ended;
    expect({ code: again.code, last: lastLine(again.stdout), stderr: again.stderr }).toEqual({
      code: 1,
      last: 'NO-GO',
      stderr: '',
    });
    expect(readRun(said.folder).verdict).toEqual(verdict);
    const after = filesIn(said.folder);
    expect([...after.keys()].toSorted()).toEqual([...before.keys()].toSorted());
    expect(after.get('junit.xml')?.equals(before.get('junit.xml') as Buffer)).toBe(true);
    expect(after.get('results.jsonl')?.equals(before.get('results.jsonl') as Buffer)).toBe(true);

    const strict = join(folder(), 'deep', 'strict.xml');
    const third = await coex(['report', said.folder, '--junit', strict, '--junit-dialect', 'strict']).ended;
    expect(third.code).toBe(1);
    const propertiesOfCase = /<testcase[^>]*>\s*<properties>/;
    expect(after.get('junit.xml')?.toString('utf8')).toMatch(propertiesOfCase);
    expect(readFileSync(strict, 'utf8')).not.toMatch(propertiesOfCase);
  });

  it('that is none is told from one that is', async () => {
    const ended = await coex(['report', folder()]).ended;
    expect(ended).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^RUN_NOT_FOUND: .* has no results\.jsonl/),
    });
  });
});

describe('coex plan', () => {
  it('needs neither network nor secrets', async () => {
    const place = join(root, 'fixtures', 'environments', 'contoso.yaml');
    const bare = { COEX_LENA: undefined, COEX_LARS: undefined, PATH: folder() };
    const { code, stdout, stderr } = await coex(['plan', '-e', place], { env: bare }).ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('not covered');
    const asData = await coex(['plan', '-e', place, 'messaging', '--json'], { env: bare }).ended;
    const plan = JSON.parse(asData.stdout) as { cases: { suite: string }[] };
    expect(plan.cases.length).toBeGreaterThan(10);
    expect(new Set(plan.cases.map(({ suite }) => suite))).toEqual(new Set(['messaging']));
  });
});

describe('help', () => {
  it('of every verb shows two examples of that verb', async () => {
    const whole = await coex(['--help']).ended;
    const listed = whole.stdout.slice(whole.stdout.indexOf('Commands:'), whole.stdout.indexOf('Examples:'));
    const verbs = [...listed.matchAll(/^ {2}([a-z]+)/gm)].map(([, verb]) => verb as string).filter((verb) => verb !== 'help');
    expect(verbs).toEqual(expect.arrayContaining(['demo', 'lab', 'plan', 'check', 'report', 'undo']));
    expect(whole.stdout).toContain('Exit codes:');
    const helps = await Promise.all(verbs.map(async (verb) => [verb, await coex([verb, '--help']).ended] as const));
    for (const [verb, { code, stdout, stderr }] of helps) {
      const examples = stdout.split('\n').filter((line) => line.startsWith(`  $ coex ${verb}`));
      expect({ verb, code, stderr, enough: examples.length >= 2 }).toEqual({ verb, code: 0, stderr: '', enough: true });
    }
  });
});

describe('people who live in vitest', () => {
  it('run the live project there, and coex report renders what it wrote', async (context) => {
    await needShell(context);
    const out = folder();
    mkdirSync(join(out, 'runs'));
    const variables = { ...process.env, ...env(), COEX_ENVIRONMENT: lab.environment, COEX_OUT: join(out, 'runs'), NO_COLOR: '1' };
    for (const name of ['VITEST', 'VITEST_WORKER_ID', 'VITEST_POOL_ID', 'NODE_ENV', 'TEST', 'VITEST_MODE']) {
      delete (variables as Record<string, string | undefined>)[name];
    }
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const said = await new Promise<string>((resolve) => {
      const args = [vitest, 'run', '--project', 'live', 'suites/signin.ts', 'suites/services.ts'];
      const child = execFile(process.execPath, args, { cwd: root, env: variables }, (_, stdout, stderr) =>
        resolve(stdout + stderr),
      );
      context.onTestFinished(() => void child.kill('SIGKILL'));
    });
    expect(said).toContain('run folder: ');
    const runFolder = onlyRun(join(out, 'runs'));
    const journal = readJournal(runFolder);
    expect(journal.filter(({ event }) => event === 'end').length, said).toBeGreaterThan(30);
    expect(await lab.signedIn()).toEqual([]);
    const { code, stdout } = await coex(['report', runFolder]).ended;
    const { run } = readRun(runFolder);
    const seen = run.cases.filter(({ state }) => state === 'ended');
    expect(new Set(seen.map((result) => result.case.suite))).toEqual(new Set(['signin', 'services']));
    expect(seen.filter(({ outcome }) => outcome !== 'pass')).toEqual([]);
    // Most suites were left out, and that is said.
    expect({ code, last: lastLine(stdout) }).toEqual({ code: 2, last: 'UNDECIDED' });
  });
});
