import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from '../../src/environment/model.ts';
import { Facts } from '../../src/facts/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { testShell } from '../support/shell.ts';
import { environment, type LabAdministration, startLabAdministration } from './lab-administration.ts';

const shell = await testShell();
const skip = 'skip' in shell ? shell.skip : undefined;
const names = Array.from({ length: 40 }, (_, at) => `fe${at}.contoso.net`);
const [redmond] = environment.sites;
const large = {
  ...environment,
  sites: [{ ...redmond, pools: [{ ...redmond!.pools[0]!, servers: names.map((fqdn) => ({ fqdn, roles: ['front-end'] })) }] }],
} as Environment;

describe.skipIf(skip !== undefined)(`facts of forty servers${skip === undefined ? '' : ` (${skip})`}`, () => {
  let lab: LabAdministration;
  beforeAll(async () => {
    lab = await startLabAdministration('path' in shell ? shell.path : '', large);
  });
  afterAll(() => lab?.[Symbol.asyncDispose]());

  it('cost one call of the lane for each, through three lanes side by side, however many ask', async () => {
    let calls = 0;
    const facts = new Facts({
      seatOf: (name) => ({ seat: name, site: name }),
      openLane(site) {
        const lane = lab.open(site);
        return {
          ...lane,
          servicesOf(server: string) {
            calls++;
            return lane.servicesOf(server);
          },
        };
      },
      lanesPerSite: 3,
      serviceStart: 1000,
      serviceLookEvery: 100,
      keep: () => undefined,
      clock: systemClock,
    });
    const ask = (server: string) => facts.services('Redmond', server, () => false);
    const seen = await Promise.all([...names, ...names, ...names].map(ask));
    expect(new Set(seen.map(({ server }) => server)).size).toBe(40);
    expect(seen.every(({ services }) => services.length > 10)).toBe(true);
    expect(calls).toBe(40);
    expect(lab.pids).toHaveLength(3);
    // One cmdlet for the states of the services and one for how they start.
    for (const server of names) expect(lab.requests.filter((path) => path.endsWith(`computer=${server}`))).toHaveLength(2);
    expect(await facts.close()).toEqual({ count: 3, problems: [] });
  });
});
