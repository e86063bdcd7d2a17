import { countSteps, type Phase, type PhaseName, phases, type Step, stepWords } from '../guide/index.ts';
import { left, right, wrap } from './columns.ts';

const width = 100;
const phaseColumn = 62;

const countsRow = (label: string, steps: readonly Step[]): string => {
  const counts = countSteps(steps);
  const cells = [counts.steps, counts.checked, counts['not-observable'], counts.person];
  return `  ${left(label, phaseColumn)}${cells.map((count) => right(String(count), 9)).join('')}`;
};

const labelOf = (phase: Phase, current: PhaseName | undefined): string =>
  `${phase.number} ${phase.title}${phase.name === current ? ' (now)' : ''}`;

/** The phases of the migration guide with how many of their steps are answered for by whom, in at most 100 columns. */
export function renderGuideSummary(current?: PhaseName): string {
  const head = ['steps', 'checked', 'not obs.', 'person'];
  const lines = [
    'The migration guide, step by step: coex plan --guide',
    `  ${left('', phaseColumn)}${head.map((text) => right(text, 9)).join('')}`,
    ...phases.map((phase) => countsRow(labelOf(phase, current), phase.steps)),
    countsRow(
      'All',
      phases.flatMap(({ steps }) => steps),
    ),
  ];
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

function answerOf({ state }: Step): string {
  switch (state.kind) {
    case 'checked':
      return `checked by ${state.by.map(({ id }) => id).join(', ')}`;
    case 'not-observable':
      return `${stepWords[state.kind]}: ${state.because}`;
    case 'person':
      return `${stepWords[state.kind]}: ${state.must}`;
  }
}

/** Every step of the migration guide with who answers for it, in at most 100 columns. */
export function renderGuide(current?: PhaseName): string {
  const parts = phases.map((phase) => [
    ...wrap(`Phase ${labelOf(phase, current)}`, width),
    ...phase.steps.flatMap((step) => [
      ...wrap(step.title, width, `  ${left(step.id, 5)} `),
      ...wrap(answerOf(step), width, `        `),
    ]),
  ]);
  return `${parts.map((part) => part.join('\n')).join('\n\n')}\n\n${renderGuideSummary(current)}`;
}
