import { URI } from 'sip.js';
import { type Parameters, parseUri, type SipUri, WireError } from '../wire/index.ts';

/**
 * A URI for sip.js that is written exactly as it was read: sip.js by itself puts names and hosts into lower case and escapes users
 * anew, which a GRUU or a route may not survive (RFC 3261 section 19.1.4 compares users with regard to case).
 *
 * A value: sip.js never changes a URI of a message, so a copy is the same object.
 */
export class VerbatimUri extends URI {
  readonly #text: string;

  private constructor(
    text: string,
    { scheme, user, host, port, parameters }: Pick<SipUri, 'user' | 'host' | 'port' | 'parameters'> & { scheme: string },
  ) {
    // The user is compared, and none is the same as an empty one.
    super(scheme, user ?? '', host, port as number, bareAsNull(parameters) as Record<string, string>);
    this.#text = text;
  }

  /** @throws WireError for what is no URI at all */
  static of(text: string): VerbatimUri {
    const scheme = /^[A-Za-z][\w.+-]*(?=:)/.exec(text)?.[0].toLowerCase();
    if (scheme === undefined) throw new WireError('an address without a scheme');
    const isSip = scheme === 'sip' || scheme === 'sips';
    // Others stand in From and To of calls; sip.js only hands them on, but wants a host.
    return new VerbatimUri(text, isSip ? parseUri(text) : { scheme, host: 'none.invalid', parameters: {} });
  }

  override clone(): VerbatimUri {
    return this;
  }

  override toString(): string {
    return this.#text;
  }

  override toRaw(): string {
    return this.#text;
  }
}

/** As sip.js keeps them: `null` for a name alone. */
export const bareAsNull = (parameters: Parameters): Record<string, string | null> =>
  Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, value === '' ? null : value]));
