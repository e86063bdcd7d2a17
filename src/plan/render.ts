import { suites } from '../guide/index.ts';
import { left, right, wrap } from './columns.ts';
import type { CoverageCell, Plan, PlannedCase } from './model.ts';
import { directions } from './pairs.ts';

const width = 100;
const siteColumn = 30;
const betweenColumn = 26;
const directionColumn = 18;
/** Of more rows only those are shown that have cases. */
const rowsAtMost = 144;

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
function cellText(cells: readonly CoverageCell[], numbers: ReadonlyMap<string, number>): string {
  if (cells.some(({ cases }) => cases > 0)) return cells.map(({ cases }) => cases).join(' + ');
  return `not covered [${numbers.get(cells[0]?.notCovered ?? '')}]`;
}

/** The cells by sender's and recipient's site, in their order. */
function rowsOf(cells: readonly CoverageCell[]): readonly (readonly CoverageCell[])[] {
  const rows = new Map<string, CoverageCell[]>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.fromSite, cell.toSite]);
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [cell]);
    else row.push(cell);
  }
  return [...rows.values()];
}

/** Sites against directions, and below it why cells are empty. */
function grid(cells: readonly CoverageCell[]): string[] {
  const named = [...new Set(cells.map(({ suite }) => suite))];
  const all = rowsOf(cells);
  const rows = all.length > rowsAtMost ? all.filter((ofRow) => ofRow.some(({ cases }) => cases > 0)) : all;
  const reasons = reasonsOf(rows.flat());
  const numbers = new Map(reasons.map((why, index) => [why, index + 1]));
  const row = (label: string, texts: readonly string[]): string =>
    `  ${left(label, betweenColumn)}${texts.map((text) => right(text, directionColumn)).join('')}`.trimEnd();
  return [
    `Coverage: cases of ${named.join(' + ')}, from the sender's site to the recipient's`,
    row('', directions),
    ...rows.map((ofRow) => {
      const texts = directions.map((direction) =>
        cellText(
          ofRow.filter((cell) => cell.direction === direction),
          numbers,
        ),
      );
      return row(`${ofRow[0]?.fromSite} → ${ofRow[0]?.toSite}`, texts);
    }),
    ...(rows.length === all.length ? [] : [`  and ${all.length - rows.length} pairs of sites without a case`]),
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
