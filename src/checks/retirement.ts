import type { RemainderRow } from '../admin/model.ts';
import type { Pool } from '../environment/model.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.toLowerCase();

/** Some objects name the pool, others one of its servers. */
type Retiring = Pick<Pool, 'fqdn' | 'servers'>;
const isOf = ({ fqdn, servers }: Retiring, { pool }: RemainderRow): boolean =>
  same(pool, fqdn) || servers.some((server) => same(pool, server.fqdn));

const sum = (rows: readonly RemainderRow[]): number => rows.reduce((total, { count }) => total + count, 0);

/** Whoever names no pool may belong to any of them: then nobody can say that this one is empty. */
function homeless(pool: string, what: string, rows: readonly RemainderRow[]): Finding | undefined {
  const count = sum(rows.filter((row) => row.pool.trim() === ''));
  if (count === 0) return undefined;
  return undetermined('NOT_SHOWN', `Whether ${pool} has ${what}, nobody can tell: ${count} of the estate name no pool.`, [
    { text: `${what} that name no pool`, expected: '0', observed: String(count) },
  ]);
}

/**
 * Nothing of a kind is left on a pool that is to be retired.
 *
 * @param what Of which kind, in the plural: `common area phones`.
 * @param testUsers Names of the test users that the environment file still homes there.
 */
export function judgeEmptied(
  retiring: Retiring,
  what: string,
  rows: readonly RemainderRow[],
  testUsers: readonly string[] = [],
): Finding {
  const pool = retiring.fqdn;
  const left = sum(rows.filter((row) => isOf(retiring, row)));
  if (left === 0) return homeless(pool, what, rows) ?? pass(`${pool} has no ${what} any more.`);
  const own: Reason[] =
    testUsers.length === 0
      ? []
      : [{ text: `Test users of the environment file among them: ${testUsers.join(', ')}. They move like all others.` }];
  return fail('POOL_NOT_EMPTY', `${pool} still has ${what}: ${left}.`, [
    { text: `${what} on ${pool}`, expected: '0', observed: String(left) },
    ...own,
  ]);
}

/**
 * Every workflow, queue and agent group of a pool that is to be retired is on a pool of 2013 as well. The copies that stay behind are no defect: removing them
 * would stop the migrated ones.
 */
export function judgeGroupsMoved(retiring: Retiring, newer: readonly Retiring[], rows: readonly RemainderRow[]): Finding {
  const pool = retiring.fqdn;
  const namesOn = (pools: readonly Retiring[]): readonly string[] =>
    rows.filter((row) => pools.some((each) => isOf(each, row))).flatMap(({ names }) => names);
  const moved = namesOn(newer);
  const old = namesOn([retiring]);
  const left = old.filter((name) => !moved.some((other) => same(other, name.trim().toLowerCase())));
  if (left.length === 0)
    return (
      homeless(pool, 'response groups', rows) ??
      pass(`All ${old.length} workflows, queues and agent groups of ${pool} are on 2013 as well.`)
    );
  return fail(
    'POOL_NOT_EMPTY',
    `${left.length} of ${old.length} workflows, queues and agent groups are on ${pool} alone: they go dead with it.`,
    [{ text: 'Only on 2010.', expected: 'none', observed: left.join(', ') }],
  );
}
