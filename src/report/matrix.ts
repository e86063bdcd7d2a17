import { type CaseResult, type Counts, countResults, type Run } from '../results/index.ts';

/** What became of all cases of one suite in one direction between two sites. */
export interface MatrixRow {
  readonly suite: string;
  readonly fromSite: string;
  readonly toSite: string;
  /** By direction, in the order of `Matrix.directions`; `undefined` where there is no case. */
  readonly cells: readonly (Counts | undefined)[];
}

export interface Matrix {
  readonly directions: readonly string[];
  readonly rows: readonly MatrixRow[];
}

/** The four directions, legacy first; every one has its column even where the run has no case of it. */
const directions = ['legacy→legacy', 'legacy→migrated', 'migrated→legacy', 'migrated→migrated'] as const;

/** Who reached whom: suites and site pairs down, directions across. */
export function matrixOf(run: Run): Matrix {
  const groups = new Map<string, CaseResult[]>();
  for (const result of run.cases) {
    const { target, suite } = result.case;
    if (target.kind !== 'pair') continue;
    const key = JSON.stringify([suite, target.pair.fromSite, target.pair.toSite]);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  const rows = [...groups].map(([key, results]): MatrixRow => {
    const [suite, fromSite, toSite] = JSON.parse(key) as [string, string, string];
    const cells = directions.map((direction) => {
      const found = results.filter(({ case: { target } }) => target.kind === 'pair' && target.pair.direction === direction);
      return found.length === 0 ? undefined : countResults(found);
    });
    return { suite, fromSite, toSite, cells };
  });
  return { directions, rows };
}
