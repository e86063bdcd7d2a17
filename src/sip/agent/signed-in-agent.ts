import { CoexistenceError, describeError, isCoexistenceError } from '../../errors/index.ts';
import {
  accept,
  type DialogTakers,
  describeAnswer,
  type Endpoint,
  type FirstText,
  factsOf,
  type ImDialog,
  type IncomingText,
  invite,
} from '../client/index.ts';
import { createConference, JoinedConference } from './conference.ts';
import { ContactList } from './contact-list.ts';
import { conversationIn } from './conversation.ts';
import { Mailbox } from './mailbox.ts';
import type {
  Agent,
  Availability,
  Conference,
  Contacts,
  Conversation,
  Heard,
  LifeEvent,
  OwnPresence,
  Registration,
  Sight,
  SignInOptions,
  Watch,
  WatchOptions,
} from './model.ts';
import { PresenceWatch, userKey } from './presence-watch.ts';
import { Publications } from './publications.ts';
import { RegistrationLife, type Seat } from './registration-life.ts';
import { readable } from './text.ts';

/** How an agent comes back after it lost its connection. */
export interface Reentry extends NonNullable<SignInOptions['regain']> {
  /** Signs in once more as the same endpoint. */
  enter(signal: AbortSignal): Promise<Seat>;
}

/** Losses that say nothing about the user: whoever is refused or signed out does not try again. */
const isMending = (reason: unknown): boolean =>
  isCoexistenceError(reason) && ['CONNECTION_LOST', 'CONNECTION_REFUSED', 'NO_ANSWER'].includes(reason.code);

/** Answers to a MESSAGE that say that the far side knows nothing of the conversation (any more). */
const forgetful = [408, 480, 481];
const saysForgotten = (error: unknown): boolean =>
  isCoexistenceError(error) && error.code === 'IM_REFUSED' && forgetful.includes(Number(error.facts.status));

/** An endpoint after the 200 to its REGISTER, as a test author sees it. */
export class SignedInAgent implements Agent {
  readonly name: string;
  readonly uri: string;
  registration: Registration;
  lost: Error | undefined;
  #endpoint: Endpoint;
  #seat: Seat;
  #life: RegistrationLife;
  readonly #user: SignInOptions['user'];
  readonly #reentry: Reentry | undefined;
  #happened: LifeEvent[] | undefined;
  #regaining: Promise<void> | undefined;
  #interrupt: AbortController | undefined;
  #tries = 0;
  /** What was published last: it dies with the endpoint, and is said again after a loss. */
  #shown: Exclude<Availability, 'offline'> | undefined;
  readonly #mailbox: Mailbox;
  /** Who was seen to type: `type` or `idle` in place of a text. */
  readonly #keyboard: Mailbox;
  #publications: Publications;
  readonly #watches = new Set<PresenceWatch>();
  readonly #conversations = new Map<ImDialog, Conversation>();
  readonly #conferences = new Set<JoinedConference>();
  readonly #contacts = new Set<ContactList>();
  #leaving: Promise<readonly string[]> | undefined;
  readonly #takesFirstText: boolean;

  constructor(seat: Seat, { user, takesFirstText = false }: Pick<SignInOptions, 'user' | 'takesFirstText'>, reentry?: Reentry) {
    const { endpoint, registration } = seat;
    this.name = user.name;
    this.uri = user.uri;
    this.registration = registration;
    this.#user = user;
    this.#takesFirstText = takesFirstText;
    this.#reentry = reentry;
    this.#seat = seat;
    this.#endpoint = endpoint;
    this.#mailbox = new Mailbox(endpoint.options.clock);
    this.#keyboard = new Mailbox(endpoint.options.clock);
    this.#publications = new Publications(endpoint);
    this.#life = this.#live();
    this.#life.listen();
  }

  get life(): readonly LifeEvent[] {
    return this.#happened ?? [];
  }

  async renew(anew = false): Promise<void> {
    this.#mustBeSignedIn();
    await this.#life.renew(anew);
  }

  async settled(): Promise<void> {
    await this.#regaining;
  }

