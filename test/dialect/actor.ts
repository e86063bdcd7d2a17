import type { Availability } from '../../src/sip/agent/index.ts';

/** How long anything may take before the test gives up: only against hanging. */
export const patience = 20_000;

export type ShownStatus = Exclude<Availability, 'offline'>;

/**
 * A signed-in client of a test user, ours or somebody else's: what a person does with it and sees of it. Every method that sees something
 * waits for it, and throws with what came instead.
 */
export interface Actor {
  readonly uri: string;
  show(status: ShownStatus): Promise<void>;
  /** Sees a status of another user that came after those seen before. */
  sees(uri: string, status: Availability): Promise<void>;
  /** Says something, in the conversation that is open or in a new one. */
  say(uri: string, text: string): Promise<void>;
  /** Reads exactly this text of the user. */
  hears(uri: string, text: string): Promise<void>;
  types(uri: string): Promise<void>;
  seesTyping(uri: string): Promise<void>;
  /** Closes the conversation. */
  close(uri: string): Promise<void>;
  /** Says something to somebody who is not there, and is told so. */
  findsNobody(uri: string): Promise<void>;
  add(uri: string): Promise<void>;
  remove(uri: string): Promise<void>;
  /** Finds the contact in its list, which it has from the server. */
  hasContact(uri: string): Promise<void>;
  /** Joins a conference, and sees itself there. */
  join(focus: string): Promise<void>;
  seesInRoom(uri: string): Promise<void>;
  seesLeaving(uri: string): Promise<void>;
  sayInRoom(text: string): Promise<void>;
  hearsInRoom(text: string): Promise<void>;
  /** Is told by the server that its user was moved, and is signed out. */
  isToldOfItsMove(): Promise<void>;
  /** Texts that came and were not asked for. */
  unread(): Promise<readonly string[]>;
  /** Signs out. */
  end(): Promise<void>;
}
