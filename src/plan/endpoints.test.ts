import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Environment, loadEnvironment, type Pool, type Site } from '../environment/index.ts';
import { endpointFor, endpointsOf } from './endpoints.ts';
import { planCases } from './index.ts';

const lab = await loadEnvironment(fileURLToPath(new URL('../../fixtures/lab/contoso.yaml', import.meta.url)));
const remote = await loadEnvironment(fileURLToPath(new URL('../../fixtures/lab/remote.yaml', import.meta.url)));

/** The eight rungs, by the check that looks at each. */
const rungs = ['shell', 'topology', 'users', 'replication', 'policy', 'control-panel', 'certificates', 'roles'] as const;

const pool = (fqdn: string, generation: Pool['generation'], ...roles: string[]): Pool =>
  ({ fqdn, generation, servers: [{ fqdn: `one.${fqdn}`, roles }] }) as unknown as Pool;
const siteWith = (via: Site['administration']['via'], ...pools: Pool[]): Site =>
  ({ name: 'Redmond', administration: { via, accounts: {} }, pools }) as Site;
const mixed = [pool('old', 'lync-2010', 'front-end'), pool('new', 'lync-2013', 'front-end'), pool('edge', 'lync-2010', 'edge')];

describe('the ladder of administration', () => {
  it.each([
    ['lab', lab],
    ['remote', remote],
  ])('has every rung for every site and generation of the estate %s', (_, environment: Environment) => {
    const { cases } = planCases(environment);
    const missing = environment.sites.flatMap((site) =>
      endpointsOf(site).flatMap(({ generation, pools, at }) =>
        rungs.filter((rung) => {
          const found = cases.filter(
            ({ check, target, site: of }) =>
              check === `administration.${rung}` &&
              of === site.name &&
              (target.kind === 'site'
                ? JSON.stringify({ kind: 'site', ...at }) === JSON.stringify(target)
                : 'generation' in target && target.generation === generation && pools.includes(target.pool)),
          );
          return found.length === 0;
        }),
      ),
    );
    expect(missing).toEqual([]);
    expect(environment.sites.flatMap(endpointsOf).length).toBeGreaterThan(2);
  });

  it('has no case for a generation that a site does not have, and counts older tools of a host only where a wave names the check', () => {
    const shells = planCases(lab).cases.filter(({ check }) => check === 'administration.shell');
    expect(shells.map(({ id, optional, pools }) => [id, optional, pools.filter((name) => name.startsWith('pool'))])).toEqual([
      ['administration.shell[Redmond with lync-2010]', true, ['pool01.contoso.net']],
      ['administration.shell[Redmond with lync-2013]', false, ['pool01.contoso.net', 'pool02.contoso.net']],
      ['administration.shell[Dublin with lync-2010]', true, ['pool11.contoso.net']],
      ['administration.shell[Dublin with lync-2013]', false, ['pool11.contoso.net', 'pool12.contoso.net']],
    ]);
    expect(planCases(remote).cases.some(({ check, optional }) => check === 'administration.shell' && optional)).toBe(false);
  });
});

describe('endpoints of a site', () => {
  it('are the pools with web services; an Edge pool is asked about through the newest of them', () => {
    const site = siteWith('remote', ...mixed);
    expect(endpointsOf(site).map(({ name, pools }) => [name, pools])).toEqual([
      ['via old', ['old']],
      ['via new', ['new', 'edge']],
    ]);
    expect(['old', 'new', 'edge', undefined].map((asked) => endpointFor(site, asked)?.name)).toEqual([
      'via old',
      'via new',
      'via new',
      'via new',
    ]);
  });

  it('are on this host the tools of each generation; a pool is asked about with those of its own', () => {
    const site = siteWith('local', ...mixed);
    expect(['old', 'new', 'edge', undefined].map((asked) => endpointFor(site, asked)?.name)).toEqual([
      'with lync-2010',
      'with lync-2013',
      'with lync-2010',
      'with lync-2013',
    ]);
  });

  it('a site without a front end still has one', () => {
    expect(endpointsOf(siteWith('winrm', pool('med', 'lync-2010', 'mediation'))).map(({ name }) => name)).toEqual(['via med']);
  });
});