  get #takers(): DialogTakers {
    return {
      take: (dialog, text) => this.#heard(dialog, text),
      over: (dialog) => this.#conversations.delete(dialog),
    };
  }

  /** Begins to live on the endpoint of the seat. */
  #live(): RegistrationLife {
    const endpoint = this.#endpoint;
    endpoint.onEnd = (reason) => this.#gone(reason);
    endpoint.onInvitation = (invitation) => void accept(endpoint, invitation, this.#takers, this.#takesFirstText);
    return new RegistrationLife(this.#seat, this.#user, (event) => this.#note(event));
  }

  #note(event: LifeEvent): void {
    this.#happened ??= [];
    this.#happened.push(event);
  }

  async converse(uri: string, first?: FirstText): Promise<Conversation> {
    this.#mustBeSignedIn();
    return this.#conversationOf(await invite(this.#endpoint, uri, this.#takers, first));
  }

  async tell(uri: string, text: string): Promise<Conversation> {
    this.#mustBeSignedIn();
    const known = [...this.#conversations.values()].findLast((one) => one.with === userKey(uri) && one.isOpen);
    if (known !== undefined) {
      try {
        await known.say(text);
        return known;
      } catch (error) {
        if (!saysForgotten(error)) throw error;
        void known.end().catch(() => undefined);
      }
    }
    const anew = await this.converse(uri);
    await anew.say(text);
    return anew;
  }

  hear(fits: (heard: Heard) => boolean, ms: number): Promise<Heard | undefined> {
    return this.#mailbox.next(fits, ms);
  }

  async seeTyping(uri: string, isTyping: boolean, ms: number): Promise<boolean> {
    const wanted = isTyping ? 'type' : 'idle';
    return (await this.#keyboard.next(({ from, text }) => from === userKey(uri) && text === wanted, ms)) !== undefined;
  }

  async publish(availability: Exclude<Availability, 'offline'>): Promise<void> {
    this.#mustBeSignedIn();
    await this.#publications.publish(availability);
    this.#shown = availability;
  }

  get own(): OwnPresence {
    this.#mustBeSignedIn();
    return this.#publications;
  }

  async poll(uris: readonly string[]): Promise<ReadonlyMap<string, Sight>> {
    this.#mustBeSignedIn();
    const look = await new PresenceWatch(this.#endpoint, () => undefined, { once: true }).open(uris);
    return new Map(uris.map((uri) => [userKey(uri), look.of(uri)]));
  }

  async watch(uris: readonly string[], options: WatchOptions = {}): Promise<Watch> {
    this.#mustBeSignedIn();
    const watch = new PresenceWatch(this.#endpoint, (ended) => this.#watches.delete(ended), options);
    this.#watches.add(watch);
    return await watch.open(uris);
  }

  async createConference(id: string): Promise<string> {
    this.#mustBeSignedIn();
    return await createConference(this.#endpoint, id);
  }

  async joinConference(focus: string): Promise<Conference> {
    this.#mustBeSignedIn();
    const conference = new JoinedConference(this.#endpoint, focus, (ended) => this.#conferences.delete(ended));
    this.#conferences.add(conference);
    return await conference.join();
  }

  async contacts(): Promise<Contacts> {
    this.#mustBeSignedIn();
    const list = new ContactList(this.#endpoint, (ended) => this.#contacts.delete(ended));
    this.#contacts.add(list);
    return await list.open();
  }

  signOut(): Promise<readonly string[]> {
    this.#leaving ??= this.#leave();
    return this.#leaving;
  }

  async #leave(): Promise<readonly string[]> {
    this.#interrupt?.abort(new Error('signing out'));
    await this.#regaining;
    const problems: string[] = [];
    const attempt = async (what: Promise<unknown>): Promise<void> => {
      await what.catch((error: unknown) => problems.push(describeError(error)));
    };
    if (this.lost) problems.push(describeError(this.lost));
    else {
      const dialogs = [...this.#conversations.keys()].map((dialog) => dialog.end());
      const conferences = [...this.#conferences].map((conference) => conference.leave());
      const watches = [...this.#watches].map((watch) => watch.end());
      const lists = [...this.#contacts].map((list) => list.end());
      await Promise.all([...dialogs, ...conferences, ...watches, ...lists, this.#publications.end()].map(attempt));
      await attempt(this.#unregister());
    }
    this.#stop();
    await this.#endpoint.close();
    const left =
      this.lost ??
      new CoexistenceError('NOT_SIGNED_IN', `${this.name} has signed out.`, { facts: { server: this.#endpoint.peer } });
    this.#mailbox.close(left);
    this.#keyboard.close(left);
    return problems;
  }

  async #unregister(): Promise<void> {
    const answer = await this.#seat.dialog.unregister();
    // From here on the server may close the connection as well as we: nothing is lost by that.
    if (answer.status === 200) this.#endpoint.onEnd = () => {};
    else {
      throw new CoexistenceError(
        'UNEXPECTED_ANSWER',
        `${this.#endpoint.peer} did not let ${this.name} sign out: ${describeAnswer(answer)}.`,
        {
          facts: { server: this.#endpoint.peer, ...factsOf(answer) },
        },
      );
    }
  }

  #stop(): void {
    this.#life.stop();
    this.#seat.dialog.dispose();
    this.#publications.dispose();
    for (const watch of [...this.#watches]) watch.dispose();
    this.#conversations.clear();
  }

  #gone(reason: Error): void {
    this.lost = reason;
    this.#note({ kind: 'lost', at: this.#endpoint.options.clock.now(), error: reason });
    const reentry = this.#leaving === undefined && isMending(reason) ? this.#reentry : undefined;
    this.#mailbox.close(reason);
    this.#keyboard.close(reason);
    // A watch that is to go on keeps what it has seen; rooms and lists are for their owners to open again.
    const kept = reentry === undefined ? [] : [...this.#watches];
    for (const watch of [...this.#watches]) watch.fail(reason);
    for (const room of [...this.#conferences, ...this.#contacts]) room.fail(reason);
    this.#publications.dispose(reason);
    this.#stop();
    if (reentry === undefined) return;
    this.#interrupt = new AbortController();
    const mine = this.#regain(reentry, reason, kept, this.#interrupt.signal).finally(() => {
      if (this.#regaining === mine) this.#regaining = undefined;
    });
    this.#regaining = mine;
  }

  /** New connection, new sign-in, subscriptions and presence anew; so many tries in a life, each after twice the pause. Never throws. */
  async #regain(reentry: Reentry, reason: Error, watches: readonly PresenceWatch[], signal: AbortSignal): Promise<void> {
    const { clock } = this.#endpoint.options;
    let last: unknown = reason;
    try {
      while (this.#tries < reentry.tries && isMending(last)) {
        await clock.sleep(reentry.pause * 2 ** this.#tries, signal);
        this.#tries += 1;
        try {
          this.#adopt(await reentry.enter(signal));
        } catch (error) {
          last = error;
          continue;
        }
        this.#note({ kind: 'regained', at: clock.now(), tries: this.#tries, registration: this.registration });
        await this.#resume(watches);
        return;
      }
    } catch (error) {
      last = error;
    }
    const error = last instanceof Error ? last : new Error(String(last));
    // What the last try met is the newer reason, unless somebody wanted it to end.
    if (!signal.aborted) this.lost = error;
    this.#note({ kind: 'given-up', at: clock.now(), tries: this.#tries, error });
  }

  #adopt(seat: Seat): void {
    this.#seat = seat;
    this.#endpoint = seat.endpoint;
    this.registration = seat.registration;
    this.lost = undefined;
    this.#mailbox.open();
    this.#keyboard.open();
    this.#publications = new Publications(seat.endpoint, this.#publications);
    this.#life = this.#live();
    this.#life.listen();
  }

  /** What cannot be had again tells whoever asks for it. */
  async #resume(watches: readonly PresenceWatch[]): Promise<void> {
    const again = watches.map(async (watch) => {
      this.#watches.add(watch);
      await watch.resume(this.#endpoint);
    });
    const shown = this.#shown === undefined ? [] : [this.#publications.publish(this.#shown)];
    for (const { status, reason } of (await Promise.allSettled([...again, ...shown])) as PromiseRejectedResult[]) {
      if (status === 'rejected') this.#note({ kind: 'not-resumed', at: this.#endpoint.options.clock.now(), error: reason });
    }
  }

  #mustBeSignedIn(): void {
    if (this.lost) throw this.lost;
    if (this.#leaving) {
      throw new CoexistenceError('NOT_SIGNED_IN', `${this.name} has signed out.`, { facts: { server: this.#endpoint.peer } });
    }
  }

  /**
   * Texts come as MESSAGE. An invitation may carry the first one too (`ms-body`), which counts only where our 200 said so: each text is heard
   * once, and unless it was asked for otherwise only if it truly came through the dialog.
   */
  #heard(dialog: ImDialog, { contentType, body, typing }: IncomingText): void {
    const mailbox = typing === undefined ? this.#mailbox : this.#keyboard;
    mailbox.arrived({
      from: userKey(dialog.with),
      ...(typing === undefined ? readable(contentType, body) : { text: typing ? 'type' : 'idle' }),
      contentType,
      at: this.#endpoint.options.clock.monotonic(),
      conversation: this.#conversationOf(dialog),
    });
  }

  #conversationOf(dialog: ImDialog): Conversation {
    const known = this.#conversations.get(dialog);
    if (known) return known;
    const conversation = conversationIn(dialog, this.#endpoint.options.random, async () => {
      this.#conversations.delete(dialog);
      await dialog.end();
    });
    this.#conversations.set(dialog, conversation);
    return conversation;
  }
}
