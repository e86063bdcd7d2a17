import { CoexistenceError } from '../../errors/index.ts';
import type { Clock, Timer } from '../../time/index.ts';
import { describeAnswer, type Endpoint, EventDialog, factsOf, type Notification } from '../client/index.ts';
import { availabilityOf, isIdleAt } from './availability.ts';
import type { Availability, Sight, Watch, WatchOptions } from './model.ts';
import { batchSubscription, presenceNews, type Referral } from './presence-documents.ts';

interface Waiter {
  readonly uri: string;
  readonly availability: Availability;
  readonly since: number;
  readonly give: (sight: Sight | undefined) => void;
  readonly fail: (error: Error) => void;
  readonly late: Timer;
}

interface NoteWaiter {
  readonly uri: string;
  readonly note: string | undefined;
  readonly give: (isSeen: boolean) => void;
  readonly fail: (error: Error) => void;
  readonly late: Timer;
}

const accepted = [
  'application/rlmi+xml',
  'multipart/related',
  'text/xml+msrtc.pidf',
  'application/msrtc-event-categories+xml',
  'application/xpidf+xml',
  'application/pidf+xml',
].join(', ');

/** `sip:lena@contoso.net` in lower case, without parameters: what users are known by. */
export const userKey = (uri: string): string => uri.replace(/[;?].*$/, '').toLowerCase();

/**
 * A batch presence subscription, and the further ones it leads to: users on another pool are answered `resubscribe` with the FQDN of
 * their pool, and have to be asked for there over the same connection (MS-PRES).
 */
export class PresenceWatch implements Watch {
  #endpoint: Endpoint;
  readonly #clock: Clock;
  readonly #began: number;
  readonly #sights = new Map<string, Sight[]>();
  readonly #notes = new Map<string, string | undefined>();
  #noteWaiters: NoteWaiter[] = [];
  readonly #options: WatchOptions & { readonly once?: boolean };
  readonly #denied = new Map<string, CoexistenceError>();
  readonly #dialogs = new Set<EventDialog>();
  readonly #onEnd: (watch: PresenceWatch) => void;
  /** Where each user was referred to already: a second time would be a circle. */
  readonly #referred = new Set<string>();
  #waiters: Waiter[] = [];
  #opening: Promise<void>[] = [];
  #lost: Error | undefined;
  #added: boolean;
  /** By its owner, who wants no more of it. */
  #isEnded = false;

  constructor(
    endpoint: Endpoint,
    onEnd: (watch: PresenceWatch) => void,
    options: WatchOptions & { readonly once?: boolean } = {},
  ) {
    this.#endpoint = endpoint;
    this.#options = options;
    this.#added = options.added ?? false;
    this.#clock = endpoint.options.clock;
    this.#began = this.#clock.monotonic();
    this.#onEnd = onEnd;
  }

