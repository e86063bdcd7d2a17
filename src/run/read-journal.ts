import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CoexistenceError } from '../errors/index.ts';
import { type ParsedJournal, parseJournal } from '../results/index.ts';

/**
 * The journal of a run folder.
 * @throws CoexistenceError RUN_NOT_FOUND
 */
export function parseJournalOf(folder: string): ParsedJournal {
  const path = join(folder, 'results.jsonl');
  if (!existsSync(path)) throw new CoexistenceError('RUN_NOT_FOUND', `${folder} has no results.jsonl, so it is no run folder.`);
  return parseJournal(readFileSync(path, 'utf8'));
}
