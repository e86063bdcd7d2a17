import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Environment, Pool, Site, TestUser } from '../environment/index.ts';
import { parseEnvironment } from '../environment/index.ts';
import { generationNames, generationOf } from '../generations/index.ts';
import { checkOf, remedyFor, requirementWords } from '../guide/index.ts';
import { suiteNames } from '../outcome/index.ts';
import { coversCase, type Direction, type Plan, planCases, renderPlan } from './index.ts';

const base: Environment = parseEnvironment(
  `
name: Any
sipDomains: [contoso.net]
sites: [{ name: S, pools: [{ fqdn: p.contoso.net, generation: lync-2010, servers: [{ fqdn: s.contoso.net, roles: [front-end] }] }] }]
`,
  'any.yaml',
);

/** Estates of up to four sites; pools may be without front ends and without users, users without password. */
const estates: fc.Arbitrary<Environment> = fc
  .array(
    fc.array(
      fc.record({
        generation: fc.constantFrom(...generationNames),
        roles: fc.constantFrom(['front-end'], ['front-end', 'mediation', 'cms'], ['edge'], ['director']) as fc.Arbitrary<
          ('front-end' | 'edge')[]
        >,
        servers: fc.integer({ min: 1, max: 3 }),
        users: fc.array(fc.record({ password: fc.boolean(), probe: fc.boolean() }), { maxLength: 4 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((drawn): Environment => {
    const users: TestUser[] = [];
    const sites = drawn.map((pools, s): Site => {
      const placed = pools.map((pool, p): Pool => {
        const fqdn = `pool${s}${p}.contoso.net`;
        if (pool.roles.includes('front-end')) {
          for (const [u, { password, probe }] of pool.users.entries()) {
            const name = `${generationOf(pool.generation).userKind} ${s}${p}${u}`;
            users.push({
              name,
              uri: `sip:u${s}${p}${u}@contoso.net`,
              pool: fqdn,
              login: `C\\u${s}${p}${u}`,
              purpose: probe ? 'refusal-probe' : 'traffic',
              ...(password ? { password: { env: 'X' } } : {}),
            });
          }
        }
        const servers = Array.from({ length: pool.servers }, (_, n) => ({
          fqdn: `fe${s}${p}${n}.contoso.net`,
          roles: pool.roles,
        }));
        return { fqdn, generation: pool.generation, tlsProfile: 'modern', servers };
      });
      return { name: `Site ${s}`, administration: { via: 'remote', accounts: {} }, pools: placed };
    });
    return {
      ...base,
      sites,
      users,
      waves: {
        w: { pools: sites.flatMap(({ pools }) => pools.map(({ fqdn }) => fqdn)), requires: ['communication'], freshFor: 1 },
      },
    };
  });

const directions: Direction[] = ['legacy→legacy', 'legacy→migrated', 'migrated→legacy', 'migrated→migrated'];
const traffic = ({ users }: Environment, pool: string) =>
  users.filter((user) => user.purpose === 'traffic' && user.pool === pool);

describe('whatever the estate', () => {
  it('every direction between all sites has a pair or a reason', () => {
    fc.assert(
      fc.property(estates, fc.constantFrom('smoke', 'full'), (environment, coverage) => {
        const { cells, pairs } = planCases(environment, { coverage });
        for (const suite of ['messaging', 'presence']) {
          for (const { name: fromSite } of environment.sites) {
            for (const { name: toSite } of environment.sites) {
              for (const direction of directions) {
                const at = { fromSite, toSite, direction };
                const found = cells.filter(
                  (cell) => cell.suite === suite && Object.entries(at).every(([key, value]) => cell[key as 'suite'] === value),
                );
                expect(found).toHaveLength(1);
                const own = pairs.filter((pair) => Object.entries(at).every(([key, value]) => pair[key as 'from'] === value));
                expect(found[0]!.cases > 0).toBe(own.length > 0);
                expect(found[0]!.notCovered === undefined).toBe(own.length > 0);
              }
            }
          }
        }
      }),
    );
  });

  it('pairs are different traffic users, homed where the pair says', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const byName = new Map(environment.users.map((user) => [user.name, user]));
        const siteOf = new Map(environment.sites.flatMap(({ name, pools }) => pools.map(({ fqdn }) => [fqdn, name])));
        for (const pair of planCases(environment).pairs) {
          expect(pair.from).not.toBe(pair.to);
          const [from, to] = [byName.get(pair.from)!, byName.get(pair.to)!];
          expect([from.purpose, to.purpose]).toEqual(['traffic', 'traffic']);
          expect([from.pool, to.pool]).toEqual([pair.fromPool, pair.toPool]);
          expect([siteOf.get(from.pool), siteOf.get(to.pool)]).toEqual([pair.fromSite, pair.toSite]);
          expect(pair.direction).toBe(`${from.name.split(' ')[0]}→${to.name.split(' ')[0]}`);
        }
      }),
    );
  });

  it('load spreads: users of a pool that can sign in differ by one pair at most', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const { pairs } = planCases(environment);
        const parts = (name: string) => pairs.filter(({ from, to }) => from === name || to === name).length;
        for (const { fqdn } of environment.sites.flatMap(({ pools }) => pools)) {
          const able = traffic(environment, fqdn).filter(({ password }) => password !== undefined);
          // With one able user the other ones have to step in within the pool.
          if (able.length < 2) continue;
          const counts = able.map(({ name }) => parts(name));
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
          for (const { name } of traffic(environment, fqdn))
            if (!able.some((user) => user.name === name)) expect(parts(name)).toBe(0);
        }
      }),
    );
  });

  it('no pool escapes: every ordered pair of pools with users has a pair, every other one a case that says why not', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const { cases, pairs } = planCases(environment);
        const homes = environment.sites
          .flatMap(({ pools }) => pools)
          .filter(({ servers }) => servers[0]!.roles.includes('front-end'));
        for (const { fqdn } of homes) {
          const count = traffic(environment, fqdn).length;
          const told = cases.filter(
            ({ suite, pools, notCovered }) => suite === 'messaging' && notCovered !== undefined && pools.includes(fqdn),
          );
          expect(told).toHaveLength(count < 2 ? 1 : 0);
          for (const other of homes) {
            const enough = fqdn === other.fqdn ? count > 1 : count > 0 && traffic(environment, other.fqdn).length > 0;
            const found = pairs.filter(({ fromPool, toPool }) => fromPool === fqdn && toPool === other.fqdn);
            expect(found).toHaveLength(enough ? 1 : 0);
          }
        }
      }),
    );
  });

  it('ids are unique, titles within suite and site, and every case is of the guide', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const { cases } = planCases(environment);
        expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
        expect(new Set(cases.map(({ suite, site, title }) => JSON.stringify([suite, site, title]))).size).toBe(cases.length);
        for (const planned of cases) {
          const check = checkOf(planned.check)!;
          expect([planned.suite, planned.pillar, planned.tier, planned.optional]).toEqual([
            check.suite,
            check.pillar,
            check.tier,
            check.optional,
          ]);
          expect(planned.id.startsWith(`${planned.check}[`)).toBe(true);
          expect(planned.pools.length).toBeGreaterThan(0);
          if (planned.notCovered === undefined) expect(remedyFor(check, planned)).not.toMatch(/\{\w+\}/);
        }
      }),
    );
  });

  it('the same file gives the same plan, and a narrower selection a part of it', () => {
    const selections = fc.record(
      {
        suites: fc.subarray([...suiteNames], { minLength: 1 }),
        sites: fc.constant(['Site 0']),
        coverage: fc.constantFrom('smoke' as const, 'full' as const),
        wave: fc.constant('w'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(estates, selections, (environment, selection) => {
        // What is only looked at on demand is part of what can be selected.
        const everything = planCases(environment, { suites: suiteNames });
        const whole = new Map(everything.cases.map((planned) => [planned.id, planned]));
        let narrow: Plan;
        try {
          narrow = planCases(environment, selection);
        } catch (error) {
          expect(error).toMatchObject({ code: 'NOTHING_SELECTED' });
          return;
        }
        expect(planCases(structuredClone(environment), selection)).toEqual(narrow);
        for (const planned of narrow.cases) {
          expect(whole.get(planned.id)).toEqual(planned);
          if (selection.suites !== undefined)
            expect(selection.suites.some((word) => [planned.suite, planned.pillar].includes(word))).toBe(true);
          if (selection.sites !== undefined) expect(selection.sites).toContain(planned.site);
        }
        if (selection.suites === undefined && selection.sites === undefined && selection.coverage !== 'smoke') {
          expect(narrow.cases).toHaveLength(planCases(environment).cases.length);
          expect(narrow.cases.some(({ suite }) => suite === 'synthetic')).toBe(false);
        }
      }),
    );
  });

  it('a wave of all pools that requires a pillar finds a case for each of its pools, or a gap says why', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const { cases } = planCases(environment, { wave: 'w' });
        for (const { fqdn } of environment.sites.flatMap(({ pools }) => pools)) {
          for (const word of ['services', 'administration']) {
            expect(cases.some((planned) => coversCase(word, planned) && planned.pools.includes(fqdn))).toBe(true);
          }
        }
      }),
    );
  });

  it('is printed in at most 100 columns, and every reason is', () => {
    fc.assert(
      fc.property(
        estates,
        fc.string({ minLength: 1, maxLength: 120 }).filter((name) => !/[^\x21-\x7e]/.test(name)),
        (environment, name) => {
          const renamed = {
            ...environment,
            sites: environment.sites.map((site, index) => ({ ...site, name: index === 0 ? name : site.name })),
          };
          const plan = planCases(renamed);
          const text = renderPlan(plan);
          for (const line of text.split('\n')) expect([...line].length).toBeLessThanOrEqual(100);
          const words = (of: string) => of.replaceAll(/\s+/g, '');
          for (const { notCovered } of plan.cells) if (notCovered !== undefined) expect(words(text)).toContain(words(notCovered));
          for (const gap of plan.gaps) expect(words(text)).toContain(words(gap));
        },
      ),
    );
  });
});

