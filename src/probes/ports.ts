import {
  askRelay,
  askRelayByDatagram,
  connectTcp,
  inspectTls,
  openXmppStream,
  type SpeechSight,
  tlsProfileNamed,
  withPublicAuthorities,
} from '../network/index.ts';
import type { PortSight, Speech, TlsPort } from './model.ts';
import type { WebSeat } from './web.ts';

/**
 * A TLS handshake with one port of one server that takes whatever the server offers: what it shows is judged elsewhere.
 * @throws CoexistenceError NAME_NOT_RESOLVED, CONNECTION_REFUSED, HANDSHAKE_FAILED, NO_ANSWER, CONNECTION_SILENT, PROTOCOL_NOT_SPOKEN
 */
export async function lookAtPort(server: string, port: TlsPort, seat: Omit<WebSeat, 'profile'>): Promise<PortSight> {
  const address = await seat.locator.locate(server, port.name, port.number);
  // The most lenient profile: a server that only speaks what it should not must be seen speaking it.
  const trust = port.outside === true ? { ca: withPublicAuthorities(seat.ca) } : {};
  const sight = await inspectTls(address, {
    ...seat,
    ...trust,
    profile: tlsProfileNamed('lync-2010'),
    servername: server,
    // Partners prove each other: a stranger is shown the certificate, and may then be sent away.
    amongServers: port.name === 'federation',
  });
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

/**
 * What a server says at a port where no TLS comes first; `domains` are those to which streams are opened.
 * @throws CoexistenceError NAME_NOT_RESOLVED, CONNECTION_REFUSED, NO_ANSWER, CONNECTION_SILENT, CONNECTION_LOST, PROTOCOL_NOT_SPOKEN,
 * RELAY_UNANSWERED, XMPP_DOMAIN_REFUSED
 */
export async function listenAtPort(
  server: string,
  port: TlsPort & { readonly speech: Speech; readonly domains: readonly string[] },
  seat: Omit<WebSeat, 'profile' | 'ca'>,
): Promise<SpeechSight> {
  const address = await seat.locator.locate(server, port.name, port.number);
  const how = { server, budget: seat.budget, clock: seat.clock };
  switch (port.speech) {
    case 'turn':
      return askRelay(address, how);
    case 'turn-udp':
      return askRelayByDatagram(address, how);
    case 'xmpp':
      return openXmppStream(address, port.domains, how);
  }
}
