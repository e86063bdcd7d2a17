import type { Pair } from './model.ts';

/**
 * So many ordered pairs of sites, ten sites' worth, are all met. Beyond it their number would make the plan grow with the square of the
 * estate; then every site still sends and receives, and as many pairs of sites are met as the pairs of pools reach.
 */
export const sitePairsAtMost = 100;

/**
 * So many ordered pairs of sites, five sites' worth, are met with every check; more of them with those of the tier `smoke`, which show
 * that messages and presence pass at all.
 */
export const deepSitePairsAtMost = 25;

const sitesOf = (pair: Pair): string => JSON.stringify([pair.fromSite, pair.toSite]);
const sitePairs = (pairs: readonly Pair[]): number => new Set(pairs.map(sitesOf)).size;

/** What a pair of pools covers, each as a word of its own. */
const wordsOf = (pair: Pair) => ({
  direction: `direction ${pair.direction}`,
  sites: `sites ${sitesOf(pair)}`,
  sender: `sender ${pair.fromPool}`,
  recipient: `recipient ${pair.toPool}`,
});

/** True where the plan is small enough for every ordered pair of sites. */
export const coversAllSites = (pairs: readonly Pair[]): boolean => sitePairs(pairs) <= sitePairsAtMost;

/** What has been chosen: in the order of all pairs. */
export interface Chosen {
  readonly pairs: readonly Pair[];
  /** Those of them that carry every check; the others carry the checks of the tier `smoke`. */
  readonly deep: ReadonlySet<Pair>;
}

function groupBy(pairs: readonly Pair[], keyOf: (pair: Pair) => string): ReadonlyMap<string, readonly Pair[]> {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    const group = groups.get(keyOf(pair));
    if (group === undefined) groups.set(keyOf(pair), [pair]);
    else group.push(pair);
  }
  return groups;
}

/** True if the first list of numbers comes after the second, compared from the left. */
function isMore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at !== -1 && (one[at] ?? 0) > (other[at] ?? 0);
}

/** What a choice has met so far, and what a further pair would be worth to it. */
class Choice {
  readonly pairs = new Set<Pair>();
  readonly deep = new Set<Pair>();
  readonly #met = new Set<string>();
  readonly #received = new Map<string, number>();
  readonly #users: Set<string>;
  readonly #deepSites: boolean;

  constructor(known: ReadonlySet<string>, deepSites: boolean) {
    this.#users = new Set(known);
    this.#deepSites = deepSites;
  }

  has(word: string): boolean {
    return this.#met.has(word);
  }

  add(pair: Pair): void {
    const words = wordsOf(pair);
    if (!this.has(words.direction) || (this.#deepSites && !this.has(words.sites))) this.deep.add(pair);
    this.pairs.add(pair);
    for (const word of Object.values(words)) this.#met.add(word);
    this.#users.add(pair.from).add(pair.to);
    this.#received.set(pair.toPool, (this.#received.get(pair.toPool) ?? 0) + 1);
  }

  /** The best of some pairs: what is new counts most, then crossing the generations, a recipient with little to do, and no further user. */
  best(candidates: readonly Pair[]): Pair | undefined {
    let found: { readonly pair: Pair; readonly worth: readonly number[] } | undefined;
    for (const pair of candidates) {
      const worth = this.#worth(pair);
      if (found === undefined || isMore(worth, found.worth)) found = { pair, worth };
    }
    return found?.pair;
  }

  #worth(pair: Pair): readonly number[] {
    const [from, to] = pair.direction.split('→');
    return [
      Object.values(wordsOf(pair)).filter((word) => !this.has(word)).length,
      from === to ? 0 : 1,
      -(this.#received.get(pair.toPool) ?? 0),
      [pair.from, pair.to].filter((name) => this.#users.has(name)).length,
    ];
  }
}

/**
 * Few of all pairs, so that each of these is met at least once wherever it can be: every direction between the generations, every ordered
 * pair of sites (up to {@link sitePairsAtMost}), every pool as the sender's and every pool as the recipient's. There are about as many as
 * pools, or pairs of sites where those are more; never more than pools as senders + pools as recipients + pairs of sites + 4. Of these, those
 * that first meet a direction carry every check, and so do those that first meet a pair of sites, if there are not many. The same pairs
 * always give the same choice. `known` are users who sign in anyway: they are taken before others.
 *
 * @remarks Greedy, over each pair a constant number of times. The argument for the reading is docs/decisions/coverage.md.
 */
export function pairwise(pairs: readonly Pair[], known: ReadonlySet<string> = new Set()): Chosen {
  const choice = new Choice(known, sitePairs(pairs) <= deepSitePairsAtMost);
  const meetEach = (word: keyof ReturnType<typeof wordsOf>): void => {
    for (const [key, candidates] of groupBy(pairs, (pair) => wordsOf(pair)[word])) {
      const pair = choice.has(key) ? undefined : choice.best(candidates);
      if (pair !== undefined) choice.add(pair);
    }
  };
  if (coversAllSites(pairs)) meetEach('sites');
  meetEach('sender');
  meetEach('recipient');
  meetEach('direction');
  return { pairs: pairs.filter((pair) => choice.pairs.has(pair)), deep: choice.deep };
}
