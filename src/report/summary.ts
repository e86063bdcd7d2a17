import { type CaseResult, countResults, type Run, type Verdict } from '../results/index.ts';
import { humanDuration } from '../time/index.ts';
import { href, oneLine } from './text.ts';
import {
  consequencesIn,
  type LimitSeen,
  limitCaseInWords,
  limitCases,
  limitInWords,
  limitsInWords,
  limitsSeen,
  markOf,
  problemInWords,
  reasonsOf,
  remedyOf,
  runInWords,
  troubled,
  utc,
  waveInWords,
} from './words.ts';

/** Text that shows in Markdown as it is: nothing of it becomes a link, a table or markup. Within a word `_` is a letter like others. */
const md = (text: string): string =>
  oneLine(text).replace(/[\\`*{}[\]<>#|~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (sign) => `\\${sign}`);
const link = (title: string, path: string): string => `[${md(title)}](${href(path)})`;

const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] =>
  rows.length === 0
    ? []
    : [`| ${head.join(' | ')} |`, `|${head.map(() => '---').join('|')}|`, ...rows.map((row) => `| ${row.join(' | ')} |`), ''];

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`## ${title}`, '', ...lines, ''];

/** A known limit, and what the cases that were to meet it saw. */
function limitLines({ limit, words, met }: LimitSeen): string[] {
  const cases = met.slice(0, limitCases).map((found) => `  - ${markOf(found)}: ${md(limitCaseInWords(found))}`);
  const more = met.length > limitCases ? [`  - and ${met.length - limitCases} more`] : [];
  return [`- ${md(limitInWords(limit))}${words === '' ? '' : ` **In this run: ${words}.**`}`, ...cases, ...more];
}

function pillarTable(run: Run): string[] {
  const groups = new Map<string, CaseResult[]>();
  for (const result of run.cases) {
    const key = `${result.case.pillar} | ${md(result.case.site)}`;
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const rows = [...groups].map(([key, results]) => {
    const counts = countResults(results);
    return [key, counts.passed, counts.failed, counts.undetermined, counts.notRun, counts.notCovered];
  });
  return table(['Pillar', 'Site', 'Passed', 'Failed', 'Undetermined', 'Not run', 'Not covered'], rows);
}

function requirementTable(verdict: Verdict): string[] {
  const rows = verdict.perRequirement.map((found) => [
    md(found.word),
    found.passed,
    found.failed,
    found.undetermined + found.notCovered,
    found.notRun,
    found.missing,
    found.optionalIgnored,
  ]);
  return table(
    ['The wave requires', 'Passed', 'Failed', 'Undetermined', 'Not run', 'Not selected', 'Optional, not counted'],
    rows,
  );
}

function trouble(result: CaseResult): string[] {
  const { finding } = result;
  const lines = [`### ${md(markOf(result))}: ${md(result.case.title)}`, '', md(finding.message), ''];
  for (const reason of finding.reasons) {
    const values = [
      reason.expected === undefined ? '' : `; expected: ${md(reason.expected)}`,
      reason.observed === undefined ? '' : `; observed: ${md(reason.observed)}`,
    ];
    // A sentence that goes on has no full stop.
    const text = values.join('') === '' ? reason.text : reason.text.replace(/\.$/, '');
    lines.push(`- ${md(text)}${values.join('')}`);
  }
  lines.push(`- ${md(finding.code ?? 'UNEXPECTED')}, check ${md(result.case.check)}, after ${humanDuration(result.duration)}`);
  const remedy = remedyOf(result);
  if (remedy !== undefined) lines.push(`- What to do: ${md(remedy)}`);
  if (result.attachments.length > 0) {
    lines.push(`- Evidence: ${result.attachments.map((found) => link(found.title, found.path)).join(', ')}`);
  }
  return [...lines, ''];
}

function others(run: Run, mark: 'not run' | 'not covered' | 'waived'): string[] {
  return run.cases
    .filter((found) => markOf(found) === mark)
    .map((found) => `- ${md(found.case.title)}: ${md(found.finding.message)}`);
}

/** The run in Markdown, for an administrator in the morning: the verdict and why, where it is, each failure with what to do. */
export function renderSummary(run: Run, verdict: Verdict): string {
  const lines = [
    `# ${verdict.word} (${md(waveInWords(verdict))})`,
    '',
    ...reasonsOf(verdict).map((reason) => `- ${md(reason)}`),
    '',
    `${runInWords(run, verdict)}. ${md(run.environment.name)}, ${utc(run.startedAt)}, from ${md(run.host)}.`,
    '',
    ...requirementTable(verdict),
    ...pillarTable(run),
    ...section(
      'The run itself',
      run.problems.map((problem) => `- ${md(problemInWords(problem))}`),
    ),
    ...section('What needs a look', troubled(run).flatMap(trouble).slice(0, -1)),
    ...section(
      'What only follows from that',
      consequencesIn(run).map((found) => `- ${md(found.case.title)}: ${md(found.finding.message)}`),
    ),
    ...section('Not run', others(run, 'not run')),
    ...section('Not covered, on purpose', others(run, 'not covered')),
    ...section('Waived', others(run, 'waived')),
    ...section(
      'Gaps in coverage',
      run.gaps.map((gap) => `- ${md(gap)}`),
    ),
    ...section('Known limits', [md(limitsInWords(run)), '', ...limitsSeen(run).flatMap(limitLines)]),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}
