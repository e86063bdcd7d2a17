import { type CatalogueEntry, catalogue, type ErrorCode } from '../errors/index.ts';
import { checks, checksGiving, givenBy } from '../guide/index.ts';
import { linkTo, md, page } from './markdown.ts';

const groups: readonly { readonly outcome: CatalogueEntry['outcome']; readonly title: string; readonly about: string }[] = [
  {
    outcome: 'fail',
    title: 'Failures',
    about: 'The estate answered, and wrongly or too late: NO-GO where the wave needs the case.',
  },
  {
    outcome: 'undetermined',
    title: 'Undetermined',
    about: 'Nobody could look, or nobody wanted to: the wave is undecided where it needs the case.',
  },
  { outcome: 'usage', title: 'Command line and files', about: 'A verb stopped before it looked: exit code 3.' },
  { outcome: 'defect', title: 'Defects of the harness', about: 'We are wrong, not the estate: exit code 4.' },
];

/** Code names, suite by suite where all checks of a suite give it. */
function givers(code: ErrorCode): string {
  const giving = checksGiving(code);
  switch (givenBy(code)) {
    case 'any-case':
      return 'Any case may have it.';
    case 'verb':
      return 'A verb ends with it.';
    case 'run':
      return 'It belongs to a run as a whole, or to the lab, and to no check.';
    case 'checks':
      return giving.length === checks.length
        ? 'Given by every check.'
        : `Given by ${giving.map(({ id }) => linkTo(id, 'checks.md')).join(', ')}.`;
  }
}

/** `docs/errors.md`: every code this product can show. */
export function errorsPage(): string {
  const codes = (Object.keys(catalogue) as ErrorCode[]).sort();
  const of = (outcome: CatalogueEntry['outcome']): ErrorCode[] => codes.filter((code) => catalogue[code].outcome === outcome);
  const contents = groups.flatMap(({ outcome, title }) => [
    `* ${linkTo(title)}`,
    ...of(outcome).map((code) => `  * ${linkTo(code)}: ${md(catalogue[code].meaning)}`),
  ]);
  const parts = groups.flatMap(({ outcome, title, about }) => [
    `## ${title}`,
    '',
    about,
    '',
    ...of(outcome).flatMap((code) => [
      `### ${code}`,
      '',
      md(catalogue[code].meaning),
      '',
      `What to do: ${md(catalogue[code].hint)}`,
      '',
      givers(code),
      '',
    ]),
  ]);
  return page(
    'Codes',
    'src/errors/catalogue',
    [`${codes.length} codes. \`coex explain CODE\` shows one of them, with the results of the last runs that had it.`],
    [...contents, '', ...parts],
  );
}
