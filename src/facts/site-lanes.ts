import type { Lane } from '../admin/index.ts';

/** Lanes that a site may have side by side, whatever they lead to and whoever they log on as: shells are dear to servers and to this host. */
export const mostLanes = 3;

interface Opened {
  readonly seat: string;
  readonly lane: Lane;
  isBusy: boolean;
}

interface Waiting {
  readonly seat: string;
  start(opened: Opened): void;
  fail(error: unknown): void;
}

/**
 * The lanes of one site, each at one of its seats: opened when first needed, answering one question at a time, at most `perSeat` at one seat and
 * {@link mostLanes} in all. Where all are taken by other seats, one that nobody waits for is closed to make room.
 */
export class SiteLanes {
  readonly #perSeat: number;
  readonly #open: (seat: string) => Lane;
  readonly #opened = new Set<Opened>();
  readonly #waiting: Waiting[] = [];
  readonly #problems: string[] = [];
  #count = 0;
  #making: Promise<unknown> | undefined;

  constructor(perSeat: number, open: (seat: string) => Lane) {
    this.#perSeat = perSeat;
    this.#open = open;
  }

  async ask<T>(seat: string, question: (lane: Lane) => Promise<T>): Promise<T> {
    const opened = await new Promise<Opened>((start, fail) => {
      this.#waiting.push({ seat, start, fail });
      this.#serve();
    });
    try {
      return await question(opened.lane);
    } finally {
      opened.isBusy = false;
      this.#serve();
    }
  }

  /** Closes every lane; returns how many there were and what did not work. */
  async close(): Promise<{ count: number; problems: string[] }> {
    await this.#making;
    const closed = await Promise.all([...this.#opened].map(({ lane }) => lane.close()));
    return { count: this.#count, problems: [...this.#problems, ...closed.flat()] };
  }

  /** Gives lanes to whoever waits, in the order of their coming as far as their seats allow. */
  #serve(): void {
    for (const waiting of [...this.#waiting]) {
      const opened = this.#laneFor(waiting);
      if (opened === undefined) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      opened.isBusy = true;
      waiting.start(opened);
    }
    if (this.#waiting.length > 0) this.#makeRoom();
  }

  #laneFor({ seat, fail }: Waiting): Opened | undefined {
    const there = [...this.#opened].filter((opened) => opened.seat === seat);
    const free = there.find(({ isBusy }) => !isBusy);
    if (free !== undefined) return free;
    if (there.length >= this.#perSeat || this.#opened.size >= mostLanes) return undefined;
    try {
      const opened = { seat, lane: this.#open(seat), isBusy: false };
      this.#opened.add(opened);
      this.#count++;
      return opened;
    } catch (error) {
      this.#waiting.splice(
        this.#waiting.findIndex((waiting) => waiting.fail === fail),
        1,
      );
      fail(error);
      return undefined;
    }
  }

  #makeRoom(): void {
    if (this.#making !== undefined || this.#opened.size < mostLanes) return;
    const stuck = this.#waiting.some(
      ({ seat }) => [...this.#opened].filter((opened) => opened.seat === seat).length < this.#perSeat,
    );
    const idle = [...this.#opened].find(({ isBusy }) => !isBusy);
    if (!stuck || idle === undefined) return;
    idle.isBusy = true;
    this.#making = idle.lane.close().then((problems) => {
      this.#problems.push(...problems);
      this.#opened.delete(idle);
      this.#making = undefined;
      this.#serve();
    });
  }
}
