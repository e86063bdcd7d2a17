import { type Environment, isSpokenFor, type TestUser } from '../environment/index.ts';
import { generationIn, isHome, type PlacedPool, poolsOf, trafficUsers } from './estate.ts';
import type { Direction, Pair } from './model.ts';

export const directions: readonly Direction[] = ['legacy→legacy', 'legacy→migrated', 'migrated→legacy', 'migrated→migrated'];

export const directionOf = (from: PlacedPool, to: PlacedPool): Direction =>
  `${generationIn(from).userKind}→${generationIn(to).userKind}`;

interface Parts {
  all: number;
  sent: number;
  /** Looked up once per user: it is a search through the estate. */
  readonly spokenFor: boolean;
}

/** How often each user takes part: the next pair goes to those who had the least. */
class Load {
  readonly #parts = new Map<string, Parts>();
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  #of(user: TestUser): Parts {
    let parts = this.#parts.get(user.name);
    if (parts === undefined) {
      parts = { all: 0, sent: 0, spokenFor: isSpokenFor(this.#environment, user) };
      this.#parts.set(user.name, parts);
    }
    return parts;
  }

  /** Users who sign in first, then those with a password, then those with the least to do, then those who had this role the least; the file's order decides the rest. */
  least(users: readonly TestUser[], role: 'sender' | 'recipient'): TestUser | undefined {
    const rank = (user: TestUser): readonly number[] => {
      const { all, sent, spokenFor } = this.#of(user);
      return [spokenFor ? 1 : 0, user.password === undefined ? 1 : 0, all, role === 'sender' ? sent : all - sent];
    };
    const before = (a: readonly number[], b: readonly number[]): boolean => {
      const at = a.findIndex((value, index) => value !== b[index]);
      return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
    };
    let found = users[0];
    for (const user of users) if (found !== undefined && before(rank(user), rank(found))) found = user;
    return found;
  }

  add(from: TestUser, to: TestUser): void {
    this.#of(from).all++;
    this.#of(from).sent++;
    this.#of(to).all++;
  }
}

/**
 * One pair of different test users for every ordered pair of home pools that have users to spare, the own pool included. Sites, and within
 * them pools, come in the order of the file; so the same file always gives the same pairs, whatever part of them is selected afterwards.
 */
export function choosePairs(environment: Environment): readonly Pair[] {
  const homes = poolsOf(environment)
    .filter(isHome)
    .map((home) => ({ ...home, users: trafficUsers(environment, home) }));
  const load = new Load(environment);
  const pairs: Pair[] = [];
  for (const from of homes) {
    for (const to of homes) {
      const sender = load.least(from.users, 'sender');
      const recipient = load.least(
        to.users.filter((user) => user !== sender),
        'recipient',
      );
      if (sender === undefined || recipient === undefined) continue;
      load.add(sender, recipient);
      pairs.push({
        from: sender.name,
        to: recipient.name,
        direction: directionOf(from, to),
        fromSite: from.site.name,
        toSite: to.site.name,
        fromPool: from.pool.fqdn,
        toPool: to.pool.fqdn,
      });
    }
  }
  return pairs;
}

/** The first pair of every cell of the grid: the smallest selection that still sees every direction between all sites. */
export function onePerCell(pairs: readonly Pair[]): readonly Pair[] {
  const seen = new Set<string>();
  return pairs.filter(({ fromSite, toSite, direction }) => {
    const cell = JSON.stringify([fromSite, toSite, direction]);
    if (seen.has(cell)) return false;
    seen.add(cell);
    return true;
  });
}
