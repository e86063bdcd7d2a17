import type { Environment } from '../environment/index.ts';
import { describeError } from '../errors/index.ts';
import { type Coverage, coverages, type PlannedCase, planCases, type Selection } from '../plan/index.ts';
import type { Run } from '../results/index.ts';

/** Names of a list that was written down with commas between them; names may have commas themselves. */
function namesIn(text: string, known: readonly string[]): string[] {
  for (const name of known.toSorted((one, other) => other.length - one.length)) {
    if (text === name) return [name];
    if (text.startsWith(`${name},`)) return [name, ...namesIn(text.slice(name.length + 1), known)];
  }
  const [first, ...others] = text.split(',');
  return [first ?? '', ...(others.length === 0 ? [] : namesIn(others.join(','), known))];
}

/** What had been selected, as the journal of the run tells it. */
export function selectionOf(run: Pick<Run, 'selection' | 'wave'>, environment: Environment): Selection {
  const { suites, sites, coverage } = run.selection;
  const sitesKnown = environment.sites.map(({ name }) => name);
  return {
    ...(typeof suites === 'string' ? { suites: suites.split(',') } : {}),
    ...(typeof sites === 'string' ? { sites: namesIn(sites, sitesKnown) } : {}),
    ...(run.wave === undefined ? {} : { wave: run.wave }),
    ...(coverages.includes(coverage as Coverage) ? { coverage: coverage as Coverage } : {}),
  };
}

/**
 * The cases that this version plans for what had been asked of a run, and that the run did not have: checks and subjects that are new since then.
 * Where an environment of that time cannot be planned any more, `trouble` says why.
 */
export function addedCases(
  run: Run,
  environment: Environment,
): { readonly cases: readonly PlannedCase[]; readonly trouble?: string } {
  const known = new Set(run.cases.map((result) => result.case.id));
  try {
    const { cases } = planCases(environment, selectionOf(run, environment));
    return { cases: cases.filter(({ id, notCovered }) => notCovered === undefined && !known.has(id)) };
  } catch (error) {
    return { cases: [], trouble: describeError(error) };
  }
}
