import { suites } from '../guide/index.ts';
import { left, right, wrap } from './columns.ts';
import type { CoverageCell, Plan, PlannedCase } from './model.ts';
import { directions } from './pairs.ts';

const width = 100;
const siteColumn = 30;
const betweenColumn = 26;
const directionColumn = 18;

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

function heading(plan: Plan): string {
  const wave = plan.wave === undefined ? 'no wave' : `wave ${plan.wave}`;
  return `${plan.environment}: ${counted(plan.cases.length, 'case')}, ${plan.coverage} coverage, ${wave}`;
}

/** `17 cases, 1 optional, 1 not covered` */
function tally(cases: readonly PlannedCase[]): string {
  const optional = cases.filter((planned) => planned.optional).length;
  const uncovered = cases.filter((planned) => planned.notCovered !== undefined).length;
  return [
    counted(cases.length, 'case'),
    ...(optional === 0 ? [] : [`${optional} optional`]),
    ...(uncovered === 0 ? [] : [`${uncovered} not covered`]),
  ].join(', ');
}

/** A line for each suite and site. */
function summary(cases: readonly PlannedCase[]): string[] {
  return suites.flatMap(({ name }) => {
    const ofSuite = cases.filter(({ suite }) => suite === name);
    const sites = [...new Set(ofSuite.map(({ site }) => site))];
    return sites.map(
      (site) => `  ${left(name, 15)} ${left(site, siteColumn)} ${tally(ofSuite.filter((planned) => planned.site === site))}`,
    );
  });
}

/** Reasons for empty cells, numbered in the order in which the grid names them. */
const reasonsOf = (cells: readonly CoverageCell[]): readonly string[] => [
  ...new Set(cells.flatMap(({ notCovered }) => (notCovered === undefined ? [] : [notCovered]))),
];

/** `3 + 5`: cases of each suite in the order of the plan; `not covered [1]` where there is none. */
function cellText(cells: readonly CoverageCell[], reasons: readonly string[]): string {
  if (cells.some(({ cases }) => cases > 0)) return cells.map(({ cases }) => cases).join(' + ');
  return `not covered [${reasons.indexOf(cells[0]?.notCovered ?? '') + 1}]`;
}

/** Sites against directions, and below it why cells are empty. */
function grid(cells: readonly CoverageCell[]): string[] {
  const named = [...new Set(cells.map(({ suite }) => suite))];
  const reasons = reasonsOf(cells);
  const rows = [...new Map(cells.map((cell) => [JSON.stringify([cell.fromSite, cell.toSite]), cell])).values()];
  const row = (label: string, texts: readonly string[]): string =>
    `  ${left(label, betweenColumn)}${texts.map((text) => right(text, directionColumn)).join('')}`.trimEnd();
  return [
    `Coverage: cases of ${named.join(' + ')}, from the sender's site to the recipient's`,
    row('', directions),
    ...rows.map(({ fromSite, toSite }) => {
      const ofRow = cells.filter((cell) => cell.fromSite === fromSite && cell.toSite === toSite);
      const texts = directions.map((direction) =>
        cellText(
          ofRow.filter((cell) => cell.direction === direction),
          reasons,
        ),
      );
      return row(`${fromSite} → ${toSite}`, texts);
    }),
    ...reasons.flatMap((why, index) => wrap(`not covered: ${why}`, width, `  [${index + 1}] `)),
  ];
}

const gapLines = (gaps: readonly string[]): string[] => ['Gaps', ...gaps.flatMap((gap) => wrap(gap, width, '  - '))];

/** The plan for a terminal, in at most 100 columns: counts by suite and site, the grid of directions, and what is not looked at. */
export function renderPlan(plan: Plan): string {
  const parts = [
    wrap(heading(plan), width),
    summary(plan.cases),
    plan.cells.length === 0 ? [] : grid(plan.cells),
    plan.gaps.length === 0 ? [] : gapLines(plan.gaps),
  ];
  return `${parts
    .filter((part) => part.length > 0)
    .map((part) => part.join('\n'))
    .join('\n\n')}\n`;
}