  /** Subscribes, wherever that leads to. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  async open(uris: readonly string[]): Promise<this> {
    for (const uri of uris) this.#sights.set(userKey(uri), []);
    try {
      await this.#begin(uris);
      while (this.#opening.length > 0) await Promise.all(this.#opening.splice(0));
      // Who was added is told so once, and not again when a lost connection was regained.
      this.#added = false;
      return this;
    } catch (error) {
      this.dispose();
      throw error;
    }
  }

  of(uri: string): Sight {
    return this.history(uri).at(-1) ?? { availability: 'unknown', value: 0, isIdle: false, at: this.#began };
  }

  history(uri: string): readonly Sight[] {
    return this.#sights.get(userKey(uri)) ?? [];
  }

  async until(uri: string, availability: Availability, since: number, ms: number): Promise<Sight | undefined> {
    const known = this.history(uri).find((sight) => sight.at >= since && sight.availability === availability);
    if (known) return known;
    const never = this.#lost ?? this.#denied.get(userKey(uri));
    if (never) throw never;
    return await new Promise((give, fail) => {
      const settle = (): void => {
        this.#drop(waiter);
        give(undefined);
      };
      const waiter: Waiter = { uri: userKey(uri), availability, since, give, fail, late: this.#clock.after(ms, settle, true) };
      this.#waiters.push(waiter);
    });
  }

  noteOf(uri: string): string | undefined {
    return this.#notes.get(userKey(uri));
  }

  async untilNote(uri: string, note: string | undefined, ms: number): Promise<boolean> {
    if (this.#notes.has(userKey(uri)) && this.noteOf(uri) === note) return true;
    const never = this.#lost ?? this.#denied.get(userKey(uri));
    if (never) throw never;
    return await new Promise((give, fail) => {
      const settle = (): void => {
        this.#noteWaiters = this.#noteWaiters.filter((other) => other !== waiter);
        give(false);
      };
      const waiter: NoteWaiter = { uri: userKey(uri), note, give, fail, late: this.#clock.after(ms, settle, true) };
      this.#noteWaiters.push(waiter);
    });
  }

  /** Un-SUBSCRIBE of every dialog. @throws CoexistenceError NO_ANSWER, CONNECTION_LOST */
  async end(): Promise<void> {
    const dialogs = [...this.#dialogs];
    this.#isEnded = true;
    this.#close();
    const ends = await Promise.allSettled(dialogs.map((dialog) => dialog.end()));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** Stops without a word to the server. */
  dispose(): void {
    for (const dialog of this.#dialogs) dialog.dispose();
    this.#close();
  }

  /** The agent is gone: whoever waits is told why. */
  fail(reason: Error): void {
    this.#lost ??= reason;
    for (const waiter of [...this.#waiters.splice(0), ...this.#noteWaiters.splice(0)]) {
      waiter.late.cancel();
      waiter.fail(reason);
    }
    this.dispose();
  }

  /** Goes on at another endpoint of the agent, with all it has seen. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  async resume(endpoint: Endpoint): Promise<void> {
    if (this.#isEnded) return this.#onEnd(this);
    this.#endpoint = endpoint;
    this.#lost = undefined;
    this.#denied.clear();
    this.#referred.clear();
    try {
      await this.#begin([...this.#sights.keys()]);
      while (this.#opening.length > 0) await Promise.all(this.#opening.splice(0));
    } catch (error) {
      this.fail(error as Error);
      throw error;
    }
  }

  #close(): void {
    this.#dialogs.clear();
    for (const waiter of this.#waiters.splice(0)) {
      waiter.late.cancel();
      waiter.give(undefined);
    }
    for (const waiter of this.#noteWaiters.splice(0)) {
      waiter.late.cancel();
      waiter.give(false);
    }
    this.#onEnd(this);
  }

  /** One batch at the own pool, or everybody where they are. */
  async #begin(uris: readonly string[]): Promise<void> {
    if (this.#options.singly) await Promise.all(uris.map((uri) => this.#subscribe(uri, [uri])));
    else await this.#subscribe(this.#endpoint.options.uri, uris);
  }

  async #subscribe(target: string, uris: readonly string[]): Promise<void> {
    const { peer, options } = this.#endpoint;
    const dialog = new EventDialog(this.#endpoint, {
      event: 'presence',
      target,
      to: target,
      headers: [`Accept: ${accepted}`, 'Supported: eventlist', 'Require: adhoclist, categoryList'],
      body: {
        contentType: 'application/msrtc-adrl-categorylist+xml',
        content: batchSubscription(options.uri, uris, this.#added),
      },
      ...(this.#options.once && { once: true }),
      deliver: (notification) => this.#deliver(notification),
      over: (reason) => this.#over(dialog, uris, reason),
    });
    this.#dialogs.add(dialog);
    const answer = await dialog.subscribe();
    if (answer.status === 200) return;
    this.#dialogs.delete(dialog);
    throw new CoexistenceError(
      'PRESENCE_REFUSED',
      `${peer} refused ${options.name} the presence of ${uris.join(', ')}${target === options.uri ? '' : ` at ${target}`}: ${describeAnswer(answer)}.`,
      { facts: { server: peer, target, users: uris, ...factsOf(answer) } },
    );
  }

  #over(dialog: EventDialog, uris: readonly string[], reason: string): void {
    this.#dialogs.delete(dialog);
    for (const uri of uris) this.#deny(uri, `no longer tells ${this.#endpoint.options.name} of`, reason);
  }

  #deliver({ contentType, body }: Notification): void {
    const at = this.#clock.monotonic();
    const { states, notes, referrals } = presenceNews(contentType, body);
    for (const { uri, value, activity } of states) {
      this.#saw(userKey(uri), { availability: availabilityOf(value, activity), value, isIdle: isIdleAt(value), at });
    }
    for (const { uri, note } of notes) this.#read(userKey(uri), note);
    this.#follow(referrals.filter(({ uri }) => this.#sights.has(userKey(uri))));
  }

  #follow(referrals: readonly Referral[]): void {
    const groups = new Map<string, string[]>();
    for (const { uri, state, pool, reason } of referrals) {
      const target = pool ?? uri;
      const circle = this.#referred.has(`${userKey(uri)} ${target}`);
      if (state !== 'resubscribe' || circle) {
        this.#deny(
          uri,
          `tells ${this.#endpoint.options.name} nothing of`,
          circle ? `it sends in circles to ${target}` : (reason ?? state),
        );
        continue;
      }
      this.#referred.add(`${userKey(uri)} ${target}`);
      groups.set(target, [...(groups.get(target) ?? []), uri]);
    }
    for (const [target, uris] of groups) {
      const opening = this.#subscribe(target, uris);
      // A referral that comes after the watch was opened has nobody who waits for it: the users tell of the refusal when asked for.
      opening.catch((error: unknown) => {
        for (const uri of uris) this.#deny(uri, '', '', error instanceof CoexistenceError ? error : undefined);
      });
      this.#opening.push(opening);
    }
  }

