import type { Core } from 'sip.js';
import { CoexistenceError } from '../../errors/index.ts';
import { type Answer, describeAnswer, factsOf } from './answer.ts';
import type { Endpoint } from './endpoint.ts';

/** The dialog of a participant with the focus of a conference: an INVITE that carries a C3P document instead of SDP (MS-CONFBAS). */
export interface FocusDialog {
  readonly isOpen: boolean;
  /** BYE; nothing when the dialog is over already. @throws CoexistenceError CONFERENCE_REFUSED, NO_ANSWER, CONNECTION_LOST */
  end(): Promise<void>;
}

export interface FocusInvitation {
  readonly focus: string;
  /** The C3P request. */
  readonly body: string;
  /** The focus ended the dialog. */
  readonly over: () => void;
}

/**
 * Invites the focus: INVITE until the final answer, and ACK to a 200. Not by sip.js's `Inviter`, which ends every dialog whose 200 has
 * no SDP.
 * @throws CoexistenceError NO_ANSWER, CONNECTION_LOST
 */
export async function inviteFocus(
  endpoint: Endpoint,
  { focus, body, over }: FocusInvitation,
): Promise<{ readonly answer: Answer; readonly dialog: FocusDialog }> {
  const core = endpoint.userAgent.userAgentCore;
  const target = endpoint.uriOf(focus);
  const message = core.makeOutgoingRequestMessage(
    'INVITE',
    target,
    core.configuration.aor,
    target,
    {},
    [`Contact: ${endpoint.userAgent.contact}`, 'Supported: ms-sender'],
    { contentDisposition: 'render', contentType: 'application/cccp+xml', content: body },
  );
  let session: Core.Session | undefined;
  let outgoing: Core.OutgoingInviteRequest | undefined;
  let isOpen = false;
  const ended = (): void => {
    if (!isOpen) return;
    isOpen = false;
    over();
  };
  try {
    const answer = await endpoint.answer(`INVITE to ${focus}`, (delegate) => {
      outgoing = core.invite(message, {
        ...delegate,
        onAccept: (response) => {
          response.ack();
          session = response.session;
          isOpen = true;
          session.delegate = {
            onBye: (bye) => {
              bye.accept();
              ended();
            },
            onInfo: (info) => void info.accept(),
          };
          delegate.onAccept?.(response);
        },
      });
    });
    const dialog: FocusDialog = {
      get isOpen() {
        return isOpen;
      },
      async end() {
        const open = session;
        if (!isOpen || open === undefined) return;
        isOpen = false;
        const answer = await endpoint.answer(`BYE to ${focus}`, (delegate) => void open.bye(delegate));
        // 481 says that the focus was first: as good.
        if (answer.status < 300 || answer.status === 481) return;
        const { peer, options } = endpoint;
        throw new CoexistenceError(
          'CONFERENCE_REFUSED',
          `${peer} refused BYE of ${options.name} to ${focus}: ${describeAnswer(answer)}.`,
          { facts: { server: peer, ...factsOf(answer) } },
        );
      },
    };
    return { answer, dialog };
  } catch (error) {
    if (session === undefined) outgoing?.cancel();
    throw error;
  }
}
