import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeCentralStore, judgeStoreLocation, type StoreQuestion } from './central-store.ts';

const legacy: StoreQuestion = { holders: [{ name: 'fe1.contoso.net', generation: 'lync-2010' }] };
const at = (master: string, agents: readonly string[] = [master], heartbeats: readonly number[] = []) => ({
  master,
  agents,
  heartbeats,
});
const now = 1_000_000_000;
const hour = 3_600_000;

describe('the central store', () => {
  it.each([
    ['pass', undefined, legacy, at('FE1.contoso.net')],
    ['pass', undefined, { holders: [] }, at('fe9.contoso.net')],
    ['fail', 'CENTRAL_STORE_ELSEWHERE', legacy, at('fe2013.contoso.net')],
    ['fail', 'CENTRAL_STORE_ELSEWHERE', { ...legacy, due: 'lync-2013' }, at('fe1.contoso.net')],
    // Tools that do not show the agents are no proof that there are none.
    ['pass', undefined, legacy, { master: 'fe1.contoso.net', heartbeats: [] }],
    ['fail', 'CENTRAL_STORE_IDLE', legacy, { master: '', heartbeats: [] }],
    ['fail', 'CENTRAL_STORE_IDLE', legacy, at('', ['fe1.contoso.net'])],
    ['fail', 'CENTRAL_STORE_IDLE', legacy, at('fe1.contoso.net', [])],
    ['undetermined', 'NOT_SHOWN', { holders: [], due: 'lync-2013' }, at('fe9.contoso.net')],
    ['undetermined', 'NOT_SHOWN', legacy, undefined],
  ] as const)('%s %s', (outcome, code, question, status) => {
    const finding = judgeCentralStore(question, status, now, hour);
    expect([finding.outcome, finding.code]).toEqual([outcome, code]);
  });

  it('is idle once one of its heartbeats is too old, and not a millisecond before', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3 * hour }), { minLength: 1 }), (ages) => {
        const finding = judgeCentralStore(
          legacy,
          at(
            'fe1.contoso.net',
            ['fe1.contoso.net'],
            ages.map((age) => now - age),
          ),
          now,
          hour,
        );
        expect(finding.outcome).toBe(Math.max(...ages) > hour ? 'fail' : 'pass');
      }),
    );
  });

  it('says that no heartbeat was shown', () => {
    expect(judgeCentralStore(legacy, at('fe1.contoso.net'), now, hour).message).toContain('no heartbeat');
  });
});

describe('its place', () => {
  const connection = { server: 'SQL.contoso.net', instance: 'rtc' };
  const databases = [
    { server: 'sql.contoso.net', generation: 'lync-2010' },
    { server: 'sql2013.contoso.net', generation: 'lync-2013' },
  ] as const;

  it('that was not moved is told from one that differs: to set the location by hand would lead to an empty database', () => {
    const judge = (location: string) => judgeStoreLocation(connection, location, databases, 'lync-2013').code;
    expect([judge('sql.contoso.net/rtc'), judge('sql2013.contoso.net/rtc')]).toEqual([
      'CENTRAL_STORE_ELSEWHERE',
      'STORE_LOCATION_DIFFERS',
    ]);
  });

  it.each([
    ['pass', connection, 'sql.contoso.net/RTC', undefined],
    ['pass', connection, 'sql.contoso.net\\rtc', undefined],
    ['pass', { server: 'sql.contoso.net', instance: '' }, 'sql.contoso.net', undefined],
    ['pass', { server: 'sql.contoso.net', instance: 'MSSQLSERVER' }, 'sql.contoso.net', undefined],
    ['pass', connection, 'sql.contoso.net.\\rtc', undefined],
    ['pass', { server: 'SQL', instance: 'rtc' }, 'sql.contoso.net\\rtc', undefined],
    ['fail', { server: 'SQL', instance: 'rtc' }, 'sql2.contoso.net\\rtc', undefined],
    ['fail', { server: 'SQL', instance: 'rtc' }, 'sql.contoso.net\\rtc', 'lync-2013'],
    ['fail', { server: 'sql.fabrikam.com', instance: 'rtc' }, 'sql.contoso.net\\rtc', undefined],
    ['fail', connection, 'old.contoso.net/rtc', undefined],
    ['fail', connection, 'sql.contoso.net/other', undefined],
    ['fail', connection, 'sql.contoso.net/rtc', 'lync-2013'],
    ['pass', { server: 'sql2013.contoso.net', instance: 'rtc' }, 'sql2013.contoso.net/rtc', 'lync-2013'],
    ['pass', { server: 'sql3.contoso.net', instance: 'rtc' }, 'sql3.contoso.net/rtc', 'lync-2013'],
    ['undetermined', undefined, 'sql.contoso.net/rtc', undefined],
    ['undetermined', connection, undefined, undefined],
  ] as const)('%s for %j and %s, due on %s', (outcome, connected, location, due) => {
    expect(judgeStoreLocation(connected, location, databases, due).outcome).toBe(outcome);
  });
});
