import type { Lane } from '../admin/index.ts';

/**
 * The lanes of one site: at most `most` shells, each opened when it is first needed, each answering one question at a time. Whoever asks
 * gets a free lane, or waits for one.
 */
export class LanePool {
  readonly #free: Lane[] = [];
  readonly #waiting: ((lane: Lane) => void)[] = [];
  readonly #all: Lane[] = [];
  readonly #most: number;
  readonly #open: () => Lane;

  constructor(most: number, open: () => Lane) {
    this.#most = most;
    this.#open = open;
  }

  async ask<T>(question: (lane: Lane) => Promise<T>): Promise<T> {
    const lane = await this.#take();
    try {
      return await question(lane);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free.push(lane);
      else next(lane);
    }
  }

  #take(): Promise<Lane> {
    const free = this.#free.pop();
    if (free !== undefined) return Promise.resolve(free);
    if (this.#all.length < this.#most) {
      const lane = this.#open();
      this.#all.push(lane);
      return Promise.resolve(lane);
    }
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Closes every lane; returns how many there were and what did not work. */
  async close(): Promise<{ count: number; problems: string[] }> {
    const problems = (await Promise.all(this.#all.map((lane) => lane.close()))).flat();
    return { count: this.#all.length, problems };
  }
}
