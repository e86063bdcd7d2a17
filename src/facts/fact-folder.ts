import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { factsVersion, type Learnt, parseFact, type StoredFact } from './stored.ts';

/**
 * Files of facts that a run has many small ones of: one fact a line, so that the folder of a large estate stays small. What is written last counts,
 * and a last line without its end is what a killed runner leaves: it is passed over.
 */
export type Shelf = 'ports' | 'names' | 'pages' | 'certificates' | 'baselines';

/** Path of a shelf in its run folder, with `/`. */
export const shelfPath = (shelf: Shelf): string => `facts/${shelf}.jsonl`;

/** The line of a fact on its shelf. */
export const formatLine = (fact: string, learnt: Learnt): string => `${JSON.stringify(storedOf(fact, learnt))}\n`;

const storedOf = (fact: string, learnt: Learnt): object => ({
  version: factsVersion,
  fact,
  asked: learnt.asked,
  ...('error' in learnt ? { error: learnt.error } : { value: learnt.value ?? null }),
});

/** The facts of a run folder, by name. */
export type KeptFacts = ReadonlyMap<string, StoredFact>;

/**
 * Reads all facts of a run folder, before anything is judged by some of them. A folder without facts gives none.
 * @throws CoexistenceError FACTS_UNREADABLE: one of them is damaged, or of another format version
 */
export function readFacts(folder: string): KeptFacts {
  const place = join(folder, 'facts');
  const names = existsSync(place) ? readdirSync(place).sort() : [];
  const found = new Map<string, StoredFact>();
  const take = (text: string, path: string): void => {
    const fact = parseFact(text, path);
    found.set(fact.fact, fact);
  };
  for (const name of names) {
    if (name.endsWith('.json')) take(readFileSync(join(place, name), 'utf8'), `facts/${name}`);
    if (!name.endsWith('.jsonl')) continue;
    const lines = readFileSync(join(place, name), 'utf8').split('\n').slice(0, -1);
    for (const [index, line] of lines.entries()) take(line, `facts/${name}, line ${index + 1},`);
  }
  return found;
}
