import { type Core, type Invitation, type Message, UserAgent } from 'sip.js';
import { CoexistenceError } from '../../errors/index.ts';
import type { Clock } from '../../time/index.ts';
import { instanceOfEpid, type SignatureVerdict, type SipAssociation } from '../auth/index.ts';
import type { SipConnection } from '../transport/index.ts';
import {
  cloneMessage,
  newTag,
  parseMessage,
  parseNameAddr,
  type Random,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serialise,
  WireError,
} from '../wire/index.ts';
import { type Answer, answerOf } from './answer.ts';
import { Exchanges } from './exchanges.ts';
import { incomingRequest, incomingResponse, originOf } from './incoming.ts';
import { isBindings, isInstantMessaging, labelOf, replyTo } from './messages.ts';
import { type OutgoingRequest, OwnRequests } from './own-requests.ts';
import { applyPatches, type ChallengedRequest, type ChallengeTaker, takeChallenges, writtenAs } from './patches/index.ts';
import { inwardRequest, inwardResponse, outward, type Translation } from './rewriting.ts';
import { sessionDescription } from './session-description.ts';
import { type StackLine, StackTransport } from './stack-transport.ts';
import { doubtOf } from './trust.ts';

/** Who the endpoint is, and what it works with. It owns the connection from now on. */
export interface EndpointOptions {
  readonly connection: SipConnection;
  /** In force from the beginning. */
  readonly association: SipAssociation;
  /** Another one, for a server that asks for a new proof on the living connection; without it such a challenge is a refusal. */
  readonly newAssociation?: () => SipAssociation;
  /** Name of the test user, for sentences. */
  readonly name: string;
  /** SIP URI of the user. */
  readonly uri: string;
  /** Ten hex digits: names this endpoint among those of the user (MS-SIPRE). */
  readonly epid: string;
  readonly userAgent: string;
  /** A trusted server's name, which stands in Via and Contact; every request then asserts the user (RFC 3325). */
  readonly trustedFqdn?: string;
  /** Milliseconds for one answer. */
  readonly budget: number;
  readonly clock: Clock;
  readonly random: Random;
}

/** Takes the notifications of one event dialog. */
export type NotificationTaker = (notification: SipRequest) => void;

/** Requests that were repeated after a new proof, of all endpoints. */
const repeated = new WeakSet<object>();

/** Methods that sip.js handles; the others in its own list are ours or nobody's. */
const forTheStack = new Set(['INVITE', 'ACK', 'CANCEL', 'BYE', 'MESSAGE', 'INFO', 'OPTIONS']);

/**
 * A text outside of any conversation has no reader: sip.js would answer 200, which its sender takes for delivered. 481 makes a Lync client
 * invite and say it again.
 */
const refuseStray = (message: Message): void => {
  const extraHeaders = ['Warning: 399 coex "a text is taken in a conversation only, after INVITE"'];
  void message.reject({ statusCode: 481, reasonPhrase: 'Call Leg/Transaction Does Not Exist', extraHeaders }).catch(() => {});
};

/**
 * One registered endpoint of a user on one connection: sip.js for transactions and IM dialogs, our own filters around it.
 *
 * Every message that leaves is signed, every message that comes is verified before anything else looks at it: a missing or wrong
 * signature ends the endpoint. Whatever waits ends with the endpoint.
 */
export class Endpoint {
  readonly options: EndpointOptions;
  readonly instance: string;
  readonly exchanges: Exchanges;
  readonly userAgent: UserAgent;
  /** Takes incoming invitations. */
  onInvitation: (invitation: Invitation) => void = (invitation) => void invitation.reject({ statusCode: 480 }).catch(() => {});
  /** Told once, when the endpoint ends by something other than `close`. */
  onEnd: (reason: Error) => void = () => {};
  /**
   * Proves the user anew, by REGISTER: a challenge to any other request asks for that, and the request is repeated afterwards. Without it
   * such a challenge is a refusal.
   */
  onChallenge: (() => Promise<void>) | undefined;
  /** In force: what we send is signed with it. */
  #association: SipAssociation;
  /** Being agreed on meanwhile; takes over when the server has accepted it. */
  #pending: SipAssociation | undefined;
  /** The one before: the server may have signed something with it that comes late. */
  #previous: SipAssociation | undefined;
  #registered = false;
  #ended: Error | undefined;
  #closing: Promise<void> | undefined;
  readonly #transport: StackTransport;
  readonly #translation: Translation;
  readonly #requests: OwnRequests;
  #onRegistrationNotice: ((notice: SipRequest) => void) | undefined;
  /** One that came before anybody took it: it may follow the 200 on its heels. */
  #earlyNotice: SipRequest | undefined;
  readonly #events = new Map<string, NotificationTaker>();
  /** The 200 to the REGISTER in progress, as it came. */
  #bindings: SipResponse | undefined;

