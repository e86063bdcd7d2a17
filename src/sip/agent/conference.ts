import { CoexistenceError } from '../../errors/index.ts';
import { isoTime } from '../../time/index.ts';
import {
  type Answer,
  bodyOf,
  describeAnswer,
  type Endpoint,
  EventDialog,
  type FocusDialog,
  factsOf,
  type ImDialog,
  type IncomingText,
  invite,
  inviteFocus,
} from '../client/index.ts';
import { Appearances } from './appearances.ts';
import {
  addConference,
  addUser,
  conferenceAnswer,
  conferenceNews,
  focusFactoryIn,
  serverConfigurationList,
} from './conference-documents.ts';
import { conversationIn } from './conversation.ts';
import { Mailbox } from './mailbox.ts';
import type { Conference, Heard } from './model.ts';
import { userKey } from './presence-watch.ts';
import { readable } from './text.ts';

/** Milliseconds until a conference that nobody ended is forgotten by the server. */
const lifetime = 60 * 60 * 1000;

/** The focus URI that a conference of this organizer and id has (MS-CONFBAS): known before it is created. */
export const focusUri = (organizer: string, id: string): string => `${userKey(organizer)};gruu;opaque=app:conf:focus:id:${id}`;

/**
 * Creates a conference with an IM part at the focus factory of the user; its focus URI.
 * @param id 16 hex digits
 * @throws CoexistenceError CONFERENCE_REFUSED, NO_ANSWER, CONNECTION_LOST
 */
export async function createConference(endpoint: Endpoint, id: string): Promise<string> {
  const { uri, clock } = endpoint.options;
  const factory = await focusFactory(endpoint);
  const answer = await endpoint.request('SERVICE', {
    target: factory,
    to: factory,
    headers: [`Contact: ${endpoint.userAgent.contact}`, 'Supported: ms-sender'],
    body: { contentType: 'application/cccp+xml', content: addConference(factory, uri, id, isoTime(clock.now() + lifetime)) },
  });
  const { code, entity } = conferenceAnswer(answer.body);
  if (answer.status !== 200 || code !== 'success' || entity === undefined) {
    throw refusal(endpoint, 'create a conference', answer, code);
  }
  return entity;
}

/** Where conferences of the user are created: what the server says, else where they always are. */
async function focusFactory(endpoint: Endpoint): Promise<string> {
  const { uri } = endpoint.options;
  let told: string | undefined;
  const contentType = 'application/vnd-microsoft-roaming-provisioning-v2+xml';
  const dialog = new EventDialog(endpoint, {
    event: 'vnd-microsoft-provisioning-v2',
    target: uri,
    to: uri,
    headers: [`Accept: ${contentType}`],
    body: { contentType, content: serverConfigurationList },
    once: true,
    deliver: ({ body }) => {
      told ??= focusFactoryIn(body);
    },
    over: () => undefined,
  });
  await dialog.subscribe();
  dialog.dispose();
  return told ?? `${userKey(uri)};gruu;opaque=app:conf:focusfactory`;
}

function refusal(endpoint: Endpoint, what: string, answer: Answer, code: string): CoexistenceError {
  const { peer, options } = endpoint;
  const why = answer.status === 200 ? `200 with the code "${code}"` : describeAnswer(answer);
  return new CoexistenceError('CONFERENCE_REFUSED', `${peer} did not let ${options.name} ${what}: ${why}.`, {
    facts: { server: peer, ...factsOf(answer), ...(code !== '' && { code }) },
  });
}

/** A participant's side of a conference: focus, roster and IM part. */
export class JoinedConference implements Conference {
  readonly uri: string;
  readonly #endpoint: Endpoint;
  readonly #mailbox: Mailbox;
  readonly #people = new Set<string>();
  readonly #appearances: Appearances;
  readonly #onEnd: (conference: JoinedConference) => void;
  #focus: FocusDialog | undefined;
  #events: EventDialog | undefined;
  #chat: ImDialog | undefined;
  #chatUri: string | undefined;
  #over: Error | undefined;

  constructor(endpoint: Endpoint, uri: string, onEnd: (conference: JoinedConference) => void) {
    this.uri = uri;
    this.#endpoint = endpoint;
    this.#mailbox = new Mailbox(endpoint.options.clock);
    this.#appearances = new Appearances((user) => this.#people.has(user), endpoint.options.clock);
    this.#onEnd = onEnd;
  }

