import type { TestCase, TestSuite } from 'junit-report-builder';
import type { CaseResult, Run, RunProblem } from '../results/index.ts';
import { isoTime } from '../time/index.ts';
import { cdata, extend, newReport, seconds, skipped, timestamp } from './junit-builder.ts';
import { caseProperties } from './properties.ts';
import { oneLine, plain } from './text.ts';
import { limitInWords, limitsSeen } from './words.ts';

export const junitDialects = ['standard', 'strict'] as const;
/** `strict` validates against the schema of the Jenkins xUnit plugin (junit-10.xsd): no properties of cases. */
export type JunitDialect = (typeof junitDialects)[number];

export interface JunitOptions {
  readonly dialect?: JunitDialect;
  /** Put before the paths of attachments: absolute for Jenkins, relative to the project for GitLab. Default: relative to the run folder. */
  readonly attachmentBase?: string;
}

/** Jenkins takes everything up to the last dot for the package, so the parts themselves have none. */
const part = (name: string): string => oneLine(name).replaceAll('.', '_') || '_';

/** Names without doubles: readers drop or merge cases of the same class and name. */
function distinct(): (name: string) => string {
  const used = new Set<string>();
  return (name) => {
    let unique = name;
    for (let count = 2; used.has(unique); count += 1) unique = `${name} (${count})`;
    used.add(unique);
    return unique;
  };
}

/** The text of a failure or error: reasons, hint. */
function details(result: CaseResult): string {
  const { message, reasons, hint } = result.finding;
  const lines = [message];
  for (const reason of reasons) {
    lines.push(`- ${reason.text}`);
    if (reason.expected !== undefined) lines.push(`  expected: ${reason.expected}`);
    if (reason.observed !== undefined) lines.push(`  observed: ${reason.observed}`);
  }
  if (hint !== undefined) lines.push(`What to do: ${hint}`);
  return plain(lines.join('\n'));
}

/** `<skipped>`: not looked at on purpose, not run, waived. Each has its reason: a bare case would read as a pass. */
function skipReason(result: CaseResult): string | undefined {
  const message = oneLine(result.finding.message);
  if (result.outcome === 'waived') return `waived: ${message}`;
  if (result.outcome !== 'undetermined') return undefined;
  if (result.state === 'not-covered') return `not covered: ${message}`;
  return result.state === 'not-run' ? `not run: ${message}` : undefined;
}

function mark(node: TestCase, result: CaseResult): void {
  const reason = skipReason(result);
  if (reason !== undefined) {
    skipped(node, reason);
    return;
  }
  const message = oneLine(result.finding.message);
  const code = result.finding.code ?? 'UNEXPECTED';
  if (result.outcome === 'fail') node.failure(message, code).stacktrace(cdata(details(result)));
  if (result.outcome === 'undetermined') node.error(message, code, cdata(details(result)));
}

function attachmentLines(result: CaseResult, base: string | undefined): string {
  const before = base === undefined || base === '' ? '' : `${base.replace(/[\\/]+$/, '')}/`;
  return result.attachments.map((attachment) => `[[ATTACHMENT|${oneLine(before + attachment.path)}]]`).join('\n');
}

function addCase(suite: TestSuite, result: CaseResult, className: string, name: string, options: JunitOptions): void {
  const node = suite.testCase().className(className).name(name);
  extend(node, (element) => void element.att('time', seconds(result.duration)));
  if (options.dialect !== 'strict') {
    for (const [key, value] of caseProperties(result)) node.property(key, oneLine(value));
  }
  mark(node, result);
  const attachments = attachmentLines(result, options.attachmentBase);
  // Jenkins wants each on a line of its own.
  if (attachments !== '') node.standardOutput(cdata(`\n${attachments}\n`));
}

const sum = (results: readonly CaseResult[]): number => results.reduce((total, result) => total + result.duration, 0);

interface Group {
  readonly suite: string;
  readonly site: string;
  readonly results: CaseResult[];
}

function groupsOf(run: Run): Group[] {
  const groups = new Map<string, Group>();
  for (const result of run.cases) {
    const { suite, site } = result.case;
    const key = JSON.stringify([suite, site]);
    const group = groups.get(key) ?? { suite, site, results: [] };
    group.results.push(result);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const runProperties = (run: Run): [string, string][] => [
  ['environment', run.environment.name],
  ['run', run.run],
  ['coex', run.coex],
  ...(run.wave === undefined ? [] : [['wave', run.wave] as [string, string]]),
  ...(run.phase === undefined ? [] : [['phase', run.phase] as [string, string]]),
];

/** The known limits that hold in the phase of the run, and what was seen of them: they stand once, with the first suite. */
const limitProperties = (run: Run): [string, string][] =>
  limitsSeen(run).map(({ limit, words }) => [
    `known-limit.${limit.id}`,
    `${limitInWords(limit)}${words === '' ? '' : ` In this run: ${words}.`}`,
  ]);

/** What keeps the run from being green without belonging to a case, as cases of their own: whoever reads only JUnit must see it. */
function addProblems(suite: TestSuite, problems: readonly RunProblem[], environment: string): void {
  const name = distinct();
  for (const problem of problems) {
    const node = suite
      .testCase()
      .className(`coex.run.${part(environment)}`)
      .name(name(`the run itself: ${problem.code}`));
    extend(node, (element) => void element.att('time', seconds(0)));
    node.error(oneLine(problem.message), problem.code, cdata(plain(problem.detail ?? problem.message)));
  }
}

/**
 * The run as JUnit XML: one flat suite per suite and site, `failure` where the estate answered wrongly, `error` where nobody could look,
 * `skipped` with its reason where nobody should. Problems of the run itself stand as errors in a suite named `run`.
 */
export function renderJunit(run: Run, options: JunitOptions = {}): string {
  const report = newReport().name(oneLine(`coex ${run.environment.name}`));
  const problems = run.problems.filter((problem) => problem.blocking);
  const suiteNames = distinct();
  const classNames = distinct();
  const total = seconds(sum(run.cases));

  const addSuite = (title: string, results: readonly CaseResult[], properties: readonly [string, string][]): TestSuite => {
    const begun = results.flatMap((result) => result.startedAt ?? []);
    const suite = report.testSuite().name(suiteNames(oneLine(title)));
    suite.timestamp(timestamp(isoTime(begun.length === 0 ? run.startedAt : Math.min(...begun))));
    for (const [key, value] of properties) suite.property(key, oneLine(value));
    return extend(suite, (element, root) => {
      element.att('time', seconds(sum(results))).att('hostname', oneLine(run.host));
      root.att('time', total);
      if (options.dialect === 'strict') root.removeAttribute('skipped');
    });
  };

  for (const [at, group] of groupsOf(run).entries()) {
    const suite = addSuite(`${group.suite} ${group.site}`, group.results, [
      ...runProperties(run),
      ['site', group.site],
      ...(at === 0 ? limitProperties(run) : []),
    ]);
    const className = classNames(`coex.${part(group.suite)}.${part(group.site)}`);
    const caseNames = distinct();
    for (const result of group.results) {
      addCase(suite, result, className, caseNames(oneLine(result.case.title) || oneLine(result.case.id) || 'unnamed'), options);
    }
  }
  if (problems.length > 0) addProblems(addSuite('run', [], runProperties(run)), problems, run.environment.name);
  return `${report.build()}\n`;
}
