import type { Socket } from 'node:net';
import type { Authority, Identity } from './certificates/index.ts';
import type { LabServer, ServerAddresses, Topology } from './estate/index.ts';
import type { FaultName, FaultParameters, Faults } from './model.ts';
import { type Listener, listen, type Transport } from './registrar/index.ts';
import { webNames } from './web/index.ts';

/** The open ports of all servers of a lab. */
export interface Listeners {
  addressesOf(server: string): ServerAddresses;
  of(server: LabServer, transport: Transport): Listener;
  /** The one certificate of all, where clients pin one. */
  readonly shared: Identity | undefined;
  /** Closes, opens or silences what a fault is about. */
  faultChanged(name: FaultName, parameters: FaultParameters | undefined): Promise<void>;
  close(): Promise<void>;
}

export interface ListenersOptions {
  readonly topology: Topology;
  readonly authority: Authority;
  readonly domains: readonly string[];
  readonly faults: Faults;
  /** True for a server whose SIP service is stopped. */
  isStopped(server: LabServer): boolean;
  /** Certificates carry the loopback address too: then it is one for all, as clients that know one host pin one certificate. */
  readonly addresses: boolean;
  /** Clients may show certificates of our authority: some are trusted servers. */
  readonly trusting: boolean;
  connected(socket: Socket, listener: Listener): void;
  /** Hears of connections on which nothing was said: `fe1.contoso.net tls`. */
  touched?(what: string): void;
}

const transports = ['tls', 'tcp'] as const;

/** One TLS and one TCP port for each server, each with a certificate for the server and its pool. */
export async function openListeners({
  topology,
  authority,
  domains,
  faults,
  isStopped,
  addresses,
  trusting,
  connected,
  touched,
}: ListenersOptions): Promise<Listeners> {
  const all: Listener[] = [];
  const close = async (): Promise<void> => void (await Promise.all(all.map((listener) => listener.close())));
  const silent = (): boolean => faults.active('estate-unreachable') !== undefined;
  const shared = addresses ? authority.issue(everyName(topology, domains)) : undefined;
  try {
    for (const server of topology.servers) {
      const identity = shared ?? authority.issue([server.fqdn, server.pool.fqdn]);
      for (const transport of transports) {
        const trust = trusting ? { trust: authority.certificate } : {};
        all.push(await listen({ server, transport, identity, silent, connected, ...(touched && { touched }), ...trust }));
      }
    }
    await settle();
  } catch (error) {
    await close();
    throw error;
  }
  const of = (server: LabServer, transport: Transport): Listener =>
    all.find((listener) => listener.server === server && listener.transport === transport)!;
  return {
    of,
    shared,
    addressesOf(fqdn) {
      const server = topology.servers.find((entry) => entry.fqdn === fqdn)!;
      return { tls: of(server, 'tls').address, tcp: of(server, 'tcp').address };
    },
    async faultChanged(name, parameters) {
      if (name === 'sip-ciphers-outdated') {
        const outdated = parameters?.server?.toLowerCase();
        for (const listener of all) listener.behave(listener.server.fqdn === outdated ? 'old-suites' : 'proper');
      }
      if (name === 'pool-down' || name === 'legacy-edge-open') await settle();
      // What was said into the silence is lost: neither side can take such a connection up again.
      if (name === 'estate-unreachable' && parameters === undefined) for (const listener of all) listener.dropConnections();
    },
    close,
  };

  async function settle(): Promise<void> {
    const down = faults.active('pool-down')?.pool?.toLowerCase();
    const isClosed = ({ server }: Listener): boolean => server.pool.fqdn === down || isStopped(server);
    await Promise.all(all.map((listener) => (isClosed(listener) ? listener.shut() : listener.reopen())));
  }
}

const everyName = ({ servers, pools }: Topology, domains: readonly string[]): string[] => [
  '127.0.0.1',
  ...webNames(domains),
  ...servers.map((server) => server.fqdn),
  ...pools.map((pool) => pool.fqdn),
  ...pools.flatMap(({ webExternal }) => (webExternal === undefined ? [] : [webExternal])),
  ...pools.flatMap(({ outside }) => [outside?.access.fqdn, outside?.webConferencing?.fqdn].filter((name) => name !== undefined)),
];
