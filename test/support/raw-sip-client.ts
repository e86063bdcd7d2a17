import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createNtlmAssociation, type NtlmAssociation } from '../../src/sip/auth/index.ts';
import {
  Framer,
  Headers,
  newCallId,
  newTag,
  parseMessage,
  parseNameAddr,
  request,
  response,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serialise,
  splitList,
} from '../../src/sip/wire/index.ts';
import { systemClock, within } from '../../src/time/index.ts';

export interface RawUser {
  readonly uri: string;
  readonly login: string;
  readonly password: string;
}

/** Where a request belongs; a new dialog when nothing is given. */
export interface Dialog {
  readonly callId: string;
  readonly tag: string;
  cseq: number;
  /** Value of To, with the far side's tag once there is one. */
  to: string;
  routes: readonly string[];
  target: string;
}

/**
 * A client that writes messages by hand, for what a well-behaved one would never do: no transactions, no dialogs, only framing and
 * signatures. Judges every signature of the server.
 */
export class RawSipClient {
  readonly epid = randomBytes(5).toString('hex');
  /** Verdicts on messages that came without a good signature, with their first line. */
  readonly distrusted: string[] = [];
  gruu = '';
  #socket!: Socket;
  readonly #user: RawUser;
  readonly #framer = new Framer();
  readonly #inbox: SipMessage[] = [];
  readonly #watchers = new Set<() => void>();
  #association: NtlmAssociation;
  readonly #registration: Dialog;
  closed = false;

  private constructor(user: RawUser) {
    this.#user = user;
    this.#association = this.newAssociation();
    this.#registration = this.dialog(user.uri);
  }

