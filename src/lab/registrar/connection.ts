import type { Socket } from 'node:net';
import { describeError } from '../../errors/index.ts';
import type { DigestServerAssociation, ServerAssociation } from '../../sip/auth/index.ts';
import {
  Framer,
  Headers,
  newBranch,
  parseCSeq,
  parseMessage,
  parseNameAddr,
  response,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serialise,
  splitList,
  WireError,
} from '../../sip/wire/index.ts';
import type { Timer } from '../../time/index.ts';
import type { LabServer } from '../estate/index.ts';
import type { PendingAttempt } from './authentication.ts';
import type { Core } from './core.ts';
import type { Endpoint } from './directory.ts';
import type { Transport } from './listener.ts';
import { tamper } from './middle-box.ts';
import { certificateOf } from './trusted-servers.ts';

/** Milliseconds without a byte after which a connection is idle, under the fault that closes such. */
const idleAfter = 300;

export type HeaderPairs = readonly (readonly [name: string, value: string])[];

export interface Answer {
  readonly headers?: HeaderPairs;
  readonly contentType?: string;
  readonly body?: string;
  /** The tag to put behind To where the request has none; else a new one. */
  readonly toTag?: string;
}

/** Told of each answer to a request of ours, or `undefined` when the connection was lost before the last one. */
export type AnswerListener = (answer: SipResponse | undefined) => void;

export interface ConnectionHooks {
  request(connection: Connection, request: SipRequest): void;
  closed(connection: Connection): void;
}

export interface ConnectionOptions {
  readonly core: Core;
  readonly server: LabServer;
  readonly transport: Transport;
  readonly socket: Socket;
  readonly hooks: ConnectionHooks;
}

/**
 * One client connection: cuts and reads what comes in, checks every signature, signs what goes out, and matches answers to our requests.
 *
 * A message with a missing or wrong signature is dropped, counted and costs the connection, as on a real front end.
 */
export class Connection {
  /** As in `ms-received-cid`. */
  readonly id: string;
  readonly server: LabServer;
  readonly transport: Transport;
  readonly remotePort: number;
  /** The endpoint that registered here: at most one. */
  endpoint: Endpoint | undefined;
  /** Of the certificate that the client showed. */
  readonly certificateNames: readonly string[];
  /** In force: its keys sign and verify. */
  association: ServerAssociation | undefined;
  /** The one before a new proof: the client may have signed something with it that was under way. */
  previousAssociation: ServerAssociation | undefined;
  /** `Clock.monotonic()` of the last proof. */
  provenAt = 0;
  /** The next request is answered with a challenge, whatever it is. */
  wantsProof = false;
  /** Being built by a sign-in that has not ended. */
  pending: PendingAttempt | undefined;
  /** Where the pool is behind a gateway that wants Digest. */
  digest: DigestServerAssociation | undefined;
  /** INVITEs that we refused: the ACK to such an answer ends here. */
  readonly refusedInvites = new Set<string>();
  readonly #core: Core;
  readonly #socket: Socket;
  readonly #hooks: ConnectionHooks;
  readonly #framer = new Framer();
  readonly #waiting = new Map<string, AnswerListener>();
  #open = true;
  #idle: Timer | undefined;

