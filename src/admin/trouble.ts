import { CoexistenceError, type ErrorCode } from '../errors/index.ts';
import { humanDuration } from '../time/index.ts';
import type { PowerShellError } from './envelope.ts';

/** What an error of PowerShell means for us, by its id and category: texts follow the language of the host. */
export function codeOf(error: Pick<PowerShellError, 'category' | 'fullyQualifiedErrorId'>): ErrorCode {
  const [id = ''] = error.fullyQualifiedErrorId.split(',');
  switch (id) {
    case 'CoexTimeout':
      return 'LANE_TIMEOUT';
    case 'CoexServerUnreachable':
      return 'SERVER_UNREACHABLE';
    case 'CoexManagementUnreachable':
      return 'MANAGEMENT_UNREACHABLE';
    case 'CoexCredentialsRefused':
      return 'CREDENTIALS_REFUSED';
    case 'CoexShellQuota':
      return 'SHELL_QUOTA';
    case 'CoexSessionNotOpened':
      return 'SESSION_NOT_OPENED';
    case 'CommandNotFoundException':
      return 'CMDLET_NOT_OFFERED';
    case 'Modules_ModuleNotFound':
      return 'LYNC_MODULE_MISSING';
  }
  switch (error.category) {
    case 'PermissionDenied':
    case 'SecurityError':
      return 'ADMINISTRATION_REFUSED';
    case 'ConnectionError':
      return 'MANAGEMENT_UNREACHABLE';
    default:
      return 'CMDLET_FAILED';
  }
}

const what: Partial<Record<ErrorCode, string>> = {
  LANE_TIMEOUT: 'took too long',
  SERVER_UNREACHABLE: 'did not reach the server',
  MANAGEMENT_UNREACHABLE: 'did not reach the estate',
  LYNC_MODULE_MISSING: 'did not find the Lync management tools',
  ADMINISTRATION_REFUSED: 'was refused',
  CREDENTIALS_REFUSED: 'was refused with the password of the account',
  SHELL_QUOTA: 'found all shells of the account in use',
  SESSION_NOT_OPENED: 'did not get a session',
  CMDLET_NOT_OFFERED: 'is not offered there',
};

/** The error that a call ended in. The one that ended it says more than those it went on after. */
export function troubleOf(call: string, errors: readonly PowerShellError[], ms: number): CoexistenceError {
  const error = errors.find(({ terminating }) => terminating) ?? errors[0];
  if (error === undefined)
    return new CoexistenceError('CMDLET_FAILED', `${call} failed after ${humanDuration(ms)} and did not say why.`);
  const code = codeOf(error);
  return new CoexistenceError(code, `${call} ${what[code] ?? 'failed'} after ${humanDuration(ms)}: ${error.message}`, {
    facts: {
      category: error.category,
      errorId: error.fullyQualifiedErrorId,
      exception: error.exception,
      target: error.targetName,
    },
  });
}
