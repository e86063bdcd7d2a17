import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Environment, Pool, Site, TestUser } from '../environment/index.ts';
import { parseEnvironment } from '../environment/index.ts';
import { type GenerationName, generationNames, generationOf } from '../generations/index.ts';
import { checks } from '../guide/index.ts';
import { type Pair, type Plan, planCases, renderTraffic, trafficOf } from './index.ts';
import { deepSitePairsAtMost, sitePairsAtMost } from './pairwise.ts';

/** Plans are large: fewer estates than usual, each of them seen by all properties. */
const runs = { numRuns: 50 };

const base: Environment = parseEnvironment(
  `
name: Any
sipDomains: [contoso.net]
sites: [{ name: S, pools: [{ fqdn: p.contoso.net, generation: lync-2010, servers: [{ fqdn: s.contoso.net, roles: [front-end] }] }] }]
`,
  'any.yaml',
);

/** An estate by the pools of its sites: the generation of each, and how many test users it has. */
function estate(sites: readonly (readonly { readonly generation: GenerationName; readonly users: number }[])[]): Environment {
  const users: TestUser[] = [];
  const placed = sites.map(
    (pools, s): Site => ({
      name: `S${s}`,
      administration: { via: 'remote', accounts: {} },
      pools: pools.map(({ generation, users: count }, p): Pool => {
        const fqdn = `pool${s}-${p}.contoso.net`;
        for (let u = 0; u < count; u++) {
          const name = `${generationOf(generation).userKind} ${s}-${p}-${u}`;
          users.push({ name, uri: `sip:u${users.length}@contoso.net`, pool: fqdn, purpose: 'traffic', password: { env: 'X' } });
        }
        return { fqdn, generation, tlsProfile: 'modern', servers: [{ fqdn: `fe${s}-${p}.contoso.net`, roles: ['front-end'] }] };
      }),
    }),
  );
  return { ...base, sites: placed, users };
}

const poolsOfSite = (most: number) =>
  fc.array(fc.record({ generation: fc.constantFrom(...generationNames), users: fc.integer({ min: 0, max: 4 }) }), {
    minLength: 1,
    maxLength: most,
  });

/** Few sites with many pools, and more sites than have all their pairs met. */
const estates: fc.Arbitrary<Environment> = fc
  .oneof(fc.array(poolsOfSite(6), { minLength: 1, maxLength: 4 }), fc.array(poolsOfSite(2), { minLength: 9, maxLength: 13 }))
  .filter((sites) => sites.flat().some(({ users }) => users > 0))
  .map(estate);

/** So many pools, spread over so many sites in turn, of both generations in each as far as they go. */
const spread = (pools: number, sites: number, users = 4): Environment =>
  estate(
    Array.from({ length: sites }, (_, s) =>
      Array.from({ length: Math.ceil((pools - s) / sites) }, (_, p) => ({
        generation: generationNames[(s + p) % 2] as GenerationName,
        users,
      })),
    ),
  );

const communication = (plan: Plan) => plan.cases.filter(({ pillar }) => pillar === 'communication');
const sitesOf = ({ fromSite, toSite }: Pair): string => `${fromSite} → ${toSite}`;
const tiers = new Map(checks.map(({ id, tier }) => [id, tier]));

/** What is met: by a word of a pair, with which checks, and up to how many different words. */
const promises: readonly {
  readonly word: string;
  readonly of: (pair: Pair) => string;
  readonly tier: 'smoke' | 'full';
  readonly atMost?: number;
}[] = [
  { word: 'generations, from and to', of: ({ direction }) => direction, tier: 'full' },
  { word: 'sites, from and to', of: sitesOf, tier: 'smoke', atMost: sitePairsAtMost },
  { word: 'sites, from and to', of: sitesOf, tier: 'full', atMost: deepSitePairsAtMost },
  { word: 'pool, from', of: ({ fromPool }) => fromPool, tier: 'smoke' },
  { word: 'pool, to', of: ({ toPool }) => toPool, tier: 'smoke' },
];

/** What the cases of a plan cover: each check, or those of the tier `smoke`, with each value of a word. */
const coveredIn = (plan: Plan, of: (pair: Pair) => string, tier: 'smoke' | 'full'): Set<string> =>
  new Set(
    plan.cases.flatMap(({ check, target }) =>
      target.kind === 'pair' && (tier === 'full' || tiers.get(check) === 'smoke') ? [`${check}: ${of(target.pair)}`] : [],
    ),
  );

