import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientVersionRule, PoolUsersFact } from '../admin/model.ts';
import {
  type Earlier,
  judgeAddresses,
  judgeAnonymousMeetings,
  judgeClientVersions,
  judgeContactsKept,
  judgeExternalAccess,
  judgeInventory,
  judgeNormalization,
  judgePin,
  judgePolicies,
  policyInForce,
  ruleFor,
} from './index.ts';

const day = 86_400_000;
const at = Date.UTC(2026, 0, 2, 6);
const against = <T>(now: T, earlier: Earlier<T>) => ({ now, at, earlier });
const found = <T>(value: T): Earlier<T> => ({ kind: 'found', run: '20260101T060000Z-contoso', asked: at - day, value });

describe('what is compared with an earlier run', () => {
  const policies = {
    registrarPool: 'pool01.contoso.net',
    assigned: { DialPlan: '' },
    effective: { ClientPolicy: 'Global', DialPlan: 'Redmond' },
  };

  it('is left open, and no pass, where there is none', () => {
    expect(judgePolicies('Lena', against(policies, { kind: 'none' }))).toMatchObject({
      outcome: 'undetermined',
      code: 'BASELINE_NONE',
      deliberate: true,
    });
  });

  it('is undetermined where it cannot be read, and says which run and why', () => {
    const finding = judgePolicies('Lena', against(policies, { kind: 'unreadable', run: 'R', why: 'it is not JSON' }));
    expect(finding).toMatchObject({
      outcome: 'undetermined',
      code: 'BASELINE_UNREADABLE',
      message: expect.stringMatching(/ R: it is not JSON\.$/),
    });
    expect(finding.deliberate).toBeUndefined();
  });

  it('names the run and its age, whatever it comes to', () => {
    const told = [{ text: 'Compared with the run 20260101T060000Z-contoso of 2026-01-01 06:00 UTC, 24 hours earlier.' }];
    expect(judgePolicies('Lena', against(policies, found(policies)))).toMatchObject({ outcome: 'pass', reasons: told });
    expect(
      judgePin(
        'Lena',
        against<{ isPinSet: boolean; isLockedOut: boolean }>(
          { isPinSet: false, isLockedOut: false },
          found({ isPinSet: true, isLockedOut: false }),
        ),
      ),
    ).toMatchObject({
      outcome: 'fail',
      reasons: told,
    });
  });
});

describe('policies', () => {
  const kinds = ['ClientPolicy', 'ConferencingPolicy', 'DialPlan', 'VoicePolicy'];
  const names = fc.dictionary(fc.constantFrom(...kinds), fc.constantFrom('', 'Global', 'Site:Redmond', 'Pilot'), {
    noNullPrototype: true,
  });
  const kept = fc.record({ registrarPool: fc.constantFrom('old', 'new'), assigned: names });

  it('pass exactly where no kind that both looks show has changed', () => {
    fc.assert(
      fc.property(kept, kept, (was, is) => {
        const common = Object.keys(was.assigned).filter((kind) => kind in is.assigned);
        const changed = common.filter((kind) => was.assigned[kind] !== is.assigned[kind]);
        const { outcome, code, reasons } = judgePolicies('Lena', against(is, found(was)));
        if (common.length === 0) expect(outcome).toBe('undetermined');
        else expect([outcome, code]).toEqual(changed.length === 0 ? ['pass', undefined] : ['fail', 'POLICY_CHANGED']);
        if (outcome === 'fail') for (const kind of changed) expect(reasons.some(({ text }) => text.startsWith(kind))).toBe(true);
      }),
    );
  });

  it('say user, policy, before and after; and that the user was moved', () => {
    const was = { registrarPool: 'pool01.contoso.net', assigned: {}, effective: { ConferencingPolicy: 'Pilot' } };
    const is = { registrarPool: 'pool02.contoso.net', assigned: {}, effective: { ConferencingPolicy: 'Site:Dublin' } };
    expect(judgePolicies('legacy Lena', against(is, found(was)))).toMatchObject({
      message: 'ConferencingPolicy of legacy Lena was Pilot and is Site:Dublin.',
      reasons: [
        { text: 'ConferencingPolicy of legacy Lena', expected: 'Pilot', observed: 'Site:Dublin' },
        { text: 'legacy Lena was moved from pool01.contoso.net to pool02.contoso.net in between.' },
        expect.anything(),
      ],
    });
  });

  it('compares what is assigned where one of the looks could not see what applies, and says so', () => {
    const old = { registrarPool: 'p', assigned: { ClientPolicy: '' } };
    const now = { ...old, effective: { ClientPolicy: 'Global' } };
    expect(judgePolicies('Lena', against(now, found(old)))).toMatchObject({
      outcome: 'pass',
      message: expect.stringContaining('tools of 2010'),
    });
  });
});

