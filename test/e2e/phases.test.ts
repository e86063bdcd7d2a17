import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  judgeChain,
  judgeClosed,
  judgeEdgeService,
  judgeEntryPoint,
  judgeNames,
  judgePort,
  namesOfPort,
  type PortObservation,
  troubleOf,
} from '../../src/checks/index.ts';
import { examine } from '../../src/doctor/index.ts';
import { type Environment, loadEnvironment } from '../../src/environment/index.ts';
import { edgeGenerationIn, edgeServices, entryPoints, leadsTo, type PhaseName, phaseNames } from '../../src/guide/index.ts';
import { type FaultName, startLab } from '../../src/lab/index.ts';
import { createLocator, createNameService } from '../../src/network/index.ts';
import type { Finding } from '../../src/outcome/index.ts';
import { planCases } from '../../src/plan/index.ts';
import {
  listenAtPort,
  lookAtPort,
  lookUpEdges,
  lookUpHost,
  lookUpPools,
  lookUpService,
  touchPort,
} from '../../src/probes/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { folder } from '../support/coex.ts';

const contoso = readFileSync(fileURLToPath(new URL('../../fixtures/lab/contoso.yaml', import.meta.url)), 'utf8');

/** The environment of a lab that stands in a phase of the migration. */
async function labIn(phase: PhaseName, ...faults: FaultName[]): Promise<Environment> {
  const state = folder();
  const estate = join(state, 'estate.yaml');
  writeFileSync(estate, contoso.replace(/^phase: pilot$/m, `phase: ${phase}`));
  const lab = await startLab({
    estate,
    state: join(state, 'lab'),
    clock: systemClock,
    faults: faults.map((name) => ({ name })),
  });
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
  const edges = await lookUpEdges(
    names,
    estate.sites.flatMap((site) => site.pools),
  );
  const outside = await Promise.all(
    edgeServices.map(async (service) => {
      const seen = await lookUpService(names, `${service.label}.contoso.net`);
      const finding = judgeEdgeService(service, edgeGenerationIn(phase), { ...seen, outside: true }, edges);
      return [service.label, finding.code] as const;
    }),
  );
  return Object.fromEntries(
    [...found, ...outside].filter((each): each is readonly [string, NonNullable<(typeof each)[1]>] => each[1] !== undefined),
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
    const moved = {
      ...webSide,
      lyncdiscover: wrong,
      lyncdiscoverinternal: wrong,
      '_sip._tls': wrong,
      '_sipfederationtls._tcp': wrong,
      // XMPP came with 2013: there was no record before.
      '_xmpp-server._tcp': 'RECORD_MISSING',
    };
    expect(await complaints(pilot, 'federation-moved')).toEqual(moved);
    expect(await complaints(pilot, 'decommission')).toEqual({ ...moved, sip: wrong, '_sipinternaltls._tcp': wrong });
  });

  it('what was changed too early is wrong too', async () => {
    const end = await labIn('decommission');
    expect(await complaints(end, 'federation-moved')).toEqual({ sip: wrong, '_sipinternaltls._tcp': wrong });
    const outside = { '_sip._tls': wrong, '_sipfederationtls._tcp': wrong, '_xmpp-server._tcp': wrong };
    expect(await complaints(end, 'pilot')).toEqual({ ...webSide, ...outside, sip: wrong, '_sipinternaltls._tcp': wrong });
  });
});