  constructor(options: EndpointOptions) {
    const { connection, name, uri, epid, userAgent, clock, random } = options;
    applyPatches(`coex${random(4).toString('hex')}`);
    this.options = options;
    this.#association = options.association;
    this.instance = instanceOfEpid(epid);
    this.exchanges = new Exchanges(name, connection.peer, clock);
    const self = UserAgent.makeURI(uri);
    if (self === undefined) throw new CoexistenceError('UNEXPECTED_ANSWER', `${uri} is no SIP URI.`);
    const viaHost = `${random(8).toString('hex')}.invalid`;
    // Over WebSocket nobody can be reached at an address: the `.invalid` name stays (RFC 7118 appendix A), and its URI says `ws` even
    // where the line is encrypted (section 5.3).
    const isWebSocket = connection.protocol === 'WS' || connection.protocol === 'WSS';
    const local = options.trustedFqdn ?? (isWebSocket ? viaHost : `${connection.local.host}:${connection.local.port}`);
    this.#translation = { viaHost, local, self: uri, epid, peers: new Map() };
    this.userAgent = new UserAgent({
      uri: self,
      viaHost,
      // Any length but five: with five sip.js refuses dialogs whose Call-ID begins like its own, and peers reuse ours.
      sipjsId: random(4).toString('hex'),
      instanceId: this.instance,
      contactParams: { transport: isWebSocket ? 'ws' : connection.protocol.toLowerCase(), 'ms-opaque': newTag(random) },
      userAgentString: userAgent,
      transportConstructor: StackTransport,
      transportOptions: { connection, outgoing: (text) => this.#outgoing(text) } satisfies StackLine,
      sessionDescriptionHandlerFactory: () => sessionDescription(uri, connection.local.host),
      delegate: { onInvite: (invitation) => this.onInvitation(invitation), onMessage: refuseStray },
      sendInitialProvisionalResponse: false,
      gracefulShutdown: false,
      logBuiltinEnabled: false,
      logConfiguration: false,
    });
    // The registrar's answer is searched for our Contact by its user part.
    this.userAgent.contact.uri.user = self.user;
    const { userAgentCore } = this.userAgent;
    (userAgentCore.configuration as { supportedOptionTagsResponse: unknown }).supportedOptionTagsResponse = undefined;
    const stock = userAgentCore.makeOutgoingRequestMessage.bind(userAgentCore);
    // What sip.js supports by itself (outbound, path, gruu) is not what a Lync client says.
    userAgentCore.makeOutgoingRequestMessage = (method, target, from, to, more, headers, body) =>
      stock(method, target, from, to, { ...more, optionTags: [] }, headers, body);
    const challenged: ChallengeTaker['challenged'] = (challenges, status, request) =>
      this.#challenged(challenges, status, request);
    takeChallenges(userAgentCore, { challenged });
    this.#requests = new OwnRequests({
      protocol: connection.protocol,
      translation: this.#translation,
      userAgent,
      random,
      send: (message) => this.#send(message),
      challenged,
    });
    this.#transport = this.userAgent.transport as StackTransport;
    void this.userAgent.start();
    connection.listen({ message: (text) => this.#incoming(text), closed: (reason) => reason && this.end(reason) });
  }

  /** Why the endpoint is no more; `undefined` while it lives. */
  get ended(): Error | undefined {
    return this.#ended;
  }

  get peer(): string {
    return this.options.connection.peer;
  }

  /** Whether a challenged request is repeated. */
  #challenged(challenges: readonly string[], status: 401 | 407, request: ChallengedRequest): boolean | Promise<boolean> {
    // Once the keys are confirmed an unsigned challenge must not drop them: it can only begin another association beside them.
    const isAnother = this.#registered && this.#association.signs;
    if (isAnother && request.method !== 'REGISTER') return this.#provenBefore(request);
    if (isAnother) this.proveAnew();
    const association = isAnother ? this.#pending : this.#association;
    const answer = association?.next(challenges, status, request);
    if (!(answer instanceof Promise)) return answer !== undefined;
    return answer.then((credentials) => {
      this.#mustBeOpen();
      return credentials !== undefined;
    });
  }

