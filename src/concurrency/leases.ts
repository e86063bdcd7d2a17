/** What a caller wants to use: alone, or together with others that also only share. */
export interface Wanted {
  readonly alone?: readonly string[];
  readonly shared?: readonly string[];
}

interface Waiting {
  readonly wanted: Required<Wanted>;
  readonly grant: () => void;
}

/**
 * Lends named things (test users) so that two cases never use one at the same time against its will. Whoever has waited longest for a
 * thing gets it first, and all that a caller wants is lent at once, so nobody can block another for ever.
 */
export class Leases {
  readonly #alone = new Set<string>();
  readonly #shared = new Map<string, number>();
  #queue: Waiting[] = [];

  /** Runs `use` while everything wanted is lent to it. */
  async using<T>(wanted: Wanted, use: () => Promise<T>): Promise<T> {
    const whole = { alone: wanted.alone ?? [], shared: (wanted.shared ?? []).filter((name) => !wanted.alone?.includes(name)) };
    await new Promise<void>((grant) => {
      this.#queue.push({ wanted: whole, grant });
      this.#serve();
    });
    try {
      return await use();
    } finally {
      for (const name of whole.alone) this.#alone.delete(name);
      for (const name of whole.shared) this.#shared.set(name, (this.#shared.get(name) ?? 1) - 1);
      this.#serve();
    }
  }

  #serve(): void {
    // Things that somebody further in front waits for are not lent to those behind.
    const claimed = new Set<string>();
    const left: Waiting[] = [];
    for (const waiting of this.#queue) {
      const { alone, shared } = waiting.wanted;
      const free =
        alone.every((name) => !claimed.has(name) && !this.#alone.has(name) && !this.#shared.get(name)) &&
        shared.every((name) => !claimed.has(name) && !this.#alone.has(name));
      if (free) {
        for (const name of alone) this.#alone.add(name);
        for (const name of shared) this.#shared.set(name, (this.#shared.get(name) ?? 0) + 1);
        waiting.grant();
      } else {
        for (const name of [...alone, ...shared]) claimed.add(name);
        left.push(waiting);
      }
    }
    this.#queue = left;
  }
}
