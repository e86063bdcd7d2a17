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
    const message = this.#write(method, outgoing);
    let cseq = outgoing.dialog?.cseq ?? 1;
    let branch = '';
    let isGivenUp = false;
    const begin = (): void => {
      branch = this.#transactions.begin(method, (answer) => this.#answered(message, cseq, answer, waiting, repeat));
      message.headers.set('Via', this.#transactions.via(branch));
      // The message goes on as it is: what signing added must not be signed again.
      try {
        this.#options.send({ ...message, headers: message.headers.clone() });
      } catch (error) {
        this.#transactions.end(branch);
        throw error;
      }
    };
    const repeat = (): void => {
      if (isGivenUp) return;
      try {
        cseq += 1;
        message.headers.set('CSeq', `${cseq} ${method}`);
        begin();
      } catch (error) {
        waiting.fail(error);
      }
    };
    begin();
    return () => {
      isGivenUp = true;
      this.#transactions.end(branch);
    };
  }

  #answered(message: SipRequest, cseq: number, answer: SipResponse, { done }: Waiting, repeat: () => void): void {
    const { status } = answer;
    if (status !== 401 && status !== 407) {
      done(answer);
      return;
    }
    const challenges = answer.headers.getAll(status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate');
    const again = this.#options.challenged(challenges, status, {
      of: message,
      method: message.method,
      callId: message.headers.get('Call-ID')!,
      cseq,
    });
    if (again === false) done(answer);
    else if (again === true) repeat();
    // Thinking about it takes its time: a ticket has to be got.
    else
      again.then(
        (yes) => (yes ? repeat() : done(answer)),
        () => done(answer),
      );
  }

  /** In the order that RFC 3261 section 7.3.1 recommends: what proxies look at comes first. */
  #write(method: string, { target, to, headers, body, dialog }: OutgoingRequest): SipRequest {
    const { translation, userAgent, random } = this.#options;
    const { viaHost, local, self, epid } = translation;
    const written = new Headers([['Via', '']]);
    for (const route of dialog?.routeSet ?? []) written.add('Route', route);
    written
      .add('To', dialog?.toTag === undefined ? `<${to}>` : `<${to}>;tag=${dialog.toTag}`)
      .add('From', `<${self}>;tag=${dialog?.fromTag ?? newTag(random)};epid=${epid}`)
      .add('CSeq', `${dialog?.cseq ?? 1} ${method}`)
      .add('Call-ID', dialog?.callId ?? newCallId(random))
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