describe('pairwise coverage, whatever the estate', () => {
  it('is a part of the full one, in its order', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const full = planCases(environment).cases.map(({ id }) => id);
        const own = new Set(planCases(environment, { coverage: 'pairwise' }).cases.map(({ id }) => id));
        expect(full.filter((id) => own.has(id))).toEqual([...own]);
      }),
      runs,
    );
  });

  it.each(promises)('meets each check of the tier $tier with each value of: $word', ({ of, tier, atMost }) => {
    fc.assert(
      fc.property(estates, (environment) => {
        const full = planCases(environment);
        if (atMost !== undefined && new Set(full.pairs.map(of)).size > atMost) return;
        expect(coveredIn(planCases(environment, { coverage: 'pairwise' }), of, tier)).toEqual(coveredIn(full, of, tier));
      }),
      runs,
    );
  });

  it('has no more pairs than pools that send, pools that receive, and the pairs of sites and generations that all are met', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const all = planCases(environment).pairs;
        const count = (wordOf: (pair: Pair) => string): number => new Set(all.map(wordOf)).size;
        const siteWise = count(sitesOf) <= sitePairsAtMost ? count(sitesOf) : 0;
        const bound = count(({ fromPool }) => fromPool) + count(({ toPool }) => toPool) + siteWise + 4;
        expect(planCases(environment, { coverage: 'pairwise' }).pairs.length).toBeLessThanOrEqual(bound);
      }),
      runs,
    );
  });

  it('has a sign-in case for everybody who takes part in anything, and for every pool with users', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const { cases } = planCases(environment, { coverage: 'pairwise' });
        const signIns = cases.flatMap(({ check, target }) => (check === 'signin.home' && target.kind === 'user' ? [target] : []));
        const names = new Set(signIns.map(({ user }) => user));
        for (const { target, pillar, notCovered } of cases) {
          if (notCovered !== undefined || pillar === 'administration') continue;
          if (target.kind === 'user') expect(names).toContain(target.user);
          if (target.kind === 'pair') expect(names.has(target.pair.from) && names.has(target.pair.to)).toBe(true);
          if (target.kind === 'conference')
            for (const name of [target.organizer, ...target.participants]) expect(names).toContain(name);
        }
        for (const { pool } of environment.users) expect(signIns.some((target) => target.pool === pool)).toBe(true);
      }),
      runs,
    );
  });

  it('looks at everything somewhere that full coverage looks at', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const checksIn = (coverage: 'pairwise' | 'full') =>
          new Set(planCases(environment, { coverage }).cases.map(({ check }) => check));
        expect(checksIn('pairwise')).toEqual(checksIn('full'));
      }),
      runs,
    );
  });

  it('says how much it leaves out, and names a reason for every empty cell', () => {
    fc.assert(
      fc.property(estates, (environment) => {
        const ofPairs = ({ cases }: Plan): number => cases.filter(({ target }) => target.kind === 'pair').length;
        const plan = planCases(environment, { coverage: 'pairwise' });
        const { gaps, cells } = plan;
        const isPart = ofPairs(plan) < ofPairs(planCases(environment));
        expect(gaps.some((gap) => gap.startsWith('Pairwise coverage looks at'))).toBe(isPart);
        for (const { cases, notCovered } of cells) expect(notCovered === undefined).toBe(cases > 0);
      }),
      runs,
    );
  });
});

describe('a hundred pools with four users each', () => {
  it.each([1, 2, 4, 5, 10, 20, 25, 50, 100])('in %i sites are looked at in less than 1,500 communication cases', (sites) => {
    const environment = spread(100, sites);
    expect(environment.users).toHaveLength(400);
    const plan = planCases(environment, { coverage: 'pairwise' });
    expect(communication(plan).length).toBeLessThan(1500);
    const senders = new Set(plan.pairs.map(({ fromPool }) => fromPool));
    const recipients = new Set(plan.pairs.map(({ toPool }) => toPool));
    expect([senders.size, recipients.size]).toEqual([100, 100]);
  });

  it('in ten sites need not one pair more than there are pools, and meet every pair of sites', () => {
    const { pairs } = planCases(spread(100, 10), { coverage: 'pairwise' });
    expect(pairs).toHaveLength(100);
    expect(new Set(pairs.map(sitesOf)).size).toBe(100);
  });
});

it('grows with the pools, where full coverage grows with their square', () => {
  const cases = (pools: number, coverage: 'pairwise' | 'full'): number =>
    communication(planCases(spread(pools, 5), { coverage })).length;
  expect(cases(80, 'pairwise') / cases(40, 'pairwise')).toBeLessThan(2.2);
  expect(cases(80, 'full') / cases(40, 'full')).toBeGreaterThan(3.5);
});

describe('the traffic of a plan', () => {
  const environment = spread(2, 1, 2);
  const limits = { ...environment.limits, signInsPerSecond: 2, messagesPerSecond: 10, run: 60_000 };

  it('counts what test users do, and how long it takes at least', () => {
    const traffic = trafficOf(planCases(environment), { ...environment, limits });
    // Four users: each signs in over the other pool, at home, and again after having been seen leaving; and one at each of two servers. Four pairs talk; four users publish.
    expect(traffic).toEqual({ users: 4, signIns: 14, messages: 16, publications: 16, atLeast: 7000 });
  });

  it('is nothing where no user signs in, and says where a run could not end in time', () => {
    const administration = planCases(environment, { suites: ['administration'] });
    expect(renderTraffic(trafficOf(administration, environment), environment)).toBeUndefined();
    const short = { ...environment, limits: { ...limits, run: 5000 } };
    expect(renderTraffic(trafficOf(planCases(short), short), short)).toMatch(
      /at least 7 s\. That is more than limits\.run \(5 s\)/,
    );
  });
});

it('there is a check of every suite of pairs to be met', () => {
  const planned = new Set(planCases(spread(4, 2), { coverage: 'pairwise' }).cases.map(({ check }) => check));
  for (const { id, suite } of checks) if (['messaging', 'presence'].includes(suite)) expect(planned).toContain(id);
});
