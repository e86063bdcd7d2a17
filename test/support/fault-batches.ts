import type { CaseResult } from '../../src/results/index.ts';
import type { Row } from './fault-rows.ts';

/** Faults that are tried in one run, with what they have to come to together. */
export interface Batch {
  readonly faults: readonly string[];
  readonly exitCode: number;
  readonly word: string;
  expected(result: CaseResult): string | undefined;
}

/**
 * Puts faults together that lead to the same verdict and of which no two claim the same case: what one run shows then is what each of them
 * would show by itself, and a case that any of them turned beyond its claim is seen as well. What breaks one thing in two ways at once
 * stays apart, too. `cases` are those of the plan.
 */
export function batchesOf(rows: Readonly<Record<string, Row>>, cases: readonly Pick<CaseResult, 'case'>[]): readonly Batch[] {
  const batches: { faults: string[]; row: Row; claimed: Set<string>; on: Set<string> }[] = [];
  for (const [fault, row] of Object.entries(rows)) {
    const claimed = cases.flatMap((planned) => (row.expected(planned as CaseResult) === undefined ? [] : [planned.case.id]));
    if (claimed.length === 0) throw new Error(`Nothing in the plan tells of the fault ${fault}.`);
    const fits = batches.find(
      ({ row: { exitCode }, ...batch }) =>
        exitCode === row.exitCode &&
        !(row.on !== undefined && batch.on.has(row.on)) &&
        !claimed.some((id) => batch.claimed.has(id)),
    );
    const batch = fits ?? { faults: [], row, claimed: new Set<string>(), on: new Set<string>() };
    if (fits === undefined) batches.push(batch);
    batch.faults.push(fault);
    if (row.on !== undefined) batch.on.add(row.on);
    for (const id of claimed) batch.claimed.add(id);
  }
  return batches.map(({ faults, row: { exitCode, word } }) => ({
    faults,
    exitCode,
    word,
    expected: (result) => faults.map((fault) => rows[fault]?.expected(result)).find((code) => code !== undefined),
  }));
}
