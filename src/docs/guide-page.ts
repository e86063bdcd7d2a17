import { checksOfLimit, countSteps, limits, type Phase, phases, type Step, stepWords } from '../guide/index.ts';
import { linkTo, md, page, table } from './markdown.ts';

function answerOf({ state }: Step): string {
  switch (state.kind) {
    case 'checked':
      return state.by.map(({ id }) => linkTo(id, 'checks.md')).join(', ');
    case 'not-observable':
      return md(state.because);
    case 'person':
      return md(state.must);
  }
}

const headingOf = ({ number, title }: Phase): string => `Phase ${number}: ${title}`;

function phasePart(phase: Phase): string[] {
  const rows = phase.steps.map((step) => [
    step.id,
    md(step.title),
    stepWords[step.state.kind],
    answerOf(step),
    `*${md(step.page)}*`,
  ]);
  return [
    `## ${headingOf(phase)}`,
    '',
    `In the environment file: \`phase: ${phase.name}\`. When it is over: ${md(phase.end)}`,
    '',
    ...table(['Step', 'What the guide asks for', 'State', 'By, because or what', 'Page of the guide'], rows),
  ];
}

function overview(): string[] {
  const rowOf = (label: string, counts: ReturnType<typeof countSteps>): string[] => [
    label,
    ...[counts.steps, counts.checked, counts['not-observable'], counts.person].map(String),
  ];
  return table(
    ['Phase', 'Steps', 'Checked', 'Not observable', 'Person must'],
    [
      ...phases.map((phase) => rowOf(linkTo(headingOf(phase)), countSteps(phase.steps))),
      rowOf('All', countSteps(phases.flatMap(({ steps }) => steps))),
    ],
  );
}

function limitsPart(): string[] {
  const rows = limits.map((limit) => [
    `\`${limit.id}\``,
    md(limit.limit),
    md(limit.affects),
    [
      limit.since === undefined ? 'always' : `from ${limit.since}`,
      ...(limit.until === undefined ? [] : [`until ${limit.until}`]),
    ].join(', '),
    checksOfLimit(limit)
      .map(({ id }) => linkTo(id, 'checks.md'))
      .join(', ') || 'nobody',
    `*${md(limit.page)}*`,
  ]);
  return [
    '## Known limits',
    '',
    'What does not work while both generations run side by side, as documented. It is never reported as a defect.',
    '',
    ...table(['Limit', 'What does not work', 'Whom it concerns', 'When', 'Expected by', 'Page'], rows),
  ];
}

/** `docs/guide-coverage.md`: every step of the migration guide and who answers for it. */
export function guidePage(): string {
  return page(
    'The migration guide, step by step',
    'src/guide/phases and src/guide/limits.ts',
    [
      'Everything that the guide from Lync Server 2010 to 2013 asks a person to do or to verify, in our own words. A step is *checked* where a',
      'check of the catalogue looks at it, *not observable* where nothing that can be asked shows it; the rest a *person must* do.',
    ],
    [...overview(), `See also: ${linkTo('Known limits')}`, '', ...phases.flatMap(phasePart), ...limitsPart()],
  );
}