  constructor({ core, server, transport, socket, hooks }: ConnectionOptions) {
    this.id = core.random(4).toString('hex').toUpperCase();
    this.server = server;
    this.transport = transport;
    this.remotePort = socket.remotePort ?? 0;
    this.#core = core;
    this.#socket = socket;
    this.#hooks = hooks;
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.once('close', () => this.#closed());
    const shown = certificateOf(socket);
    this.certificateNames = shown === undefined || shown === 'stranger' ? [] : shown.names;
    if (shown === 'stranger') this.close();
  }

  get open(): boolean {
    return this.#open;
  }

  /** Ends the connection; whoever waits for an answer on it is told. */
  close(): void {
    this.#socket.destroy();
    this.#closed();
  }

  /** Gives the socket away to somebody who passes everything on; nothing is heard here any more. */
  handOver(): Socket {
    this.#open = false;
    this.#idle?.cancel();
    this.#socket.removeAllListeners('data');
    return this.#socket;
  }

  /** Answers a request of the client; signed once an association is in force, unless told otherwise (a 401 cannot be). */
  respond(request: SipRequest, status: number, reason: string, answer: Answer = {}, unsigned = false): void {
    if (status >= 300 && request.method === 'INVITE') this.refusedInvites.add(exchangeKey(request));
    this.send(this.#answerTo(request, status, reason, answer), unsigned);
  }

  #answerTo(request: SipRequest, status: number, reason: string, answer: Answer): SipResponse {
    const headers = new Headers();
    for (const via of request.headers.getAll('Via')) headers.add('Via', via);
    headers.add('From', request.headers.get('From') ?? '');
    headers.add('To', this.#taggedTo(request, status, answer.toTag));
    headers.add('Call-ID', request.headers.get('Call-ID') ?? '');
    headers.add('CSeq', request.headers.get('CSeq') ?? '');
    for (const [name, value] of answer.headers ?? []) headers.add(name, value);
    headers.add('Server', this.server.pool.truth.server);
    if (answer.contentType !== undefined) headers.add('Content-Type', answer.contentType);
    return response(status, reason, headers, answer.body ?? '');
  }

  #taggedTo(request: SipRequest, status: number, tag: string | undefined): string {
    const to = request.headers.get('To') ?? '';
    if (status === 100 || parseNameAddr(to).parameters.tag !== undefined) return to;
    return `${to};tag=${tag ?? newServerTag(this.#core)}`;
  }

  /** Signs and writes a message as it is. */
  send(message: SipMessage, unsigned = false): void {
    if (!this.#open || this.#core.silent()) return;
    if (!unsigned) this.association?.sign(message);
    tamper(this.#core, this.server, message);
    this.#socket.write(serialise(message));
  }

  /** Sends a request of ours (its Via is put on top here, unless it has its own) and tells of the answers until the last one. */
  request(message: SipRequest, listener: AnswerListener = () => undefined): void {
    if (!this.#open) {
      listener(undefined);
      return;
    }
    if (!message.headers.has('Via')) message.headers.prepend('Via', this.newVia());
    if (message.method !== 'ACK') this.#waiting.set(exchangeKey(message), listener);
    this.send(message);
  }

  newVia(parameters = ''): string {
    return `${this.#core.names.via(this.server, this.transport)};branch=${newBranch(this.#core.random)}${parameters}`;
  }

  #receive(bytes: Buffer): void {
    if (this.#core.silent()) return;
    this.#watchIdleness();
    try {
      for (const event of this.#framer.feed(bytes)) {
        // Keep-alives (CRLF CRLF) want no answer in this dialect.
        if (event.kind === 'message') this.#take(parseMessage(event.text));
        if (!this.#open) return;
      }
    } catch (error) {
      // Anything but a WireError is a defect of the lab: it must be seen, but not end the lab for everybody.
      this.#violated(error instanceof WireError ? error.message : `the lab failed: ${describeError(error)}`);
    }
  }

  /** Under the fault, whoever says nothing for a while is cut off. */
  #watchIdleness(): void {
    this.#idle?.cancel();
    this.#idle = undefined;
    if (!this.#core.isBroken('idle-connections-closed', this.server.pool.fqdn)) return;
    this.#idle = this.#core.timers.after(idleAfter, () => this.close());
  }

  #take(message: SipMessage): void {
    if (!this.#admits(message)) return;
    if (message.kind === 'response') {
      this.#answered(message);
      return;
    }
    this.#markVia(message);
    this.#hooks.request(this, message);
  }

  /** Whether the signature is as it has to be. Only REGISTERs that begin a sign-in (again) may come without one. */
  #admits(message: SipMessage): boolean {
    if (this.association === undefined) return message.kind === 'request' || this.certificateNames.length > 0;
    if (message.kind === 'request' && message.method === 'REGISTER') {
      const credentials = credentialsOf(message);
      if (credentials === undefined || this.association.stepOf(credentials) !== 'other') return true;
    }
    const verdict = this.association.verify(message);
    if (verdict === 'ok' || this.previousAssociation?.verify(message) === 'ok') return true;
    const what =
      message.kind === 'request' ? message.method : `answer ${message.status} to ${message.headers.get('CSeq') ?? '?'}`;
    this.#violated(`the signature of a ${what} is ${verdict}`);
    return false;
  }

  #answered(answer: SipResponse): void {
    const key = exchangeKey(answer);
    const listener = this.#waiting.get(key);
    // Late and repeated answers have nobody to go to.
    if (listener === undefined) return;
    if (answer.status >= 200) this.#waiting.delete(key);
    listener(answer);
  }

  /** Lines up all Vias, and notes in the first from where the request really came. */
  #markVia(request: SipRequest): void {
    const vias = request.headers.getAll('Via').flatMap(splitList);
    if (vias.length === 0) throw new WireError('no Via');
    vias[0] += `;ms-received-port=${this.remotePort};ms-received-cid=${this.id}`;
    setVias(request.headers, vias);
  }

  #violated(reason: string): void {
    this.#core.violated(this.server, reason, this.endpoint?.user.uri);
    this.close();
  }

  #closed(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#idle?.cancel();
    this.#hooks.closed(this);
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const listener of waiting) listener(undefined);
  }
}

/**
 * Names a transaction on a connection: Lync clients write no branch, so Call-ID, CSeq and From tag have to do. An ACK goes by the name of
 * its INVITE. @throws WireError
 */
export function exchangeKey(message: SipMessage): string {
  const { method } = parseCSeq(message.headers.get('CSeq') ?? '');
  return `${method === 'ACK' ? 'INVITE' : method}|${transactionOf(message)}`;
}

/** The key of the INVITE that a CANCEL is about. @throws WireError */
export const cancelledKey = (cancel: SipMessage): string => `INVITE|${transactionOf(cancel)}`;

function transactionOf({ headers }: SipMessage): string {
  const { number } = parseCSeq(headers.get('CSeq') ?? '');
  return `${number}|${headers.get('Call-ID') ?? ''}|${parseNameAddr(headers.get('From') ?? '').parameters.tag ?? ''}`;
}

/** The value of Authorization or Proxy-Authorization: Microsoft's clients write the second, others the first. */
export const credentialsOf = (message: SipMessage): string | undefined =>
  message.headers.get('Proxy-Authorization') ?? message.headers.get('Authorization');

export function setVias(headers: Headers, vias: readonly string[]): void {
  headers.remove('Via');
  for (const via of vias.toReversed()) headers.prepend('Via', via);
}

/** 32 hex digits in upper case, as servers write their tags. */
export const newServerTag = (core: Pick<Core, 'random'>): string => core.random(16).toString('hex').toUpperCase();