describe('the number of users', () => {
  const counts = fc.dictionary(fc.constantFrom('p1', 'p2', 'p3'), fc.nat(1000), { noNullPrototype: true });
  const sum = (of: Record<string, number>): number => Object.values(of).reduce((total, count) => total + count, 0);

  it('may not shrink, however the pools share them', () => {
    fc.assert(
      fc.property(counts, counts, (was, is) => {
        // Who was on a pool that nobody counts any more need not be lost.
        const stillCounted = Object.fromEntries(Object.entries(was).filter(([pool]) => is[pool] !== undefined));
        const wanted = sum(is) >= sum(was) ? 'pass' : sum(is) < sum(stillCounted) ? 'fail' : 'undetermined';
        expect(judgeInventory('Contoso', against(is, found(was))).outcome).toBe(wanted);
      }),
    );
  });

  it('is not smaller because a pool stands in the file no more', () => {
    const before: Record<string, number> = { 'pool01.contoso.net': 40, 'pool02.contoso.net': 2 };
    expect(judgeInventory('Contoso', against({ 'pool02.contoso.net': 42 }, found(before))).outcome).toBe('pass');
    expect(judgeInventory('Contoso', against({ 'pool02.contoso.net': 12 }, found(before)))).toMatchObject({
      code: 'NOT_TOLD',
      message: expect.stringContaining('40 of them on pools that nobody counts any more'),
    });
    expect(judgeInventory('Contoso', against({ 'pool02.contoso.net': 1 }, found(before))).code).toBe('USERS_FEWER');
  });
});

describe('addresses', () => {
  const clean: PoolUsersFact = {
    pool: 'p',
    count: 2,
    domains: [{ name: 'contoso.net', count: 2 }],
    oddCount: 0,
    odd: [],
    users: [],
  };

  it.each<[string, Partial<PoolUsersFact>, string | undefined]>([
    ['clean', {}, undefined],
    ['of a domain in other letters', { domains: [{ name: 'Contoso.NET', count: 2 }] }, undefined],
    [
      'of another domain',
      {
        domains: [
          { name: 'contoso.net', count: 1 },
          { name: 'contoso.com', count: 1 },
        ],
      },
      'ADDRESS_ODD',
    ],
    ['of none', { domains: [{ name: '', count: 1 }] }, 'ADDRESS_ODD'],
    ['with a blank', { oddCount: 1, odd: [{ identity: 'CN=Chen', property: 'LineURI', value: 'tel:+1 ' }] }, 'ADDRESS_ODD'],
  ])('%s', (_, some, code) => {
    const finding = judgeAddresses({ ...clean, ...some }, ['contoso.net']);
    expect(finding.code).toBe(code);
    if (code !== undefined) expect(finding.reasons.length).toBeGreaterThan(0);
  });

  it('shows a blank as one', () => {
    const odd = [{ identity: 'CN=Chen', property: 'LineURI', value: 'tel:+1 ' }];
    expect(judgeAddresses({ ...clean, oddCount: 1, odd }, ['contoso.net']).reasons[0]?.observed).toBe('"tel:+1 "');
  });
});

