import type { WireSink } from '../../evidence/wire.ts';
import type { Address, DiscoveredServer, Locator, TlsProfile } from '../../network/model.ts';
import type { Secret } from '../../redaction/index.ts';
import type { Clock } from '../../time/index.ts';
import type { Scheme } from '../auth/index.ts';

export const availabilities = ['available', 'busy', 'do-not-disturb', 'be-right-back', 'away', 'off-work', 'offline'] as const;
export type Availability = (typeof availabilities)[number];

/** Everything an agent needs to sign in as one test user. */
export interface SignInOptions {
  readonly user: { readonly name: string; readonly uri: string; readonly login: string; readonly password: Secret };
  /** Where to connect first: FQDN of a server or pool. */
  readonly server: string;
  /** Finds where to connect first, instead of `server`: what a client does that was told none. Asked again after a lost connection. */
  readonly discover?: () => Promise<DiscoveredServer>;
  /** Where that is not the port of the transport: 443 of an Access Edge. */
  readonly port?: number;
  readonly transport: 'tls' | 'tcp' | 'wss';
  readonly locator: Locator;
  /** By the FQDN that is about to be connected to, which changes with a redirect. */
  tlsProfileOf(fqdn: string): TlsProfile;
  /** PEM of the authority to trust instead of the system's. */
  readonly ca?: string;
  /** How the user is proven; default `auto`. */
  readonly authentication?: Scheme;
  /** Where tickets come from; without it there is no Kerberos. */
  readonly kerberos?: { readonly realm: string; readonly kdc: string };
  /** With `trusted-server`: the name this host has in the topology, and its certificate and key as PEM. */
  readonly trustedServer?: { readonly fqdn: string; readonly certificate: string; readonly key: string };
  /** Milliseconds: for one connection, and for one answer. */
  readonly budgets: { readonly connect: number; readonly answer: number };
  /** `User-Agent` to show; default that of a Lync client. */
  readonly userAgent?: string;
  /**
   * After a lost connection: sign in again as the same endpoint, at most `tries` times in the life of the agent, with a pause (milliseconds)
   * before the first that is doubled before each other; `turn` is waited for before each try. Absent: what is lost stays lost.
   */
  readonly regain?: { readonly tries: number; readonly pause: number; readonly turn?: () => Promise<void> };
  /** Take the text that rides in an invitation from there, as some clients do; default: wait for it to be said again. */
  readonly takesFirstText?: boolean;
  /** Go on although another endpoint of the user is signed in. */
  readonly takeOver?: boolean;
  readonly wire?: WireSink;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** How a server ends a registration by itself: the reason of its `registration-notify`; `signed-out` for one that is not known. */
export type SignedOutKind = 'moved' | 'disabled' | 'signed-in-elsewhere' | 'signed-out';

/** Something that happened to a registration after the sign-in. `at` is milliseconds since 1970. */
export type LifeEvent =
  /** The server took the renewal, on the old proof or with a new one; `expires` in seconds. */
  | { readonly kind: 'renewed' | 'proven-anew'; readonly at: number; readonly expires: number }
  /** The server ended it: `notice` is the body of its NOTIFY, verbatim. */
  | { readonly kind: SignedOutKind; readonly at: number; readonly notice: string; readonly diagnostics: readonly string[] }
  | { readonly kind: 'lost' | 'not-resumed'; readonly at: number; readonly error: Error }
  /** Signed in again after a loss; `tries` counts those of the whole life, the good one included. */
  | { readonly kind: 'regained'; readonly at: number; readonly tries: number; readonly registration: Registration }
  | { readonly kind: 'given-up'; readonly at: number; readonly tries: number; readonly error: Error };

/** One REGISTER exchange of a sign-in, with one server. */
export interface Hop {
  readonly server: string;
  readonly address: Address;
  /** Final status of the exchange: 301 for a redirect, 200 for the end. */
  readonly status: number;
  /** Text of the `Server` header, for example `RTC/5.0`. */
  readonly product?: string;
  /** FQDN the server named itself by, from `targetname`. */
  readonly targetName?: string;
  readonly tls?: { readonly version: string; readonly cipher: string };
  /** Milliseconds. */
  readonly took: number;
}

export interface Registration {
  readonly hops: readonly Hop[];
  /** How the first server was found, where it was not given. */
  readonly discovered?: DiscoveredServer;
  /** Seconds until it has to be renewed. */
  readonly expires: number;
  /** Endpoints of the same user that are not ours, as their Contact shows them. */
  readonly foreignEndpoints: readonly string[];
}

/** A text as it reached an agent. */
export interface Heard {
  readonly from: string;
  readonly text: string;
  /** The same as HTML, where the message brought it. */
  readonly html?: string;
  readonly contentType: string;
  /** `Clock.monotonic()` at arrival. */
  readonly at: number;
  /** The conversation to answer in. */
  readonly conversation: Conversation;
}

/** An IM dialog with one other user. */
export interface Conversation {
  readonly with: string;
  readonly callId: string;
  /** False as soon as either side has ended it. */
  readonly isOpen: boolean;
  /**
   * Sends a text and ends when the far side's answer is in (200 says accepted, not delivered). With `html` the same goes in two forms
   * (`multipart/alternative`).
   * @throws CoexistenceError IM_REFUSED, IM_TOO_LONG, NO_ANSWER, CONNECTION_LOST
   */
  say(text: string, html?: string): Promise<void>;
  /** Shows the far side that a text is being typed, or no longer. @throws CoexistenceError IM_REFUSED, NO_ANSWER, CONNECTION_LOST */
  type(isTyping: boolean): Promise<void>;
  /** BYE; no error when the far side was first. */
  end(): Promise<void>;
}

/** What a watcher knows of one other user. */
export interface Sight {
  readonly availability: Availability | 'unknown';
  /** The number on the wire. */
  readonly value: number;
  /** Signed in, and not at the machine: available or busy all the same. */
  readonly isIdle: boolean;
  readonly at: number;
}

/** How a watch asks. */
export interface WatchOptions {
  /** A subscription for each user, at that user, in place of one batch at the own pool. */
  readonly singly?: boolean;
  /** The users were just added as contacts: each of them is told so. */
  readonly added?: boolean;
}

/** What a user shows of the own presence, and is told about it. */
export interface OwnPresence {
  /** Publishes that nobody is at this machine, or somebody again. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  beIdle(isIdle: boolean): Promise<void>;
  /** Publishes a note for colleagues; `undefined` takes it back, as signing out does. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  writeNote(note: string | undefined): Promise<void>;
  /** Whether colleagues may see what is published: a user with whom no client was ever signed in may have said so to nobody. */
  isShared(): Promise<boolean>;
  /** Lets colleagues see it, as a client does at its first sign-in; false where they could before. @throws CoexistenceError PRESENCE_REFUSED … */
  share(): Promise<boolean>;
  /** Takes that back. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  unshare(): Promise<void>;
  /** True as soon as the server says that somebody has added the user as a contact, and awaits an acknowledgement; false after `ms`. */
  untilAddedBy(uri: string, ms: number): Promise<boolean>;
  /** Says that the user has seen it. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  acknowledge(uri: string): Promise<void>;
}

/** A presence subscription of an agent on some other users. */
export interface Watch {
  /** Newest sight of a user. */
  of(uri: string): Sight;
  /** Everything seen of a user since the watch began, oldest first. */
  history(uri: string): readonly Sight[];
  /** The note of a user; `undefined` while there is none, or none was told. */
  noteOf(uri: string): string | undefined;
  /** True as soon as the user shows that note (or none); false when that is not so within `ms`. */
  untilNote(uri: string, note: string | undefined, ms: number): Promise<boolean>;
  /** The first sight at or after `since` (monotonic) that shows the availability, or `undefined` after `ms`. */
  until(uri: string, availability: Availability, since: number, ms: number): Promise<Sight | undefined>;
  end(): Promise<void>;
}

export interface ContactEntry {
  /** SIP URI in lower case. */
  readonly uri: string;
  readonly name: string;
}

/** The contact list of an agent's user: read when it was asked for, and kept up to date by the server. */
export interface Contacts {
  /** Of a list that was moved to Exchange (unified contact store) the pool tells nothing, and takes no change. */
  readonly keptIn: 'pool' | 'exchange';
  /** What the pool says of a list that it does not give out: `ms-diagnostics`, as it came. */
  readonly because?: string;
  readonly entries: readonly ContactEntry[];
  of(uri: string): ContactEntry | undefined;
  /** True as soon as the server says that the user is (not) in the list; false when it has not said so within `ms`. */
  until(uri: string, isThere: boolean, ms: number): Promise<boolean>;
  /** @throws CoexistenceError CONTACTS_REFUSED, NO_ANSWER, CONNECTION_LOST */
  add(uri: string, name: string): Promise<void>;
  /** @throws CoexistenceError CONTACTS_REFUSED, NO_ANSWER, CONNECTION_LOST */
  remove(uri: string): Promise<void>;
  end(): Promise<void>;
}

/** A conference that an agent takes part in: a room for texts in which everybody reads everybody. */
export interface Conference {
  /** Focus URI, by which others join. */
  readonly uri: string;
  /** Who is in the room with a connected IM endpoint, as the server tells it: SIP URIs in lower case. */
  readonly people: readonly string[];
  /** True as soon as the user is in the room; false when that is not so after `ms`. */
  untilThere(uri: string, ms: number): Promise<boolean>;
  /** True as soon as the user is not in the room any more. */
  untilGone(uri: string, ms: number): Promise<boolean>;
  /** @throws CoexistenceError IM_REFUSED, NO_ANSWER, CONNECTION_LOST */
  say(text: string): Promise<void>;
  /** The next text in the room that fits, as `Agent.hear`; `from` is who said it. */
  hear(fits: (heard: Heard) => boolean, ms: number): Promise<Heard | undefined>;
  /** Leaves; the conference ends with its last participant. */
  leave(): Promise<void>;
}

/** A signed-in endpoint of a test user: what a Lync client does, in words of a test author. */
export interface Agent {
  readonly name: string;
  readonly uri: string;
  readonly registration: Registration;
  /** Why the agent is not signed in any more, or not at this moment; `undefined` while it is. */
  readonly lost: Error | undefined;
  /** What happened to the registration since the sign-in, oldest first. */
  readonly life: readonly LifeEvent[];
  /**
   * Renews the registration now; `anew` proves the user once more on the living connection, where the old keys serve until the new ones are
   * accepted. A failure ends the agent, and is thrown.
   */
  renew(anew?: boolean): Promise<void>;
  /** Ends when a lost connection is regained or given up; at once when none is lost. */
  settled(): Promise<void>;
  /**
   * Opens a conversation (INVITE … ACK). The callee may be anybody of the estate. A first text rides in the invitation, as with Lync clients,
   * and is said again as MESSAGE to a callee that does not take it from there.
   * @throws CoexistenceError IM_REFUSED, IM_TOO_LONG, NO_ANSWER, CONNECTION_LOST
   */
  converse(uri: string, first?: { readonly text: string; readonly html?: string }): Promise<Conversation>;
  /**
   * Says a text as a client does whose user only types: in the conversation that is open with that user, else in a new one; where the far
   * side has lost it (408, 480, 481), in a new one, once. The conversation that carried it.
   * @throws CoexistenceError IM_REFUSED, IM_TOO_LONG, NO_ANSWER, CONNECTION_LOST
   */
  tell(uri: string, text: string): Promise<Conversation>;
  /** The next text from a user that fits, arrived or still to arrive within `ms`; `undefined` when none does. Each text is given out once. */
  hear(fits: (heard: Heard) => boolean, ms: number): Promise<Heard | undefined>;
  /** True as soon as the user is seen to type (or to stop) in a conversation; false when that is not so within `ms`. Each sight is given out once. */
  seeTyping(uri: string, isTyping: boolean, ms: number): Promise<boolean>;
  publish(availability: Exclude<Availability, 'offline'>): Promise<void>;
  /** The own presence, beside what `publish` sets. */
  readonly own: OwnPresence;
  /** @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  watch(uris: readonly string[], options?: WatchOptions): Promise<Watch>;
  /** Asks once, and keeps no subscription; users of whom nothing was told are `unknown`. @throws CoexistenceError PRESENCE_REFUSED, … */
  poll(uris: readonly string[]): Promise<ReadonlyMap<string, Sight>>;
  /**
   * Creates a conference on the own pool; its focus URI. Nobody is in it yet.
   * @param id 16 hex digits of the caller's choice; with them `focusUri` says beforehand what will be created
   * @throws CoexistenceError CONFERENCE_REFUSED, NO_ANSWER, CONNECTION_LOST
   */
  createConference(id: string): Promise<string>;
  /** @throws CoexistenceError CONFERENCE_REFUSED, IM_REFUSED, NO_ANSWER, CONNECTION_LOST */
  joinConference(focus: string): Promise<Conference>;
  /** @throws CoexistenceError CONTACTS_REFUSED, NO_ANSWER, CONNECTION_LOST */
  contacts(): Promise<Contacts>;
  /** Ends subscriptions and registration and closes the connection; never throws. Returns what did not work. */
  signOut(): Promise<readonly string[]>;
}

/**
 * Signs a user in: from an unauthenticated REGISTER over the redirects (at most 3) to the 200 of the home pool.
 * @throws CoexistenceError NAME_NOT_RESOLVED, CONNECTION_REFUSED, HANDSHAKE_FAILED, NO_ANSWER, CONNECTION_LOST, CREDENTIALS_REFUSED,
 * SCHEME_NOT_OFFERED, SIGN_IN_REFUSED, REDIRECT_LOOP, SIGNATURE_MISSING, SIGNATURE_WRONG, USER_IN_USE, UNEXPECTED_ANSWER; each with
 * `facts` (`server`, `status`, `diagnostics`, `after` …)
 */
export type SignIn = (options: SignInOptions) => Promise<Agent>;
