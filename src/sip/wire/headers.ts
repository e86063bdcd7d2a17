import { WireError } from './error.ts';

/** RFC 3261 section 7.3.3, RFC 6665, RFC 3515, RFC 3841, RFC 3892, RFC 4028, RFC 8224. */
const compactForms: Readonly<Record<string, string>> = {
  a: 'accept-contact',
  b: 'referred-by',
  c: 'content-type',
  d: 'request-disposition',
  e: 'content-encoding',
  f: 'from',
  i: 'call-id',
  j: 'reject-contact',
  k: 'supported',
  l: 'content-length',
  m: 'contact',
  o: 'event',
  r: 'refer-to',
  s: 'subject',
  t: 'to',
  u: 'allow-events',
  v: 'via',
  x: 'session-expires',
  y: 'identity',
};

const keyOf = (name: string): string => {
  const lower = name.toLowerCase();
  return lower.length === 1 ? (compactForms[lower] ?? lower) : lower;
};

const nameShape = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const breaksLines = /[\r\n\0]/;

export interface HeaderLine {
  /** As written, compact forms included. */
  readonly name: string;
  readonly value: string;
}

interface Entry extends HeaderLine {
  readonly key: string;
}

/** Header lines in their order. Names are found without regard to case or compact form; values are kept verbatim. */
export class Headers implements Iterable<HeaderLine> {
  #entries: Entry[] = [];

  constructor(lines: Iterable<readonly [name: string, value: string]> = []) {
    for (const [name, value] of lines) this.add(name, value);
  }

  /** Value of the first line of that name. */
  get(name: string): string | undefined {
    const key = keyOf(name);
    return this.#entries.find((entry) => entry.key === key)?.value;
  }

  /** Values of all lines of that name. Lists within one line are not split: see `splitList`. */
  getAll(name: string): string[] {
    const key = keyOf(name);
    return this.#entries.filter((entry) => entry.key === key).map((entry) => entry.value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Puts the value in the place of the first line of that name, drops the other ones; a new name goes to the end. */
  set(name: string, value: string): this {
    const entry = entryOf(name, value);
    const place = this.#entries.findIndex((other) => other.key === entry.key);
    if (place < 0) this.#entries.push(entry);
    else this.#entries = this.#entries.flatMap((other, at) => (at === place ? [entry] : other.key === entry.key ? [] : [other]));
    return this;
  }

  add(name: string, value: string): this {
    this.#entries.push(entryOf(name, value));
    return this;
  }

  /** Puts a line before all others. */
  prepend(name: string, value: string): this {
    this.#entries.unshift(entryOf(name, value));
    return this;
  }

  /** Puts a line right behind the first line of another name, or before all others when there is none. */
  insertAfter(other: string, name: string, value: string): this {
    const key = keyOf(other);
    this.#entries.splice(this.#entries.findIndex((entry) => entry.key === key) + 1, 0, entryOf(name, value));
    return this;
  }

  /** Drops all lines of that name. */
  remove(name: string): this {
    const key = keyOf(name);
    this.#entries = this.#entries.filter((entry) => entry.key !== key);
    return this;
  }

  /** Drops the first line of that name, as a proxy does with its own Via and Route. */
  removeFirst(name: string): this {
    const key = keyOf(name);
    const place = this.#entries.findIndex((entry) => entry.key === key);
    if (place >= 0) this.#entries.splice(place, 1);
    return this;
  }

  clone(): Headers {
    const copy = new Headers();
    copy.#entries = [...this.#entries];
    return copy;
  }

  get size(): number {
    return this.#entries.length;
  }

  *[Symbol.iterator](): Iterator<HeaderLine> {
    for (const { name, value } of this.#entries) yield { name, value };
  }
}

/** The one gate: what passes here cannot break the lines of a message apart. */
function entryOf(name: string, value: string): Entry {
  if (!nameShape.test(name)) throw new WireError('a header name with characters that none may have');
  if (breaksLines.test(value)) throw new WireError('a header value with a line break or NUL in it');
  return { name, value, key: keyOf(name) };
}