  /** INVITE focus, SUBSCRIBE conference, INVITE MCU. @throws CoexistenceError CONFERENCE_REFUSED, IM_REFUSED, NO_ANSWER, CONNECTION_LOST */
  async join(): Promise<this> {
    try {
      this.#focus = await this.#enter();
      await this.#listen();
      const chat = this.#chatUri ?? this.uri.replace(':focus:', ':chat:');
      this.#chat = await invite(this.#endpoint, chat, { take: (dialog, text) => this.#heard(dialog, text) });
      return this;
    } catch (error) {
      await this.leave().catch(() => undefined);
      throw error;
    }
  }

  get people(): readonly string[] {
    return [...this.#people];
  }

  untilThere(uri: string, ms: number): Promise<boolean> {
    return this.#appearances.until(userKey(uri), true, ms);
  }

  untilGone(uri: string, ms: number): Promise<boolean> {
    return this.#appearances.until(userKey(uri), false, ms);
  }

  async say(text: string): Promise<void> {
    if (this.#over) throw this.#over;
    await this.#chat?.send(bodyOf({ text }, this.#endpoint.options.random));
  }

  hear(fits: (heard: Heard) => boolean, ms: number): Promise<Heard | undefined> {
    return this.#mailbox.next(fits, ms);
  }

  /** BYE to MCU and focus, SUBSCRIBE with `Expires: 0`. */
  async leave(): Promise<void> {
    const { name, connection } = this.#endpoint.options;
    const left = new CoexistenceError('CONFERENCE_REFUSED', `${name} has left the conference ${this.uri}.`, {
      facts: { server: connection.peer },
    });
    const ends = [this.#chat?.end(), this.#events?.end(), this.#focus?.end()];
    this.fail(left);
    const failed = (await Promise.allSettled(ends)).find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** It is over: whoever waits is told why. */
  fail(reason: Error): void {
    this.#over ??= reason;
    this.#mailbox.close(this.#over);
    this.#events?.dispose();
    this.#appearances.end(this.#over);
    this.#onEnd(this);
  }

  async #enter(): Promise<FocusDialog> {
    const { options, instance } = this.#endpoint;
    const { answer, dialog } = await inviteFocus(this.#endpoint, {
      focus: this.uri,
      body: addUser(this.uri, options.uri, instance),
      over: () => this.fail(this.#ended('its focus ended it')),
    });
    const { code } = conferenceAnswer(answer.body);
    if (answer.status === 200 && code === 'success') return dialog;
    await dialog.end();
    throw refusal(this.#endpoint, `join the conference ${this.uri}`, answer, code);
  }

  async #listen(): Promise<void> {
    this.#events = new EventDialog(this.#endpoint, {
      event: 'conference',
      target: this.uri,
      to: this.uri,
      headers: ['Accept: application/conference-info+xml'],
      deliver: ({ body }) => this.#news(body),
      over: (reason) => this.fail(this.#ended(`its roster is told no more (${reason})`)),
    });
    const answer = await this.#events.subscribe();
    if (answer.status !== 200) throw refusal(this.#endpoint, `see who is in the conference ${this.uri}`, answer, '');
  }

  #ended(why: string): CoexistenceError {
    const { peer, options } = this.#endpoint;
    return new CoexistenceError('CONFERENCE_REFUSED', `The conference ${this.uri} is over for ${options.name}: ${why}.`, {
      facts: { server: peer },
    });
  }

  #news(body: string): void {
    const { isWhole, users, chat } = conferenceNews(body);
    this.#chatUri ??= chat;
    if (isWhole) this.#people.clear();
    for (const { uri, isThere } of users) {
      if (isThere) this.#people.add(userKey(uri));
      else this.#people.delete(userKey(uri));
    }
    this.#appearances.changed();
  }

  #heard(dialog: ImDialog, { contentType, body, sender, typing }: IncomingText): void {
    if (typing !== undefined) return;
    const { clock, random } = this.#endpoint.options;
    this.#mailbox.arrived({
      from: userKey(sender ?? dialog.with),
      ...readable(contentType, body),
      contentType,
      at: clock.monotonic(),
      conversation: conversationIn(dialog, random, () => this.leave()),
    });
  }
}
