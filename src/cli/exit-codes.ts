import { catalogue, isCoexistenceError } from '../errors/index.ts';

/** What the process says with its exit code, everywhere. */
export const exitCodes = { passed: 0, failed: 1, undecided: 2, usage: 3, defect: 4, interrupted: 130 } as const;

/** The exit code of an error that ended a verb before there was a verdict. */
export function exitCodeOf(error: unknown): number {
  if (!isCoexistenceError(error)) return exitCodes.defect;
  const { outcome } = catalogue[error.code];
  if (outcome === 'usage') return exitCodes.usage;
  if (outcome === 'defect') return exitCodes.defect;
  return outcome === 'fail' ? exitCodes.failed : exitCodes.undecided;
}

/** What a person sees of an error: the sentence, what to do, and of a defect where it happened. */
export function errorText(error: unknown): string {
  if (isCoexistenceError(error)) {
    const stack = catalogue[error.code].outcome === 'defect' && error.stack !== undefined ? `\n${error.stack}` : '';
    return `${error.code}: ${error.message}\n  ${error.hint}${stack}`;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `UNEXPECTED: the harness failed.\n  ${catalogue.UNEXPECTED.hint}\n${text}`;
}
