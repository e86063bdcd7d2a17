import { WireError } from './error.ts';

/** Parameters by name in lower case, in their order; values without quotation marks, `''` for a name alone. */
export type Parameters = Readonly<Record<string, string>>;

const withoutEscapes = (quoted: string): string => quoted.replace(/\\(.)/gs, '$1');

/** The text within quotation marks, or the text itself when it has none. */
export function unquote(text: string): string {
  const trimmed = text.trim();
  return trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"') ? withoutEscapes(trimmed.slice(1, -1)) : trimmed;
}

export const quote = (text: string): string =>
  text.includes('"') || text.includes('\\') ? `"${text.replace(/[\\"]/g, '\\$&')}"` : `"${text}"`;

/** Splits where the separator stands outside of quotation marks and angle brackets; drops empty pieces. */
export function splitOutside(text: string, separator: ',' | ';'): string[] {
  if (!text.includes(separator)) return quotesClose(text) ? withoutEmpty([text]) : unclosed();
  if (!text.includes('"') && !text.includes('<')) return withoutEmpty(text.split(separator));
  const pieces: string[] = [];
  let from = 0;
  let quoted = false;
  let bracket = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign === '\\') at++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '<') bracket = true;
    else if (sign === '>') bracket = false;
    else if (sign === separator && !bracket) {
      pieces.push(text.slice(from, at));
      from = at + 1;
    }
  }
  if (quoted) return unclosed();
  pieces.push(text.slice(from));
  return withoutEmpty(pieces);
}

function withoutEmpty(pieces: readonly string[]): string[] {
  const kept: string[] = [];
  for (const piece of pieces) {
    const trimmed = piece.trim();
    if (trimmed !== '') kept.push(trimmed);
  }
  return kept;
}

function unclosed(): never {
  throw new WireError('quotation marks that do not close');
}

/** Whether every quotation mark has its second one; a backslash within takes the meaning of what follows it. */
function quotesClose(text: string): boolean {
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) {
    for (at++; text[at] !== '"'; at++) {
      if (at >= text.length) return false;
      if (text[at] === '\\') at++;
    }
  }
  return true;
}

/** The elements of a header that is a list (Contact, Route, Record-Route, Via, P-Asserted-Identity, Supported …). */
export const splitList = (value: string): string[] => splitOutside(value, ',');

/**
 * Inherits nothing, so that `__proto__` and `constructor` are names like any other. A class, since the engine keeps what comes from
 * `Object.create(null)` as a hash table, which costs several times as much.
 */
class Bag {
  [name: string]: string;
}
Object.setPrototypeOf(Bag.prototype, null);
Reflect.deleteProperty(Bag.prototype, 'constructor');

/** One parameter as nearly all are written: a word, or one in quotation marks without escapes. */
const plain = {
  ',': /\s*([^\s=,;"<>]+)(?:=(?:"([^"\\]*)"|([^\s,;"<>]*)))?\s*(?:,|$)/y,
  ';': /\s*([^\s=,;"<>]+)(?:=(?:"([^"\\]*)"|([^\s,;"<>]*)))?\s*(?:;|$)/y,
} as const;

/** `a=1;b;C="x;y"` → `{ a: '1', b: '', c: 'x;y' }`. The first of two equal names wins. */
export function parseParameters(text: string, separator: ',' | ';' = ';'): Parameters {
  const parameters = new Bag();
  const one = plain[separator];
  for (let at = text.startsWith(separator) ? 1 : 0; at < text.length; at = one.lastIndex) {
    one.lastIndex = at;
    const found = one.exec(text);
    if (found === null) return addParameters(parameters, text.slice(at), separator);
    const name = found[1]!.toLowerCase();
    if (!(name in parameters)) parameters[name] = found[2] ?? found[3] ?? '';
  }
  return parameters;
}

/** In any other writing: blanks, escapes, empty pieces. */
function addParameters(parameters: Record<string, string>, text: string, separator: ',' | ';'): Parameters {
  for (const piece of splitOutside(text, separator)) {
    const equals = piece.indexOf('=');
    const name = (equals < 0 ? piece : piece.slice(0, equals)).trim().toLowerCase();
    if (!(name in parameters)) parameters[name] = equals < 0 ? '' : unquote(piece.slice(equals + 1));
  }
  return parameters;
}

/** `;a=1;b`: values that are not plain words get quotation marks. */
export function formatParameters(parameters: Parameters): string {
  return Object.entries(parameters)
    .map(([name, value]) =>
      value === '' ? `;${name}` : `;${name}=${/^[\w.!%*+`'~[\]:/-]+$/.test(value) ? value : quote(value)}`,
    )
    .join('');
}
