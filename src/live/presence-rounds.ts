import { type PresenceObservation, type Trouble, troubleOf } from '../checks/index.ts';
import type { Leases, Rate } from '../concurrency/index.ts';
import type { Pair } from '../plan/index.ts';
import type { Agent, Availability, Sight, Watch } from '../sip/agent/index.ts';
import { type Clock, type Punctuality, patiently } from '../time/index.ts';
import type { AgentPool } from './agents.ts';
import type { Evidence } from './evidence-files.ts';

/** What a user publishes in a round, in this order; the sign-out at the end makes the user offline. */
const published = ['busy', 'available', 'do-not-disturb', 'away'] as const satisfies readonly Exclude<Availability, 'offline'>[];

/** Under which subject the wire of a look is kept: that of the states, or that of the sign-out, which is a look of its own. */
export const wireSubject = (publisher: string, availability: Availability): string =>
  `presence/${availability === 'offline' ? 'sign-out of' : 'of'} ${publisher}`;

export interface PresenceRoundsOptions {
  readonly agents: AgentPool;
  readonly leases: Leases;
  readonly messages: Rate;
  readonly evidence: Evidence;
  readonly budget: number;
  readonly clock: Clock;
  readonly punctuality: Punctuality;
  /** All pairs whose presence is looked at: the sender watches the recipient. */
  readonly pairs: readonly Pair[];
  /** Resolves when the conversations are over that have been begun: between them, rounds would wait for each other one by one. */
  afterConversations(): Promise<unknown>;
}

type Round = ReadonlyMap<string, ReadonlyMap<Availability, PresenceObservation>>;

/**
 * One round per publishing user, seen by all who watch that user: every state is published once and looked for by every watcher, at last
 * the sign-out. Watching disturbs nobody, so rounds publish side by side even where they share users; only for the sign-out a round has
 * its publisher to itself, because nobody else may then need that user signed in.
 */
export class PresenceRounds {
  readonly #options: PresenceRoundsOptions;
  readonly #rounds = new Map<string, Promise<Round>>();

  constructor(options: PresenceRoundsOptions) {
    this.#options = options;
  }

