import { type Info, type Invitation, Inviter, type Message, type Session, SessionState } from 'sip.js';
import { CoexistenceError } from '../../errors/index.ts';
import { type Answer, describeAnswer, factsOf } from './answer.ts';
import type { Endpoint } from './endpoint.ts';

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
   * Sends a text; ends with the 200 of the far side.
   * @throws CoexistenceError IM_REFUSED, NO_ANSWER, CONNECTION_LOST
   */
  send(text: string): Promise<void>;
  /** Shows the far side that a text is being typed, or no longer. @throws CoexistenceError IM_REFUSED, NO_ANSWER, CONNECTION_LOST */
  type(isTyping: boolean): Promise<void>;
  /** BYE; nothing when the dialog is over already. @throws CoexistenceError NO_ANSWER, CONNECTION_LOST */
  end(): Promise<void>;
}

/** Takes the texts of a dialog, from the moment it can carry any. */
export type TextTaker = (dialog: ImDialog, text: IncomingText) => void;

const headers = ['Supported: ms-sender', 'Supported: com.microsoft.rtc-multiparty', 'Supported: ms-safe-transfer'];

/**
 * Opens an IM dialog: INVITE until 200 and ACK.
 * @throws CoexistenceError IM_REFUSED, NO_ANSWER, CONNECTION_LOST
 */
export async function invite(endpoint: Endpoint, uri: string, take: TextTaker): Promise<ImDialog> {
  const { random, name } = endpoint.options;
  const inviter = new Inviter(endpoint.userAgent, endpoint.uriOf(uri), {
    extraHeaders: [`Ms-Conversation-ID: ${random(16).toString('base64')}`, ...headers],
  });
  const dialog = imDialog(endpoint, inviter, uri, inviter.request.callId, take);
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
    return dialog;
  } catch (error) {
    // A late 200 is then ended by sip.js itself, with ACK and BYE.
    if (inviter.state === SessionState.Establishing) await inviter.cancel().catch(() => {});
    throw error;
  }
}

/** Takes an invitation at once, as a client does whose user sits before it. */
export async function accept(endpoint: Endpoint, invitation: Invitation, take: TextTaker): Promise<ImDialog | undefined> {
  const { request } = invitation;
  const dialog = imDialog(endpoint, invitation, request.from.uri.toString(), request.callId, take);
  try {
    await invitation.accept({ extraHeaders: headers });
    return dialog;
  } catch {
    // Cancelled in the same moment: nobody waits for us any more.
    return undefined;
  }
}

/** Why a request about an instant message failed, with all that the answer says about it. */
export const refusal = (endpoint: Endpoint, what: string, answer: Answer): CoexistenceError =>
  new CoexistenceError('IM_REFUSED', `${endpoint.peer} refused ${what}: ${describeAnswer(answer)}.`, {
    facts: { server: endpoint.peer, ...factsOf(answer) },
  });

function imDialog(endpoint: Endpoint, session: Session, uri: string, callId: string, take: TextTaker): ImDialog {
  const { name } = endpoint.options;
  const dialog: ImDialog = {
    with: uri,
    callId,
    get isOpen() {
      return session.state === SessionState.Established;
    },
    async send(text) {
      if (!dialog.isOpen) throw endpoint.ended ?? over(endpoint, `MESSAGE of ${name} to ${uri} was not sent`);
      const answer = await endpoint.answer(`MESSAGE to ${uri}`, (requestDelegate) => {
        const body = { contentDisposition: 'render', contentType: 'text/plain; charset=UTF-8', content: text };
        return session.message({ requestDelegate, requestOptions: { body } });
      });
      if (answer.status >= 300) throw refusal(endpoint, `MESSAGE of ${name} to ${uri}`, answer);
    },
    async type(isTyping) {
      if (!dialog.isOpen) throw endpoint.ended ?? over(endpoint, `INFO of ${name} to ${uri} was not sent`);
      const answer = await endpoint.answer(`INFO to ${uri}`, (requestDelegate) => {
        const body = { contentDisposition: 'render', contentType: 'application/xml', content: keyboardActivity(isTyping) };
        return session.info({ requestDelegate, requestOptions: { body } });
      });
      if (answer.status >= 300) throw refusal(endpoint, `INFO of ${name} to ${uri}`, answer);
    },
    async end() {
      if (!dialog.isOpen) return;
      // 481 says that the other side was first: as good.
      await endpoint.answer(`BYE to ${uri}`, (requestDelegate) => session.bye({ requestDelegate }));
    },
  };
  // Before the dialog exists: a text that finds no taker is answered 200 by sip.js, and thrown away.
  session.delegate = {
    onMessage: (message: Message) => {
      const { request } = message;
      const sender = request.getHeader('Ms-Sender');
      void message.accept().catch(() => {});
      const contentType = request.getHeader('Content-Type') ?? 'text/plain';
      take(dialog, { contentType, body: request.body, ...(sender !== undefined && { sender: uriIn(sender) }) });
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
  });
  return dialog;
}

const keyboardActivity = (isTyping: boolean): string =>
  `<?xml version="1.0"?><KeyboardActivity><status status="${isTyping ? 'type' : 'idle'}"/></KeyboardActivity>`;

const uriIn = (value: string): string => /<([^>]*)>/.exec(value)?.[1] ?? value.trim();

const over = (endpoint: Endpoint, what: string): CoexistenceError =>
  new CoexistenceError('IM_REFUSED', `${what}: the conversation is over.`, { facts: { server: endpoint.peer } });
