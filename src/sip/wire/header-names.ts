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

const nameShape = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A header name as it was written, and what it is found by: lower case, the long form. */
export interface HeaderName {
  readonly written: string;
  readonly key: string;
}

/** Names met before: there are few, and they come with every message. Bounded, since it is peers who choose them. */
const met = new Map<string, HeaderName>();
const mostMet = 512;

const keyFor = (written: string): string => {
  const lower = written.toLowerCase();
  return lower.length === 1 ? (compactForms[lower] ?? lower) : lower;
};

/** What a header is found by, whatever its spelling. Takes anything: a name that none can be finds nothing. */
export const headerKey = (name: string): string => met.get(name)?.key ?? keyFor(name);

/** @throws WireError for what is no token (RFC 3261 section 25.1) */
export function headerName(written: string): HeaderName {
  const known = met.get(written);
  if (known !== undefined) return known;
  if (!nameShape.test(written)) throw new WireError('a header name with characters that none may have');
  // A copy of its own: a piece cut out of a message would keep the whole message in memory.
  const copy = Buffer.from(written, 'latin1').toString('latin1');
  const name = { written: copy, key: keyFor(copy) };
  if (met.size < mostMet) met.set(copy, name);
  return name;
}