  /** Starts the rounds of all publishers, so that those who share no user run side by side. */
  begin(): void {
    for (const { to } of this.#options.pairs) void this.#round(to);
  }

  async of(pair: Pair, availability: Availability): Promise<PresenceObservation> {
    const seen = (await this.#round(pair.to)).get(pair.from)?.get(availability);
    if (seen === undefined) throw new Error(`No round shows ${availability} of ${pair.to} to ${pair.from}.`);
    return seen;
  }

  #round(publisher: string): Promise<Round> {
    let round = this.#rounds.get(publisher);
    if (round === undefined) {
      const watchers = [...new Set(this.#options.pairs.filter(({ to }) => to === publisher).map(({ from }) => from))];
      round = this.#observe(publisher, watchers);
      this.#rounds.set(publisher, round);
      round.catch(() => undefined);
    }
    return round;
  }

  async #observe(publisher: string, watchers: readonly string[]): Promise<Round> {
    const { agents, leases, afterConversations } = this.#options;
    await Promise.all([publisher, ...watchers].map((name) => agents.arrival(name)));
    await afterConversations();
    const round: MutableRound = new Map(watchers.map((name) => [name, new Map<Availability, PresenceObservation>()]));
    let isShared = true;
    await leases.using({ shared: [publisher, ...watchers] }, () =>
      this.#watching(wireSubject(publisher, 'busy'), publisher, watchers, async (source, seats) => {
        isShared = await sharesPresence(source);
        for (const availability of published) await this.#show(source, publisher, availability, seats, round);
      }),
    );
    await leases.using({ alone: [publisher], shared: watchers }, () =>
      this.#watching(wireSubject(publisher, 'offline'), publisher, watchers, (source, seats) =>
        this.#leave(source, publisher, seats, round),
      ),
    );
    // Whoever was seen by anybody is shown; of somebody who was not, the server says whether that is meant.
    if (!isShared && ![...round.values()].some((seen) => [...seen.values()].some(({ seenAfter }) => seenAfter !== undefined))) {
      for (const seen of round.values()) for (const [state, one] of seen) seen.set(state, { ...one, notShared: true });
    }
    return round;
  }

  /** Calls `act` while everybody who can watch the publisher does; watchers may have been signed out and in again since the last time. */
  #watching(
    subject: string,
    publisher: string,
    watchers: readonly string[],
    act: (source: Agent | undefined, seats: readonly Seat[]) => Promise<void>,
  ): Promise<void> {
    const { agents, evidence } = this.#options;
    return evidence.around(subject, [publisher, ...watchers], async () => {
      const [source, ...eyes] = await Promise.all([publisher, ...watchers].map((name) => agents.agent(name)));
      const seats = await Promise.all(watchers.map((name, index) => this.#takeSeat(name, eyes[index], source)));
      await act(source, seats);
      await Promise.all(seats.map(({ watch }) => watch?.end().catch(() => undefined)));
    });
  }

  async #takeSeat(name: string, agent: Agent | undefined, source: Agent | undefined): Promise<Seat> {
    if (agent === undefined) return { name, missing: name };
    if (source === undefined) return { name };
    try {
      return { name, watch: await agent.watch([source.uri]) };
    } catch (error) {
      return { name, trouble: troubleOf(error) };
    }
  }

  async #show(
    source: Agent | undefined,
    publisher: string,
    availability: Shown,
    seats: readonly Seat[],
    round: MutableRound,
  ): Promise<void> {
    const { clock, messages } = this.#options;
    if (source === undefined) return this.#note(publisher, availability, seats, round, { missing: publisher });
    await messages.turn();
    const since = clock.monotonic();
    let trouble: Trouble | undefined;
    try {
      await source.publish(availability);
    } catch (error) {
      trouble = troubleOf(error);
    }
    await this.#note(publisher, availability, seats, round, {
      uri: source.uri,
      since,
      ...(trouble === undefined ? {} : { trouble }),
    });
  }

  async #leave(source: Agent | undefined, publisher: string, seats: readonly Seat[], round: MutableRound): Promise<void> {
    if (source === undefined) return this.#note(publisher, 'offline', seats, round, { missing: publisher });
    const since = this.#options.clock.monotonic();
    const met = await this.#options.agents.signOut(publisher);
    await this.#note(publisher, 'offline', seats, round, { uri: source.uri, since, met });
  }

  async #note(
    publisher: string,
    availability: Availability,
    seats: readonly Seat[],
    round: MutableRound,
    act: Act,
  ): Promise<void> {
    const { agents, budget, clock, punctuality } = this.#options;
    await Promise.all(
      seats.map(async ({ name, watch, missing, trouble: seatTrouble }) => {
        const base = { publisher, watcher: name, availability, budget, ...(act.met?.length ? { met: act.met } : {}) };
        const absent = act.missing ?? missing;
        const trouble = act.trouble ?? seatTrouble;
        if (
          absent !== undefined ||
          trouble !== undefined ||
          watch === undefined ||
          act.uri === undefined ||
          act.since === undefined
        ) {
          const met = absent === undefined ? trouble : agents.lossOf(absent);
          const why = met !== undefined ? { trouble: met } : absent !== undefined ? { notSignedIn: absent } : {};
          round.get(name)?.set(availability, { ...base, ...why, instead: [], before: 'unknown' });
          return;
        }
        const { uri, since } = act;
        let sight: Sight | undefined;
        try {
          sight = await patiently((ms) => watch.until(uri, availability, since, ms), { since, budget, clock, punctuality });
        } catch (error) {
          // The watcher lost its connection, or was told that it may not watch.
          round.get(name)?.set(availability, { ...base, trouble: troubleOf(error), instead: [], before: 'unknown' });
          return;
        }
        const history = watch.history(uri);
        round.get(name)?.set(availability, {
          ...base,
          ...(sight === undefined
            ? {}
            : { seenAfter: Math.max(0, sight.at - since), ownDelay: punctuality.lateBetween(since, sight.at) }),
          instead: history.filter(({ at }) => at >= since).map((seen) => seen.availability),
          before: history.filter(({ at }) => at < since).at(-1)?.availability ?? 'unknown',
        });
      }),
    );
  }
}

/** Whether colleagues may see the user. Where that cannot be asked, the cases meet the reason themselves. */
async function sharesPresence(source: Agent | undefined): Promise<boolean> {
  try {
    return (await source?.own.isShared()) ?? true;
  } catch {
    return true;
  }
}

type Shown = (typeof published)[number];
type MutableRound = Map<string, Map<Availability, PresenceObservation>>;

interface Seat {
  readonly name: string;
  readonly watch?: Watch;
  readonly missing?: string;
  readonly trouble?: Trouble;
}

interface Act {
  readonly missing?: string;
  readonly trouble?: Trouble;
  readonly uri?: string;
  readonly since?: number;
  /** What went wrong, and did not stop it. */
  readonly met?: readonly string[];
}
