import { catalogue, type ErrorCode } from '../errors/index.ts';
import { checks } from './checks.ts';
import type { Check, Need } from './model.ts';

const connection: readonly ErrorCode[] = [
  'NAME_NOT_RESOLVED',
  'CONNECTION_REFUSED',
  'HANDSHAKE_FAILED',
  'CIPHERS_NOT_SPOKEN',
  'NO_ANSWER',
  'CONNECTION_LOST',
  'SIGNATURE_MISSING',
  'SIGNATURE_WRONG',
  'UNEXPECTED_ANSWER',
];

const signIn: readonly ErrorCode[] = [
  ...connection,
  'SERVER_NOT_DISCOVERED',
  'SRV_TARGET_ELSEWHERE',
  'DISCOVERY_SILENT',
  'NO_CREDENTIALS',
  'CREDENTIALS_REFUSED',
  'SCHEME_NOT_OFFERED',
  'ONLY_TLS_DSK',
  'KERBEROS_UNAVAILABLE',
  'TICKET_REFUSED',
  'NOT_TRUSTED',
  'SIGN_IN_REFUSED',
  'REDIRECT_LOOP',
  'USER_IN_USE',
];

/** What keeps a check from its look where something that it needs is not there, or shows of itself that it is broken. */
const codesByNeed: Readonly<Record<Need, readonly ErrorCode[]>> = {
  'management-shell': [
    'DEPENDS_ON_OTHER',
    'NO_POWERSHELL',
    'LYNC_MODULE_MISSING',
    'TOOLS_NOT_HERE',
    'SESSION_NOT_OPENED',
    'SHELL_QUOTA',
    'CMDLET_NOT_OFFERED',
    'CREDENTIALS_REFUSED',
    'LANE_DIED',
    'LANE_TIMEOUT',
    'ANSWER_UNKNOWN_SHAPE',
    'CMDLET_FAILED',
    'ADMINISTRATION_REFUSED',
    'SERVER_UNREACHABLE',
    'MANAGEMENT_UNREACHABLE',
  ],
  'name-server': ['NAME_SERVER_UNREACHABLE'],
  connections: [
    'NAME_NOT_RESOLVED',
    'CONNECTION_REFUSED',
    'HANDSHAKE_FAILED',
    'CIPHERS_NOT_SPOKEN',
    'NO_ANSWER',
    'DEPENDS_ON_OTHER',
  ],
  'test-user': signIn,
  'two-test-users': [
    'NOT_TRUSTED',
    'NOT_SIGNED_IN',
    'NO_ANSWER',
    'CONNECTION_LOST',
    'SIGN_IN_NOT_KEPT',
    'SIGNED_OUT_BY_SERVER',
    'USER_MOVED',
    'USER_DISABLED',
    'USER_IN_USE',
    'SIGNATURE_MISSING',
    'SIGNATURE_WRONG',
    'UNEXPECTED_ANSWER',
  ],
  'both-generations': [],
  'refusal-probe-user': [...signIn, 'REFUSAL_PROBED_TODAY'],
  'permission-to-change': ['CHANGES_NOT_ALLOWED'],
  'permission-to-be-refused': ['REFUSAL_PROBES_NOT_ALLOWED'],
};

/** What may become of any case, whatever it looks at. */
const ofAnyCase: readonly ErrorCode[] = ['NOT_COVERED', 'NOT_RUN', 'RUNNER_DIED', 'CASE_TIMEOUT', 'UNEXPECTED'];

/** The codes that a check may give, its own first, without those that any case may have. */
export function codesOf({ codes, needs, pillar }: Pick<Check, 'codes' | 'needs' | 'pillar'>): readonly ErrorCode[] {
  // Administration needs test users, too, and signs none of them in.
  const looked = needs.filter((need) => need !== 'test-user' || pillar !== 'administration');
  return [...new Set([...codes, ...looked.flatMap((need) => codesByNeed[need])])];
}

/** The checks that may give a code. */
export const checksGiving = (code: ErrorCode): readonly Check[] => checks.filter((check) => codesOf(check).includes(code));

/** Where a code comes from: `any-case` and `checks` stand in results, `verb` ends a command, `run` belongs to a run as a whole. */
export type GivenBy = 'checks' | 'any-case' | 'verb' | 'run';

export function givenBy(code: ErrorCode): GivenBy {
  if (ofAnyCase.includes(code)) return 'any-case';
  if (checksGiving(code).length > 0) return 'checks';
  return catalogue[code].outcome === 'usage' ? 'verb' : 'run';
}
