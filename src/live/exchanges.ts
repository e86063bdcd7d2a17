import { type ExchangeObservation, type MessageObservation, troubleOf } from '../checks/index.ts';
import type { Leases, Rate } from '../concurrency/index.ts';
import type { Pair } from '../plan/index.ts';
import type { Agent, Conversation, Heard } from '../sip/agent/index.ts';
import { type Clock, type Punctuality, patiently } from '../time/index.ts';
import type { AgentPool } from './agents.ts';
import type { Evidence } from './evidence-files.ts';

export interface ExchangesOptions {
  readonly agents: AgentPool;
  readonly leases: Leases;
  readonly messages: Rate;
  readonly evidence: Evidence;
  readonly budget: number;
  readonly clock: Clock;
  readonly punctuality: Punctuality;
  /** What is said beside a message and its answer, because a case asks for it. */
  readonly also: ReadonlySet<'long' | 'formatted'>;
  /** A short text that nothing else in the run says. */
  newMark(): string;
}

/** What is said: characters that encodings and escaping like to break, and a mark by which to know it again. */
export const textWith = (mark: string): string => `coex ${mark}: Grüße, 1 < 2 & "ok" – 5 €, Жук, 日本, 😀 </b>`;

/** 8,000 characters: about as many as Communicator was found to let people type, and a fifth of what the tightest pool must take. */
export const longTextWith = (mark: string): string => {
  const begin = `coex ${mark}: `;
  return begin + 'Ein langer Text, длинный текст, 長い文 – '.repeat(250).slice(0, 8000 - begin.length - 1) + '.';
};

/** The same in words and in HTML. */
export const formattedWith = (mark: string): { readonly text: string; readonly html: string } => ({
  text: `coex ${mark}: fett, größer als 1 & kleiner als 2`,
  html: `<p><b>coex ${mark}:</b> <span style="font-size:10pt">fett, gr&ouml;&szlig;er als 1 &amp; kleiner als 2</span></p>`,
});

interface Said {
  readonly text: string;
  readonly html?: string;
}

/** One conversation per pair, looked at by every messaging case of that pair. */
export class Exchanges {
  readonly #options: ExchangesOptions;
  readonly #known = new Map<string, Promise<ExchangeObservation>>();

  constructor(options: ExchangesOptions) {
    this.#options = options;
  }

  of(pair: Pair): Promise<ExchangeObservation> {
    const key = `${pair.from} → ${pair.to}`;
    let exchange = this.#known.get(key);
    if (exchange === undefined) {
      exchange = this.#observe(pair);
      this.#known.set(key, exchange);
    }
    return exchange;
  }

  /** Resolves when every conversation that was asked for so far is over; never rejects. */
  async over(): Promise<void> {
    await Promise.allSettled(this.#known.values());
  }

  async #observe(pair: Pair): Promise<ExchangeObservation> {
    const { agents, leases, evidence, budget } = this.#options;
    // Both are signed in before the lease, so that slow sign-ins do not hold up other pairs.
    await Promise.all([agents.arrival(pair.from), agents.arrival(pair.to)]);
    return leases.using({ alone: [pair.from, pair.to] }, () =>
      evidence.around(`messaging/${pair.from} → ${pair.to}`, [pair.from, pair.to], async () => {
        const [from, to] = await Promise.all([agents.agent(pair.from), agents.agent(pair.to)]);
        const base = { from: pair.from, to: pair.to, budget };
        if (from === undefined || to === undefined) {
          const absent = from === undefined ? pair.from : pair.to;
          const trouble = agents.lossOf(absent) ?? agents.distrustOf(absent);
          return trouble === undefined ? { ...base, notSignedIn: absent } : { ...base, message: { text: '', trouble } };
        }
        return { ...base, ...(await this.#talk(from, to, !agents.isSpokenFor(pair.from))) };
      }),
    );
  }

  /** @param answers what is answered reaches the sender */
  async #talk(
    from: Agent,
    to: Agent,
    answers: boolean,
  ): Promise<Pick<ExchangeObservation, 'message' | 'reply' | 'long' | 'formatted'>> {
    const { messages, newMark, also } = this.#options;
    let opened: Conversation | undefined;
    let heardIn: Conversation | undefined;
    try {
      await messages.turn();
      const message = await this.#send(
        { text: textWith(newMark()) },
        async ({ text }) => {
          opened = await from.converse(to.uri);
          await opened.say(text);
        },
        to,
        (conversation) => (heardIn = conversation),
      );
      if (heardIn === undefined) return { message };
      const answering = heardIn;
      const sayMore = async (said: Said, by: Conversation, listener: Agent): Promise<MessageObservation> => {
        await messages.turn();
        return this.#send(
          said,
          ({ text, html }) => by.say(text, html),
          listener,
          () => undefined,
        );
      };
      const reply = answers ? await sayMore({ text: textWith(newMark()) }, answering, from) : undefined;
      const long = opened && also.has('long') ? await sayMore({ text: longTextWith(newMark()) }, opened, to) : undefined;
      const formatted = opened && also.has('formatted') ? await sayMore(formattedWith(newMark()), opened, to) : undefined;
      return { message, ...(reply && { reply }), ...(long && { long }), ...(formatted && { formatted }) };
    } finally {
      await opened?.end().catch(() => undefined);
    }
  }

  async #send(
    said: Said,
    say: (said: Said) => Promise<void>,
    listener: Agent,
    onHeard: (conversation: Conversation) => void,
  ): Promise<MessageObservation> {
    const { clock, budget, punctuality } = this.#options;
    const { text, html } = said;
    const mark = /^coex (\S+):/.exec(text)?.[1] ?? text;
    const begin = clock.monotonic();
    // Listening starts before speaking, and goes on for the whole budget after the far side's answer: a 200 is not a delivery.
    let trouble: MessageObservation['trouble'];
    let acceptedAfter: number | undefined;
    try {
      await say(said);
      acceptedAfter = clock.monotonic() - begin;
    } catch (error) {
      trouble = troubleOf(error);
    }
    let heard: Heard | undefined;
    try {
      const fits = (entry: Heard): boolean => entry.text.includes(mark);
      heard =
        trouble === undefined
          ? await patiently((ms) => listener.hear(fits, ms), { since: begin, budget, clock, punctuality })
          : await listener.hear(fits, 0);
    } catch (error) {
      // The listener lost its connection: what the sender met first is the better reason.
      trouble ??= troubleOf(error);
    }
    if (heard !== undefined) onHeard(heard.conversation);
    return {
      text,
      ...(html === undefined ? {} : { html }),
      ...(trouble === undefined ? {} : { trouble }),
      ...(acceptedAfter === undefined ? {} : { acceptedAfter }),
      ...(heard === undefined
        ? {}
        : {
            heard: {
              text: heard.text,
              ...(heard.html === undefined ? {} : { html: heard.html }),
              after: heard.at - begin,
              ownDelay: punctuality.lateBetween(begin, heard.at),
            },
          }),
    };
  }
}
