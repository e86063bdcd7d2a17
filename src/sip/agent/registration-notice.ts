import { CoexistenceError, type ErrorCode } from '../../errors/index.ts';
import { diagnosesIn, meaningsOf } from '../client/index.ts';
import type { SipRequest } from '../wire/index.ts';
import type { SignedOutKind } from './model.ts';

/** Why a server ends a registration (MS-SIPREGE, Event `registration-notify`), by the reason in the body. */
const kinds: Readonly<Record<string, readonly [SignedOutKind, ErrorCode, what: string]>> = {
  deactivated: ['moved', 'USER_MOVED', 'moved to another pool'],
  rejected: ['disabled', 'USER_DISABLED', 'disabled'],
  unregistered: ['signed-in-elsewhere', 'USER_IN_USE', 'signed in elsewhere'],
};

/** What a NOTIFY outside of any dialog says of a registration. */
export interface RegistrationNotice {
  readonly kind: SignedOutKind;
  /** Body of the notice, verbatim. */
  readonly notice: string;
  readonly diagnostics: readonly string[];
  /** Why the agent is not signed in any more. */
  readonly error: CoexistenceError;
}

/** Reads the notice; one whose reason is not known is `signed-out`, with all that it says. */
export function registrationNotice({ headers, body }: SipRequest, server: string, name: string): RegistrationNotice {
  const notice = body.trim();
  const diagnostics = diagnosesIn(headers);
  const reason = /^deregistered\s*;(?:.*;)?\s*event\s*=\s*"?([\w-]+)/i.exec(notice)?.[1]?.toLowerCase() ?? '';
  const [kind, code, what] = kinds[reason] ?? (['signed-out', 'SIGNED_OUT_BY_SERVER', undefined] as const);
  const said =
    [notice, ...diagnostics.map((value) => `ms-diagnostics ${value}`)].filter(Boolean).join(', ') || 'it said nothing more';
  const meaning = meaningsOf(diagnostics);
  return {
    kind,
    notice,
    diagnostics,
    error: new CoexistenceError(
      code,
      `${server} signed ${name} out${what === undefined ? '' : `: the user was ${what}`} (${said}).`,
      { facts: { server, notice, ...(diagnostics.length > 0 && { diagnostics }), ...(meaning !== '' && { meaning }) } },
    ),
  };
}
