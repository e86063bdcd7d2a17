import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Phase as EnvironmentPhase } from '../environment/model.ts';
import type { CheckId } from '../outcome/index.ts';
import { checkOf, checks, countSteps, type PhaseName, phaseNames, phases, stateOf } from './index.ts';

const steps = phases.flatMap((phase) => phase.steps);

it('has the eight phases that an environment file knows, in the order of the guide', () => {
  expectTypeOf<PhaseName>().toEqualTypeOf<EnvironmentPhase>();
  expect(phases.map(({ name }) => name)).toEqual([...phaseNames]);
  expect(phases.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

it('has at least sixty steps, numbered without gaps, none of them twice in a phase', () => {
  expect(steps.length).toBeGreaterThanOrEqual(60);
  for (const phase of phases) {
    expect(phase.steps.map(({ id }) => id)).toEqual(phase.steps.map((_, index) => `${phase.number}.${index + 1}`));
    expect(new Set(phase.steps.map(({ title }) => title)).size).toBe(phase.steps.length);
  }
});

it('has at least 45 steps that code checks', () => {
  expect(countSteps(steps).checked).toBeGreaterThanOrEqual(45);
});

it('names checks that exist, and no others', () => {
  for (const { id, candidates } of steps)
    expect(
      candidates.filter((check) => checkOf(check) === undefined),
      id,
    ).toEqual([]);
});

it('speaks in sentences, and names no check twice', () => {
  for (const { id, title, page, state, candidates } of steps) {
    expect(title, id).toMatch(/^[A-Z].*[^.]$/);
    expect(page, id).toMatch(/^[A-Z].*[^.]$/);
    if (state.kind === 'person') expect(state.must, id).toMatch(/^[A-Za-z].{10,}$/);
    if (state.kind === 'not-observable') expect(state.because, id).toMatch(/^[A-Z].*\.$/);
    expect(new Set(candidates).size, id).toBe(candidates.length);
  }
});

describe('the state of a step', () => {
  const [known] = checks;
  const base = { title: 'T', page: 'P', checks: ['nodes.none-such', known!.id] as CheckId[] };
  const find = (id: string) => checks.find((check) => check.id === id);

  it('is checked by those of its checks that exist', () => {
    expect(stateOf({ ...base, person: 'Look.' }, find)).toEqual({ kind: 'checked', by: [known] });
  });

  it('is what the step says itself as long as none exists', () => {
    expect(stateOf({ ...base, person: 'Look.' }, () => undefined)).toEqual({ kind: 'person', must: 'Look.' });
    expect(stateOf({ title: 'T', page: 'P', notObservable: 'Nobody can.' }, find)).toEqual({
      kind: 'not-observable',
      because: 'Nobody can.',
    });
  });

  it('is counted once for every step', () => {
    const counts = countSteps(steps);
    expect(counts.checked + counts['not-observable'] + counts.person).toBe(steps.length);
    expect(counts.steps).toBe(steps.length);
    expect(counts.checked).toBe(steps.filter(({ candidates }) => candidates.some(find)).length);
  });
});
