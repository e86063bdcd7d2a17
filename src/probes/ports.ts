import { connectTcp, inspectTls, tlsProfileNamed, withPublicAuthorities } from '../network/index.ts';
import type { PortSight, TlsPort } from './model.ts';
import type { WebSeat } from './web.ts';

/**
 * A TLS handshake with one port of one server that takes whatever the server offers: what it shows is judged elsewhere.
 * @throws CoexistenceError NAME_NOT_RESOLVED, CONNECTION_REFUSED, HANDSHAKE_FAILED, NO_ANSWER
 */
export async function lookAtPort(server: string, port: TlsPort, seat: Omit<WebSeat, 'profile'>): Promise<PortSight> {
  const address = await seat.locator.locate(server, port.name, port.number);
  // The most lenient profile: a server that only speaks what it should not must be seen speaking it.
  const trust = port.outside === true ? { ca: withPublicAuthorities(seat.ca) } : {};
  const sight = await inspectTls(address, { ...seat, ...trust, profile: tlsProfileNamed('lync-2010'), servername: server });
  return { server, port: port.number, ...sight };
}

/**
 * A connection to a port, and nothing said: it is closed at once.
 * @throws CoexistenceError NAME_NOT_RESOLVED, CONNECTION_REFUSED, NO_ANSWER
 */
export async function touchPort(server: string, port: TlsPort, seat: Omit<WebSeat, 'profile' | 'ca'>): Promise<undefined> {
  const address = await seat.locator.locate(server, port.name, port.number);
  (await connectTcp(address, { ...seat, server })).destroy();
  return undefined;
}
