import type { Environment, Server } from '../../environment/index.ts';
import { edgeGenerationIn, type PhaseName } from '../../guide/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf } from '../case.ts';
import { isHome, isRetiredEdge, type PlacedPool, poolsOf, trafficUsers } from '../estate.ts';
import type { CaseTarget, PlannedCase } from '../model.ts';
import { withoutUsers } from './without-users.ts';

type PortTarget = Extract<CaseTarget, { kind: 'port' }>;
type PortName = PortTarget['port'];

interface KnownPort {
  readonly port: PortName;
  readonly number: number;
  readonly words: string;
  /** No handshake is tried there. */
  readonly bare?: true;
  /** No TLS comes first there. */
  readonly speech?: PortTarget['speech'];
}

const sip: KnownPort = { port: 'sip', number: 5061, words: 'SIP over TLS' };
const web: KnownPort = { port: 'web', number: 443, words: 'internal web site' };
const federationPort: KnownPort = { port: 'federation', number: 5061, words: 'federation' };
const xmppPort: KnownPort = { port: 'xmpp', number: 5269, words: 'XMPP federation', speech: 'xmpp' };
// MS-TURN section 2.1: the media relay is at port 3478 over UDP, whatever its port for TCP.
const relayPort: KnownPort = { port: 'media-udp', number: 3478, words: 'audio and video, UDP', speech: 'turn-udp' };
const webExternal: KnownPort = { port: 'web-external', number: 4443, words: 'external web site' };

const replication: KnownPort = { port: 'web-external', number: 4443, words: 'replication' };

/**
 * Front ends and Directors show the same. Of an Edge its inner side is looked at, as front ends see it; the access service of a 2010 Edge is
 * stopped once federation has moved. Servers of other roles listen where the topology says.
 */
function portsOf({ roles }: Server, placed: PlacedPool, phase: PhaseName): readonly KnownPort[] {
  if (roles.includes('front-end') || roles.includes('director')) return [sip, web, webExternal];
  if (!roles.includes('edge')) return [];
  return isRetiredEdge(placed, phase) ? [replication] : [sip, replication];
}

const looks: readonly { readonly check: CheckId; readonly title: (at: string) => string }[] = [
  { check: 'nodes.ports', title: (at) => `${at} answers` },
  { check: 'nodes.certificate-chain', title: (at) => `the certificate of ${at} is trusted` },
  { check: 'nodes.certificate-expiry', title: (at) => `the certificate of ${at} is valid for long enough` },
  { check: 'nodes.certificate-names', title: (at) => `the certificate of ${at} has the names it needs` },
  { check: 'nodes.certificate-strength', title: (at) => `the key of the certificate of ${at} is strong enough` },
  { check: 'nodes.tls-version', title: (at) => `${at} offers a TLS version that its pool may speak` },
];

const targetOf = ({ pool }: PlacedPool, server: string, { port, number, bare, speech }: KnownPort) =>
  ({
    kind: 'port',
    server,
    pool: pool.fqdn,
    generation: pool.generation,
    port,
    number,
    at: `${server}:${number}${speech === 'turn-udp' ? '/udp' : ''}`,
    ...(bare === undefined ? {} : { bare }),
    ...(speech === undefined ? {} : { speech }),
  }) as const;

/** All looks at a port, or the one that needs no certificate. */
function casesOfPort(placed: PlacedPool, server: string, known: KnownPort): PlannedCase[] {
  const { site, pool } = placed;
  const target = targetOf(placed, server, known);
  return looks
    .filter(({ check }) => (known.bare ?? known.speech) === undefined || check === 'nodes.ports')
    .map(({ check, title }) =>
      caseOf({
        check,
        site: site.name,
        subject: target.at,
        title: title(`${target.at} (${known.words})`),
        pools: [pool.fqdn],
        target,
      }),
    );
}

