import { WireError } from './error.ts';
import { type Parameters, parseParameters, quote } from './values.ts';

/** A value of WWW-Authenticate, Authorization, Authentication-Info or their Proxy- forms. */
export interface Challenge {
  /** As written: `NTLM`, `Kerberos`, `TLS-DSK`, `Digest`. */
  readonly scheme: string;
  readonly parameters: Parameters;
}

/** `NTLM qop="auth", version=4` → scheme and parameters. @throws WireError */
export function parseChallenge(value: string): Challenge {
  const text = value.trim();
  const scheme = /^[\w.+-]+(?=\s|$)/.exec(text)?.[0];
  if (scheme === undefined) throw new WireError('credentials without a scheme');
  return { scheme, parameters: parseParameters(text.slice(scheme.length), ',') };
}

// What real servers and clients write without quotation marks.
const plain = new Set(['version', 'algorithm', 'stale', 'nc']);

/** The other way round; order as given, parameters that are `undefined` left out. */
export function formatChallenge(scheme: string, parameters: Readonly<Record<string, string | number | undefined>>): string {
  let told = '';
  for (const name in parameters) {
    const value = parameters[name];
    if (value === undefined) continue;
    told += `${told === '' ? ' ' : ', '}${name}=${plain.has(name) ? value : quote(String(value))}`;
  }
  return scheme + told;
}
