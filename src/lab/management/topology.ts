import type { Environment, Pool, Server, Site } from '../../environment/model.ts';
import type { LabEstate } from '../model.ts';
import { generationTruth, topologyRolesOf } from './truth.ts';

/** A server where it stands. */
export interface Place {
  readonly site: Site;
  readonly pool: Pool;
  readonly server: Server;
}

export const sameName = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

export const placesOf = (environment: Environment): readonly Place[] =>
  environment.sites.flatMap((site) => site.pools.flatMap((pool) => pool.servers.map((server) => ({ site, pool, server }))));

const siteIdentity = (site: Site): string => `Site:${site.name}`;
const servicesIn = (pool: Pool): readonly string[] => topologyRolesOf(pool).map((role) => `${role}:${pool.fqdn}`);

/** Rows of `Get-CsSite`. */
export const siteRows = (environment: Environment): readonly object[] =>
  environment.sites.map((site) => ({
    Identity: siteIdentity(site),
    SiteType: 'CentralSite',
    DisplayName: site.name,
    Description: null,
    Pools: site.pools.map((pool) => pool.fqdn),
    Services: site.pools.flatMap(servicesIn),
  }));

/** Rows of `Get-CsPool`. */
export const poolRows = ({ environment, faults }: LabEstate): readonly object[] =>
  environment.sites.flatMap((site) =>
    site.pools.map((pool) => ({
      Identity: pool.fqdn,
      Fqdn: pool.fqdn,
      // The fault leaves out the last role: of a front end its web services, of one with Mediation or the central store that.
      Services: sameName(faults.active('topology-role-missing')?.pool ?? '', pool.fqdn)
        ? servicesIn(pool).slice(0, -1)
        : servicesIn(pool),
      Computers: pool.servers.map((server) => server.fqdn),
      Site: siteIdentity(site),
    })),
  );

/** Rows of `Get-CsComputer`: within a pool in seed order. */
export const computerRows = (environment: Environment): readonly object[] =>
  placesOf(environment).map(({ pool, server }) => ({ Identity: server.fqdn, Pool: pool.fqdn, Fqdn: server.fqdn }));

/** Rows of `Get-CsService`. `Version` tells the generations apart: 5 is Lync Server 2010, 6 is 2013. */
export const serviceRows = (environment: Environment): readonly object[] =>
  environment.sites.flatMap((site, index) =>
    site.pools.flatMap((pool) =>
      topologyRolesOf(pool).map((role, position) => ({
        Identity: `${role}:${pool.fqdn}`,
        ServiceId: `${index + 1}-${role}-${position + 1}`,
        SiteId: siteIdentity(site),
        PoolFqdn: pool.fqdn,
        Version: generationTruth(pool).topologyVersion,
        Role: role,
        DependentServiceList: [],
      })),
    ),
  );
