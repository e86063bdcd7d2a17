import type { Actor } from '../dialect/actor.ts';
import type { Sipe } from './sipe.ts';

const exactly = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** pidgin-sipe as an actor: commands in, events out. It publishes a second after it was told to. */
export async function sipeActor(sipe: Sipe): Promise<Actor> {
  await sipe.next(/^signed-on /);
  return new SipeActor(sipe);
}

class SipeActor implements Actor {
  readonly uri: string;
  readonly #sipe: Sipe;

  constructor(sipe: Sipe) {
    this.uri = sipe.uri;
    this.#sipe = sipe;
  }

  async show(status: Parameters<Actor['show']>[0]): Promise<void> {
    this.#sipe.do(`status ${status}`);
  }

  async sees(uri: string, status: Parameters<Actor['sees']>[1]): Promise<void> {
    const who = exactly(uri);
    // Coming on line is told as an event of its own, and so is going off line.
    const wanted =
      status === 'offline'
        ? `buddy-signed-off ${who}`
        : `(?:buddy-status ${who} ${status}${status === 'available' ? `|buddy-signed-on ${who}` : ''})`;
    await this.#sipe.next(new RegExp(`^${wanted}$`), new RegExp(`^buddy-(?:status|signed-on|signed-off) ${who}`));
  }

  async say(uri: string, text: string): Promise<void> {
    this.#sipe.do(`im ${uri} ${text}`);
  }

  async hears(uri: string, text: string): Promise<void> {
    await this.#sipe.next(new RegExp(`^im-recv conv=${exactly(uri)} from=[^=]* text=${exactly(text)}$`));
  }

  async types(uri: string): Promise<void> {
    this.#sipe.do(`typing ${uri}`);
  }

  async seesTyping(uri: string): Promise<void> {
    await this.#sipe.next(new RegExp(`^buddy-typing ${exactly(uri)}$`));
  }

  async close(uri: string): Promise<void> {
    this.#sipe.do(`close ${uri}`);
  }

  async findsNobody(uri: string): Promise<void> {
    this.#sipe.do(`im ${uri} anybody there?`);
    await this.#sipe.next(/^im-error .*one or more recipients are offline/);
  }

  async add(uri: string): Promise<void> {
    this.#sipe.do(`add ${uri} Friends`);
    await this.#sipe.next(new RegExp(`^buddy-added ${exactly(uri)} group=Friends$`));
  }

  async remove(uri: string): Promise<void> {
    this.#sipe.do(`del ${uri}`);
  }

  async hasContact(uri: string): Promise<void> {
    await this.#sipe.seen(new RegExp(`^buddy-added ${exactly(uri)} `));
  }

  async join(focus: string): Promise<void> {
    this.#sipe.do(`conf ${focus}`);
    await this.#sipe.next(new RegExp(`^chat-joined .*${exactly(this.uri.slice('sip:'.length))}`));
  }

  async seesInRoom(uri: string): Promise<void> {
    await this.#sipe.seen(new RegExp(`^chat-joined .*${exactly(uri.slice('sip:'.length))}`));
  }

  async seesLeaving(uri: string): Promise<void> {
    await this.#sipe.next(new RegExp(`^chat-left .*${exactly(uri.slice('sip:'.length))}`));
  }

  async sayInRoom(text: string): Promise<void> {
    this.#sipe.do(`chat ${text}`);
  }

  async hearsInRoom(text: string): Promise<void> {
    await this.#sipe.next(new RegExp(`^im-recv conv=(?!sip:).*text=${exactly(text)}$`));
  }

  async isToldOfItsMove(): Promise<void> {
    await this.#sipe.next(/^connection-error .*user moved/);
  }

  async unread(): Promise<readonly string[]> {
    return this.#sipe.unread(/^im-recv/);
  }

  async end(): Promise<void> {
    await this.#sipe.end();
  }
}
