import type { WireSink } from '../../evidence/wire.ts';
import { type Address, connectTcp, connectTls, type TlsProfile } from '../../network/index.ts';
import type { Clock } from '../../time/index.ts';
import type { SipConnection } from './connection.ts';
import type { Ends } from './line.ts';
import { socketConnection } from './socket-connection.ts';
import { webSocketConnection } from './websocket-connection.ts';

/** A server to connect to, and how. */
export interface OpenOptions {
  /** Name of the test user, for sentences and the wire log. */
  readonly agent: string;
  /** FQDN of the server: its certificate must carry it. */
  readonly server: string;
  readonly address: Address;
  readonly transport: 'tls' | 'tcp' | 'wss';
  /** For `tls` and `wss`. */
  readonly profile: TlsProfile;
  readonly ca?: string;
  /** PEM, where this host shows a certificate of its own. */
  readonly identity?: { readonly certificate: string; readonly key: string };
  /** Milliseconds until the connection must stand, handshakes included. */
  readonly budget: number;
  readonly clock: Clock;
  readonly wire?: WireSink;
  readonly signal?: AbortSignal;
}

/**
 * Opens a connection that carries SIP messages.
 * @throws CoexistenceError CONNECTION_REFUSED, HANDSHAKE_FAILED, NO_ANSWER, UNEXPECTED_ANSWER, CONNECTION_LOST
 */
export async function openConnection(options: OpenOptions): Promise<SipConnection> {
  const { agent, server, address, transport, profile, ca, identity, budget, clock, wire, signal } = options;
  const ends: Ends = { agent, peer: server, address, clock, ...(wire && { wire }) };
  const note = (text: string): void => wire?.passed({ at: clock.now(), direction: 'note', agent, peer: server, text });
  const since = clock.monotonic();
  const how = { server, budget, clock, ...(signal && { signal }) };
  try {
    const socket =
      transport !== 'tcp'
        ? await connectTls(address, { ...how, profile, servername: server, ...(ca && { ca }), ...(identity && { identity }) })
        : await connectTcp(address, how);
    const left = Math.max(1, budget - (clock.monotonic() - since));
    const connection = transport === 'wss' ? await webSocketConnection(socket, ends, left) : socketConnection(socket, ends);
    const { tls } = connection;
    note(`${agent} connected to ${server} (${address.host}:${address.port})${tls ? ` over ${tls.version}, ${tls.cipher}` : ''}.`);
    return connection;
  } catch (error) {
    if (error instanceof Error) note(error.message);
    throw error;
  }
}
