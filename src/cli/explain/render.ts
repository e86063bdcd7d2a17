import { type CatalogueEntry, catalogue, type ErrorCode } from '../../errors/index.ts';
import {
  type Check,
  checks,
  checksGiving,
  checksOfLimit,
  codesOf,
  givenBy,
  type Limit,
  limits,
  needWords,
  phases,
  remedyInGeneral,
  requirementOf,
  type Suite,
  suites,
  tierWords,
  touchWords,
} from '../../guide/index.ts';
import type { LastResult } from './last-results.ts';
import { labelled, listed, wrapped } from './text.ts';
import type { Topic } from './topic.ts';

const outcomes: Readonly<Record<CatalogueEntry['outcome'], string>> = {
  fail: 'the estate answered wrongly or too late: the case fails',
  undetermined: 'nobody could look, or nobody wanted to: the case is undetermined',
  usage: 'the command line or a file is wrong: exit code 3',
  defect: 'the harness is wrong, not the estate: exit code 4',
};

const sources: Readonly<Record<ReturnType<typeof givenBy>, string>> = {
  checks: '',
  'any-case': 'any case of a run',
  verb: 'a verb that ends with it',
  run: 'a run as a whole, or the lab: no check',
};

// The documentation marks code with backticks; a terminal does without.
const plain = (text: string): string => text.replaceAll('`', '');

function checkLines(check: Check): string[] {
  const { promise, guidePage } = requirementOf(check.requirement);
  const steps = phases.flatMap((phase) => phase.steps).filter(({ candidates }) => candidates.includes(check.id));
  return [
    ...wrapped(`${check.id}: ${check.title}`),
    '',
    ...labelled('Promise', `${promise} (${guidePage})`),
    ...labelled('Method', check.method),
    ...labelled('Generations', check.generations.join(', ')),
    ...labelled('Runs', plain(tierWords(check))),
    ...(check.budget === undefined ? [] : labelled('In time', `budgets.${check.budget} of the environment file`)),
    ...labelled('Needs', check.needs.map((need) => plain(needWords[need])).join('; ')),
    ...labelled('Touches', touchWords[check.touches]),
    ...listed('Causes', check.causes),
    ...labelled('What to do', remedyInGeneral(check)),
    ...labelled('Codes', codesOf(check).join(', ')),
    ...(steps.length === 0 ? [] : labelled('Guide', `steps ${steps.map(({ id }) => id).join(', ')} (coex plan --guide)`)),
  ];
}

function codeLines(code: ErrorCode): string[] {
  const { meaning, hint, outcome } = catalogue[code];
  const from =
    sources[givenBy(code)] ||
    checksGiving(code)
      .map(({ id }) => id)
      .join(', ');
  return [
    ...wrapped(`${code}: ${meaning}`),
    '',
    ...labelled('Means', outcomes[outcome]),
    ...labelled('What to do', plain(hint)),
    ...labelled('Given by', from),
  ];
}

function limitLines(limit: Limit): string[] {
  const by = checksOfLimit(limit).map(({ id }) => id);
  return [
    ...wrapped(`${limit.id}: ${limit.limit}`),
    '',
    ...labelled('Concerns', limit.affects),
    ...labelled('When', limit.since === undefined ? 'always' : `from the phase ${limit.since} on`),
    ...(limit.until === undefined ? [] : labelled('Until', `the phase ${limit.until}`)),
    ...labelled('Expected by', by.join(', ') || 'no check: it is documented, and left alone'),
    ...labelled('Page', limit.page),
  ];
}

const idColumn = (ids: readonly string[]): number => Math.max(...ids.map((id) => id.length)) + 2;

function suiteLines(suite: Suite): string[] {
  const own = checks.filter((check) => check.suite === suite.name);
  const column = idColumn(own.map(({ id }) => id));
  return [
    ...wrapped(`${suite.name}: ${suite.about}`),
    '',
    ...own.flatMap(({ id, title }) => wrapped(title, `  ${id.padEnd(column)}`)),
  ];
}

function linesOf(topic: Topic): string[] {
  switch (topic.kind) {
    case 'check':
      return checkLines(topic.check);
    case 'code':
      return codeLines(topic.code);
    case 'limit':
      return limitLines(topic.limit);
    case 'suite':
      return suiteLines(topic.suite);
  }
}

const troubledShown = 3;

function resultLines({ run, environment, wave, counts, troubled }: LastResult): string[] {
  const words = [
    `${counts.passed} passed`,
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.undetermined > 0 ? [`${counts.undetermined} undetermined`] : []),
    ...(counts.waived > 0 ? [`${counts.waived} waived`] : []),
    ...(counts.notRun > 0 ? [`${counts.notRun} not run`] : []),
    ...(counts.notCovered > 0 ? [`${counts.notCovered} not covered`] : []),
  ];
  const more = troubled.length - troubledShown;
  return [
    ...wrapped(`${run} (${environment}${wave === undefined ? '' : `, wave ${wave}`}): ${words.join(', ')}`, '  '),
    ...troubled.slice(0, troubledShown).flatMap(({ finding }) => wrapped(`${finding.code}: ${finding.message}`, '    ')),
    ...(more > 0 ? [`    and ${more} more`] : []),
  ];
}

/** A topic for a terminal, and what the last runs below `folder` saw of it. */
export function renderTopic(topic: Topic, results: readonly LastResult[], folder: string): string {
  const lines = linesOf(topic);
  if (topic.kind !== 'limit') {
    const head = topic.kind === 'check' && topic.only !== undefined ? `Last results of ${topic.only}` : 'Last results';
    lines.push(
      '',
      results.length === 0 ? `${head}: none in ${folder}` : `${head}, in ${folder}:`,
      ...results.flatMap(resultLines),
    );
  }
  return lines.join('\n');
}

/** Everything that can be explained, one line each. */
export function renderTopics(): string {
  const codes = (Object.keys(catalogue) as ErrorCode[]).sort();
  const column = idColumn([...checks.map(({ id }) => id), ...codes, ...limits.map(({ id }) => id)]);
  const line = (id: string, text: string): string[] => wrapped(text, `  ${id.padEnd(column)}`);
  return [
    ...suites.flatMap(({ name, about }) => [
      ...wrapped(`Checks of ${name}: ${about}`),
      ...checks.filter(({ suite }) => suite === name).flatMap(({ id, title }) => line(id, title)),
      '',
    ]),
    'Codes',
    ...codes.flatMap((code) => line(code, catalogue[code].meaning)),
    '',
    'Known limits of coexistence',
    ...limits.flatMap(({ id, limit }) => line(id, limit)),
  ].join('\n');
}
