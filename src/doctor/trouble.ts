import { catalogue, describeError, isCoexistenceError } from '../errors/index.ts';
import { blind, type Look } from './model.ts';

/** The line for something that could not be looked at, with the remedy that its error names. */
export function blinded(section: Look['section'], subject: string, error: unknown): Look {
  if (isCoexistenceError(error)) return blind(section, subject, `${error.code}: ${error.message}`, error.hint);
  return blind(section, subject, `UNEXPECTED: ${describeError(error)}`, catalogue.UNEXPECTED.hint);
}
