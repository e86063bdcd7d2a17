import { expect, it } from 'vitest';
import { planned } from '../../test/support/sample-run.ts';
import { pass } from '../outcome/index.ts';
import type { Run, WaveNeeds } from '../results/index.ts';
import { neededOfAll, withAddedOnce } from './added-once.ts';
import type { JudgedRun } from './judge-again.ts';

type Part = Pick<JudgedRun, 'run' | 'added'>;

const caseNamed = (title: string) => planned({ check: 'nodes.ports', title });
const judged = (title: string): Part['added'][number] => {
  const fresh = caseNamed(title);
  return { case: fresh, again: { event: 'end', at: 1, id: fresh.id, duration: 0, finding: pass('ok') } };
};
const open = (title: string): Part['added'][number] => ({ case: caseNamed(title), missing: 'no fact' });
const part = (had: readonly string[], added: Part['added']): Part => ({
  run: { cases: had.map((title) => ({ case: caseNamed(title) })) } as unknown as Run,
  added,
});
const told = (parts: readonly Part[]) =>
  withAddedOnce(parts).map(({ added }) =>
    added.map(({ case: { title }, again }) => `${title} ${again === undefined ? 'open' : 'judged'}`),
  );

it('a case that is new in several parts is told of once where nobody could judge it, and wherever somebody could', () => {
  expect(told([part([], [open('a'), judged('b'), open('c')]), part([], [open('a'), judged('b'), judged('c')])])).toEqual([
    ['a open', 'b judged'],
    ['b judged', 'c judged'],
  ]);
});

it('what another part had looked at is not new, and one run alone keeps all that is new to it', () => {
  expect(told([part(['a'], [judged('b')]), part(['b'], [open('a'), judged('a')])])).toEqual([[], []]);
  expect(told([part(['a'], [open('b'), judged('c')])])).toEqual([['b open', 'c judged']]);
});

it('a wave needs of all parts what it needs of each', () => {
  const needs = (cases: readonly string[], word = 'services'): { needs: WaveNeeds } => ({
    needs: { name: 'w', pools: ['p'], requirements: [{ word, cases, poolsWithoutCase: ['p'], optionalIgnored: [] }] },
  });
  expect(neededOfAll([needs(['a', 'b']), needs(['b', 'c'])])?.requirements).toEqual(needs(['a', 'b', 'c']).needs.requirements);
  expect(neededOfAll([{}, needs(['a']), {}])).toEqual(needs(['a']).needs);
  expect(neededOfAll([{}, {}])).toBeUndefined();
});
