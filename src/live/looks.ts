import { isSilence, type PortObservation, type Trouble, troubleOf } from '../checks/index.ts';
import { limitPerKey } from '../concurrency/index.ts';
import type { Environment, NetworkSettings } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { edgeServiceOf } from '../guide/index.ts';
import {
  createLocator,
  createNameService,
  type Locator,
  type NameService,
  tlsProfileNamed,
  withPublicAuthorities,
} from '../network/index.ts';
import type { CaseTarget, PlannedCase } from '../plan/index.ts';
import {
  type AutodiscoverSight,
  autodiscover,
  type EdgeAddresses,
  get,
  listenAtPort,
  lookAtPort,
  lookUpEdges,
  lookUpHost,
  lookUpPools,
  lookUpService,
  type MeetingSight,
  type NameSight,
  openMeeting,
  type PageSight,
  type PoolAddresses,
  type PortSight,
  type SpokenSight,
  touchPort,
} from '../probes/index.ts';
import type { Clock } from '../time/index.ts';
import type { NetworkFacts } from './network-facts.ts';
import type { Target } from './suite.ts';
import type { Vantage } from './vantage.ts';

/** Handshakes, pages and questions at once: an estate in which people work must not notice. */
const atOnce = 6;

/** What a look at a port showed. */
type Seen = { readonly open: true } | { readonly sight: PortSight } | { readonly spoken: SpokenSight };

const saysSomething: readonly string[] = [
  'CONNECTION_REFUSED',
  'HANDSHAKE_FAILED',
  'CIPHERS_NOT_SPOKEN',
  'PROTOCOL_NOT_SPOKEN',
  'XMPP_DOMAIN_REFUSED',
];

/** What can be seen of names, ports and pages without any account. Each is looked at once in a run. */
export interface Looks {
  /** Never throws: what went wrong is part of what was seen. */
  port(target: Target<'port'>): Promise<PortObservation>;
  name(target: Target<'name'>): Promise<NameSight>;
  poolAddresses(): Promise<readonly PoolAddresses[]>;
  /** The same as `name`, as the outside hears it where the environment names somebody to ask. */
  outsideName(target: Target<'name'>): Promise<NameSight>;
  /** The Edge pools that have an outside. */
  edges(): Promise<readonly EdgeAddresses[]>;
  page(url: string): Promise<PageSight>;
  /** The join address of the meeting of a pool, found as this host or as the outside finds it. */
  meeting(pool: string, from: 'inside' | 'outside'): Promise<MeetingSight>;
  /** The name service of the environment, each question asked once. */
  readonly names: NameService;
  /** From inside by lyncdiscoverinternal, from outside by lyncdiscover. */
  autodiscover(user: string, from: 'inside' | 'outside'): Promise<{ readonly domain: string; readonly seen: AutodiscoverSight }>;
}

