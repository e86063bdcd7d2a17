import {
  type Check,
  checks,
  codesOf,
  needWords,
  phases,
  remedyInGeneral,
  requirementOf,
  suites,
  tierWords,
  touchWords,
} from '../guide/index.ts';
import { linkTo, md, page, sentence, table } from './markdown.ts';

const steps = phases.flatMap((phase) => phase.steps);

const stepsOf = (check: Check): string =>
  steps
    .filter(({ candidates }) => candidates.includes(check.id))
    .map(({ id }) => id)
    .join(', ');

function checkPart(check: Check): string[] {
  const requirement = requirementOf(check.requirement);
  const ofGuide = stepsOf(check);
  const rows = [
    ['Promise', `${md(requirement.promise)} (*${md(requirement.guidePage)}*)`],
    ['How', md(check.method)],
    ['Generations', check.generations.join(', ')],
    ['Runs', md(tierWords(check))],
    [
      'In time',
      check.budget === undefined ? 'no budget' : `\`budgets.${check.budget}\` (${linkTo('budgets', 'environment.md')})`,
    ],
    ['Needs', check.needs.map((need) => md(needWords[need])).join('; ')],
    ['Touches', md(touchWords[check.touches])],
    [
      'Codes',
      codesOf(check)
        .map((code) => linkTo(code, 'errors.md'))
        .join(', '),
    ],
    ['Steps of the guide', ofGuide === '' ? 'none' : `${ofGuide} ([all steps](guide-coverage.md))`],
  ];
  return [
    `### ${check.id}`,
    '',
    sentence(md(check.title)),
    '',
    ...table(['', ''], rows),
    'Usual causes:',
    '',
    ...check.causes.map((cause) => `* ${md(cause)}`),
    '',
    `What to do: ${md(remedyInGeneral(check))}`,
    '',
  ];
}

/** `docs/checks.md`: the whole catalogue, suite by suite. */
export function checksPage(): string {
  const contents = suites.flatMap(({ name, about }) => [
    `* ${linkTo(name)}: ${md(about)}`,
    ...checks.filter(({ suite }) => suite === name).map(({ id, title }) => `  * ${linkTo(id)}: ${md(title)}`),
  ]);
  const parts = suites.flatMap(({ name, about, pillar, word }) => [
    `## ${name}`,
    '',
    `${sentence(md(about))} Pillar: ${pillar}. A wave requires the whole suite with \`${word}\`.`,
    '',
    ...checks.filter(({ suite }) => suite === name).flatMap(checkPart),
  ]);
  return page(
    'Checks',
    'src/guide/checks',
    [
      `${checks.length} checks in ${suites.length} suites. \`coex explain CHECK\` shows one of them with its last results, and \`coex plan -e ENV\``,
      'what they become on an estate. Names in angle brackets stand for the server, pool, user or site of a case.',
    ],
    [...contents, '', ...parts],
  );
}