/** The outside of an Edge pool: what remote users and, where the pool has them, partners come to in this phase. */
function outsideOf({ pool }: PlacedPool, phase: PhaseName): readonly (readonly [fqdn: string, port: KnownPort])[] {
  if (pool.edge === undefined) return [];
  const { access, webConferencing, audioVideo, federation, xmpp } = pool.edge;
  const federates = edgeGenerationIn(phase) === pool.generation;
  return [
    [access.fqdn, { port: 'sip', number: access.port, words: 'Access Edge' }],
    ...(federation && federates ? [[access.fqdn, federationPort] as const] : []),
    ...(xmpp && federates ? [[access.fqdn, xmppPort] as const] : []),
    ...(webConferencing === undefined
      ? []
      : [[webConferencing.fqdn, { port: 'web', number: webConferencing.port, words: 'web conferencing' }] as const]),
    ...(audioVideo === undefined
      ? []
      : [
          [audioVideo.fqdn, { port: 'media', number: audioVideo.port, words: 'audio and video', speech: 'turn' }] as const,
          [audioVideo.fqdn, relayPort] as const,
        ]),
  ];
}

/** Names may move from one Edge pool to the other: then they belong to the one through which everybody comes in this phase. */
function casesOfOutsides(environment: Environment): PlannedCase[] {
  const { phase } = environment;
  const edges = poolsOf(environment).filter((placed) => !isRetiredEdge(placed, phase));
  const inUse = edges.filter(({ pool }) => pool.generation === edgeGenerationIn(phase));
  const taken = new Set<string>();
  return [...inUse, ...edges.filter((placed) => !inUse.includes(placed))].flatMap((placed) =>
    outsideOf(placed, phase).flatMap(([fqdn, port]) => {
      const { at } = targetOf(placed, fqdn, port);
      if (taken.has(at)) return [];
      taken.add(at);
      return casesOfPort(placed, fqdn, port);
    }),
  );
}

/** Once federation has moved nobody comes through the Access Edge of 2010 any more: inside and outside its port is closed. */
function casesOfRetiredEdges(environment: Environment): PlannedCase[] {
  const retired = poolsOf(environment).filter((placed) => isRetiredEdge(placed, environment.phase));
  const inUse = new Set(
    poolsOf(environment).flatMap(({ pool }) => (pool.generation === 'lync-2013' ? [pool.edge?.access.fqdn] : [])),
  );
  return retired.flatMap((placed) => {
    const { site, pool } = placed;
    const outside = pool.edge === undefined || inUse.has(pool.edge.access.fqdn) ? [] : [pool.edge.access.fqdn];
    const inside = pool.servers.filter(({ roles }) => roles.includes('edge')).map(({ fqdn }) => [fqdn, 'sip'] as const);
    return [...inside, ...outside.map((fqdn) => [fqdn, 'federation'] as const)].map(([server, port]) => {
      const target = targetOf(placed, server, { ...sip, port, bare: true });
      return caseOf({
        check: 'nodes.legacy-edge-closed',
        site: site.name,
        subject: target.at,
        title: `${target.at} is closed`,
        pools: [pool.fqdn],
        target,
      });
    });
  });
}

/** Each front end of each home takes in one of its users: they take turns. */
const signInCases = (environment: Environment): PlannedCase[] =>
  poolsOf(environment)
    .filter(isHome)
    .flatMap((home) => {
      const { site, pool } = home;
      const users = trafficUsers(environment, home);
      if (users.length === 0) return [withoutUsers('nodes.sign-in', home)];
      return pool.servers
        .filter(({ roles }) => roles.includes('front-end'))
        .map(({ fqdn }, index) => {
          const user = users[index % users.length]!.name;
          return caseOf({
            check: 'nodes.sign-in',
            site: site.name,
            subject: fqdn,
            title: `${fqdn} signs ${user} in`,
            pools: [pool.fqdn],
            target: { kind: 'user', user, pool: pool.fqdn, generation: pool.generation, via: fqdn },
          });
        });
    });

/** Every port of every server that clients come to, and what its certificate is like. */
export const nodeCases = (environment: Environment): PlannedCase[] => [
  ...poolsOf(environment).flatMap((placed) =>
    placed.pool.servers.flatMap((server) =>
      portsOf(server, placed, environment.phase).flatMap((port) => casesOfPort(placed, server.fqdn, port)),
    ),
  ),
  ...casesOfOutsides(environment),
  ...casesOfRetiredEdges(environment),
  ...signInCases(environment),
];
