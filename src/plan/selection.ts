import { allowedWords, type Environment } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { suites as allSuites } from '../guide/index.ts';
import { pillars, type SuiteName, suiteNames } from '../outcome/index.ts';
import type { Coverage } from './model.ts';

/** What is wanted of all that could be looked at; what is left out is not restricted. */
export interface Selection {
  /** Suites, or pillars for all their suites. */
  readonly suites?: readonly string[];
  readonly sites?: readonly string[];
  /** Restricts nothing: the wave that the run will be judged for. */
  readonly wave?: string;
  readonly coverage?: Coverage;
}

/** A selection in names that are there. */
export interface Selected {
  readonly suites: ReadonlySet<SuiteName>;
  readonly sites: ReadonlySet<string>;
  readonly wave?: string;
  readonly coverage: Coverage;
}

const suiteWords: readonly string[] = [
  ...suiteNames,
  ...pillars.filter((pillar) => !(suiteNames as readonly string[]).includes(pillar)),
];

function suitesNamed(word: string): SuiteName[] {
  const found = allSuites.filter(
    ({ name, pillar, word: full, onDemand }) => name === word || full === word || (pillar === word && onDemand !== true),
  );
  if (found.length > 0) return found.map(({ name }) => name);
  throw new CoexistenceError('UNKNOWN_SUITE', `There is no suite ${JSON.stringify(word)}; ${allowedWords(word, suiteWords)}.`);
}

/** What is looked at when nobody names a suite: all, of those on demand the ones that the wave (without one: any wave) speaks of. */
function suitesUnasked(environment: Environment, wave: string | undefined): SuiteName[] {
  const waves = wave === undefined ? Object.values(environment.waves) : [environment.waves[wave]];
  const words = new Set(waves.flatMap((asked) => asked?.requires ?? []));
  return allSuites.flatMap(({ name, word, onDemand }) =>
    onDemand !== true || [...words].some((asked) => asked === word || asked.startsWith(`${name}.`)) ? [name] : [],
  );
}

/**
 * Checks a selection against the file.
 *
 * @throws CoexistenceError UNKNOWN_SUITE, UNKNOWN_SITE, UNKNOWN_WAVE, each with what is allowed
 */
export function select(environment: Environment, { suites, sites, wave, coverage = 'full' }: Selection): Selected {
  const known = environment.sites.map(({ name }) => name);
  for (const site of sites ?? []) {
    if (known.includes(site)) continue;
    throw new CoexistenceError(
      'UNKNOWN_SITE',
      `${environment.name} has no site ${JSON.stringify(site)}; ${allowedWords(site, known)}.`,
    );
  }
  const waves = Object.keys(environment.waves);
  if (wave !== undefined && !waves.includes(wave)) {
    throw new CoexistenceError(
      'UNKNOWN_WAVE',
      `${environment.name} has no wave ${JSON.stringify(wave)}; ${allowedWords(wave, waves)}.`,
    );
  }
  return {
    suites: new Set(suites === undefined ? suitesUnasked(environment, wave) : suites.flatMap(suitesNamed)),
    sites: new Set(sites ?? known),
    ...(wave === undefined ? {} : { wave }),
    coverage,
  };
}
