import { WireError } from './error.ts';
import { type Parameters, parseParameters } from './values.ts';

/** A `sip:`, `sips:` or `tel:` URI in its pieces. */
export interface SipUri {
  readonly scheme: 'sip' | 'sips' | 'tel';
  /** Verbatim (escapes kept); of a `tel:` URI the number. */
  readonly user?: string;
  /** In lower case, IPv6 without brackets; `''` in a `tel:` URI. */
  readonly host: string;
  readonly port?: number;
  readonly parameters: Parameters;
  /** What stands behind `?`, verbatim. */
  readonly headers?: string;
}

const hostPort = /^(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::(\d{1,5}))?$/;

/** @throws WireError */
export function parseUri(text: string): SipUri {
  const colon = text.indexOf(':');
  const scheme = text.slice(0, Math.max(colon, 0)).toLowerCase();
  if (scheme !== 'sip' && scheme !== 'sips' && scheme !== 'tel') throw new WireError('a URI that is neither sip, sips nor tel');
  if (/[\s<>"]/.test(text)) throw new WireError('a URI with characters that none may have');
  const rest = text.slice(colon + 1);
  if (scheme === 'tel') {
    const [number = '', ...parameters] = rest.split(';');
    if (number === '') throw new WireError('a tel URI without a number');
    return { scheme, user: number, host: '', parameters: parseParameters(parameters.join(';')) };
  }
  // A user part may hold `;` and `?`; neither the host nor what follows it may hold `@`.
  const at = rest.lastIndexOf('@');
  const question = rest.indexOf('?', at + 1);
  const beforeHeaders = question < 0 ? rest.slice(at + 1) : rest.slice(at + 1, question);
  const semicolon = beforeHeaders.indexOf(';');
  const where = hostPort.exec(semicolon < 0 ? beforeHeaders : beforeHeaders.slice(0, semicolon));
  if (!where) throw new WireError('a URI without a proper host');
  const port = where[3] === undefined ? undefined : Number(where[3]);
  if (port !== undefined && port > 65_535) throw new WireError('a URI with a port beyond 65535');
  return {
    scheme,
    ...(at >= 0 && { user: rest.slice(0, at) }),
    host: (where[1] ?? where[2]!).toLowerCase(),
    ...(port !== undefined && { port }),
    parameters: parseParameters(semicolon < 0 ? '' : beforeHeaders.slice(semicolon + 1)),
    ...(question >= 0 && { headers: rest.slice(question + 1) }),
  };
}
