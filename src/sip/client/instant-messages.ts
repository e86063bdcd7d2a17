import { type Info, type Invitation, Inviter, type Message, type Session, SessionState } from 'sip.js';
import { CoexistenceError } from '../../errors/index.ts';
import { splitList } from '../wire/index.ts';
import { type Answer, describeAnswer, factsOf } from './answer.ts';
import type { Endpoint } from './endpoint.ts';
import {
  acceptedTypes,
  bodyOf,
  type FirstText,
  firstTextIn,
  firstTextLines,
  type ImBody,
  meaningOf,
} from './instant-message-bodies.ts';

/** A text as it came, before anybody made sense of it. */
export interface IncomingText {
  readonly contentType: string;
  readonly body: string;
  /** Who said it, where that is not the other end of the dialog: in a conference (`Ms-Sender`). */
  readonly sender?: string;
  /** Set where no text came, but that the other one begins (or stops) to type. */
  readonly typing?: boolean;
}

/** An IM dialog: INVITE with `m=message`, MESSAGE both ways, BYE. */
export interface ImDialog {
  /** SIP URI of the other user. */
  readonly with: string;
  readonly callId: string;
  readonly isOpen: boolean;
  /**
   * Sends a body (see `instant-message-bodies.ts`); ends with the 200 of the far side.
   * @throws CoexistenceError IM_REFUSED, IM_TOO_LONG, NO_ANSWER, CONNECTION_LOST
   */
  send(body: ImBody): Promise<void>;
  /** Shows the far side that a text is being typed, or no longer. @throws CoexistenceError IM_REFUSED, NO_ANSWER, CONNECTION_LOST */
  type(isTyping: boolean): Promise<void>;
  /** BYE; nothing when the dialog is over already. @throws CoexistenceError IM_REFUSED, NO_ANSWER, CONNECTION_LOST */
  end(): Promise<void>;
}

/** Takes the texts of a dialog, from the moment it can carry any. */
export type TextTaker = (dialog: ImDialog, text: IncomingText) => void;

/** Who is told of a dialog: of its texts, and of its end, whoever ended it. */
export interface DialogTakers {
  readonly take: TextTaker;
  readonly over?: (dialog: ImDialog) => void;
}

const headers = ['Supported: ms-sender', 'Supported: com.microsoft.rtc-multiparty', 'Supported: ms-safe-transfer'];

/** Says in a 200 that the text which rode in the INVITE is taken: no MESSAGE with it must follow. */
const takesFirst = 'Supported: ms-text-format';

/**
 * Opens an IM dialog: INVITE until 200 and ACK. A first text rides in the INVITE; where the 200 does not take it, it follows as MESSAGE.
 * @throws CoexistenceError IM_REFUSED, IM_TOO_LONG, NO_ANSWER, CONNECTION_LOST
 */
export async function invite(endpoint: Endpoint, uri: string, takers: DialogTakers, first?: FirstText): Promise<ImDialog> {
  const { random, name } = endpoint.options;
  const inviter = new Inviter(endpoint.userAgent, endpoint.uriOf(uri), {
    extraHeaders: [
      `Ms-Conversation-ID: ${random(16).toString('base64')}`,
      ...headers,
      ...(first === undefined ? [] : firstTextLines(first)),
    ],
  });
  const dialog = imDialog(endpoint, inviter, uri, inviter.request.callId, takers);
  try {
    const answer = await endpoint.answer(`INVITE to ${uri}`, (requestDelegate) => inviter.invite({ requestDelegate }));
    if (answer.status >= 300) throw refusal(endpoint, `the conversation of ${name} with ${uri}`, answer);
    if (inviter.state !== SessionState.Established) {
      throw new CoexistenceError(
        'UNEXPECTED_ANSWER',
        `${endpoint.peer} answered INVITE of ${name} to ${uri} with a 200 without an offer.`,
        {
          facts: { server: endpoint.peer, ...factsOf(answer) },
        },
      );
    }
    const isTaken = firstTextLines(first).length > 0 && answer.headers('Supported').flatMap(splitList).includes('ms-text-format');
    if (first !== undefined && !isTaken) await dialog.send(bodyOf(first, random));
    return dialog;
  } catch (error) {
    // A late 200 is then ended by sip.js itself, with ACK and BYE.
    if (inviter.state === SessionState.Establishing) await inviter.cancel().catch(() => {});
    throw error;
  }
}

/**
 * Takes an invitation at once, as a client does whose user sits before it. A text that rides in it is passed over, because the caller says
 * it again as MESSAGE; with `wantsFirst` it is taken from there, and the caller is told so.
 */
export async function accept(
  endpoint: Endpoint,
  invitation: Invitation,
  takers: DialogTakers,
  wantsFirst = false,
): Promise<ImDialog | undefined> {
  const { request } = invitation;
  const dialog = imDialog(endpoint, invitation, request.from.uri.toString(), request.callId, takers);
  const first = wantsFirst ? firstTextIn((name) => request.getHeaders(name)) : undefined;
  try {
    await invitation.accept({ extraHeaders: first === undefined ? headers : [...headers, takesFirst] });
    if (first !== undefined) takers.take(dialog, first);
    return dialog;
  } catch {
    // Cancelled in the same moment: nobody waits for us any more.
    return undefined;
  }
}

