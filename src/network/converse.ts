import type { Socket } from 'node:net';
import { CoexistenceError, type ErrorCode } from '../errors/index.ts';
import { type Clock, humanDuration } from '../time/index.ts';
import { connectTcp } from './connect.ts';
import type { Address } from './model.ts';

export interface ConverseOptions {
  /** FQDN of the server, for sentences. */
  readonly server: string;
  /** Milliseconds for the connection and everything that is said on it. */
  readonly budget: number;
  readonly clock: Clock;
}

/** What has been heard so far comes to: nothing yet, something else than should be said there, or the answer and how long it is. */
export type Heard<T> = 'more' | 'other' | { readonly answer: T; readonly length: number };

/** A connection on which one says something and waits for what comes. */
export interface Conversation {
  /** @throws CoexistenceError CONNECTION_SILENT, CONNECTION_LOST, PROTOCOL_NOT_SPOKEN */
  ask<T>(words: Buffer | string, hear: (bytes: Buffer) => Heard<T>): Promise<T>;
  /** What has come and is not part of an answer. */
  readonly rest: Buffer;
  say(words: string): void;
}

/** Nothing that is asked for here is longer. */
const longestAnswer = 64 * 1024;

/**
 * Connects, lets `talk` have its words, and closes. `protocol` is what should be spoken there, for sentences.
 * @throws CoexistenceError as `connectTcp`, as `Conversation.ask`, and what `talk` throws
 */
export async function converse<T>(
  address: Address,
  protocol: string,
  options: ConverseOptions,
  talk: (conversation: Conversation) => Promise<T>,
): Promise<T> {
  const { clock, budget } = options;
  const begin = clock.monotonic();
  const socket = await connectTcp(address, options);
  let heard = Buffer.alloc(0);
  let wake = (): void => {};
  let over: 'late' | 'closed' | undefined;
  const end = (how: 'late' | 'closed') => (): void => {
    over ??= how;
    wake();
  };
  const late = clock.after(Math.max(0, budget - (clock.monotonic() - begin)), end('late'), true);
  socket.on('close', end('closed')).on('end', end('closed'));
  socket.on('data', (bytes: Buffer) => {
    heard = Buffer.concat([heard, bytes]);
    wake();
  });
  const failure = (code: ErrorCode, what: string): CoexistenceError =>
    talkError(code, options.server, address, what, clock.monotonic() - begin);
  try {
    return await talk({
      async ask(words, hear) {
        socket.write(words);
        for (;;) {
          const found = hear(heard);
          if (typeof found === 'object') {
            heard = heard.subarray(found.length);
            return found.answer;
          }
          if (found === 'other' || heard.length > longestAnswer)
            throw failure('PROTOCOL_NOT_SPOKEN', `answers, and does not speak ${protocol}, to`);
          if (over === 'closed')
            throw failure('CONNECTION_LOST', `took the connection and closed it instead of speaking ${protocol} with`);
          if (over === 'late') {
            const what =
              heard.length === 0
                ? `took the connection and said nothing to the ${protocol} of`
                : `broke off in the midst of ${protocol} with`;
            throw failure('CONNECTION_SILENT', what);
          }
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
      get rest() {
        return heard;
      },
      say: (words) => void socket.write(words),
    });
  } finally {
    late.cancel();
    close(socket);
  }
}

/** What was said at last is still sent. */
function close(socket: Socket): void {
  socket.removeAllListeners('data');
  if (socket.destroyed) return;
  socket.destroySoon();
}

/** "av.contoso.net (10.0.0.5:443) took the connection and said nothing to … this host after 2 s." */
export function talkError(
  code: ErrorCode,
  server: string,
  { host, port }: Address,
  what: string,
  after: number,
): CoexistenceError {
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new CoexistenceError(code, `${server} (${address}) ${what} this host after ${humanDuration(after)}.`, {
    facts: { server, address, after: Math.round(after) },
  });
}
