import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';

/** TLS_RSA_WITH_RC4_128_SHA */
const rc4 = 0x0005;
const serverHello = Buffer.concat([Buffer.from('160301002a020000260301', 'hex'), randomBytes(32), Buffer.from([0, 0, rc4, 0])]);
const handshakeFailure = Buffer.from('15030100020228', 'hex');

/** Where the suites of a ClientHello stand: behind record and handshake headers, version, random and session id. */
const suitesIn = (hello: Buffer): readonly number[] => {
  const at = 44 + (hello[43] ?? 0);
  const count = hello.length < at + 2 ? 0 : hello.readUInt16BE(at) / 2;
  return Array.from({ length: count }, (_, index) => at + 2 + index * 2).flatMap((place) =>
    place + 2 > hello.length ? [] : [hello.readUInt16BE(place)],
  );
};

/**
 * Begins a handshake as a server does that knows one suite, RC4: whoever offers it is answered with it, everybody else with an alert (RFC
 * 5246 section 7.2.2). It never comes to an end: Node has no RC4 to end it with.
 */
export function offerOldSuites(socket: Socket): void {
  socket.once('data', (hello: Buffer) => {
    if (suitesIn(hello).includes(rc4)) socket.write(serverHello);
    else socket.end(handshakeFailure);
  });
}
