import { Core } from 'sip.js';
import { originOf } from '../incoming.ts';

/** A request of ours that was challenged. */
export interface ChallengedRequest {
  /** The same when the request is challenged again. */
  readonly of: object;
  readonly method: string;
  readonly callId: string;
  readonly cseq: number;
}

/** What decides whether a challenged request is repeated; the credentials themselves are written by the outgoing filter. */
export interface ChallengeTaker {
  /** True if the request shall be sent once more, now that these challenges are known; false hands the answer up. */
  challenged(challenges: readonly string[], status: 401 | 407, request: ChallengedRequest): boolean | Promise<boolean>;
}

interface Dialog {
  localSequenceNumber?: number;
  incrementLocalSequenceNumber(): void;
}

interface Client {
  message: Core.OutgoingRequestMessage;
  core: { dialogs: Map<string, Dialog> };
  init(): void;
  receiveResponse(response: Core.IncomingResponseMessage): void;
}

type Guard = (this: Client, response: Core.IncomingResponseMessage, known?: Dialog) => boolean;

const takers = new WeakMap<object, ChallengeTaker>();
/** Challenges that were thought about and are handed up. */
const handedUp = new WeakSet<object>();

/** Says who takes the challenges of a user agent core; without one sip.js goes on with its digest. */
export function takeChallenges(core: object, taker: ChallengeTaker): void {
  takers.set(core, taker);
}

/**
 * Lets a handshake of several legs pass: as shipped the second 401 in a row counts as a loop.
 *
 * All client kinds go through this one method. It reads every challenge from the message as it came (of several headers sip.js keeps the last),
 * finds the dialog by itself (in-dialog requests come here without theirs, so a repeated request would reuse a CSeq number) and starts
 * a new transaction. Thinking about a challenge may take its time (a ticket has to be got): the old transaction is over anyway.
 */
export function multiLegAuthentication(): void {
  const prototype = Core.UserAgentClient.prototype as unknown as { authenticationGuard: Guard };
  const stock = prototype.authenticationGuard;
  prototype.authenticationGuard = function (response, known) {
    const { message, core } = this;
    const status = response.statusCode;
    const dialog = known ?? (message.toTag ? core.dialogs.get(message.callId + message.fromTag + message.toTag) : undefined);
    const taker = takers.get(core);
    if (taker === undefined || (status !== 401 && status !== 407)) return stock.call(this, response, dialog);
    if (handedUp.has(response)) return true;
    const header = status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate';
    const challenges = originOf(response)?.headers.getAll(header) ?? [];
    const repeat = (): void => {
      if (dialog?.localSequenceNumber) {
        dialog.incrementLocalSequenceNumber();
        message.cseq = dialog.localSequenceNumber;
      } else message.cseq += 1;
      message.setHeader('cseq', `${message.cseq} ${message.method}`);
      this.init();
    };
    const giveUp = (): void => {
      handedUp.add(response);
      this.receiveResponse(response);
    };
    const decided = taker.challenged(challenges, status, {
      of: message,
      method: message.method,
      callId: message.callId,
      cseq: message.cseq,
    });
    if (decided === false) return true;
    if (decided === true) repeat();
    else void decided.then((again) => (again ? repeat() : giveUp()), giveUp);
    return false;
  };
}
