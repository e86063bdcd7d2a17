import {
  formatNameAddr,
  Headers,
  newCallId,
  parseNameAddr,
  type SipRequest,
  request as sipRequest,
} from '../../sip/wire/index.ts';
import type { LabPool } from '../estate/index.ts';
import type { LabUser } from '../model.ts';
import type { Subscriptions } from '../presence/subscriptions.ts';
import { newServerTag } from '../registrar/connection.ts';
import type { Core } from '../registrar/core.ts';
import type { Endpoint } from '../registrar/directory.ts';
import { conferenceInfo, type RosterUser } from './documents.ts';

/** The dialog of a participant with focus or MCU, from the server's side. */
export interface ServerDialog {
  readonly callId: string;
  /** From of the participant's INVITE. */
  readonly theirs: string;
  readonly ourTag: string;
  cseq: number;
}

export interface Participant {
  readonly endpoint: Endpoint;
  readonly entity: string;
  readonly focus: ServerDialog;
  chat?: ServerDialog;
  /** The INVITE of the MCU was acknowledged: texts reach the participant from now on. */
  chats: boolean;
}

export const dialogOf = (core: Core, request: SipRequest): ServerDialog => ({
  callId: request.headers.get('Call-ID') ?? '',
  theirs: request.headers.get('From') ?? '',
  ourTag: newServerTag(core),
  cseq: 0,
});

/** A conference on its organizer's pool, wherever the participants are homed; it ends with the last of them. */
export class Room {
  readonly id: string;
  readonly organizer: LabUser;
  readonly pool: LabPool;
  readonly focus: string;
  readonly chat: string;
  readonly subject: string;
  readonly participants = new Map<Endpoint, Participant>();
  readonly #core: Core;
  readonly #subscriptions: Subscriptions;
  #version = 0;

  constructor(
    core: Core,
    subscriptions: Subscriptions,
    { id, organizer, pool, subject }: Pick<Room, 'id' | 'organizer' | 'pool' | 'subject'>,
  ) {
    this.#core = core;
    this.#subscriptions = subscriptions;
    this.id = id;
    this.organizer = organizer;
    this.pool = pool;
    this.subject = subject;
    this.focus = `${organizer.uri};gruu;opaque=app:conf:focus:id:${id}`;
    this.chat = `${organizer.uri};gruu;opaque=app:conf:chat:id:${id}`;
  }

  document(gone?: string) {
    this.#version += 1;
    const users = [...this.participants.values()].map(
      ({ endpoint: { user }, entity, chats }): RosterUser => ({
        uri: user.uri,
        name: user.name,
        role: user === this.organizer ? 'presenter' : 'attendee',
        entity,
        chats,
      }),
    );
    const { focus, chat, subject } = this;
    const body = conferenceInfo({ focus, chat, subject, version: this.#version, users, ...(gone !== undefined && { gone }) });
    return { contentType: 'application/conference-info+xml', body };
  }

  /** Tells everybody who listens. */
  changed(gone?: string): void {
    const document = this.document(gone);
    for (const subscription of this.#subscriptions.of('conference')) {
      if (subscription.contact === this.focus) this.#subscriptions.notify(subscription, document);
    }
  }

  /** Takes a participant out, everything with it is over; `false` when the endpoint was not in the room. */
  remove(endpoint: Endpoint): boolean {
    if (!this.participants.delete(endpoint)) return false;
    const isStillThere = [...this.participants.values()].some((other) => other.endpoint.user === endpoint.user);
    this.changed(isStillThere ? undefined : endpoint.user.uri);
    return true;
  }

  /** Hands a text to everybody but its sender. */
  spread(from: Endpoint, contentType: string, body: string): void {
    for (const { endpoint, chat, chats } of this.participants.values()) {
      if (endpoint === from || chat === undefined || !chats) continue;
      chat.cseq += 1;
      const headers = new Headers([
        ['From', formatNameAddr({ uri: this.chat, parameters: { tag: chat.ourTag } })],
        ['To', chat.theirs],
        ['Call-ID', chat.callId],
        ['CSeq', `${chat.cseq} MESSAGE`],
        ['Max-Forwards', '70'],
        ['Contact', `<${this.chat}>`],
        ['Ms-Sender', `<${from.user.uri}>`],
        ['Content-Type', contentType],
      ]);
      endpoint.connection.request(sipRequest('MESSAGE', endpoint.contact, headers, body));
    }
  }

  /** A value for `Message-Id`. */
  messageId(): string {
    return newCallId(this.#core.random);
  }
}

/** True for a request within the dialog. */
export const isWithin = (request: SipRequest, dialog: ServerDialog | undefined): boolean =>
  dialog !== undefined &&
  request.headers.get('Call-ID') === dialog.callId &&
  parseNameAddr(request.headers.get('To') ?? '').parameters.tag === dialog.ourTag;
