import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeEmptied, judgeGroupsMoved } from './retirement.ts';

const row = (pool: string, count: number, names: readonly string[] = []) => ({ pool, count, names });

it('a pool is empty exactly where nothing of it is counted, whatever other pools have', () => {
  const pools = fc.constantFrom('pool01.contoso.net', 'POOL01.contoso.net', 'pool02.contoso.net', '');
  fc.assert(
    fc.property(fc.array(fc.tuple(pools, fc.nat(5))), (counts) => {
      const left = counts.filter(([pool]) => /^pool01/i.test(pool)).reduce((sum, [, count]) => sum + count, 0);
      const rows = counts.map(([pool, count]) => row(pool, count));
      const finding = judgeEmptied('pool01.contoso.net', 'analog devices', rows);
      expect(finding.outcome).toBe(left === 0 ? 'pass' : 'fail');
      if (left > 0) expect(finding).toMatchObject({ code: 'POOL_NOT_EMPTY', reasons: [{ observed: String(left) }] });
    }),
  );
});

describe('response groups', () => {
  it.each([
    ['pass', [row('old', 2, ['Desk', 'Sales']), row('new', 2, ['sales', 'desk'])]],
    ['pass', [row('new', 1, ['Desk'])]],
    ['pass', []],
    ['fail', [row('old', 2, ['Desk', 'Sales']), row('new', 1, ['Desk'])]],
    ['fail', [row('old', 1, ['Desk']), row('elsewhere', 1, ['Desk'])]],
  ])('%s for %j', (outcome, rows) => {
    expect(judgeGroupsMoved('old', ['new'], rows).outcome).toBe(outcome);
  });

  it('that are left are named', () => {
    const finding = judgeGroupsMoved('old', ['new'], [row('old', 1, ['Desk'])]);
    expect(finding).toMatchObject({ code: 'POOL_NOT_EMPTY', reasons: [{ observed: 'Desk' }] });
  });
});