/** Why a request about an instant message failed, with all that the answer says about it. */
export const refusal = (endpoint: Endpoint, what: string, answer: Answer): CoexistenceError =>
  new CoexistenceError(
    saysTooLong(answer) ? 'IM_TOO_LONG' : 'IM_REFUSED',
    `${endpoint.peer} refused ${what}${saysTooLong(answer) ? ' as too long' : ''}: ${describeAnswer(answer)}.`,
    { facts: { server: endpoint.peer, ...factsOf(answer) } },
  );

/** 413 is about the body, 513 about the whole message (RFC 3261 sections 21.4.11 and 21.5.7). */
const saysTooLong = ({ status }: Answer): boolean => status === 413 || status === 513;

function imDialog(endpoint: Endpoint, session: Session, uri: string, callId: string, { take, over }: DialogTakers): ImDialog {
  const { name } = endpoint.options;
  const dialog: ImDialog = {
    with: uri,
    callId,
    get isOpen() {
      return session.state === SessionState.Established;
    },
    async send({ contentType, content }) {
      if (!dialog.isOpen) throw endpoint.ended ?? isOver(endpoint, `MESSAGE of ${name} to ${uri} was not sent`);
      const answer = await endpoint.answer(`MESSAGE to ${uri}`, (requestDelegate) => {
        const body = { contentDisposition: 'render', contentType, content };
        return session.message({ requestDelegate, requestOptions: { body } });
      });
      if (answer.status < 300) return;
      const size = saysTooLong(answer) ? ` of ${Buffer.byteLength(content)} bytes` : '';
      throw refusal(endpoint, `MESSAGE${size} of ${name} to ${uri}`, answer);
    },
    async type(isTyping) {
      if (!dialog.isOpen) throw endpoint.ended ?? isOver(endpoint, `INFO of ${name} to ${uri} was not sent`);
      const answer = await endpoint.answer(`INFO to ${uri}`, (requestDelegate) => {
        const body = { contentDisposition: 'render', contentType: 'application/xml', content: keyboardActivity(isTyping) };
        return session.info({ requestDelegate, requestOptions: { body } });
      });
      if (answer.status >= 300) throw refusal(endpoint, `INFO of ${name} to ${uri}`, answer);
    },
    async end() {
      if (!dialog.isOpen) return;
      const answer = await endpoint.answer(`BYE to ${uri}`, (requestDelegate) => session.bye({ requestDelegate }));
      // 481 says that the other side was first: as good.
      if (answer.status >= 300 && answer.status !== 481) throw refusal(endpoint, `BYE of ${name} to ${uri}`, answer);
    },
  };
  // Before the dialog exists: a text that finds no taker is answered 200 by sip.js, and thrown away.
  session.delegate = {
    onMessage: (message: Message) => {
      const { request } = message;
      const sender = request.getHeader('Ms-Sender');
      const contentType = request.getHeader('Content-Type') ?? 'text/plain';
      const meaning = meaningOf(contentType, request.body);
      if (meaning === 'unknown') {
        const extraHeaders = [`Accept: ${acceptedTypes.join(', ')}`];
        void message.reject({ statusCode: 415, reasonPhrase: 'Unsupported Media Type', extraHeaders }).catch(() => {});
        return;
      }
      void message.accept().catch(() => {});
      if (meaning === 'report') return;
      const from = sender === undefined ? {} : { sender: uriIn(sender) };
      if (meaning === 'text') take(dialog, { contentType, body: request.body, ...from });
      else take(dialog, { contentType, body: '', typing: meaning === 'types', ...from });
    },
    onInfo: (info: Info) => {
      void info.accept().catch(() => {});
      const told = /<(?:[\w-]+:)?status\b[^>]*\sstatus\s*=\s*["'](type|idle)["']/i.exec(info.request.body)?.[1]?.toLowerCase();
      if (told !== undefined) take(dialog, { contentType: 'application/xml', body: '', typing: told === 'type' });
    },
    onBye: (bye) => void bye.accept().catch(() => {}),
  };
  session.stateChange.addListener((state) => {
    if (state !== SessionState.Terminated) return;
    const tag = session.dialog?.remoteTag;
    if (tag !== undefined) endpoint.forgetPeer(callId, tag);
    over?.(dialog);
  });
  return dialog;
}

const keyboardActivity = (isTyping: boolean): string =>
  `<?xml version="1.0"?><KeyboardActivity><status status="${isTyping ? 'type' : 'idle'}"/></KeyboardActivity>`;

const uriIn = (value: string): string => /<([^>]*)>/.exec(value)?.[1] ?? value.trim();

const isOver = (endpoint: Endpoint, what: string): CoexistenceError =>
  new CoexistenceError('IM_REFUSED', `${what}: the conversation is over.`, { facts: { server: endpoint.peer } });