describe('client versions', () => {
  const rule = (some: Partial<ClientVersionRule>): ClientVersionRule => ({
    policy: 'Global',
    priority: 0,
    enabled: true,
    action: 'Block',
    userAgent: 'OC',
    version: '15.0',
    compareOp: 'GEQ',
    ...some,
  });
  const client = 'UCCAPI/15.0.4569.1503 OC/15.0.4569.1503 (Microsoft Lync)';

  it.each<[string, Partial<ClientVersionRule>, boolean]>([
    ['equal to as many numbers as the rule has', { compareOp: 'EQL' }, true],
    ['not of that version', { compareOp: 'EQL', version: '15.1' }, false],
    ['below', { compareOp: 'LSS', version: '16' }, true],
    ['not below itself', { compareOp: 'LSS', version: '15.0.4569.1503' }, false],
    ['at most itself', { compareOp: 'LEQ', version: '15.0.4569' }, true],
    ['above', { compareOp: 'GTR', version: '15.0.4569.1502' }, true],
    ['another than', { compareOp: 'NEQ', version: '4' }, true],
    ['any version', { compareOp: 'EQL', version: '' }, true],
    ['another client', { userAgent: 'CWA' }, false],
    ['the product by the way', { userAgent: 'uccapi' }, true],
    ['switched off', { enabled: false }, false],
  ])('a rule fits: %s', (_, some, fits) => {
    expect(ruleFor(client, [rule(some)]) !== undefined).toBe(fits);
  });

  it('the rule of the first priority decides, whatever the order of the list', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(50), { minLength: 1 }), (priorities) => {
        const rules = priorities.map((priority) => rule({ priority }));
        expect(ruleFor(client, rules)?.priority).toBe(Math.min(...priorities));
      }),
    );
  });

  const question = {
    site: 'Redmond',
    pool: 'pool01.contoso.net',
    clients: [client],
    users: [{ assigned: {} }],
    mustFilter: false,
  };
  const on = { identity: 'Global', enabled: true, defaultAction: 'Allow' };

  it.each<[string, Parameters<typeof judgeClientVersions>[1], Partial<typeof question>, string | undefined]>([
    ['lets in what no rule names', { configurations: [on], rules: [] }, {}, undefined],
    ['keeps out by rule', { configurations: [on], rules: [rule({})] }, {}, 'CLIENT_REFUSED'],
    ['keeps out by default', { configurations: [{ ...on, defaultAction: 'BlockWithUrl' }], rules: [] }, {}, 'CLIENT_REFUSED'],
    ['lets in with advice', { configurations: [on], rules: [rule({ action: 'AllowWithUrl' })] }, {}, undefined],
    [
      'the policy of the pool goes before the global one',
      { configurations: [on], rules: [rule({}), rule({ policy: 'Registrar:pool01.contoso.net', action: 'Allow' })] },
      {},
      undefined,
    ],
    [
      'the settings of the site go before the global ones',
      { configurations: [on, { ...on, identity: 'Site:Redmond', enabled: false }], rules: [rule({})] },
      {},
      undefined,
    ],
    [
      'off, where it must be on',
      { configurations: [{ ...on, enabled: false }], rules: [] },
      { mustFilter: true },
      'CLIENT_FILTER_OFF',
    ],
    ['no settings', { configurations: [], rules: [] }, {}, 'NOT_TOLD'],
    ['an operator that nobody knows', { configurations: [on], rules: [rule({ compareOp: 'LIKE' })] }, {}, 'NOT_TOLD'],
    ['nobody to look at', { configurations: [on], rules: [] }, { users: [] }, 'NOT_TOLD'],
  ])('%s', (_, fact, some, code) => {
    expect(judgeClientVersions({ ...question, ...some }, fact).code).toBe(code);
  });
});

it('the nearest policy applies: as told, own, of the pool, of the site, global', () => {
  const place = { site: 'Redmond', pool: 'pool01.contoso.net' };
  const known = ['Global', 'Site:Redmond', 'Registrar:pool01.contoso.net'];
  expect(policyInForce('DialPlan', { assigned: { DialPlan: 'Own' }, effective: { DialPlan: 'Told' } }, place, known)).toBe(
    'Told',
  );
  expect(policyInForce('DialPlan', { assigned: { DialPlan: 'Own' } }, place, known)).toBe('Own');
  expect(policyInForce('DialPlan', { assigned: {} }, place, known)).toBe('Registrar:pool01.contoso.net');
  expect(policyInForce('DialPlan', { assigned: {} }, place, known.slice(0, 2))).toBe('Site:Redmond');
  expect(policyInForce('DialPlan', { assigned: {} }, place, [])).toBe('Global');
});

