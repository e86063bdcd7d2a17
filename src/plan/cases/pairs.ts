import type { Environment } from '../../environment/index.ts';
import { availabilityOf, type Check, checks, type SeenAvailability } from '../../guide/index.ts';
import { caseOf } from '../case.ts';
import { isHome, poolsOf, trafficUsers } from '../estate.ts';
import type { Pair, PlannedCase } from '../model.ts';
import { withoutUsers } from './without-users.ts';

export type PairSuite = 'messaging' | 'presence';
export const pairSuites: readonly PairSuite[] = ['messaging', 'presence'];

const seen: Readonly<Record<SeenAvailability, string>> = {
  available: 'available',
  busy: 'busy',
  'do-not-disturb': 'in do not disturb',
  away: 'away',
  offline: 'offline after signing out',
};

const said: Readonly<Record<string, string>> = {
  'messaging.delivered': 'message delivered',
  'messaging.reply': 'answer comes back',
  'messaging.text-unchanged': 'text unchanged',
  'messaging.long-text': 'long text arrives whole',
  'messaging.formatted': 'formatted message arrives in both forms',
};

function titleOf(check: Check, { from, to }: Pair): string {
  const availability = availabilityOf(check.id);
  return availability === undefined
    ? `${from} → ${to}: ${said[check.id] ?? check.title}`
    : `${from} sees ${to} ${seen[availability]}`;
}

function caseOfPair(check: Check, pair: Pair): PlannedCase {
  const availability = availabilityOf(check.id);
  return caseOf({
    check: check.id,
    site: pair.fromSite,
    subject: `${pair.from} → ${pair.to}`,
    title: titleOf(check, pair),
    pools: [pair.fromPool, pair.toPool],
    target: { kind: 'pair', pair, ...(availability === undefined ? {} : { availability }) },
  });
}

/** Every check of a suite for every pair; and what is missing for want of users, told once per pool by the first check of the suite. */
export function pairCases(environment: Environment, suite: PairSuite, pairs: readonly Pair[]): PlannedCase[] {
  const ofSuite = checks.filter((check) => check.suite === suite);
  const [first] = ofSuite;
  const missing = poolsOf(environment)
    .filter(isHome)
    .flatMap((home) => {
      const users = trafficUsers(environment, home);
      return users.length > 1 || first === undefined ? [] : [withoutUsers(first.id, home, users[0])];
    });
  return [...pairs.flatMap((pair) => ofSuite.map((check) => caseOfPair(check, pair))), ...missing];
}
