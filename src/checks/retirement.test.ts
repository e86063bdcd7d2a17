import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeEmptied, judgeGroupsMoved } from './retirement.ts';

const row = (pool: string, count: number, names: readonly string[] = []) => ({ pool, count, names });
const named = (fqdn: string, ...servers: readonly string[]) => ({
  fqdn,
  servers: servers.map((server) => ({ fqdn: server, roles: ['front-end'] as const })),
});

it('a pool is empty exactly where nothing of it or of nobody is counted, whatever other pools have', () => {
  // Some objects name a server of the pool; what names nobody may be of any pool.
  const pools = fc.constantFrom('pool01.contoso.net', 'POOL01.contoso.net', 'Fe1.contoso.net', 'pool02.contoso.net', '');
  fc.assert(
    fc.property(fc.array(fc.tuple(pools, fc.nat(5))), (counts) => {
      const sumOf = (which: RegExp): number =>
        counts.filter(([pool]) => which.test(pool)).reduce((sum, [, count]) => sum + count, 0);
      const left = sumOf(/^(pool01|fe1)/i);
      const rows = counts.map(([pool, count]) => row(pool, count));
      const finding = judgeEmptied(named('pool01.contoso.net', 'fe1.contoso.net'), 'analog devices', rows);
      expect(finding.outcome).toBe(left > 0 ? 'fail' : sumOf(/^$/) > 0 ? 'undetermined' : 'pass');
      if (left > 0) expect(finding).toMatchObject({ code: 'POOL_NOT_EMPTY', reasons: [{ observed: String(left) }] });
    }),
  );
});

it('test users who are left are named, because nobody else will move them', () => {
  const finding = judgeEmptied(named('old'), 'users', [row('old', 3)], ['legacy Lena', 'legacy Lars']);
  expect(finding.reasons[1]?.text).toContain('legacy Lena, legacy Lars');
  expect(judgeEmptied(named('old'), 'users', [], ['legacy Lena']).outcome).toBe('pass');
});

describe('response groups', () => {
  it.each([
    ['pass', [row('old', 2, ['Desk', 'Sales']), row('new', 2, ['sales', 'desk'])]],
    ['pass', [row('new', 1, ['Desk'])]],
    ['pass', []],
    ['fail', [row('old', 2, ['Desk', 'Sales']), row('new', 1, ['Desk'])]],
    ['fail', [row('old', 1, ['Desk']), row('elsewhere', 1, ['Desk'])]],
    ['fail', [row('old-server', 1, ['Desk'])]],
    ['undetermined', [row('', 1, ['Desk'])]],
  ])('%s for %j', (outcome, rows) => {
    expect(judgeGroupsMoved(named('old', 'old-server'), [named('new')], rows).outcome).toBe(outcome);
  });

  it('that are left are named', () => {
    const finding = judgeGroupsMoved(named('old'), [named('new')], [row('old', 1, ['Desk'])]);
    expect(finding).toMatchObject({ code: 'POOL_NOT_EMPTY', reasons: [{ observed: 'Desk' }] });
  });
});
