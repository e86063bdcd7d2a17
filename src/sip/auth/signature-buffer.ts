import { parseCSeq, parseNameAddr, type SipMessage, splitList, WireError } from '../wire/index.ts';

/** Version of Microsoft's SIP authentication, from the `version` parameter of the offer; 2 when it has none. */
export type AuthenticationVersion = 2 | 3 | 4;

/** What of a message is signed (MS-SIPAE 3.1.4); a missing field is `''`. Values exactly as in the message. */
export interface SignedFields {
  readonly callId: string;
  readonly cseq: string;
  readonly method: string;
  readonly fromUri: string;
  readonly fromTag: string;
  readonly toUri: string;
  readonly toTag: string;
  /** The first of each kind in P-Asserted-Identity, or in P-Preferred-Identity when that is absent. */
  readonly sipIdentity: string;
  readonly telIdentity: string;
  /** The Expires header only, never a parameter. */
  readonly expires: string;
  /** Of a response. */
  readonly status?: string;
}

/** Who signs, and for whom. */
export interface SignatureContext {
  readonly scheme: string;
  /** crand of the client, srand of the server: 8 hex digits. */
  readonly rand: string;
  /** cnum or snum. */
  readonly num: string;
  readonly realm: string;
  readonly targetName: string;
}

/** @throws WireError when From, To, Call-ID or CSeq is missing or cannot be read */
export function signedFieldsOf(message: SipMessage): SignedFields {
  const { headers } = message;
  const required = (name: string): string => {
    const value = headers.get(name);
    if (value === undefined) throw new WireError(`no ${name} to sign`);
    return value;
  };
  const from = parseNameAddr(required('From'));
  const to = parseNameAddr(required('To'));
  const cseq = required('CSeq');
  const identities = identitiesIn(message);
  return {
    callId: required('Call-ID'),
    cseq: /^\d+/.exec(cseq)?.[0] ?? '',
    method: message.kind === 'request' ? message.method : parseCSeq(cseq).method,
    fromUri: from.uri,
    fromTag: from.parameters.tag ?? '',
    toUri: to.uri,
    toTag: to.parameters.tag ?? '',
    sipIdentity: identities.find((uri) => /^sips?:/i.test(uri)) ?? '',
    telIdentity: identities.find((uri) => /^tel:/i.test(uri)) ?? '',
    expires: headers.get('Expires') ?? '',
    ...(message.kind === 'response' && { status: String(message.status) }),
  };
}

/** URIs of P-Asserted-Identity, or of P-Preferred-Identity when that is absent. */
function identitiesIn({ headers }: SipMessage): readonly string[] {
  const name = headers.has('P-Asserted-Identity') ? 'P-Asserted-Identity' : 'P-Preferred-Identity';
  if (!headers.has(name)) return none;
  return headers
    .getAll(name)
    .flatMap(splitList)
    .map((identity) => parseNameAddr(identity).uri);
}

const none: readonly string[] = [];

/** The text that a signature is computed over: every field in angle brackets, nothing between them. */
export const signatureBuffer = (fields: SignatureContext & SignedFields, version: AuthenticationVersion): string =>
  signatureText(fields, fields, version);

/** As `signatureBuffer`, without putting the two together first: it is done for every message, twice. */
export function signatureText(context: SignatureContext, fields: SignedFields, version: AuthenticationVersion): string {
  const { scheme, rand, num, realm, targetName } = context;
  const { callId, cseq, method, fromUri, fromTag, toUri, toTag, sipIdentity, telIdentity, expires, status } = fields;
  const whole = version !== 2;
  return (
    `<${scheme}><${rand}><${num}><${realm}><${targetName}><${callId}><${cseq}><${method}><${fromUri}><${fromTag}>` +
    `${whole ? `<${toUri}>` : ''}<${toTag}>${whole ? `<${sipIdentity}><${telIdentity}>` : ''}<${expires}>` +
    `${status === undefined ? '' : `<${status}>`}`
  );
}
