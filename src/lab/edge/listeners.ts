import type { Socket } from 'node:net';
import type { Authority, Identity } from '../certificates/index.ts';
import { edgesHaveMoved } from '../dns/index.ts';
import type { LabPool, Topology } from '../estate/index.ts';
import type { FaultName, FaultParameters, LabEstate } from '../model.ts';
import { type Listener, listen } from '../registrar/index.ts';

/** What an Edge pool offers outside, by the name that the address map has for its port. */
type Offer = 'sip' | 'federation' | 'xmpp' | 'web' | 'media';

interface Door {
  readonly listener: Listener<Offer>;
  /** Name under which it is known outside. */
  readonly fqdn: string;
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
  /** For clients that know one host and pin one certificate. */
  readonly shared?: Identity;
  silent(): boolean;
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
  const close = async (): Promise<void> => void (await Promise.all(doors.map(({ listener }) => listener.close())));
  try {
    for (const pool of topology.pools) doors.push(...(await doorsOf(pool, options)));
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
      return found;
    },
    async faultChanged(name, parameters) {
      if (name === 'estate-unreachable' && parameters === undefined) for (const { listener } of doors) listener.dropConnections();
      if (name === 'pool-down' || name === 'edge-port-closed' || name === 'legacy-edge-open') await settle();
    },
    close,
  };

  async function settle(): Promise<void> {
    await Promise.all(doors.map(({ listener }) => (isClosed(listener) ? listener.shut() : listener.reopen())));
  }

  function isClosed({ server: { pool }, transport }: Listener<Offer>): boolean {
    if (pool.fqdn === estate.faults.active('pool-down')?.pool?.toLowerCase()) return true;
    if (transport === 'sip' && pool.fqdn === estate.faults.active('edge-port-closed')?.pool?.toLowerCase()) return true;
    return ofAccessEdge.includes(transport) && isRetired(estate, pool);
  }
}

async function doorsOf(pool: LabPool, options: EdgeListenersOptions): Promise<Door[]> {
  const { estate, authority, shared, silent } = options;
  const { outside } = pool;
  const server = pool.servers[0];
  if (outside === undefined || server === undefined) return [];
  const { access, webConferencing, audioVideo } = outside;
  const domains = outside.xmpp ? estate.environment.sipDomains : [];
  // Federation and XMPP are switched on for the 2013 Edge when they move to it.
  const federates = pool.generation === 'lync-2010' || edgesHaveMoved(estate);
  const ofAccess = shared ?? authority.issue([access.fqdn, ...domains]);
  const connected = (socket: Socket, { transport }: Listener<Offer>): void => {
    if (transport === 'sip') options.remote(socket, pool);
    // Who meets, sends media or federates is not simulated: what comes is taken and has no answer.
    else socket.resume();
  };
  const open = async (transport: Offer, fqdn: string, identity: Identity, plain = false): Promise<Door> => ({
    fqdn,
    listener: await listen({ server, transport, identity, plain, silent, connected }),
  });
  return [
    await open('sip', access.fqdn, ofAccess),
    ...(outside.federation && federates ? [await open('federation', access.fqdn, ofAccess)] : []),
    ...(outside.xmpp && federates ? [await open('xmpp', access.fqdn, ofAccess, true)] : []),
    ...(webConferencing === undefined
      ? []
      : [await open('web', webConferencing.fqdn, shared ?? authority.issue([webConferencing.fqdn]))]),
    ...(audioVideo === undefined ? [] : [await open('media', audioVideo.fqdn, ofAccess, true)]),
  ];
}
