import type { Authority, Identity } from '../certificates/index.ts';
import { entryHosts } from '../dns/index.ts';
import type { LabServer, ListenerTls, Topology } from '../estate/index.ts';
import type { FaultName, FaultParameters, LabEstate } from '../model.ts';
import { type Listener, listen, type Manner } from '../registrar/index.ts';
import { createWebSite, type WebSite } from './site.ts';

export type WebPort = 'web' | 'web-external';

/** The web sites of all servers of a lab. */
export interface WebListeners {
  /** `undefined` where the server has no such site: of an Edge Server only replication is there. */
  portOf(server: string, port: WebPort): number | undefined;
  /** Closes, opens or breaks what a fault is about. */
  faultChanged(name: FaultName, parameters: FaultParameters | undefined): Promise<void>;
  close(): Promise<void>;
}

export interface WebListenersOptions {
  readonly estate: LabEstate;
  readonly topology: Topology;
  readonly authority: Authority;
  /** An authority that nobody trusts; made when it is needed. */
  stranger(): Authority;
  silent(): boolean;
  /** Hears of connections on which nothing was said. */
  touched?(what: string): void;
  /** For clients that know one host and pin one certificate. */
  readonly shared?: Identity;
}

const ports = ['web', 'web-external'] as const;

const handshakeFaults = [
  'certificate-expired',
  'certificate-untrusted',
  'certificate-wrong-name',
  'certificate-weak',
  'tls-outdated',
  'handshake-broken',
] as const satisfies readonly FaultName[];
type HandshakeFault = (typeof handshakeFaults)[number];

/** Certificate, where it is not its own, versions and manner of a port. */
type Shown = readonly [Identity | undefined, ListenerTls, Manner];
const asItShould = (server: LabServer): Shown => [undefined, server.pool.tls, 'proper'];

/** Names through which clients come to the web site of any server. */
export const webNames = (domains: readonly string[]): string[] =>
  domains.flatMap((domain) => entryHosts().map((label) => `${label}.${domain}`));

/**
 * Two HTTPS ports for each server, the internal and the external web site, with all names of the estate's entry points; of an Edge Server
 * only the second, which there takes replication.
 */
export async function openWebListeners(options: WebListenersOptions): Promise<WebListeners> {
  const { estate, topology, authority, silent, touched } = options;
  const all: { readonly listener: Listener<WebPort>; readonly site: WebSite; readonly identity: Identity }[] = [];
  const close = async (): Promise<void> => {
    for (const { site } of all) site.close();
    await Promise.all(all.map(({ listener }) => listener.close()));
  };
  const namesOf = (server: LabServer): string[] => [
    server.fqdn,
    server.pool.fqdn,
    ...(server.pool.webExternal === undefined ? [] : [server.pool.webExternal]),
    ...(server.pool.isEdge ? [] : webNames(estate.environment.sipDomains)),
  ];
  try {
    for (const server of topology.servers) {
      const identity = options.shared ?? authority.issue(namesOf(server));
      for (const transport of server.pool.isEdge ? (['web-external'] as const) : ports) {
        const site = createWebSite(estate, topology, server, transport === 'web' ? 'inside' : 'outside');
        const connected = (socket: unknown): void => void site.http.emit('connection', socket);
        all.push({
          listener: await listen({ server, transport, identity, silent, connected, ...(touched && { touched }) }),
          site,
          identity,
        });
      }
    }
  } catch (error) {
    await close();
    throw error;
  }

  return {
    portOf: (fqdn, port) =>
      all.find(({ listener }) => listener.server.fqdn === fqdn && listener.transport === port)?.listener.address.port,
    async faultChanged(name, parameters) {
      if (name === 'estate-unreachable' && parameters === undefined) for (const { listener } of all) listener.dropConnections();
      if (name === 'pool-down' || name === 'web-port-closed') {
        await Promise.all(all.map(({ listener }) => (isClosed(listener) ? listener.shut() : listener.reopen())));
      }
      if (!handshakeFaults.some((known) => known === name)) return;
      for (const { listener, identity } of all) {
        const fault = handshakeFaults.find((known) => isHere(listener, known));
        const [shown, tls, manner] = fault === undefined ? asItShould(listener.server) : brokenBy(fault, listener.server);
        listener.secure(shown ?? identity, tls, manner);
      }
    },
    close,
  };

  function isHere({ transport, server }: Listener<WebPort>, fault: FaultName): boolean {
    return transport === 'web' && estate.faults.active(fault)?.server?.toLowerCase() === server.fqdn;
  }

  function isClosed(listener: Listener<WebPort>): boolean {
    const down = estate.faults.active('pool-down')?.pool?.toLowerCase();
    return listener.server.pool.fqdn === down || isHere(listener, 'web-port-closed');
  }

  function brokenBy(name: HandshakeFault, server: LabServer): Shown {
    const { tls } = server.pool;
    const old: ListenerTls = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    switch (name) {
      case 'certificate-expired':
        return [authority.issue(namesOf(server), { expired: true }), tls, 'proper'];
      case 'certificate-untrusted':
        return [options.stranger().issue(namesOf(server)), tls, 'proper'];
      case 'certificate-wrong-name':
        return [authority.issue(['www.elsewhere.example']), tls, 'proper'];
      case 'certificate-weak':
        return [authority.issue(namesOf(server), { weak: true }), { ...tls, ciphers: 'DEFAULT@SECLEVEL=0' }, 'proper'];
      case 'tls-outdated':
        return [undefined, old, 'proper'];
      case 'handshake-broken':
        return [undefined, tls, 'broken'];
    }
  }
}
