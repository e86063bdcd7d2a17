import type { Environment, Pool, TestUser } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';

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
