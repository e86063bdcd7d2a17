import type { Address } from '../../network/model.ts';
import { parseUri, parseVia, type SipRequest, splitList, WireError } from '../../sip/wire/index.ts';
import type { LabPool, LabServer, Topology } from '../estate/index.ts';
import type { Transport } from './listener.ts';

/** How servers and pools are named in URIs: by FQDN, or by loopback address for clients that cannot resolve the lab's names. */
export interface Names {
  /** `sip:pool01.contoso.net:5061;transport=tls` */
  poolUri(pool: LabPool, transport: Transport): string;
  /** `SIP/2.0/TLS 127.0.0.1:45061` */
  via(server: LabServer, transport: Transport): string;
  /** The pool that a URI of ours leads to. */
  poolAt(uri: string): LabPool | undefined;
}

export interface NamesOptions {
  readonly topology: Topology;
  /** Addresses instead of FQDNs in redirects and routes. */
  readonly addresses: boolean;
  addressOf(server: LabServer, transport: Transport): Address;
}

const defaultPort = { tls: 5061, tcp: 5060 } as const;

export function createNames({ topology, addresses, addressOf }: NamesOptions): Names {
  const where = (pool: LabPool, transport: Transport): Address =>
    addresses ? addressOf(pool.servers[0]!, transport) : { host: pool.fqdn, port: defaultPort[transport] };
  return {
    poolUri(pool, transport) {
      const { host, port } = where(pool, transport);
      return `sip:${host}:${port};transport=${transport}`;
    },
    via(server, transport) {
      const { host, port } = addressOf(server, transport);
      return `SIP/2.0/${transport.toUpperCase()} ${host}:${port}`;
    },
    poolAt(uri) {
      try {
        const { host, port } = parseUri(uri);
        return topology.pools.find((pool) => {
          if (pool.fqdn === host || pool.servers.some((server) => server.fqdn === host)) return true;
          const { tls, tcp } = { tls: where(pool, 'tls'), tcp: where(pool, 'tcp') };
          return host === tls.host && (port === tls.port || port === tcp.port);
        });
      } catch (error) {
        if (error instanceof WireError) return undefined;
        throw error;
      }
    },
  };
}

/** True for a request that an Edge Server of the estate has passed on. */
export const cameThroughEdge = ({ topology }: { readonly topology: Topology }, { headers }: SipRequest): boolean =>
  headers
    .getAll('Via')
    .flatMap(splitList)
    .some((via) => topology.servers.some(({ fqdn, pool }) => pool.isEdge && parseVia(via).host.toLowerCase() === fqdn));

/** The address of record in the form users are kept under: `sip:lena@contoso.net`, without port and parameters. @throws WireError */
export function addressOfRecord(uri: string): string {
  const { scheme, user, host } = parseUri(uri);
  return `${scheme === 'sips' ? 'sip' : scheme}:${user === undefined ? '' : `${user.replace(/;.*$/, '')}@`}${host}`.toLowerCase();
}
