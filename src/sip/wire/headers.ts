import { WireError } from './error.ts';
import { type HeaderName, headerKey, headerName } from './header-names.ts';
import { limits } from './limits.ts';

const breaksLines = /[\r\n\0]/;

export interface HeaderLine {
  /** As written, compact forms included. */
  readonly name: string;
  readonly value: string;
}

interface Entry {
  readonly name: HeaderName;
  readonly value: string;
}

/** Header lines in their order. Names are found without regard to case or compact form; values are kept verbatim. */
export class Headers implements Iterable<HeaderLine> {
  #entries: Entry[] = [];

  constructor(lines: Iterable<readonly [name: string, value: string]> = []) {
    for (const [name, value] of lines) this.add(name, value);
  }

  /**
   * Reads the header lines of a text from `at` up to `end`, where the CRLF before the empty line stands. Folded lines become one with a
   * blank (RFC 3261 section 7.3.1).
   * @throws WireError
   */
  static read(text: string, at: number, end: number): Headers {
    const headers = new Headers();
    const entries = headers.#entries;
    for (let line = at, count = 1; line < end; count++) {
      if (count > limits.headerLines) throw new WireError('too many header lines');
      const stop = text.indexOf('\r\n', line);
      const next = stop < 0 || stop > end ? end : stop;
      const colon = text.indexOf(':', line);
      const first = text.charCodeAt(line);
      if (first === blank || first === tab) {
        const last = entries.pop();
        if (last === undefined) throw new WireError('a folded line before the first header');
        entries.push({ name: last.name, value: trimmed(`${last.value} ${checked(trimmed(text, line, next))}`) });
      } else {
        if (colon <= line || colon >= next) throw new WireError('a header line without a name');
        entries.push({
          name: headerName(trimmed(text, line, colon)),
          value: checked(trimmed(text, colon + 1, next)),
        });
      }
      line = next + 2;
    }
    return headers;
  }

  /** Value of the first line of that name. */
  get(name: string): string | undefined {
    const key = headerKey(name);
    for (const entry of this.#entries) if (entry.name.key === key) return entry.value;
    return undefined;
  }

  /** Values of all lines of that name. Lists within one line are not split: see `splitList`. */
  getAll(name: string): string[] {
    const key = headerKey(name);
    const values: string[] = [];
    for (const entry of this.#entries) if (entry.name.key === key) values.push(entry.value);
    return values;
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  /** Puts the value in the place of the first line of that name, drops the other ones; a new name goes to the end. */
  set(name: string, value: string): this {
    const entry = entryOf(name, value);
    const { key } = entry.name;
    const place = this.#find(key);
    if (place < 0) {
      this.#entries.push(entry);
      return this;
    }
    this.#entries[place] = entry;
    if (this.#find(key, place + 1) >= 0) {
      this.#entries = this.#entries.filter((other, at) => at <= place || other.name.key !== key);
    }
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
    this.#entries.splice(this.#find(headerKey(other)) + 1, 0, entryOf(name, value));
    return this;
  }

  /** Drops all lines of that name. */
  remove(name: string): this {
    const key = headerKey(name);
    if (this.#find(key) >= 0) this.#entries = this.#entries.filter((entry) => entry.name.key !== key);
    return this;
  }

  /** Drops the first line of that name, as a proxy does with its own Via and Route. */
  removeFirst(name: string): this {
    const place = this.#find(headerKey(name));
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
    for (const { name, value } of this.#entries) yield { name: name.written, value };
  }

  /** The lines as they stand in a message, with `length` for the value of the one Content-Length: in its place, else at the end. */
  write(length: string): string {
    let text = '';
    let told = false;
    for (const { name, value } of this.#entries) {
      if (name.key !== 'content-length') text += `${name.written}: ${value}\r\n`;
      else if (!told) {
        text += `${name.written}: ${length}\r\n`;
        told = true;
      }
    }
    return told ? text : `${text}Content-Length: ${length}\r\n`;
  }

  #find(key: string, from = 0): number {
    const entries = this.#entries;
    for (let at = from; at < entries.length; at++) if (entries[at]!.name.key === key) return at;
    return -1;
  }
}

const blank = 0x20;
const tab = 0x09;

/** A piece without the blanks and tabs around it: what else counts as white space elsewhere belongs to the value. */
function trimmed(text: string, from = 0, to = text.length): string {
  let [start, end] = [from, to];
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === blank || code === tab;

/** The one gate: what passes here cannot break the lines of a message apart. */
function checked(value: string): string {
  if (breaksLines.test(value)) throw new WireError('a header value with a line break or NUL in it');
  return value;
}

const entryOf = (name: string, value: string): Entry => ({ name: headerName(name), value: checked(value) });
