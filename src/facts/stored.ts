import { createHash } from 'node:crypto';
import { CoexistenceError, type ErrorCode, isCoexistenceError } from '../errors/index.ts';
import type { Shelf } from './fact-folder.ts';

/** Version of the files in `facts/`. A reader refuses another one rather than to guess. */
export const factsVersion = 1;

/** Why there was no answer: an error of the catalogue, so that it can be judged again as what it was. */
export interface FactError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint?: string;
}

/** What was learnt: the answer or why there is none, and when. Milliseconds since 1970. */
export type Learnt = { readonly asked: number } & ({ readonly value: unknown } | { readonly error: FactError });

/** A file of the folder `facts`. */
export type StoredFact = { readonly version: typeof factsVersion; readonly fact: string } & Learnt;

/** Keeps what was learnt in the run folder, by the name of the fact; on a shelf, where there are many of its kind. */
export type Keep = (fact: string, learnt: Learnt, shelf?: Shelf) => void;

/** Name of the fact that holds the environment as it was loaded: what is expected. Secrets stand in it as references. */
export const environmentFact = 'environment';

/** Name of the fact that says whether one shell answered for all endpoints of a site. */
export const shellFact = 'shell';

/**
 * Path of a fact in its run folder, with `/`; no two facts have the same. A blank becomes `_`; a name with anything else that not every system
 * takes (`Köln`, `東京`, `lena+1@contoso.net`) ends with a piece of its SHA-256.
 */
export function factPath(fact: string): string {
  const name = fact.replaceAll(' ', '_').replace(/[^A-Za-z0-9._@-]+/g, '-');
  if (/^[A-Za-z0-9.@ -]*$/.test(fact)) return `facts/${name}.json`;
  return `facts/${name}-${createHash('sha256').update(fact).digest('hex').slice(0, 12)}.json`;
}

/** Name of the fact that holds a certificate (DER, in base64): it tells whether that is the one that was seen. */
export const certificateFact = (der: string): string =>
  `certificate-${createHash('sha256').update(Buffer.from(der, 'base64')).digest('hex')}`;

/** The text of a fact's file. */
export const formatFact = (fact: string, learnt: Learnt): string =>
  // JSON has no `undefined`: an answer that is nothing is null, and still an answer.
  `${JSON.stringify({ version: factsVersion, fact, ...learnt } satisfies StoredFact, (name, value: unknown) => (name === 'value' && value === undefined ? null : value), 2)}\n`;

/**
 * What the text of a fact's file says.
 * @throws CoexistenceError FACTS_UNREADABLE: damaged, or of another format version
 */
export function parseFact(text: string, path: string): StoredFact {
  const unreadable = (why: string): CoexistenceError =>
    new CoexistenceError('FACTS_UNREADABLE', `${path} cannot be read: ${why}.`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw unreadable('it is not JSON');
  }
  if (typeof value !== 'object' || value === null) throw unreadable('it is no fact');
  const { version, fact, asked, error } = value as Record<string, unknown>;
  if (version !== factsVersion)
    throw unreadable(
      `it has format version ${version === undefined ? 'none' : String(version)}; this program reads ${factsVersion}`,
    );
  if (typeof fact !== 'string' || typeof asked !== 'number' || !Number.isFinite(asked))
    throw unreadable('it has no name or no time');
  const isError = typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
  if (!('value' in value) && !isError) throw unreadable('it has neither an answer nor an error');
  if (/^certificate-[0-9a-f]{64}$/.test(fact) && certificateFact(String((value as { value?: unknown }).value)) !== fact)
    throw unreadable('it holds another certificate than its name says');
  return value as StoredFact;
}

/** An error as it is kept; what is no error of ours is a defect of the harness. */
export function factError(error: unknown): FactError {
  if (!isCoexistenceError(error)) return { code: 'UNEXPECTED', message: error instanceof Error ? error.message : String(error) };
  const { code, message, hint } = error;
  return { code, message, hint };
}

/**
 * The answer that was learnt.
 * @throws CoexistenceError the error that was learnt instead
 */
export function answerOf(learnt: Learnt): unknown {
  if ('value' in learnt) return learnt.value;
  const { code, message, hint } = learnt.error;
  throw new CoexistenceError(code, message, hint === undefined ? {} : { hint });
}
