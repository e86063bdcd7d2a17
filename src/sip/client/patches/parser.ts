import { Grammar, NameAddrHeader, URI } from 'sip.js';

interface Listed {
  position: number;
  offset: number;
  parsed: NameAddrHeader;
}

type Rule = (text: string) => unknown;

const grammar = Grammar as unknown as { parse(text: string, rule: string): unknown };

/** The generated parser as shipped, for comparison. */
export const stockParse = grammar.parse;

/**
 * Answers the frequent header rules of sip.js by itself; whatever a rule leaves undefined goes to the generated grammar.
 *
 * The generated grammar decodes its byte code anew for every header, which costs 0.1–4 ms each; these rules cost microseconds.
 * Wanted differences, each kept by a test: base64 parameters in Content-Type (`msgr=WAAtAE0=`), bracketed or missing reason phrases
 * and empty parameters in From and To (`;epid=`) are accepted, where sip.js drops the whole message in silence.
 */
export function accelerateParser(limit = 10_000): void {
  const rules = fastRules(limit);
  grammar.parse = (text, rule) => rules[rule]?.(text) ?? stockParse(text, rule);
}

/** Remembers what the stock grammar made of a text, and hands out copies: shared objects would corrupt later messages. */
function remember<T>(rule: string, limit: number, fits: (parsed: unknown) => parsed is T, copy: (known: T) => T) {
  const seen = new Map<string, T>();
  return (text: string): T | undefined => {
    let known = seen.get(text);
    if (known === undefined) {
      const parsed = stockParse(text, rule);
      if (!fits(parsed)) return undefined;
      if (seen.size >= limit) seen.clear();
      known = parsed;
      seen.set(text, known);
    }
    return copy(known);
  };
}

/** `sip:user@host:port;name=value` in the plain form that servers write; anything with escapes or headers is left to the grammar. */
const label = '[A-Za-z\\d](?:[A-Za-z\\d-]*[A-Za-z\\d])?';
const host = `\\d{1,3}(?:\\.\\d{1,3}){3}|(?:${label}\\.)*[A-Za-z](?:[A-Za-z\\d-]*[A-Za-z\\d])?`;
const plainUri = new RegExp(`^(sips?):(?:([\\w.+\\-!~*']+)@)?(${host})(?::(\\d{1,5}))?((?:;[\\w.-]+(?:=[\\w.:+~-]+)?)*)$`);

/** One `<uri>;name=value;name="value"`, without a display name. */
const plainContact = /^<(sips?:[^<>"]+)>((?:;[\w.+-]+(?:=(?:[\w.+:-]+|"[^"\\]*"))?)*)$/;

