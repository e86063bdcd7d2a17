import type { ChangeJournal } from '../changes/index.ts';
import {
  type ConferenceObservation,
  type JoinObservation,
  type RoomMessageObservation,
  type Trouble,
  troubleOf,
} from '../checks/index.ts';
import type { Leases, Rate } from '../concurrency/index.ts';
import { type Agent, type Conference, focusUri, type Heard } from '../sip/agent/index.ts';
import { type Clock, type Punctuality, patiently } from '../time/index.ts';
import type { AgentPool } from './agents.ts';
import type { Evidence } from './evidence-files.ts';

/** Who meets: names of test users. */
export interface Meeting {
  readonly organizer: string;
  readonly participants: readonly string[];
}

export interface ConferencesOptions {
  readonly agents: AgentPool;
  readonly leases: Leases;
  readonly messages: Rate;
  readonly evidence: Evidence;
  readonly budget: number;
  readonly changes: ChangeJournal;
  readonly run: string;
  readonly allowed: boolean;
  readonly clock: Clock;
  readonly punctuality: Punctuality;
  siteOf(user: string): string;
  /** 16 hex digits that nothing else has. */
  newId(): string;
}

interface Seat {
  readonly name: string;
  readonly agent: Agent;
  readonly room?: Conference;
  readonly trouble?: Trouble;
}

/** One conference per organizer, looked at by every case about it. Its creation is a change: journalled, and over when all have left. */
export class Conferences {
  readonly #options: ConferencesOptions;
  readonly #known = new Map<string, Promise<ConferenceObservation>>();

  constructor(options: ConferencesOptions) {
    this.#options = options;
  }

  of({ organizer, participants }: Meeting): Promise<ConferenceObservation> {
    let seen = this.#known.get(organizer);
    if (seen === undefined) {
      seen = this.#observe({ organizer, participants });
      this.#known.set(organizer, seen);
    }
    return seen;
  }

  async #observe({ organizer, participants }: Meeting): Promise<ConferenceObservation> {
    const { agents, leases, evidence, budget, allowed } = this.#options;
    const base = { organizer, participants, budget, joins: [], messages: [] };
    if (!allowed) {
      const message = `${organizer} created no conference: the run was not allowed to change the estate.`;
      return { ...base, trouble: { code: 'CHANGES_NOT_ALLOWED', message } };
    }
    const names = [organizer, ...participants];
    await Promise.all(names.map((name) => agents.arrival(name)));
    return leases.using({ alone: names }, () =>
      evidence.around(`conference/of ${organizer}`, names, async () => {
        const present = await Promise.all(names.map((name) => agents.agent(name)));
        const absent = names.find((_, at) => present[at] === undefined);
        if (absent !== undefined) {
          const trouble = agents.lossOf(absent);
          return { ...base, ...(trouble === undefined ? { notSignedIn: absent } : { trouble }) };
        }
        const everybody = names.map((name, at) => ({ name, agent: present[at]! }));
        return { ...base, ...(await this.#meet(everybody)) };
      }),
    );
  }

  async #meet(
    everybody: readonly Seat[],
  ): Promise<Pick<ConferenceObservation, 'createdAfter' | 'trouble' | 'joins' | 'messages'>> {
    const { changes, clock, newId, run, siteOf } = this.#options;
    const { name, agent } = everybody[0]!;
    const conference = newId();
    const change = {
      id: `conference-${conference}`,
      kind: 'conference',
      site: siteOf(name),
      identity: focusUri(agent.uri, conference),
      mark: `coex ${run}`,
      values: { organizer: name },
    } as const;
    changes.intend(change);
    const begin = clock.monotonic();
    let seats: readonly Seat[] = [];
    try {
      const focus = await agent.createConference(conference);
      const createdAfter = clock.monotonic() - begin;
      changes.made(change.id);
      seats = await Promise.all(everybody.map((seat) => this.#join(seat, focus)));
      const joins = await Promise.all(seats.map((seat) => this.#lookAround(seat, everybody)));
      const isWhole = joins.every(({ trouble, missing }) => trouble === undefined && missing.length === 0);
      return { createdAfter, joins, messages: isWhole ? await this.#talk(seats) : [] };
    } catch (error) {
      return { trouble: troubleOf(error), joins: [], messages: [] };
    } finally {
      await Promise.all(seats.map(({ room }) => room?.leave().catch(() => undefined)));
      changes.undone(change.id, 'runner', 'everybody has left');
    }
  }

  async #join({ name, agent }: Seat, focus: string): Promise<Seat> {
    try {
      return { name, agent, room: await agent.joinConference(focus) };
    } catch (error) {
      return { name, agent, trouble: troubleOf(error) };
    }
  }

  async #lookAround({ name, room, trouble }: Seat, everybody: readonly Seat[]): Promise<JoinObservation> {
    if (room === undefined) return { user: name, missing: [], ...(trouble && { trouble }) };
    const { budget, clock, punctuality } = this.#options;
    const since = clock.monotonic();
    const isThere = ({ agent }: Seat): Promise<true | undefined> =>
      patiently(async (ms) => (await room.untilThere(agent.uri, ms)) || undefined, { since, budget, clock, punctuality });
    try {
      const seen = await Promise.all(everybody.map(isThere));
      return { user: name, missing: everybody.filter((_, at) => !seen[at]).map((other) => other.name) };
    } catch (error) {
      return { user: name, missing: [], trouble: troubleOf(error) };
    }
  }

  async #talk(seats: readonly Seat[]): Promise<readonly RoomMessageObservation[]> {
    const said = await Promise.all(seats.map((seat) => this.#say(seat, seats)));
    return said.flat();
  }

  async #say(speaker: Seat, seats: readonly Seat[]): Promise<readonly RoomMessageObservation[]> {
    const { messages, newId, clock, budget, punctuality } = this.#options;
    const text = `coex ${newId()}: Grüße von ${speaker.name}`;
    await messages.turn();
    const since = clock.monotonic();
    let trouble: Trouble | undefined;
    try {
      await speaker.room!.say(text);
    } catch (error) {
      trouble = troubleOf(error);
    }
    const listeners = seats.filter((seat) => seat !== speaker);
    return Promise.all(
      listeners.map(async ({ name, room }): Promise<RoomMessageObservation> => {
        const way = { from: speaker.name, to: name };
        if (trouble !== undefined) return { ...way, trouble };
        try {
          const fits = (entry: Heard): boolean => entry.text === text && entry.from === speaker.agent.uri.toLowerCase();
          const heard = await patiently((ms) => room!.hear(fits, ms), { since, budget, clock, punctuality });
          if (heard === undefined) return way;
          return { ...way, after: heard.at - since, ownDelay: punctuality.lateBetween(since, heard.at) };
        } catch (error) {
          return { ...way, trouble: troubleOf(error) };
        }
      }),
    );
  }
}
