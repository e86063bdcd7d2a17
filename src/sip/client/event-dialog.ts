import { CoexistenceError } from '../../errors/index.ts';
import type { Timer } from '../../time/index.ts';
import { newCallId, newTag, parseNameAddr, type SipRequest, splitList } from '../wire/index.ts';
import { type Answer, describeAnswer, factsOf } from './answer.ts';
import type { Endpoint } from './endpoint.ts';

/** What a notification carries. */
export interface Notification {
  readonly contentType: string;
  readonly body: string;
}

export interface EventDialogOptions {
  /** `presence`, `vnd-microsoft-roaming-self` … */
  readonly event: string;
  readonly target: string;
  readonly to: string;
  /** Accept, Require and what else the event wants, as whole lines. */
  readonly headers: readonly string[];
  readonly body?: { readonly contentType: string; readonly content: string };
  /** Asks once, with `Expires: 0`: the 200 carries all there is. */
  readonly once?: boolean;
  readonly deliver: (notification: Notification) => void;
  /** The dialog is over without our doing: its `subscription-state`, or why it could not be renewed. */
  readonly over: (reason: string) => void;
}

/** Renewed so many seconds before the end, as Lync clients do. */
const renewAhead = 120;

/**
 * A SUBSCRIBE dialog as Lync speaks it: the 200 carries the first notification (`ms-piggyback-cseq`), BENOTIFY the others.
 *
 * Nothing waits for a NOTIFY, so nothing times out. Every refresh repeats body and headers, which sip.js would leave out.
 */
export class EventDialog {
  readonly #endpoint: Endpoint;
  readonly #options: EventDialogOptions;
  readonly #callId: string;
  readonly #fromTag: string;
  #target: string;
  #cseq = 0;
  #toTag: string | undefined;
  #routes: readonly string[] | undefined;
  #renewal: Timer | undefined;
  #open = true;

  constructor(endpoint: Endpoint, options: EventDialogOptions) {
    const { random } = endpoint.options;
    this.#endpoint = endpoint;
    this.#options = options;
    this.#callId = newCallId(random);
    this.#fromTag = newTag(random);
    this.#target = options.target;
  }

  /** Sends the SUBSCRIBE; the final answer, whatever it is. After a 200 the first notification has been delivered if it was in there. */
  async subscribe(): Promise<Answer> {
    this.#endpoint.listen(this.#callId, this.#fromTag, (request) => this.#notified(request));
    try {
      const answer = await this.#send(this.#options.once ? 0 : undefined);
      if (answer.status !== 200) this.#close();
      return answer;
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  /**
   * Ends the dialog with a SUBSCRIBE of `Expires: 0`, if it still is one.
   * @throws CoexistenceError UNEXPECTED_ANSWER when the server does not let it end, NO_ANSWER, CONNECTION_LOST
   */
  async end(): Promise<void> {
    if (!this.#open) return;
    this.#close();
    if (this.#toTag === undefined) return;
    const answer = await this.#send(0);
    // 481 says that the server was first: as good.
    if (answer.status === 200 || answer.status === 481) return;
    const { peer, options } = this.#endpoint;
    throw new CoexistenceError(
      'UNEXPECTED_ANSWER',
      `${peer} did not end the subscription of ${options.name} to ${this.#options.event}: ${describeAnswer(answer)}.`,
      { facts: { server: peer, ...factsOf(answer) } },
    );
  }

  /** Stops listening and renewing, without a word to the server. */
  dispose(): void {
    this.#close();
  }

  async #send(expires: 0 | undefined): Promise<Answer> {
    const { event, to, headers, body } = this.#options;
    const inDialog = this.#toTag !== undefined;
    this.#cseq += 1;
    const contact = this.#endpoint.userAgent.contact.toString();
    const answer = await this.#endpoint.request('SUBSCRIBE', {
      target: this.#target,
      to,
      headers: [
        `Event: ${event}`,
        ...headers,
        'Supported: com.microsoft.autoextend',
        'Supported: ms-benotify',
        'Proxy-Require: ms-benotify',
        'Supported: ms-piggyback-first-notify',
        `Contact: ${contact}`,
        ...(expires === undefined ? [] : [`Expires: ${expires}`]),
      ],
      ...(body && !(expires === 0 && inDialog) && { body }),
      dialog: { callId: this.#callId, fromTag: this.#fromTag, toTag: this.#toTag, cseq: this.#cseq, routeSet: this.#routes },
    });
    // A challenge may have used up numbers.
    this.#cseq = Math.max(this.#cseq, answer.cseq);
    if (answer.status === 200) this.#endpoint.understand(answer, () => this.#accepted(answer));
    return answer;
  }

  #accepted(answer: Answer): void {
    this.#toTag = answer.toTag ?? this.#toTag;
    this.#routes ??= answer.headers('Record-Route').flatMap(splitList).reverse();
    const contact = answer.header('Contact');
    if (contact !== undefined) this.#target = parseNameAddr(contact).uri;
    if (!this.#open) return;
    if (answer.header('ms-piggyback-cseq') !== undefined && answer.body !== '') {
      this.#options.deliver({ contentType: answer.header('Content-Type') ?? '', body: answer.body });
    }
    const expires = Number(answer.header('Expires') ?? 0);
    if (expires > 0) this.#renewBefore(expires);
    else this.#close();
  }

  #renewBefore(expires: number): void {
    const { clock } = this.#endpoint.options;
    const seconds = Math.max(expires / 2, expires - renewAhead);
    this.#renewal?.cancel();
    this.#renewal = clock.after(seconds * 1000, () => {
      this.#send(undefined).then(
        (answer) => answer.status !== 200 && this.#over(`the renewal was answered ${describeAnswer(answer)}`),
        (error: Error) => this.#over(error.message),
      );
    });
  }

  #notified(request: SipRequest): void {
    if (!this.#open) return;
    const { headers, body } = request;
    if (body !== '') this.#options.deliver({ contentType: headers.get('Content-Type') ?? '', body });
    const state = headers.get('subscription-state') ?? '';
    if (/^\s*terminated/i.test(state)) this.#over(`the server ended it: ${state}`);
  }

  #over(reason: string): void {
    if (!this.#open) return;
    this.#close();
    this.#options.over(reason);
  }

  #close(): void {
    this.#open = false;
    this.#renewal?.cancel();
    this.#endpoint.unlisten(this.#callId, this.#fromTag);
  }
}
