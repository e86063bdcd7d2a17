import { expect } from 'vitest';
import type { Agent, Conference, Contacts, Conversation, Watch } from '../../src/sip/agent/index.ts';
import { type Actor, patience } from './actor.ts';

/** Users whose presence an actor of ours watches from the beginning: the contact list tells other clients whom to watch. */
const watched = ['lena', 'mika', 'mona', 'lars'].map((name) => `sip:${name}@contoso.net`);

/** Our own agent as an actor. */
export async function agentActor(agent: Agent): Promise<Actor> {
  const watch = await agent.watch(watched.filter((uri) => uri !== agent.uri));
  await agent.publish('available');
  return new AgentActor(agent, watch);
}

class AgentActor implements Actor {
  readonly uri: string;
  readonly #agent: Agent;
  readonly #watch: Watch;
  /** Sights given out so far, by user. */
  readonly #seen = new Map<string, number>();
  readonly #conversations = new Map<string, Conversation>();
  #room: Conference | undefined;
  #list: Contacts | undefined;

  constructor(agent: Agent, watch: Watch) {
    this.uri = agent.uri;
    this.#agent = agent;
    this.#watch = watch;
  }

  async show(status: Parameters<Actor['show']>[0]): Promise<void> {
    await this.#agent.publish(status);
  }

  async sees(uri: string, status: Parameters<Actor['sees']>[1]): Promise<void> {
    const since = this.#seen.get(uri) ?? 0;
    const sight = await this.#watch.until(uri, status, since, patience);
    if (sight === undefined) throw new Error(`${this.uri} saw of ${uri}: ${JSON.stringify(this.#watch.history(uri))}`);
    // Later than this one, however close.
    this.#seen.set(uri, sight.at + Number.EPSILON * Math.max(1, sight.at) * 2);
  }

  async say(uri: string, text: string): Promise<void> {
    const conversation = this.#conversations.get(uri) ?? (await this.#agent.converse(uri));
    this.#conversations.set(uri, conversation);
    await conversation.say(text);
  }

  async hears(uri: string, text: string): Promise<void> {
    const heard = await this.#agent.hear(({ from }) => from === uri, patience);
    expect(heard, `${this.uri} hears ${uri}`).toMatchObject({ from: uri, text });
    this.#conversations.set(uri, heard!.conversation);
  }

  async types(uri: string): Promise<void> {
    const conversation = this.#conversations.get(uri) ?? (await this.#agent.converse(uri));
    this.#conversations.set(uri, conversation);
    await conversation.type(true);
  }

  async seesTyping(uri: string): Promise<void> {
    expect(await this.#agent.seeTyping(uri, true, patience), `${this.uri} sees ${uri} typing`).toBe(true);
  }

  async close(uri: string): Promise<void> {
    await this.#conversations.get(uri)?.end();
    this.#conversations.delete(uri);
  }

  async findsNobody(uri: string): Promise<void> {
    await expect(this.#agent.converse(uri)).rejects.toMatchObject({ code: 'IM_REFUSED', facts: { status: 480 } });
  }

  async #contacts(): Promise<Contacts> {
    this.#list ??= await this.#agent.contacts();
    return this.#list;
  }

  async add(uri: string): Promise<void> {
    const contacts = await this.#contacts();
    await contacts.add(uri, 'Friend');
    expect(await contacts.until(uri, true, patience)).toBe(true);
  }

  async remove(uri: string): Promise<void> {
    const contacts = await this.#contacts();
    await contacts.remove(uri);
    expect(await contacts.until(uri, false, patience)).toBe(true);
  }

  async hasContact(uri: string): Promise<void> {
    expect((await this.#contacts()).of(uri), `${this.uri} has ${uri} in its list`).toBeDefined();
  }

  async join(focus: string): Promise<void> {
    this.#room = await this.#agent.joinConference(focus);
    await this.seesInRoom(this.uri);
  }

  async seesInRoom(uri: string): Promise<void> {
    expect(await this.#room!.untilThere(uri, patience), `${this.uri} sees ${uri} in the room`).toBe(true);
  }

  async seesLeaving(uri: string): Promise<void> {
    expect(await this.#room!.untilGone(uri, patience), `${this.uri} sees ${uri} leave the room`).toBe(true);
  }

  async sayInRoom(text: string): Promise<void> {
    await this.#room!.say(text);
  }

  async hearsInRoom(text: string): Promise<void> {
    expect(await this.#room!.hear(() => true, patience), `${this.uri} hears in the room`).toMatchObject({ text });
  }

  async isToldOfItsMove(): Promise<void> {
    await expect(this.#agent.hear(() => false, patience)).rejects.toMatchObject({ code: 'USER_MOVED' });
  }

  async unread(): Promise<readonly string[]> {
    const texts: string[] = [];
    for (;;) {
      const heard = await this.#agent.hear(() => true, 1);
      if (heard === undefined) return texts;
      texts.push(heard.text);
    }
  }

  async end(): Promise<void> {
    await this.#agent.signOut();
  }
}
