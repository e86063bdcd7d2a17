import type { RemainderRow } from '../admin/model.ts';
import { type Finding, fail, pass } from '../outcome/index.ts';

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/**
 * Nothing of a kind is left on a pool that is to be retired.
 *
 * @param what Of which kind, in the plural: `common area phones`.
 */
export function judgeEmptied(pool: string, what: string, rows: readonly RemainderRow[]): Finding {
  const left = rows.filter((row) => same(row.pool, pool)).reduce((sum, { count }) => sum + count, 0);
  if (left === 0) return pass(`${pool} has no ${what} any more.`);
  return fail('POOL_NOT_EMPTY', `${pool} still has ${what}: ${left}.`, [
    { text: `${what} on ${pool}`, expected: '0', observed: String(left) },
  ]);
}

/**
 * Every response group of a pool that is to be retired is on a pool of 2013 as well. The copies that stay behind are no defect: removing them
 * would stop the migrated ones.
 */
export function judgeGroupsMoved(pool: string, newer: readonly string[], rows: readonly RemainderRow[]): Finding {
  const namesOn = (pools: readonly string[]): readonly string[] =>
    rows.filter((row) => pools.some((name) => same(name, row.pool))).flatMap(({ names }) => names);
  const moved = namesOn(newer);
  const old = namesOn([pool]);
  const left = old.filter((name) => !moved.some((other) => same(other, name)));
  if (left.length === 0) return pass(`All ${old.length} response groups of ${pool} are on 2013 as well.`);
  return fail('POOL_NOT_EMPTY', `${left.length} response groups are on ${pool} alone: they go dead with it.`, [
    { text: 'Only on 2010.', expected: 'none', observed: left.join(', ') },
  ]);
}
