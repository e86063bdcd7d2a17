import type { Environment } from '../../environment/index.ts';
import { edgeGenerationIn, type Transaction, transactions } from '../../guide/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { caseOf } from '../case.ts';
import { isEdge, isHome, type PlacedPool, poolsOf, trafficUsers, userOf } from '../estate.ts';
import type { Pair, PlannedCase } from '../model.ts';
import { type Expectation, expectations } from './synthetic-expectations.ts';

const titled = (what: string, { limit }: Expectation): string => (limit === undefined ? what : `${what} (known limit ${limit})`);

const aboutPair = (pair: Pair) =>
  ({
    subject: `${pair.from} → ${pair.to}`,
    site: pair.fromSite,
    pools: [pair.fromPool, pair.toPool],
    target: { kind: 'pair', pair },
  }) as const;

const caseOfPair = ({ check, cmdlet }: Transaction, pair: Pair, expected: Expectation): PlannedCase =>
  caseOf({ check, ...aboutPair(pair), title: titled(`${pair.from} → ${pair.to}: ${cmdlet}`, expected), ...expected });

function caseOfUser(
  { check, cmdlet }: Transaction,
  { site, pool }: PlacedPool,
  user: string,
  expected: Expectation,
): PlannedCase {
  return caseOf({
    check,
    subject: user,
    site: site.name,
    title: titled(`${cmdlet}: ${user} at ${pool.fqdn}`, expected),
    pools: [pool.fqdn],
    target: { kind: 'user', user, pool: pool.fqdn, generation: pool.generation },
    ...expected,
  });
}

/** Partners come and go through the Edge pool of the phase; one that has no federation by its own account is not asked. */
const edgesOf = (environment: Environment): readonly PlacedPool[] =>
  poolsOf(environment).filter(
    (placed) =>
      isEdge(placed) && placed.pool.generation === edgeGenerationIn(environment.phase) && placed.pool.edge?.federation !== false,
  );

const caseOfEdge = ({ check, cmdlet }: Transaction, { site, pool }: PlacedPool, expected: Expectation): PlannedCase =>
  caseOf({
    check,
    subject: pool.fqdn,
    site: site.name,
    title: `${cmdlet}: the partner is reached through ${pool.fqdn}`,
    pools: [pool.fqdn],
    target: { kind: 'pool', pool: pool.fqdn, generation: pool.generation },
    ...expected,
  });

/**
 * Every transaction for whom it is run. Where it is documented not to work the case says so, and what has nothing to try is named with why;
 * both of them once: what one pair shows of a limit at a pool of 2010, all others would show again, each in its time. `spokesmen` are all
 * pairs there could be, those first that the smallest coverage has.
 */
export function syntheticCases(
  environment: Environment,
  pairs: readonly Pair[],
  spokesmen: readonly Pair[] = pairs,
): PlannedCase[] {
  const expected = expectations(environment, spokesmen);
  const homes = poolsOf(environment).filter(isHome);
  const edges = edgesOf(environment);
  const alone = transactions.flatMap((transaction) => {
    if (transaction.by === 'pair') return [];
    if (transaction.by === 'edge')
      return edges.map((placed) => caseOfEdge(transaction, placed, expected.at(transaction, placed)));
    return homes.flatMap((home) => {
      const one = userOf(environment, home);
      const users = transaction.by === 'user' ? trafficUsers(environment, home) : one === undefined ? [] : [one];
      return users.map(({ name }) => caseOfUser(transaction, home, name, expected.at(transaction, home)));
    });
  });
  const agrees: CheckId = 'synthetic.agrees';
  const ofPairs = transactions.filter(({ by }) => by === 'pair');
  return [
    ...alone,
    ...pairs.flatMap((pair) => [
      ...ofPairs.flatMap((transaction) => {
        const found = expected.between(transaction, pair);
        return found === undefined ? [] : [caseOfPair(transaction, pair, found)];
      }),
      caseOf({ check: agrees, ...aboutPair(pair), title: `${pair.from} → ${pair.to}: Test-CsIM and our own clients agree` }),
    ]),
  ];
}