  #deny(uri: string, how: string, reason: string, known?: CoexistenceError): void {
    const { peer } = this.#endpoint;
    const error =
      known ??
      new CoexistenceError('PRESENCE_REFUSED', `${peer} ${how} the presence of ${uri}: ${reason}.`, {
        facts: { server: peer, user: uri },
      });
    this.#denied.set(userKey(uri), error);
    for (const waiter of this.#waiters.filter((other) => other.uri === userKey(uri))) {
      this.#drop(waiter);
      waiter.fail(error);
    }
    for (const waiter of this.#noteWaiters.filter((other) => other.uri === userKey(uri))) {
      this.#dropNote(waiter);
      waiter.fail(error);
    }
  }

  #read(uri: string, note: string | undefined): void {
    if (!this.#sights.has(uri)) return;
    this.#notes.set(uri, note);
    for (const waiter of this.#noteWaiters.filter((other) => other.uri === uri && other.note === note)) {
      this.#dropNote(waiter);
      waiter.give(true);
    }
  }

  #dropNote(waiter: NoteWaiter): void {
    waiter.late.cancel();
    this.#noteWaiters = this.#noteWaiters.filter((other) => other !== waiter);
  }

  #saw(uri: string, sight: Sight): void {
    // A user outside the watch may come along in a list: nobody asked.
    const history = this.#sights.get(uri);
    if (history === undefined) return;
    history.push(sight);
    this.#denied.delete(uri);
    for (const waiter of this.#waiters.filter((other) => other.uri === uri)) {
      if (sight.at < waiter.since || sight.availability !== waiter.availability) continue;
      this.#drop(waiter);
      waiter.give(sight);
    }
  }

  #drop(waiter: Waiter): void {
    waiter.late.cancel();
    this.#waiters = this.#waiters.filter((other) => other !== waiter);
  }
}
