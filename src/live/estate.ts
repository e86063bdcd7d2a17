import type { Environment, Pool, TestUser } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { type Generation, generationOf } from '../generations/index.ts';
import { type CaseTarget, newerPool } from '../plan/index.ts';
import { seatNamed, seatOfCase } from './seats.ts';

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

/** The predefined roles that the tools of an endpoint must list: those of its generation, and of the older one that it knows. */
export const adminRolesExpected = (environment: Environment, seat: string): readonly string[] => {
  const { site, endpoint } = seatNamed(environment, seat);
  const newest = generationOf(endpoint.generation);
  const known = site.pools
    .map(({ generation }) => generationOf(generation))
    .filter(({ topologyVersion }) => topologyVersion <= newest.topologyVersion);
  return [...new Set([newest, ...known].flatMap(({ adminRoles }) => adminRoles))];
};

const poolsIn = (environment: Environment, site: string): readonly Pool[] =>
  environment.sites.find(({ name }) => name === site)?.pools ?? [];

/** Login of an account of a site; empty where none is declared. */
export const accountOf = (environment: Environment, site: string, purpose: 'siteAdmin' | 'readOnly'): string =>
  environment.sites.find(({ name }) => name === site)?.administration.accounts[purpose]?.login ?? '';

/** Which tools a case about older tools is about, and the pool of a later generation that they are asked for. */
export function olderToolsAt(
  environment: Environment,
  site: string,
  target: CaseTarget,
): { readonly generation: Generation; readonly newer: string } {
  const seat = seatNamed(environment, seatOfCase(environment, site, target));
  const newer = newerPool(environment, seat.site, seat.endpoint.generation);
  if (newer === undefined)
    throw new CoexistenceError('UNEXPECTED', `The estate has no pool that is newer than the tools at ${site}.`);
  return { generation: generationOf(seat.endpoint.generation), newer };
}
