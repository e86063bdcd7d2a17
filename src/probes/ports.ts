import { inspectTls, tlsProfileNamed } from '../network/index.ts';
import type { PortSight, TlsPort } from './model.ts';
import type { WebSeat } from './web.ts';

/**
 * A TLS handshake with one port of one server that takes whatever the server offers: what it shows is judged elsewhere.
 * @throws CoexistenceError NAME_NOT_RESOLVED, CONNECTION_REFUSED, HANDSHAKE_FAILED, NO_ANSWER
 */
export async function lookAtPort(server: string, port: TlsPort, seat: Omit<WebSeat, 'profile'>): Promise<PortSight> {
  const address = await seat.locator.locate(server, port.name, port.number);
  // The most lenient profile: a server that only speaks what it should not must be seen speaking it.
  const sight = await inspectTls(address, { ...seat, profile: tlsProfileNamed('lync-2010'), servername: server });
  return { server, port: port.number, ...sight };
}