describe('the Edge pools of the lab', () => {
  /** What a check of nodes says of all its ports in the environment of a lab, by port: nothing where it is content. */
  async function complaintsAboutPorts(estate: Environment): Promise<Record<string, string>> {
    const locator = createLocator(estate.network);
    const ca = readFileSync(estate.trust.ca ?? '', 'utf8');
    const seat = { locator, budget: 5000, clock: systemClock, ca };
    const pools = estate.sites.flatMap((site) => site.pools);
    const looks = planCases(estate, { suites: ['nodes'] }).cases.flatMap(({ id, check, target }) =>
      target.kind === 'port' && target.pool.startsWith('edge') ? [{ id, check, target }] : [],
    );
    expect(looks.length).toBeGreaterThan(20);
    const said = looks.map(async ({ id, check, target }) => {
      const { server, number: port, port: name } = target;
      const what = { name, number: port, outside: !server.startsWith('edge') };
      const { speech } = target;
      const look = async (): Promise<PortObservation> => {
        if (target.bare) await touchPort(server, what, seat);
        if (target.bare) return { server, port, open: true };
        if (speech === undefined) return { server, port, sight: await lookAtPort(server, what, seat) };
        return { server, port, spoken: await listenAtPort(server, { ...what, speech, domains: ['contoso.net'] }, seat) };
      };
      const seen = await look().catch((error: unknown): PortObservation => ({ server, port, trouble: troubleOf(error) }));
      const pool = pools.find(({ fqdn }) => fqdn === target.pool)!;
      const judges: Partial<Record<string, () => Finding>> = {
        'nodes.ports': () => judgePort(seen),
        'nodes.legacy-edge-closed': () => judgeClosed(seen),
        'nodes.certificate-names': () => judgeNames(seen, namesOfPort(target, pool, estate)),
        'nodes.certificate-chain': () => judgeChain(seen, systemClock.now()),
      };
      return [id, judges[check]?.().code] as const;
    });
    return Object.fromEntries(
      (await Promise.all(said)).filter((each): each is readonly [string, string] => each[1] !== undefined),
    );
  }

  it.each(['pilot', 'federation-moved'] as const)('%s: have the ports and certificates that the checks expect', async (phase) => {
    expect(await complaintsAboutPorts(await labIn(phase))).toEqual({});
  });

  it('are told from those of another phase: federation and XMPP open, the Access Edge of 2010 closes', async () => {
    const pilot = await labIn('pilot');
    expect(await complaintsAboutPorts({ ...pilot, phase: 'federation-moved' })).toEqual({
      'nodes.ports[access2013.contoso.net:5061]': 'CONNECTION_REFUSED',
      'nodes.ports[access2013.contoso.net:5269]': 'CONNECTION_REFUSED',
      'nodes.certificate-chain[access2013.contoso.net:5061]': 'DEPENDS_ON_OTHER',
      'nodes.certificate-names[access2013.contoso.net:5061]': 'DEPENDS_ON_OTHER',
      'nodes.legacy-edge-closed[edge01a.contoso.net:5061]': 'LEGACY_EDGE_OPEN',
      'nodes.legacy-edge-closed[access.contoso.net:5061]': 'LEGACY_EDGE_OPEN',
    });
    const moved = await labIn('federation-moved');
    const refused = Object.keys(await complaintsAboutPorts({ ...moved, phase: 'pilot' })).filter((id) =>
      id.startsWith('nodes.ports'),
    );
    expect(refused.toSorted()).toEqual([
      'nodes.ports[access.contoso.net:443]',
      'nodes.ports[access.contoso.net:5061]',
      'nodes.ports[edge01a.contoso.net:5061]',
    ]);
  });

  it.each([
    ['pilot', ['access.contoso.net', 'edge01a.contoso.net', 'access2013.contoso.net', 'edge02a.contoso.net']],
    ['federation-moved', ['edge01a.contoso.net', 'access2013.contoso.net', 'edge02a.contoso.net']],
  ] as const)('%s: can be looked at, says the doctor', async (phase, subjects) => {
    const environment = await labIn(phase);
    const ca = readFileSync(environment.trust.ca ?? '', 'utf8');
    const shell = { missing: 'No shell is needed here.', hint: 'None.' };
    const looks = await examine({ environment, shell, ca, signIn: false, clock: systemClock });
    const servers = looks.filter(({ section }) => section === 'Servers');
    expect(servers.filter(({ state }) => state !== 'ready')).toEqual([]);
    expect(servers.map(({ subject }) => subject).filter((name) => /^(edge0\da|access)/.test(name))).toEqual(subjects);
  });

  it('xmpp-domain-missing: a gateway that serves no domain speaks XMPP, and refuses', async () => {
    expect(await complaintsAboutPorts(await labIn('federation-moved', 'xmpp-domain-missing'))).toEqual({
      'nodes.ports[access2013.contoso.net:5269]': 'XMPP_DOMAIN_REFUSED',
    });
  });

  it('legacy-edge-open: the Access Edge of 2010 takes connections after federation has moved', async () => {
    const estate = await labIn('federation-moved', 'legacy-edge-open');
    expect(await complaintsAboutPorts(estate)).toEqual({
      'nodes.legacy-edge-closed[edge01a.contoso.net:5061]': 'LEGACY_EDGE_OPEN',
      'nodes.legacy-edge-closed[access.contoso.net:5061]': 'LEGACY_EDGE_OPEN',
    });
  });
});

it('a name server that is not there is told from a name that is not there', async () => {
  const names = createNameService({ resolver: '127.0.0.1:1', addresses: {} }, { budget: 1000, clock: systemClock });
  await expect(names.srv('_sipinternaltls._tcp.contoso.net')).rejects.toMatchObject({ code: 'NAME_SERVER_UNREACHABLE' });
  const { network } = await labIn('pilot');
  expect(await createNameService(network, { budget: 5000, clock: systemClock }).addresses('nobody.contoso.net')).toEqual([]);
});
