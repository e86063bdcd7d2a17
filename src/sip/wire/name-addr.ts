import { WireError } from './error.ts';
import { formatParameters, type Parameters, parseParameters, quote, unquote } from './values.ts';

/** A value of From, To, Contact, Route … (RFC 3261 section 25.1, `name-addr` or `addr-spec`). */
export interface NameAddr {
  readonly display?: string;
  /** Verbatim, as it stood between the angle brackets; `*` in a Contact. */
  readonly uri: string;
  /** Those behind the bracket; parameters within it belong to the URI. */
  readonly parameters: Parameters;
}

/** @throws WireError */
export function parseNameAddr(value: string): NameAddr {
  const text = value.trim();
  const open = openingBracket(text);
  if (open < 0) {
    // Without brackets everything behind the first semicolon belongs to the header (RFC 3261 section 20).
    const semicolon = text.indexOf(';');
    const uri = (semicolon < 0 ? text : text.slice(0, semicolon)).trim();
    if (uri === '' || /[\s"<>,]/.test(uri)) throw new WireError('an address without a URI');
    return { uri, parameters: parseParameters(semicolon < 0 ? '' : text.slice(semicolon + 1)) };
  }
  const close = text.indexOf('>', open);
  if (close < 0) throw new WireError('an angle bracket that does not close');
  const uri = text.slice(open + 1, close);
  if (uri === '' || /[\s<]/.test(uri)) throw new WireError('an address without a URI');
  const rest = text.slice(close + 1).trim();
  if (rest !== '' && !rest.startsWith(';')) throw new WireError('something other than parameters behind an address');
  const display = unquote(text.slice(0, open));
  return { ...(display !== '' && { display }), uri, parameters: parseParameters(rest) };
}

/** Where `<` stands outside of a quoted display name; -1 when nowhere. */
function openingBracket(text: string): number {
  if (!text.startsWith('"')) return text.indexOf('<');
  for (let at = 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return text.indexOf('<', at);
  }
  throw new WireError('quotation marks that do not close');
}

export function formatNameAddr({ display, uri, parameters }: { display?: string; uri: string; parameters?: Parameters }): string {
  return `${display === undefined ? '' : `${quote(display)} `}<${uri}>${formatParameters(parameters ?? {})}`;
}
