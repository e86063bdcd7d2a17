import { catalogue, type ErrorCode } from './catalogue.ts';

export interface ErrorDetails {
  /** What to do about it; defaults to the hint of the catalogue. */
  readonly hint?: string;
  readonly cause?: unknown;
  /** Plain values that survive a worker's border: addresses, attempts, statuses. Never a secret. */
  readonly facts?: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** Every error this product throws on purpose: a stable code, a sentence "what, to whom, after how long", a hint, a cause. */
export class CoexistenceError extends Error {
  override readonly name = 'CoexistenceError';
  readonly code: ErrorCode;
  readonly hint: string;
  readonly facts: Readonly<Record<string, string | number | boolean | readonly string[]>>;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint ?? catalogue[code].hint;
    this.facts = details.facts ?? {};
  }
}

/** True for our errors, also after they crossed the border of a worker and lost their class. */
export function isCoexistenceError(error: unknown): error is CoexistenceError {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code in catalogue && 'hint' in error
  );
}

/** One line for a log or a sentence, whatever was thrown. */
export function describeError(error: unknown): string {
  if (isCoexistenceError(error)) return `${error.code}: ${error.message}`;
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}
