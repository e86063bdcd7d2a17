import type { Environment, Pool, TestUser } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { generationOf } from '../generations/index.ts';

/** The pool of this name; the plan never names one that is not there. */
export function poolNamed(environment: Environment, fqdn: string): Pool {
  const pool = environment.sites.flatMap(({ pools }) => pools).find((known) => known.fqdn === fqdn);
  if (pool === undefined)
    throw new CoexistenceError('UNEXPECTED', `The plan names the pool ${fqdn}, which is not in the environment.`);
  return pool;
}

/** Test users that the environment file homes on a pool. */
export const usersOf = (environment: Environment, pool: string): readonly TestUser[] =>
  environment.users.filter((user) => user.pool === pool);

/** Names of the servers of a site. */
export const serversOf = (environment: Environment, site: string): readonly string[] =>
  poolsIn(environment, site).flatMap(({ servers }) => servers.map(({ fqdn }) => fqdn));

/** The predefined roles that the generations of a site bring with them. */
export const adminRolesExpected = (environment: Environment, site: string): readonly string[] => [
  ...new Set(poolsIn(environment, site).flatMap(({ generation }) => generationOf(generation).adminRoles)),
];

const poolsIn = (environment: Environment, site: string): readonly Pool[] =>
  environment.sites.find(({ name }) => name === site)?.pools ?? [];

/** Login of an account of a site; only asked for where a case says that there is one. */
export const accountOf = (environment: Environment, site: string, purpose: 'siteAdmin' | 'readOnly'): string =>
  environment.sites.find(({ name }) => name === site)?.administration.accounts[purpose]?.login ?? '';
