import type { CaseResult, Counts } from './model.ts';

type Counted = Exclude<keyof Counts, 'cases'>;

/** The one column of `Counts` a result belongs to. */
export function countedAs(result: Pick<CaseResult, 'state' | 'outcome'>): Counted {
  if (result.outcome === 'pass') return 'passed';
  if (result.outcome === 'fail') return 'failed';
  if (result.outcome === 'waived') return 'waived';
  if (result.state === 'not-run') return 'notRun';
  return result.state === 'not-covered' ? 'notCovered' : 'undetermined';
}

/** How many results there are of each kind. */
export function countResults(results: Iterable<Pick<CaseResult, 'state' | 'outcome'>>): Counts {
  const counts = { cases: 0, passed: 0, failed: 0, undetermined: 0, waived: 0, notRun: 0, notCovered: 0 };
  for (const result of results) {
    counts.cases += 1;
    counts[countedAs(result)] += 1;
  }
  return counts;
}