  /** Repeats a challenged request after a new proof; one that is challenged again is refused. */
  #provenBefore(request: ChallengedRequest): boolean | Promise<boolean> {
    if (this.onChallenge === undefined || repeated.has(request.of)) return false;
    repeated.add(request.of);
    return this.onChallenge().then(() => {
      this.#mustBeOpen();
      return true;
    });
  }

  #mustBeOpen(): void {
    if (this.#ended || this.#closing) throw this.#ended ?? new Error('closed');
  }

  /** What proves the user at this moment: the new association while one is being agreed on. */
  get association(): SipAssociation {
    return this.#pending ?? this.#association;
  }

  /** True while a new proof is not answered yet, or was refused. */
  get isProving(): boolean {
    return this.#pending !== undefined;
  }

  /** The next REGISTER begins a new association; the old one stays in force until the server has accepted the new one. */
  proveAnew(): void {
    // Where nothing is signed there is nothing to agree on: digest proves every request.
    if (this.#association.signs) this.#pending ??= this.options.newAssociation?.();
  }

  /** The server has answered a REGISTER with 200: a proof that it carried was taken, and its keys sign from now on. */
  #proofTaken(): void {
    const taken = this.#pending;
    this.#pending = undefined;
    if (taken?.state !== 'answered' && taken?.state !== 'established') return;
    this.#previous = this.#association;
    this.#association = taken;
  }

  /** Says who takes a NOTIFY outside of any dialog, which says that the registration is over; one that has come already is given at once. */
  takeRegistrationNotice(taker: (notice: SipRequest) => void): void {
    this.#onRegistrationNotice = taker;
    const early = this.#earlyNotice;
    this.#earlyNotice = undefined;
    if (early !== undefined) taker(early);
  }

  /** From now on nothing unsigned passes. */
  confirm(): void {
    this.#registered = true;
  }

  /** Sends a request of ours and ends with its final answer, whatever the status. @throws CoexistenceError NO_ANSWER, CONNECTION_LOST … */
  request(method: string, outgoing: OutgoingRequest): Promise<Answer> {
    const what = `${method} to ${outgoing.to}`;
    return this.exchanges.wait<Answer>(what, this.options.budget, (done, reject) => {
      const fail = (error: unknown): void => reject(this.#ended ?? this.#unsent(what, error));
      try {
        return this.#requests.send(method, outgoing, { done: (answer) => done(answerOf(answer)), fail });
      } catch (error) {
        fail(error);
        return undefined;
      }
    });
  }

  /** Why a request did not leave. */
  #unsent(what: string, error: unknown): Error {
    const { name } = this.options;
    if (error instanceof WireError) {
      return new CoexistenceError('UNEXPECTED_ANSWER', `${what} of ${name} was not sent to ${this.peer}: ${error.reason}.`, {
        cause: error,
        facts: { server: this.peer },
      });
    }
    return this.options.connection.isOpen && error instanceof Error ? error : this.#undeliverable(what, 503);
  }

  /** Waits for the final answer to what `begin` sends; if `begin` cannot send it, that is the end of the waiting. */
  answer(what: string, begin: (delegate: Core.OutgoingRequestDelegate) => unknown): Promise<Answer> {
    return this.exchanges.wait<Answer>(what, this.options.budget, (done, fail) => {
      const take = ({ message }: Core.IncomingResponse): void => {
        // sip.js makes answers up when a transaction times out (408) or the line is down (503): those came from nowhere.
        const origin = originOf(message);
        if (origin?.kind !== 'response') {
          fail(this.#ended ?? this.#undeliverable(what, message.statusCode));
          return;
        }
        done(answerOf((message.method === 'REGISTER' && this.#bindings) || origin));
        this.#bindings = undefined;
      };
      Promise.resolve(begin({ onAccept: take, onRedirect: take, onReject: take })).catch(fail);
      return undefined;
    });
  }

  /** What `read` makes of an answer. @throws CoexistenceError UNEXPECTED_ANSWER when it cannot be read */
  understand<T>(answer: Answer, read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof WireError) throw this.#unexpected(`${answer.status} ${answer.reason} with ${error.message}`, error);
      throw error;
    }
  }

  #undeliverable(what: string, status: number | undefined): CoexistenceError {
    const { name } = this.options;
    return status === 408
      ? new CoexistenceError('NO_ANSWER', `${this.peer} did not answer ${what} of ${name}.`, { facts: { server: this.peer } })
      : new CoexistenceError(
          'CONNECTION_LOST',
          `${what} of ${name} could not be sent to ${this.peer}: the connection is closed.`,
          {
            facts: { server: this.peer },
          },
        );
  }

  /** @throws CoexistenceError UNEXPECTED_ANSWER */
  uriOf(text: string) {
    const uri = UserAgent.makeURI(text);
    if (uri) return uri;
    throw new CoexistenceError('UNEXPECTED_ANSWER', `${text}, which ${this.options.name} should send to, is no SIP URI.`, {
      facts: { server: this.peer },
    });
  }

  /** Directs the notifications of a dialog to `taker`; to be called before the SUBSCRIBE leaves. */
  listen(callId: string, tag: string, taker: NotificationTaker): void {
    this.#events.set(callId + tag, taker);
  }

  unlisten(callId: string, tag: string): void {
    this.#events.delete(callId + tag);
  }

  /** Forgets the endpoint behind a tag when its dialog is over. */
  forgetPeer(callId: string, tag: string): void {
    this.#translation.peers.delete(callId + tag);
  }

  /** Ends the endpoint for a reason: everything that waits gets it, and the connection is closed. */
  end(reason: Error): void {
    if (this.#ended || this.#closing) return;
    this.#ended = reason;
    this.onEnd(reason);
    void this.close();
  }

  /** Stops the stack and closes the connection: no timer, listener or socket is left. Never throws. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      const { connection, name } = this.options;
      this.exchanges.end(
        this.#ended ??
          new CoexistenceError('CONNECTION_LOST', `${name} has signed out of ${connection.peer}.`, {
            facts: { server: connection.peer },
          }),
      );
      // Not from within a callback of the stack that it would pull the ground from under.
      await Promise.resolve();
      await this.userAgent.stop().catch(() => {});
      this.#events.clear();
      await connection.close();
    })();
    return this.#closing;
  }

  // ── the filters ──────────────────────────────────────────────────────────────────────────────────────────────

  #outgoing(text: string): void {
    this.#send(outward(writtenAs(text) ?? parseMessage(text), this.#translation));
  }

  #send(message: SipMessage): void {
    if (this.options.trustedFqdn !== undefined) message.headers.set('P-Asserted-Identity', `<${this.options.uri}>`);
    this.#sendSigned(message);
  }

  #sendSigned(message: SipMessage): void {
    const isProof = this.#pending !== undefined && message.kind === 'request' && message.method === 'REGISTER';
    const association = isProof ? this.#pending! : this.#association;
    const signature = association.sign(message);
    if (signature !== undefined) message.headers.prepend(association.headerName, signature);
    this.options.connection.send(serialise(message));
  }

  #incoming(text: string): void {
    if (this.#ended || this.#closing) return;
    let message: SipMessage;
    try {
      message = parseMessage(text);
      if (!this.#trusts(message)) return;
      this.exchanges.saw(() => labelOf(message));
      if (message.kind === 'request') this.#request(message);
      else if (!this.#requests.take(message)) {
        if (isBindings(message)) {
          this.#bindings = cloneMessage(message);
          if (this.#pending !== undefined) this.#proofTaken();
        }
        this.#answerForTheStack(inwardResponse(message, this.#translation));
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.end(this.#unexpected(`a message that cannot be read (${error.message})`, error));
    }
  }

  /** What is not signed as it must be ends the endpoint. */
  #trusts(message: SipMessage): boolean {
    const { name } = this.options;
    const doubt = doubtOf(message, this.#verdictOn(message), this.#registered, this.#association.state);
    if (doubt === undefined) return true;
    const facts = {
      server: this.peer,
      message: labelOf(message),
      ...(message.kind === 'response' && { status: message.status }),
    };
    this.end(
      new CoexistenceError(doubt.code, `${this.peer} sent ${name} ${labelOf(message)} ${doubt.how}; the connection was closed.`, {
        facts,
      }),
    );
    return false;
  }

  #verdictOn(message: SipMessage): SignatureVerdict {
    const verdict = this.#association.verify(message);
    if (verdict === 'ok' || (this.#pending === undefined && this.#previous === undefined)) return verdict;
    const pending = this.#pending?.verify(message);
    if (pending === 'ok' || this.#previous?.verify(message) === 'ok') return 'ok';
    return pending === 'wrong' ? 'wrong' : verdict;
  }

  #unexpected(what: string, cause?: unknown): CoexistenceError {
    return new CoexistenceError('UNEXPECTED_ANSWER', `${this.peer} sent ${this.options.name} ${what}.`, {
      cause,
      facts: { server: this.peer },
    });
  }

  #request(request: SipRequest): void {
    const { method } = request;
    if (method === 'NOTIFY' || method === 'BENOTIFY') this.#notification(request);
    else if (!forTheStack.has(method)) {
      this.#reply(request, 405, 'Method Not Allowed', [['Allow', [...forTheStack, 'NOTIFY', 'BENOTIFY'].join(', ')]]);
    } else if (method === 'INVITE' && !isInstantMessaging(request)) this.#reply(request, 488, 'Not Acceptable Here');
    else this.#requestForTheStack(inwardRequest(request, this.#translation));
  }

  #requestForTheStack(request: SipRequest): void {
    let message: Core.IncomingRequestMessage;
    try {
      message = incomingRequest(request);
    } catch (error) {
      if (!(error instanceof WireError) || request.method === 'ACK') throw error;
      this.#reply(request, 400, `Bad Request (${error.reason})`);
      return;
    }
    this.#handUp(request, () => this.userAgent.userAgentCore.receiveIncomingRequestFromTransport(message));
  }

  #answerForTheStack(response: SipResponse): void {
    const message = incomingResponse(response);
    // Sent by somebody else: silently discarded (RFC 3261 section 18.1.2). More than one Via sip.js discards itself.
    if (message.via.host !== this.#translation.viaHost || message.via.port !== undefined) return;
    this.#handUp(response, () => this.userAgent.userAgentCore.receiveIncomingResponseFromTransport(message));
  }

  #handUp(message: SipMessage, hand: () => void): void {
    const thrown = this.#transport.receive(hand);
    if (thrown) this.end(this.#unexpected(`${labelOf(message)}, which the SIP stack cannot take (${thrown.message})`, thrown));
  }

  /** BENOTIFY is never answered (MS-SIP); NOTIFY is, before whoever takes it does anything about it. */
  #notification(request: SipRequest): void {
    const tag = parseNameAddr(request.headers.get('To') ?? '').parameters.tag;
    const taker = this.#events.get((request.headers.get('Call-ID') ?? '') + (tag ?? ''));
    const isNotice = /^registration-notify\b/i.test(request.headers.get('Event') ?? '');
    if (request.method === 'NOTIFY') {
      if (taker || isNotice) this.#reply(request, 200, 'OK');
      else this.#reply(request, 481, 'Call Leg/Transaction Does Not Exist');
    }
    if (taker) taker(request);
    else if (isNotice && this.#onRegistrationNotice) this.#onRegistrationNotice(request);
    else if (isNotice) this.#earlyNotice = request;
  }

  #reply(request: SipRequest, status: number, reason: string, more: readonly (readonly [string, string])[] = []): void {
    const { userAgent, random } = this.options;
    try {
      this.#sendSigned(replyTo(request, status, reason, newTag(random), [['User-Agent', userAgent], ...more]));
    } catch (error) {
      if (error instanceof WireError) throw error;
      // The line went down meanwhile; its end is told by the connection.
      this.exchanges.saw(() => `(our ${status} to ${request.method} could not be sent)`);
    }
  }
}
