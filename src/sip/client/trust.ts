import type { AssociationState, SignatureVerdict } from '../auth/index.ts';
import type { SipMessage } from '../wire/index.ts';
import { isChallenge } from './messages.ts';

/** Why a message of the server must not be believed. */
export interface Doubt {
  readonly code: 'SIGNATURE_MISSING' | 'SIGNATURE_WRONG';
  /** `without a signature`: to stand behind what was sent. */
  readonly how: string;
}

/**
 * Whether a message may go on after its signature was judged; `undefined` means it may.
 *
 * Before the registration is confirmed a server may refuse without a signature, but not lead on: no 2xx, no 3xx, no request of its own.
 * After it only challenges, which are then refusals like others, and provisional answers, which decide nothing, come unsigned.
 */
export function doubtOf(
  message: SipMessage,
  verdict: SignatureVerdict,
  registered: boolean,
  association: AssociationState,
): Doubt | undefined {
  if (verdict === 'wrong') return { code: 'SIGNATURE_WRONG', how: 'with a wrong signature' };
  if (verdict === 'ok') return undefined;
  const leadsOn = message.kind === 'request' || (message.status >= 200 && message.status < 400);
  const due = registered && !isChallenge(message) && (message.kind === 'request' || message.status >= 200);
  if (verdict === 'not-yet' && !leadsOn && !due) return undefined;
  const asked = association === 'new' ? ', without having asked for a password' : '';
  return { code: 'SIGNATURE_MISSING', how: `without a signature${asked}` };
}
