import { parseNameAddr, type SipRequest } from '../wire/index.ts';

/** Takes the notifications of one event dialog. */
export type NotificationTaker = (notification: SipRequest) => void;

/** Answers a request of the server. */
export type Reply = (
  request: SipRequest,
  status: number,
  reason: string,
  more?: readonly (readonly [name: string, value: string])[],
) => void;

/** Where NOTIFY and BENOTIFY go: to the event dialog they belong to, or, outside of any, to whoever watches over the registration. */
export class Notifications {
  readonly #reply: Reply;
  readonly #dialogs = new Map<string, NotificationTaker>();
  #onRegistrationNotice: NotificationTaker | undefined;
  /** One that came before anybody took it: it may follow the 200 on its heels. */
  #earlyNotice: SipRequest | undefined;

  constructor(reply: Reply) {
    this.#reply = reply;
  }

  /** Directs the notifications of a dialog to `taker`; to be called before the SUBSCRIBE leaves. */
  listen(callId: string, tag: string, taker: NotificationTaker): void {
    this.#dialogs.set(callId + tag, taker);
  }

  unlisten(callId: string, tag: string): void {
    this.#dialogs.delete(callId + tag);
  }

  /** Says who takes the notices of the registration; one that has come already is given at once. */
  takeRegistrationNotice(taker: NotificationTaker): void {
    this.#onRegistrationNotice = taker;
    const early = this.#earlyNotice;
    this.#earlyNotice = undefined;
    if (early !== undefined) taker(early);
  }

  /** BENOTIFY is never answered (MS-SIP); NOTIFY is, before whoever takes it does anything about it. @throws WireError */
  take(request: SipRequest): void {
    const tag = parseNameAddr(request.headers.get('To') ?? '').parameters.tag;
    const taker = this.#dialogs.get((request.headers.get('Call-ID') ?? '') + (tag ?? ''));
    const isNotice = /^registration-notify\b/i.test(request.headers.get('Event') ?? '');
    if (request.method === 'NOTIFY') {
      if (taker || isNotice) this.#reply(request, 200, 'OK');
      else this.#reply(request, 481, 'Call Leg/Transaction Does Not Exist');
    }
    if (taker) taker(request);
    else if (isNotice && this.#onRegistrationNotice) this.#onRegistrationNotice(request);
    else if (isNotice) this.#earlyNotice = request;
  }

  /** Nobody is told of anything in a dialog any more. */
  clear(): void {
    this.#dialogs.clear();
  }
}
