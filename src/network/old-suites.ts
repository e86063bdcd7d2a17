import type { Socket } from 'node:net';
import type { Clock } from '../time/index.ts';

/** Suites with RC4 and 3DES (RFC 5246 appendix A.5, RFC 8422, RFC 7465): OpenSSL, as Node has it, speaks none of them. */
const oldSuites: Readonly<Record<number, string>> = {
  4: 'TLS_RSA_WITH_RC4_128_MD5',
  5: 'TLS_RSA_WITH_RC4_128_SHA',
  10: 'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  22: 'TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA',
  49159: 'TLS_ECDHE_ECDSA_WITH_RC4_128_SHA',
  49160: 'TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA',
  49169: 'TLS_ECDHE_RSA_WITH_RC4_128_SHA',
  49170: 'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
};

const handshake = 22;
const [clientHello, serverHello] = [1, 2];
const versions: Readonly<Record<number, string>> = { 768: 'SSL 3.0', 769: 'TLS 1.0', 770: 'TLS 1.1', 771: 'TLS 1.2' };

const number16 = (...values: readonly number[]): Buffer => Buffer.from(values.flatMap((value) => [value >> 8, value & 0xff]));
/** A vector of RFC 5246 section 4.3 whose length stands in two bytes. */
const vector = (...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([number16(content.length), content]);
};
const extension = (type: number, ...parts: readonly Buffer[]): Buffer => Buffer.concat([number16(type), vector(...parts)]);

/** A ClientHello that asks for those suites alone (RFC 5246 section 7.4.1.2). */
function hello(servername: string | undefined, random: Buffer): Buffer {
  const extensions = [
    ...(servername === undefined ? [] : [extension(0, vector(Buffer.from([0]), vector(Buffer.from(servername, 'latin1'))))]),
    // secp256r1, secp384r1, secp521r1; uncompressed points; RSA and ECDSA with SHA-256 and SHA-1.
    extension(10, vector(number16(23, 24, 25))),
    extension(11, Buffer.from([1, 0])),
    extension(13, vector(number16(0x0401, 0x0403, 0x0201, 0x0203))),
  ];
  const body = Buffer.concat([
    number16(0x0303),
    random,
    Buffer.from([0]),
    vector(number16(...Object.keys(oldSuites).map(Number))),
    Buffer.from([1, 0]),
    vector(...extensions),
  ]);
  const message = Buffer.concat([Buffer.from([clientHello, 0]), number16(body.length), body]);
  return Buffer.concat([Buffer.from([handshake, 3, 1]), vector(message)]);
}

/** The suite and version that a ServerHello chose; `undefined` where the bytes hold none yet, or begin with something else. */
function chosenIn(bytes: Buffer): { readonly suite: string; readonly version: string } | undefined {
  // Record header (5), handshake header (4), version (2), random (32), session id (1 and its length), suite (2).
  if (bytes.length < 46 || bytes[0] !== handshake || bytes[5] !== serverHello) return undefined;
  const at = 44 + bytes[43]!;
  if (bytes.length < at + 2) return undefined;
  const suite = oldSuites[bytes.readUInt16BE(at)];
  return suite === undefined ? undefined : { suite, version: versions[bytes.readUInt16BE(9)] ?? 'TLS' };
}

/**
 * Which suite with RC4 or 3DES a server takes when it is offered nothing else, such as `TLS_RSA_WITH_RC4_128_SHA (TLS 1.0)`; `undefined`
 * when it takes none, or says nothing in time. The socket is destroyed.
 */
export function oldSuiteOf(
  socket: Socket,
  ask: { readonly servername?: string; readonly random: Buffer; readonly budget: number; readonly clock: Clock },
): Promise<string | undefined> {
  return new Promise((resolve) => {
    let seen = Buffer.alloc(0);
    const end = (suite?: string): void => {
      late.cancel();
      socket.destroy();
      resolve(suite);
    };
    const late = ask.clock.after(ask.budget, () => end(), true);
    socket.on('error', () => end());
    socket.on('close', () => end());
    socket.on('data', (bytes: Buffer) => {
      seen = Buffer.concat([seen, bytes]);
      const chosen = chosenIn(seen);
      if (chosen !== undefined) end(`${chosen.suite} (${chosen.version})`);
      // An alert, or what is no TLS at all; and no ServerHello is that long.
      else if (seen[0] !== handshake || seen.length > 4096) end();
    });
    socket.write(hello(ask.servername, ask.random));
  });
}
