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
  const asserted = headers.getAll('P-Asserted-Identity');
  const identities = (asserted.length > 0 ? asserted : headers.getAll('P-Preferred-Identity'))
    .flatMap(splitList)
    .map((identity) => parseNameAddr(identity).uri);
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

/** The text that a signature is computed over: every field in angle brackets, nothing between them. */
export function signatureBuffer(fields: SignatureContext & SignedFields, version: AuthenticationVersion): string {
  const whole = version !== 2;
  return [
    fields.scheme,
    fields.rand,
    fields.num,
    fields.realm,
    fields.targetName,
    fields.callId,
    fields.cseq,
    fields.method,
    fields.fromUri,
    fields.fromTag,
    ...(whole ? [fields.toUri] : []),
    fields.toTag,
    ...(whole ? [fields.sipIdentity, fields.telIdentity] : []),
    fields.expires,
    ...(fields.status === undefined ? [] : [fields.status]),
  ]
    .map((field) => `<${field}>`)
    .join('');
}
