import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Environment, loadEnvironment } from '../environment/index.ts';
import { clip, left, right, wrap } from './columns.ts';
import { planCases, renderPlan } from './index.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));
const golden = (name: string): string => fileURLToPath(new URL(`testdata/${name}`, import.meta.url));
const contoso: Environment = await loadEnvironment(fixture('environments/contoso.yaml'));

describe('the plan of Contoso', () => {
  it('prints counts, the grid and the gaps', async () => {
    await expect(renderPlan(planCases(contoso, { wave: 'pilot-1' }))).toMatchFileSnapshot(golden('contoso-plan.txt'));
  });

  it('prints a narrow selection, and what it leaves out of a wave', async () => {
    const selection = { wave: 'pilot-1', coverage: 'smoke', suites: ['presence'], sites: ['Dublin'] } as const;
    await expect(renderPlan(planCases(contoso, selection))).toMatchFileSnapshot(golden('contoso-presence-plan.txt'));
  });

  it('names its cases the same in every run', async () => {
    const lines = planCases(contoso).cases.map(({ id, title, site, pools, notCovered }) =>
      [id, site, title, pools.join(' '), ...(notCovered === undefined ? [] : [`(${notCovered.why})`])].join(' | '),
    );
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(golden('contoso-cases.txt'));
  });

  it('sees an Edge server by its reports alone', () => {
    const edge = planCases(contoso).cases.filter(({ id, suite }) => id.includes('edge01a') && suite !== 'nodes');
    expect(edge.map(({ id, notCovered }) => [id, notCovered?.code])).toEqual([
      ['services.edge[edge01a.contoso.net]', undefined],
      ['administration.replication[edge01a.contoso.net]', undefined],
    ]);
  });

  it('lets the other generation of the own site redirect, else that of another site', () => {
    const via = planCases(contoso, { suites: ['signin'] }).cases.flatMap(({ check, target }) =>
      check === 'signin.redirect' && target.kind === 'user' && target.via !== undefined ? [[target.user, target.via]] : [],
    );
    expect(Object.fromEntries(via)).toEqual({
      'legacy Lena': 'pool02.contoso.net',
      'legacy Lars': 'pool02.contoso.net',
      'migrated Mika': 'pool01.contoso.net',
      'migrated Mona': 'pool01.contoso.net',
      'legacy Liam': 'pool02.contoso.net',
    });
    // Without a pool of their own site, migrated users take turns at all that there are.
    const [redmond, dublin] = contoso.sites;
    const moved = {
      ...contoso,
      sites: [
        { ...redmond!, pools: [redmond!.pools[1]!] },
        { ...dublin!, pools: [redmond!.pools[0]!, dublin!.pools[0]!] },
      ],
    };
    const asked = planCases(moved, { suites: ['signin'], sites: ['Redmond'] }).cases.flatMap(({ check, target }) =>
      check === 'signin.redirect' && target.kind === 'user' && target.via !== undefined ? [target.via] : [],
    );
    expect(asked).toEqual(['pool01.contoso.net', 'pool11.contoso.net']);
  });
});

it('the lab has at least 150 cases, all four directions in and between its sites, and nothing that is not covered', async () => {
  const plan = planCases(await loadEnvironment(fixture('lab/contoso.yaml')), { wave: 'pilot-1' });
  expect(plan.cases.length).toBeGreaterThanOrEqual(150);
  expect(plan.cells.filter(({ cases }) => cases === 0)).toEqual([]);
  expect(plan.cells).toHaveLength(2 * 2 * 2 * 4);
  expect(plan.cases.filter(({ notCovered }) => notCovered !== undefined)).toEqual([]);
});

describe('a selection', () => {
  it('takes a pillar for its suites', () => {
    const suites = new Set(planCases(contoso, { suites: ['communication'] }).cases.map(({ suite }) => suite));
    expect([...suites]).toEqual(['signin', 'messaging', 'presence', 'conference', 'contacts', 'registration', 'entry-points']);
  });

  it.each([
    [
      { suites: ['mesaging'] },
      'UNKNOWN_SUITE',
      'There is no suite "mesaging"; did you mean messaging? Allowed are services, administration, topology, retirement, users, signin, messaging, presence, conference, contacts, registration, nodes, entry-points, synthetic, communication.',
    ],
    [
      { sites: ['Redmnd'] },
      'UNKNOWN_SITE',
      'Contoso pilot has no site "Redmnd"; did you mean Redmond? Allowed are Redmond, Dublin.',
    ],
    [{ wave: 'pilot-2' }, 'UNKNOWN_WAVE', 'Contoso pilot has no wave "pilot-2"; did you mean pilot-1? Allowed is pilot-1.'],
    [{ suites: [] }, 'NOTHING_SELECTED', 'Contoso pilot has no case for no suite in Redmond, Dublin.'],
  ])('%j ends with %s', (selection, code, message) => {
    expect(() => planCases(contoso, selection)).toThrow(expect.objectContaining({ code, message }));
  });

  it('leaves nothing where nobody could sign in', () => {
    const edgeOnly = {
      ...contoso,
      users: [],
      sites: contoso.sites.slice(1).map((site) => ({ ...site, pools: site.pools.slice(1) })),
    };
    expect(() => planCases(edgeOnly, { suites: ['signin'] })).toThrow(expect.objectContaining({ code: 'NOTHING_SELECTED' }));
  });
});

describe('columns', () => {
  it('cut and fill by what is seen', () => {
    expect([clip('Redmond', 5), left('Köln', 6), right('→', 3)]).toEqual(['Redm…', 'Köln  ', '  →']);
  });

  it('wrap between words, cut words that are too long, and indent', () => {
    expect(wrap('one two three', 9, '- ')).toEqual(['- one two', '  three']);
    expect(wrap('abcdefgh', 5)).toEqual(['abcde', 'fgh']);
    expect(wrap('', 5, '- ')).toEqual(['- ']);
  });
});
