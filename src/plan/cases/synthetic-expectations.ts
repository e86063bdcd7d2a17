import type { Environment } from '../../environment/index.ts';
import { hasReached, type Transaction } from '../../guide/index.ts';
import type { CaseOf } from '../case.ts';
import { endpointFor } from '../endpoints.ts';
import { isHome, type PlacedPool, poolsOf, trafficUsers } from '../estate.ts';
import type { Pair } from '../model.ts';

/** What a case expects of a transaction: that it works, that it meets a known limit, or nothing, because nobody looks. */
export type Expectation = Pick<CaseOf, 'limit' | 'notCovered' | 'optional'>;

/** What is to be expected of the product's own transactions in an environment. */
export interface Expectations {
  /** Of somebody at home on a pool, or of an Edge pool. */
  at(transaction: Transaction, placed: PlacedPool): Expectation;
  /** Between two users; `undefined` where another pair says the same already, or where no page says what to expect. */
  between(transaction: Transaction, pair: Pair): Expectation | undefined;
}

/** A limit that cannot be told, or nobody looked for, keeps no wave from its answer that does not name the check. */
const meets = (limit: string): Expectation => ({ limit, optional: true });

/** Nobody looks. What the file does not ask for keeps no wave from its answer that does not name the check. */
const leftOut = (why: string): Expectation => ({ notCovered: why, optional: true });

/** Why a transaction has nothing to try in an environment, whoever takes part. */
function nothingToTry({ cmdlet, asks, since }: Transaction, { pilot, phase }: Environment): string | undefined {
  const given = asks === undefined ? true : pilot[asks.key];
  if (given === undefined || given === false)
    return `${cmdlet} has nothing to try: say pilot.${asks?.key} in the environment file to have it looked at.`;
  if (since !== undefined && !hasReached(phase, since))
    return `${cmdlet} is to work from the phase ${since} on; the environment file says phase: ${phase}.`;
  return undefined;
}

function firstBy(pairs: readonly Pair[], keyOf: (pair: Pair) => string): ReadonlyMap<string, Pair> {
  const first = new Map<string, Pair>();
  for (const pair of pairs) if (!first.has(keyOf(pair))) first.set(keyOf(pair), pair);
  return first;
}

/** The expectations of an environment. Of several pairs that would say the same the first of `spokesmen` speaks. */
export function expectations(environment: Environment, spokesmen: readonly Pair[]): Expectations {
  const homes = poolsOf(environment).filter(isHome);
  const older = new Set(homes.flatMap(({ pool }) => (pool.generation === 'lync-2010' ? [pool.fqdn] : [])));
  const oldTools = new Set(
    environment.sites.flatMap((site) => (endpointFor(site)?.generation === 'lync-2010' ? [site.name] : [])),
  );
  const usersOf2013 = homes
    .filter(({ pool }) => pool.generation === 'lync-2013')
    .flatMap((home) => trafficUsers(environment, home)).length;
  const firstFrom = firstBy(spokesmen, ({ fromPool }) => fromPool);
  const firstTo = firstBy(
    spokesmen.filter(({ fromPool }) => !older.has(fromPool)),
    ({ toPool }) => toPool,
  );

  /** What fails for everybody shows no limit. */
  const limited = ({ cmdlet, by }: Transaction, limit: string): Expectation =>
    usersOf2013 >= (by === 'pair' ? 2 : 1)
      ? meets(limit)
      : leftOut(`No test users of 2013 are there for whom ${cmdlet} is to work: that it fails for others would show no limit.`);

  const atOlder = (transaction: Transaction, site: string, limit: string): Expectation => {
    if (!oldTools.has(site)) return limited(transaction, limit);
    // Without the cmdlet nobody learns anything but that: a limit of the users would seem to hold whatever they reach.
    return limit === 'transactions-of-2013'
      ? meets(limit)
      : leftOut(`${site} is administered by the tools of Lync Server 2010 alone, which do not have ${transaction.cmdlet}.`);
  };

  return {
    at(transaction, { site, pool }) {
      const nothing = nothingToTry(transaction, environment);
      if (nothing !== undefined) return leftOut(nothing);
      const { of2013 } = transaction;
      return of2013 === undefined || !older.has(pool.fqdn) ? {} : atOlder(transaction, site.name, of2013.first);
    },
    between(transaction, pair) {
      const nothing = nothingToTry(transaction, environment);
      if (nothing !== undefined) return pair === spokesmen[0] ? leftOut(nothing) : undefined;
      const { of2013 } = transaction;
      if (of2013 === undefined) return {};
      if (older.has(pair.fromPool))
        return firstFrom.get(pair.fromPool) === pair ? atOlder(transaction, pair.fromSite, of2013.first) : undefined;
      if (!older.has(pair.toPool)) return {};
      if (firstTo.get(pair.toPool) !== pair) return undefined;
      // How it ends where no page says anything, nobody could expect.
      return of2013.second === undefined ? undefined : limited(transaction, of2013.second);
    },
  };
}
