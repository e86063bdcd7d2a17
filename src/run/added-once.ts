import type { Run } from '../results/index.ts';
import type { JudgedRun } from './judge-again.ts';

/**
 * Of cases that are new in several parts of a joined run, each counts where it could be judged; else it is told of in the first. What is new to one
 * part and was in another had been looked at.
 */
export function withAddedOnce<Part extends Pick<JudgedRun, 'run' | 'added'>>(parts: readonly Part[]): readonly Part[] {
  if (parts.length < 2) return parts;
  const had = new Set(parts.flatMap(({ run }) => run.cases.map((result) => result.case.id)));
  const judgedIn = new Set(
    parts.flatMap(({ added }) => added.flatMap(({ case: { id }, again }) => (again === undefined ? [] : [id]))),
  );
  const told = new Set<string>();
  return parts.map((part) => ({
    ...part,
    added: part.added.filter(({ case: { id }, again }) => {
      if (had.has(id) || (again === undefined && (judgedIn.has(id) || told.has(id)))) return false;
      told.add(id);
      return true;
    }),
  }));
}

/** What one wave needs of all parts: each may have found something new of its own. */
export const neededOfAll = (parts: readonly Pick<Run, 'needs'>[]): Run['needs'] =>
  parts.reduce<Run['needs']>((all, { needs }) => together(all, needs), undefined);

function together(one: Run['needs'], other: Run['needs']): Run['needs'] {
  if (one === undefined || other === undefined) return one ?? other;
  const requirements = one.requirements.map((requirement) => {
    const theirs = other.requirements.find(({ word }) => word === requirement.word);
    return {
      ...requirement,
      cases: [...new Set([...requirement.cases, ...(theirs?.cases ?? [])])],
      optionalIgnored: [...new Set([...requirement.optionalIgnored, ...(theirs?.optionalIgnored ?? [])])],
    };
  });
  return { ...one, requirements };
}
