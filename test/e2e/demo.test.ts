import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'junit2json';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { planCases } from '../../src/plan/index.ts';
import { coex, folder, lastLine } from '../support/coex.ts';
import { builtInEstate, keepLab, smallEstate } from '../support/lab-process.ts';
import { openGate } from '../support/management-gate.ts';
import { needShell } from '../support/need-shell.ts';
import { filesIn, onlyRun, readRun } from '../support/run-folder.ts';

const directions = ['legacy→legacy', 'legacy→migrated', 'migrated→legacy', 'migrated→migrated'];
const sites = ['Redmond', 'Dublin'];

describe('the tour', () => {
  it('looks at all three pillars, both generations and every direction, and says GO', async (context) => {
    await needShell(context);
    const out = folder();
    const junit = join(out, 'ci', 'coex.xml');
    const { code, stdout, stderr } = await coex(['demo', '--out', out, '--junit', junit]).ended;
    expect({ code, last: lastLine(stdout), stderr }).toEqual({ code: 0, last: 'GO', stderr: '' });

    const runFolder = onlyRunBeside(out, 'ci');
    const { run, verdict } = readRun(runFolder);
    // All that full coverage has of the estate, and all of it good.
    const planned = planCases(await builtInEstate(), { wave: 'pilot-1', coverage: 'full' }).cases;
    expect(planned.length).toBeGreaterThanOrEqual(150);
    expect(run.cases.map((result) => result.case.id)).toEqual(planned.map(({ id }) => id));
    expect(verdict).toMatchObject({ word: 'GO', wave: 'pilot-1', exitCode: 0 });
    const notPassed = run.cases.filter(({ outcome, state }) => outcome !== 'pass' && state !== 'not-covered');
    expect(notPassed.map((result) => `${result.case.id}: ${result.finding.message}`)).toEqual([]);
    expect(new Set(run.cases.map((result) => result.case.pillar))).toEqual(
      new Set(['services', 'administration', 'communication']),
    );

    const passed = run.cases.filter(({ outcome }) => outcome === 'pass').map((result) => result.case);
    const targets = passed.map(({ target }) => target);
    expect(new Set(targets.flatMap((target) => ('generation' in target ? [target.generation] : [])))).toEqual(
      new Set(['lync-2010', 'lync-2013']),
    );
    for (const suite of ['messaging', 'presence']) {
      const pairs = passed.flatMap(({ suite: of, target }) => (of === suite && target.kind === 'pair' ? [target.pair] : []));
      const seen = new Set(pairs.map(({ direction, fromSite, toSite }) => `${direction} ${fromSite} ${toSite}`));
      const all = directions.flatMap((direction) => sites.flatMap((from) => sites.map((to) => `${direction} ${from} ${to}`)));
      expect(seen).toEqual(new Set(all));
    }
    await expectSameCounts(readFileSync(join(runFolder, 'junit.xml'), 'utf8'), run.cases.length);
    expect(readFileSync(junit, 'utf8')).toBe(readFileSync(join(runFolder, 'junit.xml'), 'utf8'));

    const log = readFileSync(join(runFolder, 'log.jsonl'), 'utf8').trim().split('\n');
    for (const line of log) expect(JSON.parse(line)).toMatchObject({ time: expect.any(Number) });
    // A line per case where there is no terminal to draw on.
    expect(stdout.split('\n').filter((line) => /^(pass|not covered) /.test(line))).toHaveLength(run.cases.length);
  });

  async function expectSameCounts(xml: string, cases: number): Promise<void> {
    const read = await parse(xml);
    const suites = read && 'testsuite' in read ? (read.testsuite ?? []) : [];
    const testcases = suites.flatMap((suite) => suite.testcase ?? []);
    expect(testcases).toHaveLength(cases);
    expect(testcases.filter((entry) => entry.failure !== undefined || entry.error !== undefined)).toEqual([]);
    expect(suites.reduce((sum, suite) => sum + (suite.tests ?? 0), 0)).toBe(cases);
  }
});

/** The run folder below `out`, which holds one other folder. */
function onlyRunBeside(out: string, other: string): string {
  const runs = readdirSync(out).filter((name) => name !== other);
  expect(runs).toHaveLength(1);
  return join(out, runs[0] as string);
}