export function createLooks(seat: {
  readonly environment: Environment;
  readonly locator: Locator;
  readonly ca?: string;
  readonly vantage: Vantage;
  readonly clock: Clock;
  /** Keeps what is seen in the run folder, or knows what an earlier run has kept. */
  readonly seen: NetworkFacts;
}): Looks {
  const { environment, locator, ca, vantage, clock, seen } = seat;
  const { connect } = environment.budgets;
  const pools = environment.sites.flatMap((site) => site.pools);
  const ask = (settings: NetworkSettings) => createNameService(settings, { budget: connect, clock });
  const names = seen.names(ask(environment.network), '');
  const { externalResolver } = environment.network;
  const outside =
    externalResolver === undefined ? names : seen.names(ask({ ...environment.network, resolver: externalResolver }), 'outside-');
  const limited = limitPerKey(atOnce);
  const known = new Map<string, Promise<unknown>>();
  const trust = ca === undefined ? {} : { ca };

  /** Several questions about one thing, put together once. */
  const together = <T>(what: string, look: () => Promise<T>): Promise<T> => {
    // Each case that is judged again has to meet the facts by itself: it is told how old they are.
    if (seen.areRecorded) return look();
    const begun = known.get(what) ?? limited('name', look);
    known.set(what, begun);
    return begun as Promise<T>;
  };

  // Whom a name without a pool of its own leads to is not known before: what the newest generation speaks must do.
  const profileFor = (host: string) => {
    const pool = pools.find(({ fqdn, servers }) => [fqdn, ...servers.map((server) => server.fqdn)].includes(host));
    return tlsProfileNamed(
      pool?.tlsProfile ?? (pools.some(({ tlsProfile }) => tlsProfile === 'lync-2010') ? 'lync-2010' : 'lync-2013'),
    );
  };
  const getFrom =
    (from: Locator, authorities: { readonly ca?: string } = trust) =>
    (url: string): Promise<PageSight> =>
      get(url, { locator: from, budget: connect, clock, profile: profileFor(new URL(url).hostname), ...authorities });
  const page = (url: string): Promise<PageSight> => seen.page(url, () => limited('page', () => getFrom(locator)(url)));
  // What faces the Internet may show a certificate that the public believes.
  const getOutside = (url: string): Promise<PageSight> =>
    getFrom(createLocator(outsideOf(environment.network), { clock }), { ca: withPublicAuthorities(ca) })(url);
  const pageOutside = (url: string): Promise<PageSight> =>
    seen.page(`outside ${url}`, () => limited('page', () => getOutside(url)));

  const inside = new Set(pools.flatMap(({ servers }) => servers.map(({ fqdn }) => fqdn)));
  const port = async ({ server, port: name, number, bare, speech }: Target<'port'>): Promise<PortObservation> => {
    const seat = { locator, budget: connect, clock, ...trust };
    const what = { name, number, outside: !inside.has(server) };
    const observed = { server, port: number, ...(speech === 'turn-udp' ? ({ over: 'udp' } as const) : {}) };
    const look = async (): Promise<Seen> => {
      if (speech !== undefined) {
        const asked = { ...what, speech, domains: environment.sipDomains };
        return {
          spoken: await seen.speech(server, number, speech, () => limited('port', () => listenAtPort(server, asked, seat))),
        };
      }
      const sight = await seen.port(server, number, () =>
        limited(
          'port',
          (): Promise<PortSight | undefined> => (bare === true ? touchPort(server, what, seat) : lookAtPort(server, what, seat)),
        ),
      );
      return sight === undefined ? { open: true } : { sight };
    };
    try {
      const found = await look();
      // A connection that is taken and no more may have been taken by a wall in between: only who speaks shows the server.
      if (!('open' in found)) vantage.answered(server);
      return { ...observed, ...found };
    } catch (error) {
      const trouble = troubleOf(error);
      // Whoever refuses is there, and so is whoever says something wrong.
      if (saysSomething.includes(trouble.code)) vantage.answered(server);
      return { ...observed, trouble };
    }
  };

  return {
    async port(target) {
      const found = await port(target);
      if (found.trouble === undefined || !isSilence(found.trouble)) return found;
      return { ...found, trouble: await withWitness(found.trouble, target) };
    },
    name: ({ name, label }) =>
      together(name, () => (label.startsWith('_') ? lookUpService(names, name) : lookUpHost(names, name))),
    outsideName: ({ name }) =>
      together(`${name} outside`, async () => ({
        ...(await lookUpService(outside, name)),
        ...(externalResolver === undefined ? {} : { outside: true }),
      })),
    edges: () => together('edges', () => lookUpEdges(outside, pools)),
    poolAddresses: () => together('pools', () => lookUpPools(names, pools)),
    page,
    async meeting(pool, from) {
      const { url } = environment.pilot.meetings?.find((meeting) => meeting.pool === pool) ?? {};
      if (url === undefined)
        throw new CoexistenceError('UNEXPECTED', `The plan names a meeting of ${pool}, which is not in the environment.`);
      return seen.meeting(pool, from, () =>
        limited('page', () => openMeeting(url, from === 'inside' ? getFrom(locator) : getOutside)),
      );
    },
    names,
    async autodiscover(userName, from) {
      const user = environment.users.find((entry) => entry.name === userName);
      if (user === undefined)
        throw new CoexistenceError('UNEXPECTED', `The plan names ${userName}, who is not in the environment.`);
      const domain = user.uri.slice(user.uri.indexOf('@') + 1);
      const [label, ask] = from === 'inside' ? ['lyncdiscoverinternal', page] : ['lyncdiscover', pageOutside];
      return { domain, seen: await autodiscover(`https://${label}.${domain}/`, user.uri, ask) };
    },
  };

  /** Silence of one port is a failure where another port of the same server answers. */
  async function withWitness(trouble: Trouble, { server, number }: Target<'port'>): Promise<Trouble> {
    const aliveBecause = await seen.alive(server, number, async () => {
      await seen.portsSeen(server);
      return vantage.aliveBecause(server);
    });
    return aliveBecause === undefined ? trouble : { ...trouble, aliveBecause };
  }
}

/** Where names lead for the outside. */
const outsideOf = ({ resolver, externalResolver = resolver, externalAddresses = {} }: NetworkSettings): NetworkSettings => ({
  ...(externalResolver === undefined ? {} : { resolver: externalResolver }),
  addresses: externalAddresses,
});

/** Begins the looks that planned cases will want, in the background. */
export function beginLooks(looks: Looks, cases: readonly PlannedCase[]): void {
  for (const { check, target } of cases) begin(looks, check, target)?.catch(() => undefined);
}

function begin(looks: Looks, check: string, target: CaseTarget): Promise<unknown> | undefined {
  if (target.kind === 'port') return looks.port(target);
  if (check === 'entry-points.simple-urls' && target.kind === 'name') return looks.page(`https://${target.name}/`);
  if (target.kind === 'name' && edgeServiceOf(target.label) !== undefined) {
    return Promise.all([looks.outsideName(target), looks.edges()]);
  }
  if (target.kind === 'name') return Promise.all([looks.name(target), looks.poolAddresses()]);
  if (check === 'entry-points.autodiscover' && target.kind === 'user') return looks.autodiscover(target.user, 'inside');
  if (check === 'entry-points.autodiscover-outside' && target.kind === 'user') return looks.autodiscover(target.user, 'outside');
  if (check === 'entry-points.meeting-outside' && target.kind === 'pool') return looks.meeting(target.pool, 'outside');
  if (check.startsWith('entry-points.meeting') && target.kind === 'pool') return looks.meeting(target.pool, 'inside');
  if (check.endsWith('.control-panel') && target.kind === 'pool') return looks.page(`https://${target.pool}/Cscp/`);
  return undefined;
}
