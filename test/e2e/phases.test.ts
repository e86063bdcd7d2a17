import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { judgeEntryPoint } from '../../src/checks/index.ts';
import { type Environment, loadEnvironment } from '../../src/environment/index.ts';
import { entryPoints, leadsTo, type PhaseName, phaseNames } from '../../src/guide/index.ts';
import { startLab } from '../../src/lab/index.ts';
import { createNameService } from '../../src/network/index.ts';
import { lookUpHost, lookUpPools, lookUpService } from '../../src/probes/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { folder } from '../support/coex.ts';

const contoso = readFileSync(fileURLToPath(new URL('../../fixtures/lab/contoso.yaml', import.meta.url)), 'utf8');

/** The environment of a lab that stands in a phase of the migration. */
async function labIn(phase: PhaseName): Promise<Environment> {
  const state = folder();
  const estate = join(state, 'estate.yaml');
  writeFileSync(estate, contoso.replace(/^phase: pilot$/m, `phase: ${phase}`));
  const lab = await startLab({ estate, state: join(state, 'lab'), clock: systemClock });
  onTestFinished(() => lab.close());
  return loadEnvironment(lab.environmentPath);
}

/** What a check that expects the names of one phase says of an estate in another, by label: nothing where it is content. */
async function complaints(estate: Environment, phase: PhaseName): Promise<Record<string, string>> {
  const names = createNameService(estate.network, { budget: 5000, clock: systemClock });
  const pools = await lookUpPools(
    names,
    estate.sites.flatMap((site) => site.pools),
  );
  const found = await Promise.all(
    entryPoints.map(async (entry) => {
      const name = `${entry.label}.contoso.net`;
      const seen = await (entry.record === 'SRV' ? lookUpService(names, name) : lookUpHost(names, name));
      return [entry.label, judgeEntryPoint(entry, leadsTo(entry, phase), seen, pools).code] as const;
    }),
  );
  return Object.fromEntries(
    found.filter((each): each is readonly [string, NonNullable<(typeof each)[1]>] => each[1] !== undefined),
  );
}

const wrong = 'ENTRY_POINT_WRONG';
const webSide = { meet: wrong, dialin: wrong, admin: wrong };

describe('the phase of the migration decides whom names must lead to', () => {
  it.each(phaseNames)('%s: a lab in that phase is as the check expects it', async (phase) => {
    expect(await complaints(await labIn(phase), phase)).toEqual({});
  });

  it('from federation-moved on the web side must lead to 2013, and from decommission on clients too', async () => {
    const pilot = await labIn('pilot');
    expect(await complaints(pilot, 'edge-added')).toEqual({});
    const moved = { ...webSide, lyncdiscover: wrong, lyncdiscoverinternal: wrong };
    expect(await complaints(pilot, 'federation-moved')).toEqual(moved);
    expect(await complaints(pilot, 'decommission')).toEqual({ ...moved, sip: wrong, '_sipinternaltls._tcp': wrong });
  });

  it('what was changed too early is wrong too', async () => {
    const end = await labIn('decommission');
    expect(await complaints(end, 'federation-moved')).toEqual({ sip: wrong, '_sipinternaltls._tcp': wrong });
    expect(await complaints(end, 'pilot')).toEqual({ ...webSide, sip: wrong, '_sipinternaltls._tcp': wrong });
  });
});

it('a name server that is not there is told from a name that is not there', async () => {
  const names = createNameService({ resolver: '127.0.0.1:1', addresses: {} }, { budget: 1000, clock: systemClock });
  await expect(names.srv('_sipinternaltls._tcp.contoso.net')).rejects.toMatchObject({ code: 'NAME_SERVER_UNREACHABLE' });
  const { network } = await labIn('pilot');
  expect(await createNameService(network, { budget: 5000, clock: systemClock }).addresses('nobody.contoso.net')).toEqual([]);
});