  static async open(user: RawUser, port: number): Promise<RawSipClient> {
    const client = new RawSipClient(user);
    const socket = connect(port, '127.0.0.1');
    client.#socket = socket;
    socket.on('data', (bytes: Buffer) => client.#receive(bytes));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      client.closed = true;
      client.#wake();
    });
    await once(socket, 'connect');
    return client;
  }

  newAssociation(): NtlmAssociation {
    const { login, password } = this.#user;
    return createNtlmAssociation({ login, password: { reveal: () => password }, random: randomBytes, clock: systemClock });
  }

  dialog(uri: string): Dialog {
    return { callId: newCallId(randomBytes), tag: newTag(randomBytes), cseq: 0, to: `<${uri}>`, routes: [], target: uri };
  }

  /** The dialog of a request that came in, seen from the side that was called. */
  answeringDialog(incoming: SipRequest, tag: string): Dialog {
    return {
      callId: incoming.headers.get('Call-ID')!,
      tag,
      cseq: 0,
      to: incoming.headers.get('From')!,
      routes: incoming.headers.getAll('Record-Route').flatMap(splitList),
      target: parseNameAddr(incoming.headers.get('Contact')!).uri,
    };
  }

  message(method: string, dialog: Dialog, more: readonly (readonly [string, string])[] = [], body = ''): SipRequest {
    const headers = new Headers([
      ['Via', `SIP/2.0/TCP 127.0.0.1:${this.#socket.localPort}`],
      ...dialog.routes.map((route) => ['Route', route] as const),
      ['From', `<${this.#user.uri}>;tag=${dialog.tag};epid=${this.epid}`],
      ['To', dialog.to],
      ['Call-ID', dialog.callId],
      ['CSeq', `${method === 'ACK' || method === 'CANCEL' ? dialog.cseq : ++dialog.cseq} ${method}`],
      ['Max-Forwards', '70'],
      ...more,
    ]);
    return request(method, dialog.target, headers, body);
  }

  send(message: SipMessage, sign = true): void {
    const value = sign ? this.#association.sign(message) : undefined;
    if (value !== undefined) message.headers.set(this.#association.headerName, value);
    this.#socket.write(serialise(message));
  }

  /** Sends a request and waits for its final answer. */
  async ask(method: string, dialog: Dialog, more?: readonly (readonly [string, string])[], body?: string): Promise<SipResponse> {
    const sent = this.message(method, dialog, more, body);
    this.send(sent);
    const cseq = sent.headers.get('CSeq');
    const answer = (await this.next(
      (message) =>
        message.kind === 'response' &&
        message.status >= 200 &&
        message.headers.get('CSeq') === cseq &&
        message.headers.get('Call-ID') === dialog.callId,
      `an answer to ${method}`,
    )) as SipResponse;
    if (answer.status < 300 && answer.headers.has('To')) {
      dialog.to = answer.headers.get('To')!;
      const recorded = answer.headers.getAll('Record-Route').flatMap(splitList);
      if (recorded.length > 0) dialog.routes = recorded.toReversed();
      const contact = answer.headers.get('Contact');
      if (contact !== undefined && method !== 'REGISTER') dialog.target = parseNameAddr(contact).uri;
    }
    return answer;
  }

  /** REGISTER until there is an answer that is no challenge, or nothing more to say to one. */
  async register(expires?: number): Promise<SipResponse> {
    const dialog = this.#registration;
    const contact = `<sip:127.0.0.1:${this.#socket.localPort};transport=tcp>;proxy=replace`;
    for (;;) {
      dialog.target = `sip:${this.#user.uri.split('@')[1]}`;
      dialog.to = `<${this.#user.uri}>`;
      const headers = [
        ['Contact', contact],
        ['Event', 'registration'],
        ...(expires === undefined ? [] : [['Expires', String(expires)]]),
      ];
      const answer = await this.ask('REGISTER', dialog, headers as [string, string][]);
      if (answer.status !== 401 || this.#association.next(answer.headers.getAll('WWW-Authenticate'), 401) === undefined) {
        this.gruu = /gruu="([^"]+)"/.exec(answer.headers.getAll('Contact').join())?.[1] ?? '';
        return answer;
      }
    }
  }

  /** Forgets what was agreed, as a client does that signs in again on the same connection. */
  startOver(): void {
    this.#association = this.newAssociation();
  }

  answer(
    incoming: SipRequest,
    status: number,
    reason: string,
    tag = 'f00',
    more: readonly (readonly [string, string])[] = [],
  ): void {
    const headers = new Headers();
    for (const name of ['Via', 'Record-Route', 'From'])
      for (const value of incoming.headers.getAll(name)) headers.add(name, value);
    const to = incoming.headers.get('To')!;
    headers.add('To', to.includes(';tag=') ? to : `${to};tag=${tag}`);
    headers.add('Call-ID', incoming.headers.get('Call-ID')!).add('CSeq', incoming.headers.get('CSeq')!);
    for (const [name, value] of more) headers.add(name, value);
    this.send(response(status, reason, headers));
  }

  /** The next request of that method. */
  async incoming(method: string): Promise<SipRequest> {
    return (await this.next((message) => message.kind === 'request' && message.method === method, method)) as SipRequest;
  }

  /** The first message, arrived or still to arrive, that fits; given out once. */
  async next(fits: (message: SipMessage) => boolean, what: string): Promise<SipMessage> {
    const found = await within(
      (async () => {
        for (;;) {
          const at = this.#inbox.findIndex(fits);
          if (at >= 0) return this.#inbox.splice(at, 1)[0]!;
          if (this.closed) throw new Error(`${this.#user.uri} waited for ${what}: the connection was closed`);
          await new Promise<void>((wake) => this.#watchers.add(wake));
        }
      })(),
      5000,
      systemClock,
    );
    if (found === undefined)
      throw new Error(`${this.#user.uri} waited for ${what}; there is ${this.#inbox.map(firstLine).join(' | ')}`);
    return found.value;
  }

  /** What has arrived and was not asked for. */
  unread(): readonly SipMessage[] {
    return this.#inbox;
  }

  async untilClosed(): Promise<void> {
    if (!this.closed) await once(this.#socket, 'close');
  }

  close(): void {
    this.#socket.destroy();
  }

  write(text: string): void {
    this.#socket.write(text);
  }

  #receive(bytes: Buffer): void {
    for (const event of this.#framer.feed(bytes)) {
      if (event.kind !== 'message') continue;
      const message = parseMessage(event.text);
      const verdict = this.#association.verify(message);
      if (verdict !== 'ok' && verdict !== 'not-yet') this.distrusted.push(`${verdict}: ${firstLine(message)}`);
      this.#inbox.push(message);
    }
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#watchers) wake();
    this.#watchers.clear();
  }
}

const firstLine = (message: SipMessage): string =>
  message.kind === 'request'
    ? `${message.method} ${message.uri}`
    : `${message.status} ${message.reason} (${message.headers.get('CSeq')})`;
