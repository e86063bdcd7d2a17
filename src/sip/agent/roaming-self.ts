import type { CoexistenceError } from '../../errors/index.ts';
import type { Timer } from '../../time/index.ts';
import { type Answer, type Endpoint, EventDialog } from '../client/index.ts';
import {
  type KeptContainer,
  type KeptPublication,
  keptContainers,
  keptPublications,
  roamingSelfList,
  subscribersIn,
} from './presence-documents.ts';

interface Waiter {
  readonly uri: string;
  readonly give: (isAdded: boolean) => void;
  readonly fail: (error: Error) => void;
  readonly late: Timer;
}

export const publicationKey = (category: string, instance: string, container: string): string =>
  `${category} ${instance} ${container}`;

/**
 * What the server keeps of the own user and tells all endpoints of that user: versions of publications, containers and who may see them,
 * and who has added the user (MS-PRES, roaming self).
 */
export class RoamingSelf {
  readonly #endpoint: Endpoint;
  readonly #versions = new Map<string, number>();
  readonly #containers = new Map<string, KeptContainer>();
  /** Those who added the user, and whether that was acknowledged. */
  readonly #subscribers = new Map<string, boolean>();
  readonly #refused: (what: string, answer: Answer) => CoexistenceError;
  #opening: Promise<EventDialog> | undefined;
  #dialog: EventDialog | undefined;
  #waiters: Waiter[] = [];

  constructor(endpoint: Endpoint, refused: (what: string, answer: Answer) => CoexistenceError) {
    this.#endpoint = endpoint;
    this.#refused = refused;
  }

  /** Subscribes, unless that was done. @throws CoexistenceError PRESENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  async open(): Promise<void> {
    this.#opening ??= this.#subscribe();
    try {
      await this.#opening;
    } catch (error) {
      this.#opening = undefined;
      throw error;
    }
  }

  /** Version of a publication that the server has; 0 for none. */
  versionOf(key: string): number {
    return this.#versions.get(key) ?? 0;
  }

  setVersion(key: string, version: number): void {
    this.#versions.set(key, version);
  }

  containers(): readonly KeptContainer[] {
    return [...this.#containers.values()];
  }

  setContainer(container: KeptContainer): void {
    this.#containers.set(container.id, container);
  }

  /** True as soon as the user is known to have added ours, unacknowledged; false after `ms`. Rejects when the agent is lost meanwhile. */
  async untilAddedBy(uri: string, ms: number): Promise<boolean> {
    if (this.#subscribers.get(uri) === false) return true;
    return await new Promise((give, fail) => {
      const settle = (): void => {
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        give(false);
      };
      const waiter: Waiter = { uri, give, fail, late: this.#endpoint.options.clock.after(ms, settle, true) };
      this.#waiters.push(waiter);
    });
  }

  acknowledged(uri: string): void {
    this.#subscribers.set(uri, true);
  }

  /** Takes in what an answer or a notification tells. */
  learn(body: string): void {
    for (const publication of keptPublications(body)) this.#keep(publication);
    for (const container of keptContainers(body)) this.#containers.set(container.id, container);
    for (const { uri, isAcknowledged } of subscribersIn(body)) {
      this.#subscribers.set(uri, isAcknowledged);
      if (isAcknowledged) continue;
      for (const waiter of this.#waiters.filter((other) => other.uri === uri)) {
        waiter.late.cancel();
        this.#waiters = this.#waiters.filter((other) => other !== waiter);
        waiter.give(true);
      }
    }
  }

  async end(): Promise<void> {
    this.#release();
    await this.#dialog?.end();
  }

  /** Stops without a word to the server; whoever waits is told why, where there is a reason. */
  dispose(reason?: Error): void {
    this.#release(reason);
    this.#dialog?.dispose();
  }

  #release(reason?: Error): void {
    for (const waiter of this.#waiters.splice(0)) {
      waiter.late.cancel();
      if (reason === undefined) waiter.give(false);
      else waiter.fail(reason);
    }
  }

  async #subscribe(): Promise<EventDialog> {
    const { uri } = this.#endpoint.options;
    const dialog = new EventDialog(this.#endpoint, {
      event: 'vnd-microsoft-roaming-self',
      target: uri,
      to: uri,
      headers: ['Accept: application/vnd-microsoft-roaming-self+xml'],
      body: { contentType: 'application/vnd-microsoft-roaming-self+xml', content: roamingSelfList },
      deliver: ({ body }) => this.learn(body),
      // Without it versions are repaired by 409 alone; whoever needs it next subscribes again.
      over: () => {
        this.#opening = undefined;
      },
    });
    const answer = await dialog.subscribe();
    if (answer.status !== 200) throw this.#refused('the subscription on its own presence', answer);
    this.#dialog = dialog;
    return dialog;
  }

  #keep({ category, instance, container, version }: KeptPublication): void {
    if (instance !== undefined) {
      this.#versions.set(publicationKey(category, instance, container), version);
      return;
    }
    for (const key of this.#versions.keys()) {
      if (key.startsWith(`${category} `) && key.endsWith(` ${container}`)) this.#versions.delete(key);
    }
  }
}