const parameter = /;([^=;]+)(?:=("[^"]*"|[^;]*))?/g;

function fastRules(limit: number): Readonly<Record<string, Rule>> {
  const rememberedUri = remember(
    'SIP_URI',
    limit,
    (parsed): parsed is URI => parsed instanceof URI,
    (known) => known.clone(),
  );
  const uri = (text: string): URI | undefined => {
    // `maddr` replaces the host, and the grammar knows what the others may be.
    const m = /;(?:maddr|ttl)\b/i.test(text) ? null : plainUri.exec(text);
    if (!m) return rememberedUri(text);
    const [, scheme, user, host, port, rest] = m as unknown as [string, string, string, string, string | undefined, string];
    return new URI(scheme, user, host, port === undefined ? undefined : Number(port), uriParameters(rest));
  };
  const remembered = (rule: string): ((text: string) => Listed[] | undefined) =>
    remember(
      rule,
      limit,
      (parsed): parsed is Listed[] => Array.isArray(parsed),
      (known) => known.map((entry) => ({ ...entry, parsed: entry.parsed.clone() })),
    );
  const list = (rule: string): Rule => {
    const rest = remembered(rule);
    return (text) => {
      const m = plainContact.exec(text);
      const parsed = m && uri(m[1]!);
      if (!parsed) return rest(text);
      // The grammar counts from the end (`position`) to the begin: sip.js cuts the raw value with `substring`, which takes either order.
      return [{ position: text.length, offset: 0, parsed: nameAddrOf(parsed, undefined, m[2]!) }];
    };
  };
  const nameAddr: Rule = (text) => {
    const m = /^(?:"([^"\\]*)" ?)?<(sips?:[^>]+)>((?:;[\w.-]+(?:=[\w.-]*)?)*)$/.exec(text);
    const parsed = m && uri(m[2]!);
    return parsed ? nameAddrOf(parsed, m[1], m[3]!) : undefined;
  };
  const number: Rule = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);
  // What sip.js makes of any scheme but Digest: an empty object. The challenges are read from the raw text.
  const challenge: Rule = (text) => (/^(?:NTLM|Kerberos|TLS-DSK)(?: |$)/i.test(text) ? {} : undefined);
  return {
    Content_Length: number,
    Max_Forwards: number,
    CSeq: (text) => {
      const m = /^(\d{1,9})[ \t]+([A-Z]+)$/.exec(text);
      return m ? { value: Number(m[1]), method: m[2] } : undefined;
    },
    Call_ID: (text) => (/^[\w.!%*+`'~()<>:\\"/[\]?{}-]+(?:@[\w.!%*+`'~()<>:\\"/[\]?{}-]+)?$/.test(text) ? text : undefined),
    Content_Type: (text) => (/^[\w.+-]+\/[\w.+-]+[ \t]*(?:;[^\r\n]*)?$/.test(text) ? text : undefined),
    Via: via,
    Request_Response: (text) => {
      const status = /^SIP\/2\.0 ([1-6]\d\d)(?: (.*))?$/.exec(text);
      if (status) return { sip_version: 'SIP/2.0', status_code: Number(status[1]), reason_phrase: status[2] ?? '' };
      const request = /^([A-Z]+) (sip:[^ ]+) SIP\/2\.0$/.exec(text);
      const target = request && uri(request[2]!);
      return target ? { method: request[1], uri: target, sip_version: 'SIP/2.0' } : undefined;
    },
    From: nameAddr,
    To: nameAddr,
    SIP_URI: uri,
    Contact: list('Contact'),
    Record_Route: list('Record_Route'),
    WWW_Authenticate: challenge,
    Proxy_Authenticate: challenge,
    uuid: (text) => (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text) ? text : undefined),
  };
}

function via(text: string): unknown {
  const m = /^SIP\/2\.0\/([A-Z]+) ([\w.-]+)(?::(\d{1,5}))?((?:;[\w.+-]+(?:=(?:"[^"\\]*"|[\w.+:[\]%*!~'-]*))?)*)$/.exec(text);
  if (!m || /;(?:ttl|maddr)=/i.test(text)) return undefined;
  const { branch, received, rport, ...params } = parameters(m[4]!, undefined);
  return {
    protocol: 'SIP',
    transport: m[1],
    host: m[2],
    ...(m[3] && { port: Number(m[3]) }),
    ...(branch && { branch }),
    ...(received && { received }),
    ...(rport && { rport }),
    params,
  };
}

function nameAddrOf(uri: URI, displayName: string | undefined, rest: string): NameAddrHeader {
  return new NameAddrHeader(uri, displayName as string, parameters(rest, null) as Record<string, string>);
}

function parameters(text: string, bare: null | undefined): Record<string, string | null | undefined> {
  const read: Record<string, string | null | undefined> = {};
  for (const [, name, value] of text.matchAll(parameter)) read[name!] = value ?? bare;
  return read;
}

/** As the grammar does it: names, and the values of `transport` and `user`, in lower case; other values kept. */
function uriParameters(text: string): Record<string, string> {
  const read: Record<string, string | null> = {};
  for (const [, written, value] of text.matchAll(parameter)) {
    const name = written!.toLowerCase();
    read[name] = (name === 'transport' || name === 'user' ? value?.toLowerCase() : value) ?? null;
  }
  return read as Record<string, string>;
}