it('every word that a wave may require speaks of some case of a whole estate, and of nothing else than it says', () => {
  const environment = parseEnvironment(
    `
name: Whole
sipDomains: [contoso.net]
pilot:
  dialledNumbers: ['2301']
  meetings: [{ pool: p1.contoso.net, url: 'https://meet.contoso.net/a/1' }]
network: { externalResolver: 192.0.2.53 }
sites:
  - name: S
    pools:
      - { fqdn: p1.contoso.net, generation: lync-2010, webExternal: w1.contoso.net, servers: [{ fqdn: s1.contoso.net, roles: [front-end] }] }
      - fqdn: p2.contoso.net
        generation: lync-2013
        servers: [{ fqdn: s2.contoso.net, roles: [front-end] }, { fqdn: s3.contoso.net, roles: [front-end] }]
      - fqdn: p3.contoso.net
        generation: lync-2013
        servers: [{ fqdn: e1.contoso.net, roles: [edge] }]
        edge: { access: access.contoso.net, xmpp: true }
      - { fqdn: p5.contoso.net, generation: lync-2010, servers: [{ fqdn: e2.contoso.net, roles: [edge] }] }
  - name: T
    administration: { via: remote, accounts: { siteAdmin: { login: 'C\\t' }, readOnly: { login: 'C\\v' } } }
    pools: [{ fqdn: p4.contoso.net, generation: lync-2013, servers: [{ fqdn: s4.contoso.net, roles: [mediation] }] }]
users:
  - { name: legacy A, uri: 'sip:a@contoso.net', pool: p1.contoso.net }
  - { name: migrated B, uri: 'sip:b@contoso.net', pool: p2.contoso.net }
  - { name: refused C, uri: 'sip:c@contoso.net', pool: p2.contoso.net, login: 'C\\c', purpose: refusal-probe }
`,
    'whole.yaml',
  );
  // Some are looked at in some phases alone.
  const cases = (['pilot', 'federation-moved', 'decommission'] as const).flatMap(
    (phase) => planCases({ ...environment, phase }, { suites: suiteNames }).cases,
  );
  for (const word of requirementWords)
    expect(
      cases.some((planned) => coversCase(word, planned)),
      word,
    ).toBe(true);
  const covered = (word: string) => [...new Set(cases.filter((planned) => coversCase(word, planned)).map(({ suite }) => suite))];
  expect(covered('communication')).toEqual(expect.arrayContaining(['signin', 'messaging', 'presence', 'conference', 'contacts']));
  expect(covered('communication.messaging')).toEqual(['messaging']);
  expect(covered('presence.busy')).toEqual(['presence']);
  expect(covered('messaging')).toEqual([]);

  // A meeting is opened of the pools that have one, and from outside where somebody says how the outside finds it.
  const meetings = (from: typeof environment) =>
    planCases(from, { suites: ['entry-points'] }).cases.flatMap(({ id }) => (id.startsWith('entry-points.meeting') ? [id] : []));
  expect(meetings(environment)).toEqual([
    'entry-points.meeting[p1.contoso.net]',
    'entry-points.meeting-outside[p1.contoso.net]',
    'entry-points.meeting-pool[p1.contoso.net]',
  ]);
  expect(meetings({ ...environment, network: { addresses: {} } })).toEqual([
    'entry-points.meeting[p1.contoso.net]',
    'entry-points.meeting-pool[p1.contoso.net]',
  ]);
});

