import type { LabUser } from '../model.ts';
import type { Core } from './core.ts';
import { deregister } from './deregister.ts';

/** Gives the user another home pool; endpoints that are signed in at the old one are told that they are no longer registered there. */
export function moveUser(core: Core, user: LabUser, pool: string): void {
  const home = core.topology.pool(pool).fqdn;
  if (home === user.pool) return;
  user.pool = home;
  for (const endpoint of core.directory.of(user)) deregister(core, endpoint, 'deactivated');
}
