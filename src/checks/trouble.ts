import { catalogue, describeError, type ErrorCode, isCoexistenceError } from '../errors/index.ts';
import { type Finding, fail, notCovered, type Reason, undetermined } from '../outcome/index.ts';

/** An error that kept a case from its observation, as plain values. */
export interface Trouble {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
  /** Why silence counts as a failure: another vantage shows that the host is alive. */
  readonly aliveBecause?: string;
}

/** Errors of ours keep their code; whatever else was thrown is a defect of the harness. */
export function troubleOf(error: unknown): Trouble {
  if (isCoexistenceError(error)) {
    const { meaning } = error.facts;
    const hint = typeof meaning === 'string' ? `The diagnosis of the server means: ${meaning}. ${error.hint}` : error.hint;
    return { code: error.code, message: error.message, hint };
  }
  return { code: 'UNEXPECTED', message: `The harness failed: ${describeError(error)}` };
}

/** Nothing was said, neither yes nor no. */
export const isSilence = ({ code }: Trouble): boolean => code === 'NO_ANSWER' || code === 'CONNECTION_SILENT';

/**
 * What an error makes of a case, as the catalogue says. Silence (NO_ANSWER, CONNECTION_SILENT) is a failure only where another vantage shows that the
 * host is alive; else nobody can tell a dead host from a wall in between.
 */
export function troubleFinding(trouble: Trouble, reasons: readonly Reason[] = []): Finding {
  const { code, message, hint, aliveBecause } = trouble;
  // Decided before anybody looked: an ordinary night without changes is no open question.
  if (code === 'CHANGES_NOT_ALLOWED') return notCovered(code, message);
  if (isSilence(trouble) && aliveBecause !== undefined) return fail(code, message, [...reasons, { text: aliveBecause }], hint);
  return catalogue[code].outcome === 'fail' ? fail(code, message, reasons, hint) : undetermined(code, message, reasons, hint);
}
