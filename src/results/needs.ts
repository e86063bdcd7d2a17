import type { Wave } from '../environment/model.ts';
import type { CaseId } from '../outcome/index.ts';
import type { PlannedCase } from '../plan/model.ts';

/** One word of `requires` and the cases it needs. */
export interface Requirement {
  /** Pillar, suite (`communication.presence`) or check id. */
  readonly word: string;
  readonly cases: readonly CaseId[];
  /** Pools of the wave that no case of this word says anything about. */
  readonly poolsWithoutCase: readonly string[];
  /** Optional cases that the word covers without naming their check. */
  readonly optionalIgnored: readonly CaseId[];
}

/**
 * What a wave needs, case by case. It is computed from the plan of the whole environment, before any selection narrows it, and kept in
 * the journal: so a run of one suite cannot answer for a wave that needs three, and a run folder can be judged again without its
 * environment file.
 */
export interface WaveNeeds {
  readonly name: string;
  readonly pools: readonly string[];
  readonly requirements: readonly Requirement[];
}

/** A case says something about a wave when one of its pools is the wave's, or it has none. */
const concerns = (planned: PlannedCase, pools: ReadonlySet<string>): boolean =>
  planned.pools.length === 0 || planned.pools.some((pool) => pools.has(pool));

const isAboutUsers = ({ target }: PlannedCase): boolean => ['user', 'pair', 'conference'].includes(target.kind);

/**
 * The cases that a wave needs. `cases` are those of the plan without selection; `covers` is the plan's own meaning of a word. An optional
 * case is needed only where the wave names its check. `isHome` says which pools users can be at home on.
 */
export function needsOfWave(
  name: string,
  wave: Pick<Wave, 'pools' | 'requires'>,
  cases: readonly PlannedCase[],
  covers: (word: string, planned: PlannedCase) => boolean,
  isHome: (pool: string) => boolean = () => true,
): WaveNeeds {
  const pools = new Set(wave.pools);
  const concerned = cases.filter((planned) => concerns(planned, pools));
  const requirements = [...new Set(wave.requires)].map((word): Requirement => {
    const covered = concerned.filter((planned) => covers(word, planned));
    const isNeeded = (planned: PlannedCase): boolean => !planned.optional || planned.check === word;
    const needed = covered.filter(isNeeded);
    // A case without pools speaks for its site as a whole: which pools that means, nobody can tell from the case.
    const speaksForAll = needed.some((planned) => planned.pools.length === 0);
    const seen = new Set(needed.flatMap((planned) => planned.pools));
    // What only users can show is asked of no Edge pool or Director: nobody is at home there.
    const ofUsersAlone = needed.length > 0 && needed.every(isAboutUsers);
    const asked = wave.pools.filter((pool) => !ofUsersAlone || isHome(pool));
    return {
      word,
      cases: needed.map((planned) => planned.id),
      poolsWithoutCase: speaksForAll ? [] : asked.filter((pool) => !seen.has(pool)),
      optionalIgnored: covered.filter((planned) => !isNeeded(planned)).map((planned) => planned.id),
    };
  });
  return { name, pools: wave.pools, requirements };
}
