import type { Environment, Site } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';

/** Where questions about a site, or about a pool of it, are asked: a session at that pool, or at the newest pool of the site. */
export interface Seat {
  readonly site: Site;
  /** The pool whose endpoint it is, where it is not left to the site. */
  readonly pool?: string;
}

/**
 * The name of the seat of a pool. Where a site is administered from this host there is one for the whole site; through sessions each pool has
 * an endpoint of its own, with the tools of its generation.
 */
export function seatOf(environment: Environment, site: string, pool?: string): string {
  const via = environment.sites.find(({ name }) => name === site)?.administration.via ?? 'local';
  return via === 'local' || pool === undefined ? site : `${site} via ${pool}`;
}

/** The seat of a name that {@link seatOf} gave, or of a site. */
export function seatNamed(environment: Environment, name: string): Seat {
  for (const site of environment.sites) {
    if (site.name === name) return { site };
    for (const { fqdn } of site.pools) if (`${site.name} via ${fqdn}` === name) return { site, pool: fqdn };
  }
  throw new CoexistenceError('UNEXPECTED', `The plan names the site ${name}, which is not in the environment.`);
}
