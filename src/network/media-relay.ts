import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { CoexistenceError } from '../errors/index.ts';
import { humanDuration } from '../time/index.ts';
import { type ConverseOptions, converse, type Heard, talkError } from './converse.ts';
import type { Address, SpeechSight } from './model.ts';
import {
  allocateRequest,
  answers,
  bindingRequest,
  describeAnswer,
  framed,
  pseudoHello,
  type RelayMessage,
  readPseudoAnswer,
  readRelayMessage,
} from './relay-messages.ts';

/** Datagrams get lost: this often they are sent. */
const tries = 3;

/**
 * Asks a media relay over TCP as clients do: the handshake that looks like TLS, then an Allocate request without credentials, which it
 * refuses. Nothing is allocated.
 * @throws CoexistenceError as `converse`; RELAY_UNANSWERED where the relay began as it should and left the request unanswered
 */
export function askRelay(address: Address, options: ConverseOptions): Promise<SpeechSight> {
  const protocol = 'TURN (MS-TURN over TCP)';
  return converse(address, protocol, options, async (conversation) => {
    await conversation.ask(pseudoHello(), (bytes): Heard<true> => {
      const found = readPseudoAnswer(bytes);
      return typeof found === 'object' ? { answer: true, length: found.length } : found;
    });
    const { bytes, transaction } = allocateRequest();
    try {
      const message = await conversation.ask(framed(bytes), (heard) => framedAnswer(heard, transaction));
      return { protocol, answer: describeAnswer(message) };
    } catch (error) {
      // What a relay makes of a request that never came from a client of its own no server has shown us yet.
      if (!(error instanceof CoexistenceError) || error.code === 'PROTOCOL_NOT_SPOKEN') throw error;
      throw new CoexistenceError(
        'RELAY_UNANSWERED',
        `${options.server} began as a media relay does and gave no answer to an Allocate request: ${error.message}`,
        { cause: error, facts: error.facts },
      );
    }
  });
}

function framedAnswer(bytes: Buffer, transaction: string): Heard<RelayMessage> {
  if (bytes.length > 0 && bytes[0] !== 2) return 'other';
  if (bytes.length < 4) return 'more';
  const length = 4 + bytes.readUInt16BE(2);
  if (bytes.length < length) return 'more';
  const message = readRelayMessage(bytes.subarray(4, length));
  return message?.transaction === transaction && message.type in answers ? { answer: message, length } : 'other';
}

/**
 * Asks a media relay by datagrams, three times: a Binding request and an Allocate request without credentials, of which either answer
 * will do. What is not answered may have been lost, dropped by a wall, or ignored: nobody can tell from here.
 * @throws CoexistenceError CONNECTION_REFUSED where the host says that nobody listens, PROTOCOL_NOT_SPOKEN, RELAY_UNANSWERED,
 * NAME_NOT_RESOLVED, NO_ANSWER where nothing could be sent
 */
export async function askRelayByDatagram(address: Address, options: ConverseOptions): Promise<SpeechSight> {
  const { server, budget, clock } = options;
  const begin = clock.monotonic();
  const { port } = address;
  const failure = (code: Parameters<typeof talkError>[0], what: string): CoexistenceError =>
    talkError(code, server, address, what, clock.monotonic() - begin);
  const { address: host, family } = await numeric(address.host).catch(() => {
    throw failure('NAME_NOT_RESOLVED', 'leads to a name that is not known to');
  });
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4');
  const asked = new Set<string>();
  let strange = false;
  let timer: { cancel(): void } | undefined;
  try {
    return await new Promise<SpeechSight>((resolve, reject) => {
      const failed = (error: NodeJS.ErrnoException): void => {
        // The ICMP message of the host, as Linux and Windows tell it.
        const refused = error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET';
        reject(
          refused
            ? failure('CONNECTION_REFUSED', 'says that nobody listens there (UDP) to')
            : failure('NO_ANSWER', `could not be sent a datagram (${error.code ?? error.message}) by`),
        );
      };
      socket.on('error', failed);
      socket.on('message', (bytes) => {
        const message = readRelayMessage(bytes);
        if (message !== undefined && message.type in answers && asked.has(message.transaction)) {
          resolve({ protocol: 'STUN or TURN (UDP)', answer: describeAnswer(message) });
        } else strange = true;
      });
      const next = (left: number): void => {
        if (left === 0) {
          reject(
            strange
              ? failure('PROTOCOL_NOT_SPOKEN', 'answers by datagrams that are neither STUN nor TURN to')
              : new CoexistenceError(
                  'RELAY_UNANSWERED',
                  `${server} (${address.host}:${port}, UDP) answered none of ${tries} times two requests within ${humanDuration(budget)}: lost, dropped by a firewall on either way, or ignored.`,
                  { facts: { server, after: budget } },
                ),
          );
          return;
        }
        for (const { bytes, transaction } of [bindingRequest(), allocateRequest()]) {
          asked.add(transaction);
          // The host's word to one datagram is told with the next one, and only there.
          socket.send(bytes, (error) => (error === null ? undefined : failed(error)));
        }
        timer = clock.after(budget / tries, () => next(left - 1), true);
      };
      // Connected, so that the host's word reaches us, and nobody else's answer does.
      socket.connect(port, host, () => next(tries));
    });
  } finally {
    timer?.cancel();
    socket.close();
  }
}

const numeric = async (host: string): Promise<{ readonly address: string; readonly family: number }> =>
  isIP(host) === 0 ? lookup(host) : { address: host, family: isIP(host) };