describe('dialled numbers', () => {
  const answer = (uri: string, number: string, translated: string) => ({
    sipAddress: uri,
    number,
    translated,
    route: '',
    usage: '',
  });
  const user = (name: string, translated: Record<string, string>) => ({
    name,
    uri: `sip:${name}`,
    answers: Object.entries(translated).map(([number, to]) => answer(`sip:${name}`, number, to)),
  });

  it('must become the same for everybody, and something for somebody', () => {
    const lena = user('lena', { 1: '+1', 2: '' });
    expect(judgeNormalization('S', [lena, user('mika', { 1: '+1', 2: '' })], ['1', '2']).outcome).toBe('pass');
    expect(judgeNormalization('S', [lena, user('mika', { 1: '+2', 2: '' })], ['1', '2'])).toMatchObject({
      code: 'NUMBER_DIFFERS',
      reasons: [{ text: '1 for mika, compared with lena', expected: '+1', observed: '+2' }],
    });
    expect(judgeNormalization('S', [lena, user('mika', { 2: '' })], ['1', '2']).code).toBe('NOT_TOLD');
    expect(judgeNormalization('S', [lena, user('mika', { 1: '', 2: '' })], ['2']).code).toBe('NOT_TOLD');
  });
});

describe('outsiders', () => {
  const question = { site: 'S', pool: 'p', users: [{ assigned: {} }] };
  const open = { identity: 'Global', enableFederation: true, enableOutside: true };
  const fact = {
    conferencing: [{ identity: 'Global', allowAnonymous: true }],
    external: [open],
    accessEdge: { allowFederatedUsers: true, allowOutsideUsers: true },
  };

  it('are let into meetings by the policy that applies', () => {
    expect(judgeAnonymousMeetings(question, fact).outcome).toBe('pass');
    const closed = {
      ...fact,
      conferencing: [
        { identity: 'Global', allowAnonymous: false },
        { identity: 'Tag:Pilot', allowAnonymous: true },
      ],
    };
    expect(judgeAnonymousMeetings(question, closed).code).toBe('OUTSIDERS_REFUSED');
    expect(judgeAnonymousMeetings({ ...question, users: [{ assigned: { ConferencingPolicy: 'Pilot' } }] }, closed).outcome).toBe(
      'pass',
    );
    expect(judgeAnonymousMeetings({ ...question, users: [{ assigned: { ConferencingPolicy: 'Gone' } }] }, closed).code).toBe(
      'NOT_TOLD',
    );
    expect(judgeAnonymousMeetings({ ...question, users: [] }, fact).code).toBe('NOT_TOLD');
  });

  it('are reached where all that lets them is on; XMPP counts where it is wanted', () => {
    expect(judgeExternalAccess(question, fact, false).outcome).toBe('pass');
    expect(judgeExternalAccess(question, fact, true).code).toBe('NOT_TOLD');
    expect(judgeExternalAccess(question, { ...fact, external: [{ ...open, enableXmpp: false }] }, true).code).toBe(
      'OUTSIDERS_REFUSED',
    );
    for (const off of ['enableFederation', 'enableOutside'])
      expect(judgeExternalAccess(question, { ...fact, external: [{ ...open, [off]: false }] }, false).code).toBe(
        'OUTSIDERS_REFUSED',
      );
    for (const off of ['allowFederatedUsers', 'allowOutsideUsers'])
      expect(judgeExternalAccess(question, { ...fact, accessEdge: { ...fact.accessEdge, [off]: false } }, false).code).toBe(
        'OUTSIDERS_REFUSED',
      );
  });
});

it('contacts may grow and not shrink; of lists in Exchange nobody knows the count', () => {
  const judge = (count: number | undefined, was: Earlier<{ keptIn: 'pool' | 'exchange'; count?: number }>) =>
    judgeContactsKept(
      {
        user: 'Lena',
        pool: 'p',
        budget: 1,
        list: count === undefined ? { keptIn: 'exchange', because: 'UCS' } : { keptIn: 'pool', count },
      },
      (now) => against(now, was),
    ).code;
  expect(judge(3, found({ keptIn: 'pool', count: 3 }))).toBeUndefined();
  expect(judge(4, found({ keptIn: 'pool', count: 3 }))).toBeUndefined();
  expect(judge(2, found({ keptIn: 'pool', count: 3 }))).toBe('CONTACTS_FEWER');
  expect(judge(0, found({ keptIn: 'exchange' }))).toBe('NOT_COVERED');
  expect(judge(undefined, found({ keptIn: 'pool', count: 3 }))).toBe('NOT_COVERED');
  expect(judge(3, { kind: 'none' })).toBe('BASELINE_NONE');
});
