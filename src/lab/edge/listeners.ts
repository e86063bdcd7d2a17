import type { Socket } from 'node:net';
import type { Authority, Identity } from '../certificates/index.ts';
import { edgesHaveMoved } from '../dns/index.ts';
import type { LabPool, Topology } from '../estate/index.ts';
import type { FaultName, FaultParameters, LabEstate } from '../model.ts';
import { type Listener, listen } from '../registrar/index.ts';
import { type DatagramPort, openDatagramPort } from './datagrams.ts';
import { relayAnswer, relayConnection } from './relay.ts';
import { xmppConnection } from './xmpp.ts';

/** What an Edge pool offers outside over TCP, by the name that the address map has for its port. */
type Offer = 'sip' | 'federation' | 'xmpp' | 'web' | 'media';

interface Door {
  readonly listener: Listener<Offer>;
  /** Name under which it is known outside. */
  readonly fqdn: string;
  /** Those of its certificate. */
  readonly names: readonly string[];
  readonly identity: Identity;
}

/** The media relay over UDP. */
interface DatagramDoor {
  readonly pool: LabPool;
  readonly fqdn: string;
  readonly datagrams: DatagramPort;
}

/** The outside of all Edge pools of a lab. */
export interface EdgeListeners {
  /** Ports by the names under which Edge pools are known outside. */
  ports(): ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** Closes and opens what a fault is about. */
  faultChanged(name: FaultName, parameters: FaultParameters | undefined): Promise<void>;
  close(): Promise<void>;
}

export interface EdgeListenersOptions {
  readonly estate: LabEstate;
  readonly topology: Topology;
  readonly authority: Authority;
  /** An authority that nobody trusts; made when it is needed. */
  stranger(): Authority;
  /** For clients that know one host and pin one certificate. */
  readonly shared?: Identity;
  silent(): boolean;
  /** Hears of connections on which nothing was said. */
  touched?(what: string): void;
  /** Takes a remote user who has connected to an Access Edge. */
  remote(socket: Socket, pool: LabPool): void;
}

/** Offers of the Access Edge service: of a 2010 Edge it is stopped and disabled once federation has moved. */
const ofAccessEdge: readonly Offer[] = ['sip', 'federation', 'xmpp'];

/** True while the Access Edge service of the pool is stopped. */
export const isRetired = (estate: LabEstate, { isEdge, generation }: LabPool): boolean =>
  isEdge && generation === 'lync-2010' && edgesHaveMoved(estate) && estate.faults.active('legacy-edge-open') === undefined;

/** One port on the outside for each thing that an Edge pool offers there: its first server stands behind all of its names. */
export async function openEdgeListeners(options: EdgeListenersOptions): Promise<EdgeListeners> {
  const { estate, topology } = options;
  const doors: Door[] = [];
  const relays: DatagramDoor[] = [];
  const close = async (): Promise<void> =>
    void (await Promise.all([
      ...doors.map(({ listener }) => listener.close()),
      ...relays.map(({ datagrams }) => datagrams.close()),
    ]));
  try {
    for (const pool of topology.pools) {
      doors.push(...(await doorsOf(pool, options)));
      relays.push(...(await relaysOf(pool, options)));
    }
    await settle();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ports() {
      const found = new Map<string, Record<string, number>>();
      for (const { fqdn, listener } of doors) {
        found.set(fqdn, { ...found.get(fqdn), [listener.transport]: listener.address.port });
      }
      for (const { fqdn, datagrams } of relays) found.set(fqdn, { ...found.get(fqdn), 'media-udp': datagrams.port });
      return found;
    },
    async faultChanged(name, parameters) {
      if (name === 'estate-unreachable' && parameters === undefined) for (const { listener } of doors) listener.dropConnections();
      if (['pool-down', 'edge-port-closed', 'legacy-edge-open', 'edge-offer-closed'].includes(name)) await settle();
      if (name === 'edge-offer-garbled' || showFaults.some((known) => known === name)) for (const door of doors) show(door);
    },
    close,
  };

  async function settle(): Promise<void> {
    await Promise.all([
      ...doors.map(({ listener }) => (isClosed(listener.server.pool, listener.transport) ? listener.shut() : listener.reopen())),
      ...relays.map(({ pool, datagrams }) => (isClosed(pool, 'media-udp') ? datagrams.shut() : datagrams.reopen())),
    ]);
  }

  function isClosed(pool: LabPool, offer: Offer | 'media-udp'): boolean {
    if (pool.fqdn === estate.faults.active('pool-down')?.pool?.toLowerCase()) return true;
    if (offer === 'sip' && pool.fqdn === estate.faults.active('edge-port-closed')?.pool?.toLowerCase()) return true;
    if (isBroken(estate, 'edge-offer-closed', pool, offer)) return true;
    return ofAccessEdge.some((known) => known === offer) && isRetired(estate, pool);
  }

  /** The certificate of a door, and how it does its handshake, as the faults that name it have it. */
  function show({ listener, fqdn, names, identity }: Door): void {
    const { tls } = listener.server.pool;
    const [fault] = showFaults.filter((name) => estate.faults.active(name)?.server?.toLowerCase() === fqdn);
    const shown: Partial<Record<(typeof showFaults)[number], () => Identity>> = {
      'certificate-expired': () => options.authority.issue(names, { expired: true }),
      'certificate-untrusted': () => options.stranger().issue(names),
      'certificate-wrong-name': () => options.authority.issue(['www.elsewhere.example']),
    };
    const other = fault === undefined ? undefined : shown[fault]?.();
    const isGarbled = isBroken(estate, 'edge-offer-garbled', listener.server.pool, listener.transport);
    listener.secure(other ?? identity, tls, isGarbled ? 'plain-http' : fault === 'handshake-broken' ? 'broken' : 'proper');
  }
}

