import { inspect } from 'node:util';

const shown = '[secret]';

/** A text that shows itself to nobody but who asks with `reveal()`: not to logs, templates, JSON or the console. */
export class Secret {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  reveal(): string {
    return this.#text;
  }
  toString(): string {
    return shown;
  }
  toJSON(): string {
    return shown;
  }
  [Symbol.toPrimitive](): string {
    return shown;
  }
  [inspect.custom](): string {
    return shown;
  }
}
