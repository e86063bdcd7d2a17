import { Core, type URI } from 'sip.js';
import { Headers, request, type SipRequest, serialise } from '../../wire/index.ts';

interface Outgoing {
  readonly method: string;
  readonly ruri: URI;
  readonly headers: Record<string, readonly string[] | undefined>;
  readonly extraHeaders: readonly string[];
  readonly options: { readonly optionTags: readonly string[]; readonly userAgentString: string };
  readonly body?: string | { readonly body: string; readonly contentType: string };
}

type SetHeader = (this: Pick<Outgoing, 'headers'>, name: string, value: string | readonly string[]) => void;

let last: { readonly text: string; readonly message: SipRequest } | undefined;

/** The request of sip.js that was written as this text a moment ago; `undefined` for another text, responses among them. Given once. */
export function writtenAs(text: string): SipRequest | undefined {
  const message = last?.text === text ? last.message : undefined;
  last = undefined;
  return message;
}

/**
 * Lets sip.js write its requests with our serialiser, so that nobody has to read them again before they leave; and finds out only once
 * how a header name is written, which as shipped is done letter by letter for every header of every message.
 */
export function fastRequests(): void {
  const prototype = Core.OutgoingRequestMessage.prototype as unknown as {
    setHeader: SetHeader;
    toString(this: Outgoing): string;
  };
  const stock = prototype.setHeader;
  const names = new Map<string, string>();
  prototype.setHeader = function (name, value) {
    let written = names.get(name);
    if (written === undefined) {
      const headers = {};
      stock.call({ headers }, name, '');
      written = Object.keys(headers)[0] ?? name;
      names.set(name, written);
    }
    this.headers[written] = typeof value === 'string' ? [value] : value;
  };
  prototype.toString = function () {
    const message = requestOf(this);
    const text = serialise(message);
    last = { text, message };
    return text;
  };
}

/** In the order of sip.js. */
function requestOf({ method, ruri, headers, extraHeaders, options, body }: Outgoing): SipRequest {
  const written = new Headers();
  for (const name in headers) for (const value of headers[name] ?? []) written.add(name, value);
  for (const line of extraHeaders) {
    const colon = line.indexOf(':');
    written.add(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  if (options.optionTags.length > 0) written.add('Supported', options.optionTags.join(', '));
  written.add('User-Agent', options.userAgentString);
  if (typeof body === 'object' && body.contentType) written.add('Content-Type', body.contentType);
  const content = typeof body === 'string' ? body : (body?.body ?? '');
  return request(method, ruri.toRaw(), written.add('Content-Length', '0'), content);
}
