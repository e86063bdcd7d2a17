import { formatNameAddr, Headers, parseNameAddr, request, type SipRequest, splitList } from '../../sip/wire/index.ts';
import { newServerTag } from '../registrar/connection.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';
import type { Document } from './documents.ts';

/** An event dialog of an endpoint (RFC 6665), with what the dialect adds to it. */
export interface Subscription {
  readonly event: string;
  readonly endpoint: Endpoint;
  readonly key: string;
  readonly callId: string;
  /** As the subscriber wrote them; the notifier is To and the subscriber From. */
  readonly from: string;
  readonly to: string;
  readonly localTag: string;
  /** URI that the answer gives as Contact. */
  readonly contact: string;
  /** BENOTIFY, which is not answered; NOTIFY for those who did not offer it. */
  readonly benotify: boolean;
  /** Whether the first notification may ride in the 200. */
  readonly piggyback: boolean;
  /** `Clock.monotonic()` at which it ends. */
  expiresAt: number;
  /** CSeq of the newest notification. */
  cseq: number;
  /** Of a presence subscription: the categories wanted of each user, by SIP URI in lower case. */
  readonly watched: Map<string, readonly string[]>;
}

/** The event dialogs of all endpoints. */
export interface Subscriptions {
  find(request: SipRequest, endpoint: Endpoint): Subscription | undefined;
  /** A dialog for this request; not kept until `keep`. */
  begin(request: SipRequest, endpoint: Endpoint, contact: string): Subscription;
  keep(subscription: Subscription): void;
  drop(subscription: Subscription): void;
  dropAllOf(endpoint: Endpoint): void;
  /** Those alive, of an event. */
  of(event: string): readonly Subscription[];
  /** Answers the SUBSCRIBE; the document rides along or follows, as the subscriber offered. */
  answer(subscription: Subscription, request: SipRequest, seconds: number, document: Document | undefined): void;
  notify(subscription: Subscription, document: Document): void;
}

export function createSubscriptions(core: Core): Subscriptions {
  const kept = new Map<string, Subscription>();
  const notify = (subscription: Subscription, document: Document): void => {
    subscription.cseq += 1;
    const { connection, contact } = subscription.endpoint;
    const notice = notification(subscription, document, core.clock.monotonic());
    notice.headers.prepend('Via', connection.newVia());
    if (subscription.benotify) connection.send({ ...notice, uri: contact });
    else connection.request({ ...notice, uri: contact });
  };
  return {
    find: (message, endpoint) => kept.get(keyOf(message, endpoint)),
    begin: (message, endpoint, contact) => ({
      event: eventOf(message),
      endpoint,
      key: keyOf(message, endpoint),
      callId: message.headers.get('Call-ID') ?? '',
      from: message.headers.get('From') ?? '',
      to: message.headers.get('To') ?? '',
      localTag: newServerTag(core),
      contact,
      benotify: offers(message, 'ms-benotify'),
      piggyback: offers(message, 'ms-piggyback-first-notify'),
      expiresAt: 0,
      cseq: 0,
      watched: new Map(),
    }),
    keep: (subscription) => void kept.set(subscription.key, subscription),
    drop: (subscription) => void kept.delete(subscription.key),
    dropAllOf(endpoint) {
      for (const [key, subscription] of kept) if (subscription.endpoint === endpoint) kept.delete(key);
    },
    of(event) {
      const now = core.clock.monotonic();
      return [...kept.values()].filter((subscription) => subscription.event === event && subscription.expiresAt > now);
    },
    answer(subscription, message, seconds, document) {
      subscription.expiresAt = core.clock.monotonic() + seconds * 1000;
      const rides = document !== undefined && subscription.piggyback;
      if (rides) subscription.cseq += 1;
      subscription.endpoint.connection.respond(message, 200, 'OK', {
        toTag: subscription.localTag,
        headers: [
          ['Contact', `<${subscription.contact}>`],
          ['Expires', String(seconds)],
          ['Event', subscription.event],
          ['subscription-state', stateOf(seconds)],
          ...(rides ? [['ms-piggyback-cseq', String(subscription.cseq)] as const] : []),
          ...(subscription.benotify ? [['Supported', 'ms-benotify'] as const] : []),
          ...(subscription.piggyback ? [['Supported', 'ms-piggyback-first-notify'] as const] : []),
        ],
        ...(rides && { contentType: document.contentType, body: document.body }),
      });
      if (document !== undefined && !rides) notify(subscription, document);
    },
    notify,
  };
}

/** The package alone, without parameters. */
export const eventOf = (message: SipRequest): string => (message.headers.get('Event') ?? '').split(';')[0]!.trim();

const stateOf = (seconds: number): string => (seconds > 0 ? `active;expires=${seconds}` : 'terminated;expires=0');

/** Two clients may use one Call-ID, and even one tag: a dialog is only known together with its connection. */
const keyOf = (message: SipRequest, { connection }: Endpoint): string => {
  const tag = parseNameAddr(message.headers.get('From') ?? '').parameters.tag ?? '';
  return `${connection.id}|${message.headers.get('Call-ID') ?? ''}|${tag}`;
};

const offers = (message: SipRequest, tag: string): boolean =>
  ['Supported', 'Proxy-Require', 'Require'].some((name) => message.headers.getAll(name).flatMap(splitList).includes(tag));

function notification(subscription: Subscription, document: Document, now: number): SipRequest {
  const method = subscription.benotify ? 'BENOTIFY' : 'NOTIFY';
  const { uri } = parseNameAddr(subscription.to);
  const seconds = Math.max(0, Math.round((subscription.expiresAt - now) / 1000));
  const headers = new Headers([
    ['From', formatNameAddr({ uri, parameters: { tag: subscription.localTag } })],
    ['To', subscription.from],
    ['Call-ID', subscription.callId],
    ['CSeq', `${subscription.cseq} ${method}`],
    ['Max-Forwards', '70'],
    ['Contact', `<${subscription.contact}>`],
    ['Event', subscription.event],
    ['subscription-state', stateOf(seconds)],
    ['Content-Type', document.contentType],
  ]);
  return request(method, subscription.endpoint.contact, headers, document.body);
}