describe('the outside of Edge pools', () => {
  const file = (edge2010: string, edge2013: string) => `
name: Edges
sipDomains: [contoso.net]
sites:
  - name: S
    pools:
      - { fqdn: p1.contoso.net, generation: lync-2013, servers: [{ fqdn: s1.contoso.net, roles: [front-end] }] }
      - { fqdn: e10.contoso.net, generation: lync-2010, servers: [{ fqdn: e10a.contoso.net, roles: [edge] }]${edge2010} }
      - { fqdn: e13.contoso.net, generation: lync-2013, servers: [{ fqdn: e13a.contoso.net, roles: [edge] }]${edge2013} }
`;
  const planned = (text: string, phase: 'pilot' | 'federation-moved') =>
    planCases({ ...parseEnvironment(text, 'edges.yaml'), phase }, { suites: ['nodes', 'entry-points'] }).cases.filter(
      ({ check, pools }) =>
        (check === 'nodes.ports' || check.endsWith('-srv') || check === 'nodes.legacy-edge-closed') &&
        !pools.includes('p1.contoso.net'),
    );
  const ids = (text: string, phase: 'pilot' | 'federation-moved') =>
    planned(text, phase).map(({ id, pools }) => `${id} ${pools.join(' ')}`);

  it('is not looked at where the file does not name it', () => {
    expect(ids(file('', ''), 'pilot')).toEqual([
      'nodes.ports[e10a.contoso.net:5061] e10.contoso.net',
      'nodes.ports[e10a.contoso.net:4443] e10.contoso.net',
      'nodes.ports[e13a.contoso.net:5061] e13.contoso.net',
      'nodes.ports[e13a.contoso.net:4443] e13.contoso.net',
    ]);
    expect(ids(file('', ''), 'federation-moved')).toContain('nodes.legacy-edge-closed[e10a.contoso.net:5061] e10.contoso.net');
  });

  it('belongs to the Edge pool of the phase where both have the same name, and no case stands there twice', () => {
    const shared = file(', edge: { access: a.contoso.net }', ', edge: { access: a.contoso.net }');
    for (const [phase, pool] of [
      ['pilot', 'e10.contoso.net'],
      ['federation-moved', 'e13.contoso.net'],
    ] as const) {
      const cases = planned(shared, phase);
      expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
      expect(cases.find(({ id }) => id === 'nodes.ports[a.contoso.net:443]')?.pools).toEqual([pool]);
    }
    // Outside nobody can tell whose port it is; inside they can.
    const closed = ids(shared, 'federation-moved').filter((id) => id.includes('closed'));
    expect(closed).toEqual(['nodes.legacy-edge-closed[e10a.contoso.net:5061] e10.contoso.net']);
  });

  it('has no record of a service before there is an Edge pool of the phase that could have it', () => {
    const only2013 = file('', ', edge: { access: b.contoso.net, xmpp: true }');
    expect(ids(only2013, 'pilot').filter((id) => id.includes('srv'))).toEqual([
      'entry-points.xmpp-srv[_xmpp-server._tcp.contoso.net] e13.contoso.net',
    ]);
    expect(ids(only2013, 'federation-moved').filter((id) => id.includes('srv'))).toHaveLength(3);
  });
});

