import type { Environment, Pool, Site, TestUser } from '../environment/index.ts';
import { type Generation, generationOf } from '../generations/index.ts';
import { edgeGenerationIn, type PhaseName } from '../guide/index.ts';

/** A pool with the site it stands in. */
export interface PlacedPool {
  readonly site: Site;
  readonly pool: Pool;
}

/** All pools, in the order of the file. */
export const poolsOf = ({ sites }: Environment): readonly PlacedPool[] =>
  sites.flatMap((site) => site.pools.map((pool) => ({ site, pool })));

/** True for a pool that can be the home of users. */
export const isHome = ({ pool }: PlacedPool): boolean => pool.servers.some(({ roles }) => roles.includes('front-end'));

export const isEdge = ({ pool }: PlacedPool): boolean => pool.servers.some(({ roles }) => roles.includes('edge'));

/** True for an Edge pool whose Access Edge service is to be stopped and disabled in this phase: federation has moved to 2013. */
export const isRetiredEdge = (placed: PlacedPool, phase: PhaseName): boolean =>
  isEdge(placed) && placed.pool.generation === 'lync-2010' && edgeGenerationIn(phase) === 'lync-2013';

export const generationIn = ({ pool }: PlacedPool): Generation => generationOf(pool.generation);

/** The test users of a pool that sign in and send, in the order of the file. */
export const trafficUsers = ({ users }: Environment, { pool }: PlacedPool): readonly TestUser[] =>
  users.filter((user) => user.purpose === 'traffic' && user.pool === pool.fqdn);

/** The test user who stands for all of a pool: one that has a password, where there is one; `undefined` where the pool has none. */
export function userOf(environment: Environment, home: PlacedPool): TestUser | undefined {
  const users = trafficUsers(environment, home);
  return users.find(({ password }) => password !== undefined) ?? users[0];
}