/** How a text may stand in a file: as it is, escaped for JSON, XML or URLs, and in the encodings of tokens. */
function disguises(secret: string): Buffer[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const xml = secret.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  const texts = [secret, json, xml, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
  return [...new Set(texts)].map((text) => Buffer.from(text)).concat(Buffer.from(secret, 'utf16le'));
}

describe('secrets', () => {
  it('stand in no file of the run, on no stream, on no command line and in no environment of PowerShell', async (context) => {
    await needShell(context);
    const lab = await keepLab({ estate: smallEstate });
    const gate = await openGate(lab);
    // One password is wrong, so that errors about it are written too.
    const canary = 'C4nary "<&\\ü%> of Lea';
    const document = parseDocument(readFileSync(gate.environment, 'utf8'));
    document.setIn(['users', 1, 'password'], document.createNode({ env: 'COEX_TEST_CANARY' }));
    writeFileSync(gate.environment, document.toString({ lineWidth: 0 }));
    const secretsFolder = join(lab.state, 'secrets');
    const secrets = readdirSync(secretsFolder).map((name) => readFileSync(join(secretsFolder, name), 'utf8').trim());
    expect(secrets.length).toBeGreaterThan(4);

    const told: string[] = [];
    gate.before(
      (question) => question.startsWith('POST client-policies'),
      () => void told.push(...processes()),
    );
    const out = folder();
    const run = coex(['check', '-e', gate.environment, '--allow-changes', '--out', out], {
      env: { COEX_STATE: folder(), COEX_TEST_CANARY: canary },
    });
    const { code, stdout, stderr } = await run.ended;
    expect(code).not.toBe(4);
    const runFolder = onlyRun(out);
    const lea = readRun(runFolder).run.cases.find((result) => result.case.id === 'signin.home[legacy Lea]');
    expect(lea?.finding.code).toBe('CREDENTIALS_REFUSED');

    const files = filesIn(runFolder);
    expect([...files.keys()]).toEqual(
      expect.arrayContaining(['results.jsonl', 'log.jsonl', 'junit.xml', 'run.json', 'index.html']),
    );
    expect([...files.keys()].filter((path) => path.startsWith('wire/')).length).toBeGreaterThan(5);
    const places = new Map([
      ...files,
      ['stdout', Buffer.from(stdout)],
      ['stderr', Buffer.from(stderr)],
      ['processes', Buffer.from(told.join('\n'))],
    ]);
    const found: string[] = [];
    for (const [place, bytes] of places) {
      for (const secret of [canary, ...secrets]) {
        if (disguises(secret).some((disguise) => bytes.includes(disguise))) found.push(place);
      }
    }
    expect(found).toEqual([]);
    // The search finds what there is to be found.
    const description = readFileSync(join(lab.state, 'lab.json'));
    expect(secrets.every((secret) => disguises(secret).some((disguise) => description.includes(disguise)))).toBe(true);
    if (process.platform === 'linux') {
      expect(told.some((line) => line.includes('coex-runner'))).toBe(true);
      expect(told.some((line) => line.includes('COEX_SITE=Oslo'))).toBe(true);
    }
  });

  /** Command lines of all processes, and the environments of shells; empty where there is no such file system. */
  function processes(): string[] {
    if (!existsSync('/proc/self/cmdline')) return [];
    const read = (path: string): string => {
      try {
        return readFileSync(path, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    };
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((pid) => {
        const environment = read(`/proc/${pid}/environ`);
        return [read(`/proc/${pid}/cmdline`), ...(environment.includes('COEX_SITE=') ? [environment] : [])];
      });
  }
});

describe('without any PowerShell', () => {
  it('the tour runs, says what to install, and nobody can decide', async () => {
    const [out, empty] = [folder(), folder()];
    mkdirSync(join(empty, 'home'));
    const { code, stdout, stderr } = await coex(['demo', '--out', out, '--quiet'], {
      env: {
        COEX_POWERSHELL: undefined,
        PATH: empty,
        HOME: join(empty, 'home'),
        USERPROFILE: join(empty, 'home'),
        TMPDIR: empty,
      },
    }).ended;
    const { run } = readRun(onlyRun(out));
    const asked = run.cases.filter(
      (result) => result.finding.code === 'NO_POWERSHELL' || result.finding.code === 'DEPENDS_ON_OTHER',
    );
    expect(asked.length).toBeGreaterThan(100);
    const missing = run.cases.filter((result) => result.finding.code === 'NO_POWERSHELL');
    for (const { finding } of missing) {
      expect(finding.outcome).toBe('undetermined');
      expect(`${finding.message} ${finding.hint}`).toMatch(/\.NET SDK 10/);
    }
    const others = run.cases.filter((result) => !asked.includes(result));
    expect(
      others.filter(({ outcome, state }) => outcome !== 'pass' && state !== 'not-covered').map((result) => result.case.id),
    ).toEqual([]);
    expect(others.length).toBeGreaterThan(100);
    expect(stdout).toMatch(/\.NET SDK 10/);
    expect({ code, last: lastLine(stdout), stderr }).toEqual({ code: 2, last: 'UNDECIDED', stderr: '' });
  });
});
