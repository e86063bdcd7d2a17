import { Headers, response, type SipMessage, type SipRequest, type SipResponse } from '../wire/index.ts';

/** `BENOTIFY`, `200 OK to MESSAGE`: a message in a few words. */
export function labelOf(message: SipMessage): string {
  if (message.kind === 'request') return message.method;
  const method = methodOf(message);
  return `${message.status}${message.reason === '' ? '' : ` ${message.reason}`}${method === '' ? '' : ` to ${method}`}`;
}

/** The method that an answer belongs to; `''` when its CSeq does not say. */
const methodOf = (answer: SipResponse): string => /\s(\S+)$/.exec(answer.headers.get('CSeq') ?? '')?.[1] ?? '';

/** The 200 to a REGISTER, which lists the endpoints of the user. */
export const isBindings = (message: SipResponse): boolean => message.status === 200 && methodOf(message) === 'REGISTER';

/** Asks for credentials; by its nature it comes before there is anything to sign with. */
export const isChallenge = (message: SipMessage): boolean =>
  message.kind === 'response' && (message.status === 401 || message.status === 407);

/** An invitation to exchange texts: `m=message`, or `m=x-ms-message` of 2005. A re-INVITE is left to its dialog. */
export const isInstantMessaging = (invite: SipRequest): boolean =>
  /;tag=/i.test(invite.headers.get('To') ?? '') || /^m=(?:x-ms-)?message\b/im.test(invite.body);

/** An answer to a request that sip.js does not know (RFC 3261 section 8.2.6). `tag` goes to To where it has none. */
export function replyTo(
  request: SipRequest,
  status: number,
  reason: string,
  tag: string,
  more: readonly (readonly [name: string, value: string])[],
): SipResponse {
  const of = (name: string): string => request.headers.get(name) ?? '';
  const to = of('To');
  return response(
    status,
    reason,
    new Headers([
      ...request.headers.getAll('Via').map((via) => ['Via', via] as const),
      ['From', of('From')],
      ['To', /;tag=/i.test(to) ? to : `${to};tag=${tag}`],
      ['Call-ID', of('Call-ID')],
      ['CSeq', of('CSeq')],
      ...more,
    ]),
  );
}
