import type { PoolUsersFact, TestUserFact } from '../admin/index.ts';
import type { Environment, TestUser } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { usersOf } from './estate.ts';

/** Test users of a pool who sign in and send. */
export const trafficUsersOf = (environment: Environment, pool: string): readonly TestUser[] =>
  usersOf(environment, pool).filter(({ purpose }) => purpose === 'traffic');

/** The test user of this name; the plan never names one who is not there. */
export function userNamed(environment: Environment, name: string): TestUser {
  const user = environment.users.find((known) => known.name === name);
  if (user === undefined) throw new CoexistenceError('UNEXPECTED', `The plan names ${name}, who is not in the environment.`);
  return user;
}

/**
 * The test user as the estate knows him.
 * @throws CoexistenceError DEPENDS_ON_OTHER where it does not
 */
export function knownUser(user: TestUser, { pool, users }: PoolUsersFact): TestUserFact {
  const found = users.find(({ sipAddress }) => sipAddress.trim().toLowerCase() === user.uri.toLowerCase());
  if (found !== undefined) return found;
  throw new CoexistenceError(
    'DEPENDS_ON_OTHER',
    `${user.name} is not enabled in the estate: see administration.users of ${pool}, where that is looked at.`,
  );
}

/** The traffic users of a pool as the estate knows them; those whom it does not know are left to the case that looks for them. */
export const knownTrafficUsers = (environment: Environment, fact: PoolUsersFact): readonly TestUserFact[] => {
  const addresses = new Set(trafficUsersOf(environment, fact.pool).map(({ uri }) => uri.toLowerCase()));
  return fact.users.filter(({ sipAddress }) => addresses.has(sipAddress.trim().toLowerCase()));
};

/** Pools that are the home of users, with the site they stand in. */
export const homesOf = (environment: Environment): readonly { readonly site: string; readonly pool: string }[] =>
  environment.sites.flatMap(({ name, pools }) =>
    pools
      .filter(({ servers }) => servers.some(({ roles }) => roles.includes('front-end')))
      .map(({ fqdn }) => ({ site: name, pool: fqdn })),
  );

/** The first traffic user of each home pool of a site, in the order of the file. */
export const firstUsersOf = (environment: Environment, site: string): readonly TestUser[] =>
  homesOf(environment)
    .filter((home) => home.site === site)
    .flatMap(({ pool }) => trafficUsersOf(environment, pool)[0] ?? []);

/** Name of a fact about a user: by address, which a user keeps, unlike name and pool. */
export const factAbout = (user: TestUser, what: string): string => `${what}-${user.uri.replace(/^sip:/i, '')}`;
