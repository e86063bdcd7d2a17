import { Headers, newCallId, newTag, parseUri, type Random, request, type SipRequest, type SipResponse } from '../wire/index.ts';
import { type ChallengedRequest, nextBranch } from './patches/index.ts';
import type { Translation } from './rewriting.ts';
import { Transactions } from './transactions.ts';

/** A request of ours outside of what sip.js keeps dialogs for. */
export interface OutgoingRequest {
  readonly target: string;
  readonly to: string;
  /** Whole header lines. */
  readonly headers: readonly string[];
  readonly body?: { readonly contentType: string; readonly content: string };
  readonly dialog?: {
    readonly callId: string;
    readonly fromTag: string;
    readonly toTag?: string | undefined;
    readonly cseq: number;
    readonly routeSet?: readonly string[] | undefined;
  };
}

/** What own requests need from the endpoint they belong to. */
export interface OwnRequestsOptions {
  /** Name of the transport in a Via. */
  readonly protocol: string;
  readonly translation: Translation;
  readonly userAgent: string;
  readonly random: Random;
  /** Signs and sends. @throws when it cannot be sent */
  send(message: SipRequest): void;
  /** Whether a challenged request is repeated. */
  challenged(challenges: readonly string[], status: 401 | 407, request: ChallengedRequest): boolean | Promise<boolean>;
}

/** Who waits for one of them. */
interface Waiting {
  readonly done: (answer: SipResponse) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * SUBSCRIBE, SERVICE, OPTIONS, MESSAGE outside of a dialog: written, challenged and matched without sip.js, whose layers cost several
 * times what the rest of the way does, and which hands up a 408 of the server as if nothing had come.
 */
export class OwnRequests {
  readonly #options: OwnRequestsOptions;
  readonly #transactions: Transactions;

  constructor(options: OwnRequestsOptions) {
    const { protocol, translation } = options;
    this.#options = options;
    this.#transactions = new Transactions(`SIP/2.0/${protocol} ${translation.local}`, nextBranch);
  }

  /** How many wait for their answer. */
  get pending(): number {
    return this.#transactions.pending;
  }

  /** Hands an answer to the request it belongs to; false if it is none of ours. */
  take(response: SipResponse): boolean {
    return this.#transactions.take(response);
  }

  /**
   * Sends a request and tells its final answer, after all challenges that were taken.
   * @returns what gives up waiting
   * @throws WireError for a target that is no URI, or a header that is none; and what `send` throws
   */
  send(method: string, outgoing: OutgoingRequest, waiting: Waiting): () => void {
    parseUri(outgoing.target);
    parseUri(outgoing.to);
    const { random } = this.#options;
    const { callId = newCallId(random), fromTag = newTag(random), cseq: first = 1, ...rest } = outgoing.dialog ?? {};
    let cseq = first;
    let branch = '';
    let isGivenUp = false;
    // Written anew for each try: thousands that wait should not keep what they sent.
    const begin = (): void => {
      branch = this.#transactions.begin(method, answered);
      try {
        const dialog = { callId, fromTag, cseq, ...rest };
        this.#options.send(this.#write(method, outgoing, dialog, this.#transactions.via(branch)));
      } catch (error) {
        this.#transactions.end(branch);
        throw error;
      }
    };
    const repeat = (): void => {
      if (isGivenUp) return;
      try {
        cseq += 1;
        begin();
      } catch (error) {
        waiting.fail(error);
      }
    };
    const answered = (answer: SipResponse): void => {
      const { status } = answer;
      const again =
        status === 401 || status === 407 ? this.#challenged(answer, status, { of: waiting, method, callId, cseq }) : false;
      if (again === false) waiting.done(answer);
      else if (again === true) repeat();
      // Thinking about it takes its time: a ticket has to be got.
      else
        again.then(
          (yes) => (yes ? repeat() : waiting.done(answer)),
          () => waiting.done(answer),
        );
    };
    begin();
    return () => {
      isGivenUp = true;
      this.#transactions.end(branch);
    };
  }

  #challenged(answer: SipResponse, status: 401 | 407, request: ChallengedRequest): boolean | Promise<boolean> {
    const challenges = answer.headers.getAll(status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate');
    return this.#options.challenged(challenges, status, request);
  }

  /** In the order that RFC 3261 section 7.3.1 recommends: what proxies look at comes first. */
  #write(
    method: string,
    { target, to, headers, body }: OutgoingRequest,
    { callId, fromTag, toTag, cseq, routeSet }: NonNullable<OutgoingRequest['dialog']>,
    via: string,
  ): SipRequest {
    const { translation, userAgent } = this.#options;
    const { viaHost, local, self, epid } = translation;
    const written = new Headers([['Via', via]]);
    for (const route of routeSet ?? []) written.add('Route', route);
    written
      .add('To', toTag === undefined ? `<${to}>` : `<${to}>;tag=${toTag}`)
      .add('From', `<${self}>;tag=${fromTag};epid=${epid}`)
      .add('CSeq', `${cseq} ${method}`)
      .add('Call-ID', callId)
      .add('Max-Forwards', '70');
    for (const line of headers) {
      const colon = line.indexOf(':');
      // sip.js made the Contact, and knows itself by a name that nobody else knows.
      const value = line.slice(colon + 1).trim();
      written.add(line.slice(0, colon).trim(), value.includes(viaHost) ? value.replaceAll(viaHost, local) : value);
    }
    written.add('User-Agent', userAgent);
    if (body) written.add('Content-Type', body.contentType);
    return request(method, target, written.add('Content-Length', '0'), body?.content ?? '');
  }
}