const showFaults = [
  'certificate-expired',
  'certificate-untrusted',
  'certificate-wrong-name',
  'handshake-broken',
] as const satisfies readonly FaultName[];

const isBroken = (
  { faults }: LabEstate,
  name: 'edge-offer-closed' | 'edge-offer-silent' | 'edge-offer-garbled',
  pool: LabPool,
  offer: string,
): boolean => {
  const fault = faults.active(name);
  return fault?.pool?.toLowerCase() === pool.fqdn && fault.name === offer;
};

/** What a server of another kind says to everything. */
const garbage = 'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

/** Where media go over UDP. */
async function relaysOf(pool: LabPool, { estate, silent }: EdgeListenersOptions): Promise<DatagramDoor[]> {
  const fqdn = pool.outside?.audioVideo?.fqdn;
  if (fqdn === undefined) return [];
  const datagrams = await openDatagramPort((message) => {
    if (silent() || isBroken(estate, 'edge-offer-silent', pool, 'media-udp')) return undefined;
    if (isBroken(estate, 'edge-offer-garbled', pool, 'media-udp')) return Buffer.from(garbage);
    return relayAnswer(message, realmOf(estate));
  });
  return [{ pool, fqdn, datagrams }];
}

const realmOf = ({ environment }: LabEstate): string => environment.sipDomains[0] ?? 'rtcmedia';

async function doorsOf(pool: LabPool, options: EdgeListenersOptions): Promise<Door[]> {
  const { estate, authority, shared, silent, touched } = options;
  const { outside } = pool;
  const server = pool.servers[0];
  if (outside === undefined || server === undefined) return [];
  const { access, webConferencing, audioVideo } = outside;
  const domains = outside.xmpp ? estate.environment.sipDomains : [];
  // Federation and XMPP are switched on for the 2013 Edge when they move to it.
  const federates = pool.generation === 'lync-2010' || edgesHaveMoved(estate);
  const accessNames = [access.fqdn, ...domains];
  const ofAccess = shared ?? authority.issue(accessNames);
  const connected = (socket: Socket, { transport }: Listener<Offer>): void => {
    if (transport === 'sip') options.remote(socket, pool);
    else if (isBroken(estate, 'edge-offer-garbled', pool, transport)) socket.end(garbage);
    else if (transport === 'media') relayConnection(socket, realmOf(estate));
    else if (transport === 'xmpp') xmppConnection(socket, estate.faults.active('xmpp-domain-missing') ? [] : domains);
    // Who meets or federates is not simulated: what comes is taken and has no answer.
    else socket.resume();
  };
  const open = async (
    transport: Offer,
    fqdn: string,
    identity: Identity,
    how: 'plain' | 'mutual' | 'tls' = 'tls',
  ): Promise<Door> => ({
    fqdn,
    names: fqdn === access.fqdn ? accessNames : [fqdn],
    identity,
    listener: await listen({
      server,
      transport,
      identity,
      plain: how === 'plain',
      ...(how === 'mutual' ? { trust: authority.certificate, demanding: true } : {}),
      silent: () => silent() || isBroken(estate, 'edge-offer-silent', pool, transport),
      connected,
      ...(touched && { touched: (what) => touched(what.replace(/^\S+/, fqdn)) }),
    }),
  });
  return [
    await open('sip', access.fqdn, ofAccess),
    ...(outside.federation && federates ? [await open('federation', access.fqdn, ofAccess, 'mutual')] : []),
    ...(outside.xmpp && federates ? [await open('xmpp', access.fqdn, ofAccess, 'plain')] : []),
    ...(webConferencing === undefined
      ? []
      : [await open('web', webConferencing.fqdn, shared ?? authority.issue([webConferencing.fqdn]))]),
    ...(audioVideo === undefined ? [] : [await open('media', audioVideo.fqdn, ofAccess, 'plain')]),
  ];
}