it('looks at what is on demand when it is named: as a suite, or by a word of the wave that is judged', () => {
  const file = (requires: string) => `
name: On demand
sipDomains: [contoso.net]
sites: [{ name: S, pools: [{ fqdn: p1.contoso.net, generation: lync-2013, servers: [{ fqdn: s1.contoso.net, roles: [front-end] }] }] }]
users:
  - { name: migrated A, uri: 'sip:a@contoso.net', pool: p1.contoso.net }
  - { name: migrated B, uri: 'sip:b@contoso.net', pool: p1.contoso.net }
waves:
  plain: { pools: [p1.contoso.net], requires: [communication] }
  asking: { pools: [p1.contoso.net], requires: [${requires}] }
`;
  const has = (requires: string, selection: Parameters<typeof planCases>[1]) =>
    planCases(parseEnvironment(file(requires), 'demand.yaml'), selection).cases.some(({ suite }) => suite === 'synthetic');
  expect(has('communication', {})).toBe(false);
  expect(has('communication', { suites: ['communication'] })).toBe(false);
  expect(has('communication', { suites: ['synthetic'] })).toBe(true);
  for (const word of ['communication.synthetic', 'synthetic.im']) {
    expect(has(word, {})).toBe(true);
    expect(has(word, { wave: 'asking' })).toBe(true);
    expect(has(word, { wave: 'plain' })).toBe(false);
  }
});
