import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'junit2json';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderJunit } from '../../src/report/index.ts';
import { type CaseResult, countResults, type Run } from '../../src/results/index.ts';
import { sample } from '../support/sample-run.ts';
import { beside, file, need, program, run as runProgram } from '../support/tools.ts';

/** Readers that share no code with the writer must all see the same cases with the same outcomes as the run has. */

const nasty = [
  '<b>&amp;"\'',
  ']]><![CDATA[',
  'tab\tline\nend',
  '\u001b[31mred\u001b[0m',
  'null\u0000 bell\u0007',
  'half \ud83d',
  '😀 ünïcödé →',
  '',
];

/** The sample, and beside each of its cases one for every nasty text, in every place where a text may stand. */
function nastyRun(): Run {
  const { run } = sample();
  const more = run.cases.flatMap((result, row): CaseResult[] =>
    nasty.map((text, column) => ({
      ...result,
      case: { ...result.case, id: `nasty ${row} ${column}`, title: text === '' ? '' : `${text} ${row}`, site: `site.${text}` },
      finding: { ...result.finding, message: text, hint: text, reasons: [{ text, expected: text, observed: text }] },
      attachments: [{ title: text, path: `wire/${text}` }],
    })),
  );
  return { ...run, cases: [...run.cases, ...more] };
}

const runs: [string, Run][] = [
  ['the sample', sample().run],
  ['texts that would break a careless writer', nastyRun()],
];
const dialects = ['standard', 'strict'] as const;
const documents = runs.flatMap(([name, run]) =>
  dialects.map((dialect) => ({ name, dialect, run, xml: renderJunit(run, { dialect }) })),
);

/** What JUnit must say, by the run model alone. */
function expected(run: Run): Record<'tests' | 'failures' | 'errors' | 'skipped', number> {
  const counts = countResults(run.cases);
  const problems = run.problems.filter((problem) => problem.blocking).length;
  return {
    tests: counts.cases + problems,
    failures: counts.failed,
    errors: counts.undetermined + problems,
    skipped: counts.notRun + counts.notCovered + counts.waived,
  };
}

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';
interface Line {
  readonly outcome: Outcome;
  readonly className: string;
  readonly name: string;
}

const counted = (lines: readonly Line[]) => ({
  tests: lines.length,
  failures: lines.filter((line) => line.outcome === 'failure').length,
  errors: lines.filter((line) => line.outcome === 'error').length,
  skipped: lines.filter((line) => line.outcome === 'skipped').length,
});

const linesOf = (output: string): Line[] =>
  output
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('counts\t'))
    .map((line) => {
      const [outcome = '', className = '', name = ''] = line.split('\t');
      return { outcome: outcome as Outcome, className, name };
    });

const sorted = (lines: readonly Line[]): string[] =>
  lines.map((line) => JSON.stringify([line.className, line.name, line.outcome])).toSorted();

async function withJunit2json(xml: string) {
  const root = await parse(xml);
  if (root === undefined || root === null || !('testsuite' in root)) throw new Error('junit2json read no suites');
  const lines = (root.testsuite ?? []).flatMap((suite) =>
    (suite.testcase ?? []).map((found): Line => {
      const outcome = found.failure ? 'failure' : found.error ? 'error' : found.skipped ? 'skipped' : 'passed';
      return { outcome, className: found.classname ?? '', name: found.name ?? '' };
    }),
  );
  return { root, lines };
}

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coex-readers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(xml: string, name = 'junit.xml'): Promise<string> {
  const place = join(await mkdtemp(join(folder, 'report-')), name);
  await writeFile(place, xml);
  return place;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const python = file('/usr/bin/python3', 'Debian: python3');
const junitparser = file('/usr/lib/python3/dist-packages/junitparser', 'Debian: python3-junitparser');
const java = program('java', 'Debian: default-jdk-headless');
const javac = program('javac', 'Debian: default-jdk-headless');
const debianJars = (...names: string[]) => names.map((name) => file(`/usr/share/${name}.jar`, 'Debian: libsurefire-java'));
const surefireJars = debianJars(
  'java/surefire-report-parser',
  'java/surefire-logger-api',
  'java/maven-shared-utils',
  'java/commons-io',
  'maven-repo/org/apache/maven/reporting/maven-reporting-api/3.x/maven-reporting-api-3.x',
);
const xmllint = program('xmllint', 'Debian: libxml2-utils');
const schema = beside('COEX_XSD', 'xsd', 'jenkins-xunit-junit-10.xsd');

describe.each(documents)('$name, $dialect dialect', ({ dialect, run, xml }) => {
  it('junit2json counts what run.json counts', async () => {
    const { root, lines } = await withJunit2json(xml);
    expect(counted(lines)).toEqual(expected(run));
    const { skipped, ...others } = expected(run);
    expect(root).toMatchObject(dialect === 'strict' ? others : { ...others, skipped });
  });

  it('junitparser sees the same cases', async (context) => {
    const [command = ''] = need(context, python, junitparser);
    const { code, stdout, stderr } = await runProgram(command, [here('junitparser_reader.py'), await written(xml)]);
    expect(code, stderr).toBe(0);
    expect(counted(linesOf(stdout))).toEqual(expected(run));
    expect(sorted(linesOf(stdout))).toEqual(sorted((await withJunit2json(xml)).lines));
    const { tests, failures, errors } = expected(run);
    expect(stdout).toContain(`counts\t${tests}\t${failures}\t${errors}`);
  });

  it("Maven Surefire's parser sees the same cases", async (context) => {
    const [command = '', , ...jars] = need(context, java, javac, ...surefireJars);
    const place = await written(xml, 'TEST-coex.xml');
    const classPath = jars.join(process.platform === 'win32' ? ';' : ':');
    const { code, stdout, stderr } = await runProgram(command, [
      '-cp',
      classPath,
      here('SurefireReader.java'),
      join(place, '..'),
    ]);
    expect(code, stderr).toBe(0);
    expect(counted(linesOf(stdout))).toEqual(expected(run));
    expect(sorted(linesOf(stdout))).toEqual(sorted((await withJunit2json(xml)).lines));
  });

  it('xmllint finds it well-formed', async (context) => {
    const [command = ''] = need(context, xmllint);
    expect(await runProgram(command, ['--noout', await written(xml)])).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

it.for(documents.filter(({ dialect }) => dialect === 'strict'))(
  '$name follows the schema of the Jenkins xUnit plugin',
  async ({ xml }, context) => {
    const [command = '', xsd = ''] = need(context, xmllint, schema);
    const { code, stderr } = await runProgram(command, ['--noout', '--schema', xsd, await written(xml)]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/validates\s*$/) });
  },
);
