import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type Environment, loadEnvironment } from '../environment/index.ts';
import { planCases, type Selection } from '../plan/index.ts';
import type { Run } from '../results/index.ts';
import { addedCases, selectionOf } from './added-cases.ts';

const contoso = await loadEnvironment(fileURLToPath(new URL('../../fixtures/lab/contoso.yaml', import.meta.url)));

/** As the journal keeps it. */
const written = (selection: Selection): Run['selection'] =>
  Object.fromEntries(Object.entries(selection).map(([name, value]) => [name, String(value)]));

/** A run of some cases of a plan. */
const runOf = (selection: Selection, isThere: (id: string) => boolean, more: Partial<Run> = {}): Run =>
  ({
    selection: written(selection),
    ...(selection.wave === undefined ? {} : { wave: selection.wave }),
    cases: planCases(contoso, selection).cases.flatMap((planned) => (isThere(planned.id) ? [{ case: planned }] : [])),
    ...more,
  }) as unknown as Run;

it.each<Selection>([
  {},
  { coverage: 'smoke' },
  { coverage: 'pairwise', wave: 'pilot-1' },
  { suites: ['nodes', 'services'], sites: [contoso.sites[1]?.name ?? ''] },
])('what a run of %j had is not new', (selection) => {
  expect(
    addedCases(
      runOf(selection, () => true),
      contoso,
    ),
  ).toEqual({ cases: [] });
  const less = addedCases(
    runOf(selection, (id) => !id.startsWith('services.')),
    contoso,
  );
  expect(less.cases.map(({ id }) => id)).toEqual(
    planCases(contoso, selection).cases.flatMap(({ id, notCovered }) => (id.startsWith('services.') && !notCovered ? [id] : [])),
  );
  expect(less.cases.length).toBeGreaterThan(0);
});

it('names with commas are found again, whatever they begin with', () => {
  const environment = { sites: [{ name: 'Rome' }, { name: 'Rome, GA' }, { name: 'Oslo' }] } as unknown as Environment;
  const sites = ['Rome, GA', 'Oslo', 'Rome'];
  expect(selectionOf({ selection: written({ sites }) }, environment)).toEqual({ sites });
  expect(selectionOf({ selection: { via: 'vitest' } }, environment)).toEqual({});
});

it('an environment that cannot be planned any more gives nothing new, and says why', () => {
  const { cases, trouble } = addedCases(
    runOf({}, () => true, { selection: { sites: 'Atlantis' } }),
    contoso,
  );
  expect(cases).toEqual([]);
  expect(trouble).toContain('Atlantis');
});
