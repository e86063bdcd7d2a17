import type { Environment } from '../../environment/index.ts';
import { edgeGenerationIn, hasReached, type Transaction, transactions } from '../../guide/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import { type CaseOf, caseOf } from '../case.ts';
import { endpointFor } from '../endpoints.ts';
import { isEdge, isHome, type PlacedPool, poolsOf, trafficUsers, userOf } from '../estate.ts';
import type { Pair, PlannedCase } from '../model.ts';

/** What a case expects of the transaction: that it works, that it meets a known limit, or nothing, because nobody looks. */
type Expectation = Pick<CaseOf, 'limit' | 'notCovered' | 'optional'>;

/** Nobody looks. What the file does not ask for, or what nobody has documented, keeps no wave from its answer that does not name the check. */
const leftOut = (why: string): Expectation => ({ notCovered: why, optional: true });

const isOf2010 = (environment: Environment, pool: string): boolean =>
  poolsOf(environment).some((placed) => placed.pool.fqdn === pool && placed.pool.generation === 'lync-2010');

/** Whether there are users of 2013 enough for a transaction that came with it: what fails for everybody shows no limit. */
const isSeenToWork = ({ by }: Transaction, environment: Environment): boolean => {
  const homes = poolsOf(environment).filter((placed) => isHome(placed) && placed.pool.generation === 'lync-2013');
  return homes.flatMap((home) => trafficUsers(environment, home)).length >= (by === 'pair' ? 2 : 1);
};

/** Why a transaction has nothing to try in this environment, whoever takes part. */
function nothingToTry({ cmdlet, asks, since }: Transaction, { pilot, phase }: Environment): string | undefined {
  const given = asks === undefined ? true : pilot[asks.key];
  if (given === undefined || given === false)
    return `${cmdlet} has nothing to try: say pilot.${asks?.key} in the environment file to have it looked at.`;
  if (since !== undefined && !hasReached(phase, since))
    return `${cmdlet} is to work from the phase ${since} on; the environment file says phase: ${phase}.`;
  return undefined;
}

/** What is to be expected of a transaction that is run in a site at the pool of whoever acts first, and may reach somebody at another pool. */
function expectationOf(
  transaction: Transaction,
  environment: Environment,
  site: string,
  first: string,
  second?: string,
): Expectation {
  const { cmdlet, of2013 } = transaction;
  const nothing = nothingToTry(transaction, environment);
  if (nothing !== undefined) return leftOut(nothing);
  if (of2013 === undefined) return {};
  const shown = isSeenToWork(transaction, environment)
    ? undefined
    : `No test users of 2013 are there for whom ${cmdlet} is to work: that it fails for others would show no limit.`;
  if (isOf2010(environment, first)) {
    const found = environment.sites.find(({ name }) => name === site);
    const tools = found === undefined ? undefined : endpointFor(found)?.generation;
    const lacks = tools === 'lync-2010';
    // Without the cmdlet nobody learns anything but that: a limit of the users would seem to hold whatever they reach.
    if (lacks && of2013.first !== 'transactions-of-2013')
      return leftOut(`${site} is administered by the tools of Lync Server 2010 alone, which do not have ${cmdlet}.`);
    return shown === undefined || lacks ? { limit: of2013.first } : leftOut(shown);
  }
  if (second === undefined || !isOf2010(environment, second)) return {};
  if (of2013.second === undefined)
    return leftOut(`Whether ${cmdlet} applies to ${second}, a pool of Lync Server 2010, from a pool of 2013, is not documented.`);
  return shown === undefined ? { limit: of2013.second } : leftOut(shown);
}

const titled = (what: string, { limit }: Expectation): string => (limit === undefined ? what : `${what} (known limit ${limit})`);

function caseOfUser(transaction: Transaction, environment: Environment, { site, pool }: PlacedPool, user: string): PlannedCase {
  const expected = expectationOf(transaction, environment, site.name, pool.fqdn);
  return caseOf({
    check: transaction.check,
    subject: user,
    site: site.name,
    title: titled(`${transaction.cmdlet}: ${user} at ${pool.fqdn}`, expected),
    pools: [pool.fqdn],
    target: { kind: 'user', user, pool: pool.fqdn, generation: pool.generation },
    ...expected,
  });
}

function caseOfPair(transaction: Transaction, environment: Environment, pair: Pair): PlannedCase {
  const expected = expectationOf(transaction, environment, pair.fromSite, pair.fromPool, pair.toPool);
  return caseOf({
    check: transaction.check,
    ...aboutPair(pair),
    title: titled(`${pair.from} → ${pair.to}: ${transaction.cmdlet}`, expected),
    ...expected,
  });
}

const aboutPair = (pair: Pair) =>
  ({
    subject: `${pair.from} → ${pair.to}`,
    site: pair.fromSite,
    pools: [pair.fromPool, pair.toPool],
    target: { kind: 'pair', pair },
  }) as const;

/** Partners come and go through the Edge pool of the phase; one that has no federation by its own account is not asked. */
const casesOfEdges = (transaction: Transaction, environment: Environment): PlannedCase[] =>
  poolsOf(environment)
    .filter((placed) => isEdge(placed) && placed.pool.generation === edgeGenerationIn(environment.phase))
    .filter(({ pool }) => pool.edge?.federation !== false)
    .map(({ site, pool }) =>
      caseOf({
        check: transaction.check,
        subject: pool.fqdn,
        site: site.name,
        title: `${transaction.cmdlet}: the partner is reached through ${pool.fqdn}`,
        pools: [pool.fqdn],
        target: { kind: 'pool', pool: pool.fqdn, generation: pool.generation },
        ...expectationOf(transaction, environment, site.name, pool.fqdn),
      }),
    );

/** Every transaction for whom it is run; where it is documented not to work the case says so, and what has nothing to try is named with why. */
export function syntheticCases(environment: Environment, pairs: readonly Pair[]): PlannedCase[] {
  const homes = poolsOf(environment).filter(isHome);
  const alone = transactions.flatMap((transaction) => {
    if (transaction.by === 'edge') return casesOfEdges(transaction, environment);
    return transaction.by === 'pair'
      ? []
      : homes.flatMap((home) => {
          const one = userOf(environment, home);
          const users = transaction.by === 'user' ? trafficUsers(environment, home) : one === undefined ? [] : [one];
          return users.map(({ name }) => caseOfUser(transaction, environment, home, name));
        });
  });
  const agrees: CheckId = 'synthetic.agrees';
  return [
    ...alone,
    ...pairs.flatMap((pair) => [
      ...transactions.filter(({ by }) => by === 'pair').map((transaction) => caseOfPair(transaction, environment, pair)),
      caseOf({
        check: agrees,
        ...aboutPair(pair),
        title: `${pair.from} → ${pair.to}: Test-CsIM and our own clients agree`,
      }),
    ]),
  ];
}
