import { type Core, type Invitation, UserAgent } from 'sip.js';
import { CoexistenceError } from '../../errors/index.ts';
import { instanceOfEpid, type SipAssociation } from '../auth/index.ts';
import {
  cloneMessage,
  newTag,
  parseMessage,
  type SipMessage,
  type SipRequest,
  type SipResponse,
  serialise,
  WireError,
} from '../wire/index.ts';
import { type Answer, answerOf } from './answer.ts';
import type { EndpointOptions } from './endpoint-options.ts';
import { Exchanges } from './exchanges.ts';
import { Failures } from './failures.ts';
import { originOf } from './incoming.ts';
import { isBindings, isInstantMessaging, labelOf, replyTo } from './messages.ts';
import { Notifications, type NotificationTaker } from './notifications.ts';
import { type OutgoingRequest, OwnRequests } from './own-requests.ts';
import { writtenAs } from './patches/index.ts';
import { Proofs } from './proofs.ts';
import { inwardRequest, inwardResponse, outward, type Translation, translationOn } from './rewriting.ts';
import { prepareStack, Stack } from './stack.ts';

/** Methods that sip.js handles; the others in its own list are ours or nobody's. */
const forTheStack = new Set(['INVITE', 'ACK', 'CANCEL', 'BYE', 'MESSAGE', 'INFO', 'OPTIONS']);

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
  /** Takes incoming invitations. */
  onInvitation: (invitation: Invitation) => void = (invitation) => void invitation.reject({ statusCode: 480 }).catch(() => {});
  /** Told once, when the endpoint ends by something other than `close`. */
  onEnd: (reason: Error) => void = () => {};
  #ended: Error | undefined;
  #closing: Promise<void> | undefined;
  readonly #failures: Failures;
  readonly #proofs: Proofs;
  readonly #translation: Translation;
  readonly #stack: Stack;
  readonly #requests: OwnRequests;
  readonly #notifications: Notifications;
  /** The 200 to the REGISTER in progress, as it came. */
  #bindings: SipResponse | undefined;

  constructor(options: EndpointOptions) {
    const { connection, name, uri, epid, userAgent, clock, random } = options;
    prepareStack(random);
    this.options = options;
    this.instance = instanceOfEpid(epid);
    this.exchanges = new Exchanges(name, connection.peer, clock);
    this.#failures = new Failures(name, connection.peer);
    this.#proofs = new Proofs(options, () => this.#mustBeOpen());
    this.#notifications = new Notifications((request, status, reason) => this.#reply(request, status, reason));
    const self = UserAgent.makeURI(uri);
    if (self === undefined) throw new CoexistenceError('UNEXPECTED_ANSWER', `${uri} is no SIP URI.`);
    const translation = translationOn(options);
    this.#translation = translation;
    const challenged = this.#proofs.challenged.bind(this.#proofs);
    this.#stack = new Stack({
      connection,
      translation,
      self,
      instance: this.instance,
      userAgent,
      random,
      outgoing: (text) => this.#send(outward(writtenAs(text) ?? parseMessage(text), translation)),
      invited: (invitation) => this.onInvitation(invitation),
      challenged,
    });
    const send = this.#send.bind(this);
    this.#requests = new OwnRequests({ protocol: connection.protocol, translation, userAgent, random, send, challenged });
    connection.listen({ message: (text) => this.#incoming(text), closed: (reason) => reason && this.end(reason) });
  }

  /** Why the endpoint is no more; `undefined` while it lives. */
  get ended(): Error | undefined {
    return this.#ended;
  }

  get peer(): string {
    return this.options.connection.peer;
  }

  /** sip.js, for dialogs that it keeps. */
  get userAgent(): UserAgent {
    return this.#stack.userAgent;
  }

  /** What proves the user at this moment: the new association while one is being agreed on. */
  get association(): SipAssociation {
    return this.#proofs.association;
  }

  /** True while a new proof is not answered yet, or was refused. */
  get isProving(): boolean {
    return this.#proofs.isProving;
  }

  /**
   * Proves the user anew, by REGISTER: a challenge to any other request asks for that, and the request is repeated afterwards. Without it
   * such a challenge is a refusal.
   */
  set onChallenge(prove: (() => Promise<void>) | undefined) {
    this.#proofs.onChallenge = prove;
  }

  /** The next REGISTER begins a new association; the old one stays in force until the server has accepted the new one. */
  proveAnew(): void {
    this.#proofs.proveAnew();
  }

  /** From now on nothing unsigned passes. */
  confirm(): void {
    this.#proofs.confirm();
  }

  #mustBeOpen(): void {
    if (this.#ended || this.#closing) throw this.#ended ?? new Error('closed');
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
    if (error instanceof WireError) return this.#failures.unsent(what, error);
    return this.options.connection.isOpen && error instanceof Error ? error : this.#failures.undeliverable(what, 503);
  }

  /** Waits for the final answer to what `begin` sends; if `begin` cannot send it, that is the end of the waiting. */
  answer(what: string, begin: (delegate: Core.OutgoingRequestDelegate) => unknown): Promise<Answer> {
    return this.exchanges.wait<Answer>(what, this.options.budget, (done, fail) => {
      const take = ({ message }: Core.IncomingResponse): void => {
        // sip.js makes answers up when a transaction times out (408) or the line is down (503): those came from nowhere.
        const origin = originOf(message);
        if (origin?.kind !== 'response') {
          fail(this.#ended ?? this.#failures.undeliverable(what, message.statusCode));
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
      if (error instanceof WireError)
        throw this.#failures.unexpected(`${answer.status} ${answer.reason} with ${error.message}`, error);
      throw error;
    }
  }

  /** @throws CoexistenceError UNEXPECTED_ANSWER */
  uriOf(text: string) {
    const uri = UserAgent.makeURI(text);
    if (uri) return uri;
    throw this.#failures.noUri(text);
  }

  /** Directs the notifications of a dialog to `taker`; to be called before the SUBSCRIBE leaves. */
  listen(callId: string, tag: string, taker: NotificationTaker): void {
    this.#notifications.listen(callId, tag, taker);
  }

  unlisten(callId: string, tag: string): void {
    this.#notifications.unlisten(callId, tag);
  }

  /** Says who takes a NOTIFY outside of any dialog, which says that the registration is over; an early one is given at once. */
  takeRegistrationNotice(taker: NotificationTaker): void {
    this.#notifications.takeRegistrationNotice(taker);
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
      this.exchanges.end(this.#ended ?? this.#failures.signedOut());
      // Not from within a callback of the stack that it would pull the ground from under.
      await Promise.resolve();
      await this.#stack.stop();
      this.#notifications.clear();
      await this.options.connection.close();
    })();
    return this.#closing;
  }

  // ── the filters ──────────────────────────────────────────────────────────────────────────────────────────────

  #send(message: SipMessage): void {
    if (this.options.trustedFqdn !== undefined) message.headers.set('P-Asserted-Identity', `<${this.options.uri}>`);
    this.#sendSigned(message);
  }

  #sendSigned(message: SipMessage): void {
    this.#proofs.sign(message);
    this.options.connection.send(serialise(message));
  }

  #incoming(text: string): void {
    if (this.#ended || this.#closing) return;
    let message: SipMessage;
    try {
      message = parseMessage(text);
      const doubt = this.#proofs.doubtOf(message);
      if (doubt !== undefined) {
        this.end(this.#failures.untrusted(message, doubt));
        return;
      }
      this.exchanges.saw(() => labelOf(message));
      if (message.kind === 'request') this.#request(message);
      else if (!this.#requests.take(message)) {
        if (isBindings(message)) {
          this.#bindings = cloneMessage(message);
          if (this.#proofs.isProving) this.#proofs.taken();
        }
        this.#endIfThrown(message, this.#stack.takeAnswer(inwardResponse(message, this.#translation)));
      }
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      this.end(this.#failures.unexpected(`a message that cannot be read (${error.message})`, error));
    }
  }

  #request(request: SipRequest): void {
    const { method } = request;
    if (method === 'NOTIFY' || method === 'BENOTIFY') this.#notifications.take(request);
    else if (!forTheStack.has(method)) {
      this.#reply(request, 405, 'Method Not Allowed', [['Allow', [...forTheStack, 'NOTIFY', 'BENOTIFY'].join(', ')]]);
    } else if (method === 'INVITE' && !isInstantMessaging(request)) this.#reply(request, 488, 'Not Acceptable Here');
    else this.#requestForTheStack(inwardRequest(request, this.#translation));
  }

  #requestForTheStack(request: SipRequest): void {
    let thrown: Error | undefined;
    try {
      thrown = this.#stack.takeRequest(request);
    } catch (error) {
      if (!(error instanceof WireError) || request.method === 'ACK') throw error;
      this.#reply(request, 400, `Bad Request (${error.reason})`);
      return;
    }
    this.#endIfThrown(request, thrown);
  }

  #endIfThrown(message: SipMessage, thrown: Error | undefined): void {
    if (thrown)
      this.end(this.#failures.unexpected(`${labelOf(message)}, which the SIP stack cannot take (${thrown.message})`, thrown));
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
