import { CoexistenceError, describeError } from '../../errors/index.ts';
import type { Timer } from '../../time/index.ts';
import {
  accept,
  bindingsOf,
  describeAnswer,
  type Endpoint,
  factsOf,
  type ImDialog,
  type IncomingText,
  invite,
  type RegistrationDialog,
} from '../client/index.ts';
import { createConference, JoinedConference } from './conference.ts';
import { ContactList } from './contact-list.ts';
import { Mailbox } from './mailbox.ts';
import type { Agent, Availability, Conference, Contacts, Conversation, Heard, Registration, Watch } from './model.ts';
import { PresenceWatch, userKey } from './presence-watch.ts';
import { Publications } from './publications.ts';
import { readableText } from './text.ts';

/** Renewed so many seconds before the end, as Lync clients do. */
const renewAhead = 30;
/** Longest time a timer of Node can wait, in milliseconds. */
const longest = 2 ** 31 - 1;

/** An endpoint after the 200 to its REGISTER, as a test author sees it. */
export class SignedInAgent implements Agent {
  readonly name: string;
  readonly uri: string;
  readonly registration: Registration;
  lost: Error | undefined;
  readonly #endpoint: Endpoint;
  readonly #dialog: RegistrationDialog;
  readonly #mailbox: Mailbox;
  /** Who was seen to type: `type` or `idle` in place of a text. */
  readonly #keyboard: Mailbox;
  readonly #publications: Publications;
  readonly #watches = new Set<PresenceWatch>();
  readonly #conversations = new Map<ImDialog, Conversation>();
  readonly #conferences = new Set<JoinedConference>();
  readonly #contacts = new Set<ContactList>();
  #timers: Timer[] = [];
  #leaving: Promise<readonly string[]> | undefined;

  constructor(endpoint: Endpoint, dialog: RegistrationDialog, registration: Registration, keepAlive: number | undefined) {
    this.name = endpoint.options.name;
    this.uri = endpoint.options.uri;
    this.registration = registration;
    this.#endpoint = endpoint;
    this.#dialog = dialog;
    this.#mailbox = new Mailbox(endpoint.options.clock);
    this.#keyboard = new Mailbox(endpoint.options.clock);
    this.#publications = new Publications(endpoint);
    endpoint.onEnd = (reason) => this.#gone(reason);
    endpoint.onInvitation = (invitation) => void accept(endpoint, invitation, (dialog, text) => this.#heard(dialog, text));
    endpoint.onRegistrationNotice = ({ headers, body }) => {
      const why = [body.trim(), ...headers.getAll('ms-diagnostics-public'), ...headers.getAll('ms-diagnostics')]
        .filter(Boolean)
        .join(', ');
      endpoint.end(
        new CoexistenceError('SIGNED_OUT_BY_SERVER', `${endpoint.peer} signed ${this.name} out: ${why}.`, {
          facts: { server: endpoint.peer, notice: body.trim() },
        }),
      );
    };
    this.#renewAfter(registration.expires);
    if (keepAlive !== undefined) this.#keepAlive(keepAlive);
  }

  async converse(uri: string): Promise<Conversation> {
    this.#mustBeSignedIn();
    return this.#conversationOf(await invite(this.#endpoint, uri, (dialog, text) => this.#heard(dialog, text)));
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
  }

  async watch(uris: readonly string[]): Promise<Watch> {
    this.#mustBeSignedIn();
    const watch = new PresenceWatch(this.#endpoint, (ended) => this.#watches.delete(ended));
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
    const answer = await this.#dialog.unregister();
    if (answer.status !== 200) {
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
    for (const timer of this.#timers.splice(0)) timer.cancel();
    this.#dialog.dispose();
    this.#publications.dispose();
    for (const watch of [...this.#watches]) watch.dispose();
    this.#conversations.clear();
  }

  #gone(reason: Error): void {
    this.lost = reason;
    this.#mailbox.close(reason);
    this.#keyboard.close(reason);
    for (const watch of [...this.#watches]) watch.fail(reason);
    for (const room of [...this.#conferences, ...this.#contacts]) room.fail(reason);
    this.#stop();
  }

  #mustBeSignedIn(): void {
    if (this.lost) throw this.lost;
    if (this.#leaving) {
      throw new CoexistenceError('NOT_SIGNED_IN', `${this.name} has signed out.`, { facts: { server: this.#endpoint.peer } });
    }
  }

  /**
   * Texts come as MESSAGE. An invitation may carry the first one too (`ms-body`), which counts only where the 200 says
   * `Supported: ms-text-format`: ours does not, so each text is heard once, and only if it truly came through the dialog.
   */
  #heard(dialog: ImDialog, { contentType, body, typing }: IncomingText): void {
    const mailbox = typing === undefined ? this.#mailbox : this.#keyboard;
    mailbox.arrived({
      from: userKey(dialog.with),
      text: typing === undefined ? readableText(contentType, body) : typing ? 'type' : 'idle',
      contentType,
      at: this.#endpoint.options.clock.monotonic(),
      conversation: this.#conversationOf(dialog),
    });
  }

  #conversationOf(dialog: ImDialog): Conversation {
    const known = this.#conversations.get(dialog);
    if (known) return known;
    const conversation: Conversation = {
      with: userKey(dialog.with),
      callId: dialog.callId,
      say: (text) => dialog.send(text),
      type: (isTyping) => dialog.type(isTyping),
      end: async () => {
        this.#conversations.delete(dialog);
        await dialog.end();
      },
    };
    this.#conversations.set(dialog, conversation);
    return conversation;
  }

  #after(seconds: number, call: () => void): void {
    const timer = this.#endpoint.options.clock.after(Math.min(longest, seconds * 1000), () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
      call();
    });
    this.#timers.push(timer);
  }

  #renewAfter(expires: number): void {
    this.#after(Math.max(expires / 2, expires - renewAhead), () => void this.#renew());
  }

  async #renew(): Promise<void> {
    const { peer, instance } = this.#endpoint;
    try {
      const answer = await this.#dialog.register();
      if (answer.status === 200) {
        const { expires } = this.#endpoint.understand(answer, () => bindingsOf(answer, instance));
        return this.#renewAfter(expires);
      }
      throw new CoexistenceError(
        'SIGN_IN_REFUSED',
        `${peer} did not renew the registration of ${this.name}: ${describeAnswer(answer)}.`,
        {
          facts: { server: peer, ...factsOf(answer) },
        },
      );
    } catch (error) {
      if (!this.#leaving) this.#endpoint.end(error as Error);
    }
  }

  #keepAlive(seconds: number): void {
    this.#after(seconds, () => {
      this.#endpoint.options.connection.ping();
      this.#keepAlive(seconds);
    });
  }
}
