import type { Environment, Pool, Server, Site } from '../../environment/model.ts';

/** A server where it stands. */
export interface Place {
  readonly site: Site;
  readonly pool: Pool;
  readonly server: Server;
}

export const sameName = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

export const placesOf = (environment: Environment): readonly Place[] =>
  environment.sites.flatMap((site) => site.pools.flatMap((pool) => pool.servers.map((server) => ({ site, pool, server }))));

/** Rows of `Get-CsComputer`: within a pool in seed order. */
export const computerRows = (environment: Environment): readonly object[] =>
  placesOf(environment).map(({ pool, server }) => ({ Identity: server.fqdn, Pool: pool.fqdn, Fqdn: server.fqdn }));
