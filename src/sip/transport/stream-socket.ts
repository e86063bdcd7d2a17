import type { Duplex } from 'node:stream';

/** What we use of a TCP or TLS socket. */
export interface StreamSocket extends Duplex {
  readonly localAddress?: string | undefined;
  readonly localPort?: number | undefined;
  setNoDelay?(on: boolean): unknown;
  getProtocol?(): string | null;
  getCipher?(): { readonly standardName: string } | undefined;
}

export interface TlsSight {
  readonly version: string;
  readonly cipher: string;
}

/** TLS version and cipher suite of a socket, if it has one. */
export function tlsOf(socket: StreamSocket): TlsSight | undefined {
  const version = socket.getProtocol?.();
  return version ? { version, cipher: socket.getCipher?.()?.standardName ?? 'unknown' } : undefined;
}

/** `[::1]` for a literal of IPv6: as it stands in a Via and a URI. */
export const hostOf = (address: string): string => (address.includes(':') ? `[${address}]` : address);
