import { describeError, isCoexistenceError } from '../../../errors/index.ts';
import { type Address, connectTcp } from '../../../network/index.ts';
import type { Clock } from '../../../time/index.ts';
import { KerberosTrouble } from './trouble.ts';

/** Asks a KDC: one request, one answer. @throws KerberosTrouble */
export type AskKdc = (request: Buffer) => Promise<Buffer>;

export interface KdcPlace {
  /** Name for sentences. */
  readonly name: string;
  readonly address: Address;
  /** Milliseconds for connection and answer together. */
  readonly budget: number;
  readonly clock: Clock;
}

/** Tickets with a PAC of many groups stay far below. */
const mostBytes = 256 * 1024;

/** A KDC over TCP (RFC 4120 section 7.2.2): four bytes of length before each message; a connection for each request. */
export const kdcOverTcp =
  (place: () => Promise<KdcPlace>): AskKdc =>
  async (request) => {
    const { name, address, budget, clock } = await place().catch((error: unknown) => {
      throw new KerberosTrouble('unavailable', `the KDC cannot be found: ${describeError(error)}`, error);
    });
    const since = clock.monotonic();
    const where = `the KDC ${name} (${address.host}:${address.port})`;
    const socket = await connectTcp(address, { server: name, budget, clock }).catch((error: unknown) => {
      const why = isCoexistenceError(error) ? error.message.replace(/\.$/, '') : `${where} cannot be reached`;
      throw new KerberosTrouble('unavailable', why, error);
    });
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        const left = Math.max(1, budget - (clock.monotonic() - since));
        const fail = (kind: KerberosTrouble['kind'], how: string): void => {
          timer.cancel();
          reject(new KerberosTrouble(kind, `${where} ${how}`));
        };
        const timer = clock.after(left, () => fail('unavailable', `did not answer within ${Math.round(budget)} ms`), true);
        let bytes = Buffer.alloc(0);
        socket.on('data', (more: Buffer) => {
          bytes = Buffer.concat([bytes, more]);
          if (bytes.length < 4) return;
          const length = bytes.readUInt32BE(0);
          if (length > mostBytes) fail('failed', `announced an answer of ${length} bytes`);
          else if (bytes.length >= 4 + length) {
            timer.cancel();
            resolve(bytes.subarray(4, 4 + length));
          }
        });
        socket.once('close', () => fail('unavailable', 'closed the connection without an answer'));
        const size = Buffer.alloc(4);
        size.writeUInt32BE(request.length);
        socket.write(Buffer.concat([size, request]));
      });
    } finally {
      socket.destroy();
    }
  };
