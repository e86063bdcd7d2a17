import type { Environment, Pool, Site } from '../../environment/model.ts';
import { isoTime } from '../../time/index.ts';
import type { LabEstate } from '../model.ts';
import { edgeSettings, mediaEdgeOf, routesOf } from './edge.ts';
import { placesOf, sameName } from './topology.ts';
import { generationTruth, topologyRolesOf } from './truth.ts';

// What stands beside the pools in a topology: SQL Servers of each generation, and a server for slides.

const siteIdentity = (site: Site): string => `Site:${site.name}`;
const domainOf = (fqdn: string): string => fqdn.slice(fqdn.indexOf('.') + 1);
const sqlOf = (pool: Pool): string => `${pool.generation === 'lync-2010' ? 'sql' : 'sql2013'}.${domainOf(pool.fqdn)}`;

/** Rows of `Get-CsSite`. */
export const siteRows = (estate: LabEstate): readonly object[] =>
  estate.environment.sites.map((site) => ({
    Identity: siteIdentity(site),
    SiteType: 'CentralSite',
    DisplayName: site.name,
    Description: null,
    Pools: site.pools.map((pool) => pool.fqdn),
    Services: site.pools.flatMap((pool) => topologyRolesOf(pool).map((role) => `${role}:${pool.fqdn}`)),
    ...routesOf(estate),
  }));

/** Rows of `Get-CsPool`. The tools of 2010 know no pools of 2013. */
export const poolRows = ({ environment, faults }: LabEstate, tools?: string): readonly object[] => [
  ...environment.sites.flatMap((site) =>
    site.pools
      .filter((pool) => tools !== 'lync-2010' || pool.generation === tools || faults.active('older-tools-see-all') !== undefined)
      .map((pool) => {
        const services = topologyRolesOf(pool).map((role) => `${role}:${pool.fqdn}`);
        // The fault leaves out the last role: of a front end its web services, of one with Mediation or the central store that.
        const isShort = sameName(faults.active('topology-role-missing')?.pool ?? '', pool.fqdn);
        return row(
          pool.fqdn,
          site,
          isShort ? services.slice(0, -1) : services,
          pool.servers.map((server) => server.fqdn),
        );
      }),
  ),
  ...strangers({ environment, faults }),
];

const row = (fqdn: string, site: Site, services: readonly string[], computers: readonly string[]): object => ({
  Identity: fqdn,
  Fqdn: fqdn,
  Services: services,
  Computers: computers,
  Site: siteIdentity(site),
});

/** Pools that nobody has declared: of the faults `pool-undeclared` and `name-used-twice`. */
function strangers({ environment, faults }: Pick<LabEstate, 'environment' | 'faults'>): readonly object[] {
  const [site] = environment.sites;
  const known = site?.pools[0];
  if (site === undefined || known === undefined) return [];
  const domain = domainOf(known.fqdn);
  const twice = faults.active('name-used-twice')?.server;
  const undeclared = environment.sites.find(({ name }) => name === faults.active('pool-undeclared')?.site);
  return [
    ...(twice === undefined ? [] : [row(`old-edge.${domain}`, site, [], [twice])]),
    ...(undeclared === undefined
      ? []
      : [row(`forgotten.${domain}`, undeclared, [`Registrar:forgotten.${domain}`], [`forgotten.${domain}`])]),
  ];
}

/** Rows of `Get-CsService`. `Version` tells the generations apart: 5 is Lync Server 2010, 6 is 2013. */
export function serviceRows(estate: LabEstate): readonly object[] {
  const { environment, faults } = estate;
  const lacking = faults.active('workload-missing')?.pool ?? '';
  const mistaken = faults.active('topology-version-wrong')?.pool ?? '';
  const versions = (pool: Pool): number => {
    const { topologyVersion } = generationTruth(pool);
    return sameName(mistaken, pool.fqdn) ? (topologyVersion === 5 ? 6 : 5) : topologyVersion;
  };
  const undeclared = environment.sites.find(({ name }) => name === faults.active('pool-undeclared')?.site);
  return [
    ...environment.sites.flatMap((site, index) =>
      site.pools.flatMap((pool) =>
        topologyRolesOf(pool)
          .filter((role) => role !== 'ConferencingServer' || !sameName(lacking, pool.fqdn))
          .map((role, position) => ({
            Identity: `${role}:${pool.fqdn}`,
            ServiceId: `${index + 1}-${role}-${position + 1}`,
            SiteId: siteIdentity(site),
            PoolFqdn: pool.fqdn,
            Version: versions(pool),
            Role: role,
            DependentServiceList: [],
            ...settingsOf(estate, pool, role),
          })),
      ),
    ),
    ...webAppsRows(estate),
    ...(undeclared === undefined ? [] : [strangerService(undeclared)]),
  ];
}

const strangerService = (site: Site): object => {
  const fqdn = `forgotten.${domainOf(site.pools[0]?.fqdn ?? '.')}`;
  return {
    Identity: `Registrar:${fqdn}`,
    ServiceId: '9-Registrar-1',
    SiteId: siteIdentity(site),
    PoolFqdn: fqdn,
    Version: 5,
    Role: 'Registrar',
  };
};

/** What a role shows beside what all have. */
function settingsOf(estate: LabEstate, pool: Pool, role: string): object {
  switch (role) {
    case 'Registrar':
      return { EdgeServer: mediaEdgeOf(estate, pool), ...databasesOf(estate, pool) };
    case 'ConferencingServer':
      return { EdgeServer: mediaEdgeOf(estate, pool) };
    case 'UserServer':
      return { UserDatabase: `UserDatabase:${sqlOf(pool)}` };
    case 'WebServer':
      return { InternalFqdn: pool.fqdn, ExternalFqdn: pool.webExternal ?? null };
    case 'EdgeServer':
      return edgeSettings(estate, pool);
    default:
      return {};
  }
}

/** Archiving and monitoring: servers of their own in 2010, databases in 2013. */
function databasesOf({ environment, faults }: LabEstate, pool: Pool): object {
  const domain = domainOf(pool.fqdn);
  const isOver = environment.phase === 'decommission' && !sameName(faults.active('archiving-left')?.pool ?? '', pool.fqdn);
  if (pool.generation === 'lync-2010' && isOver) return { ArchivingServer: null, MonitoringServer: null };
  if (pool.generation === 'lync-2010')
    return { ArchivingServer: `ArchivingServer:archive.${domain}`, MonitoringServer: `MonitoringServer:archive.${domain}` };
  const missing = sameName(faults.active('archiving-missing')?.pool ?? '', pool.fqdn);
  return {
    ArchivingDatabase: missing ? null : `ArchivingDatabase:sql2013.${domain}`,
    MonitoringDatabase: `MonitoringDatabase:sql2013.${domain}`,
  };
}

/** The server for slides, which came with 2013. */
function webAppsRows({ environment, faults }: LabEstate): readonly object[] {
  const place = placesOf(environment).find(({ pool }) => pool.generation === 'lync-2013');
  if (place === undefined || faults.active('web-apps-server-missing') !== undefined) return [];
  const fqdn = `webapp2013.${domainOf(place.pool.fqdn)}`;
  return [
    {
      Identity: `WacServer:${fqdn}`,
      ServiceId: '1-WacServer-1',
      SiteId: siteIdentity(place.site),
      PoolFqdn: fqdn,
      Version: 6,
      Role: 'WacServer',
    },
  ];
}

/** The holder of the central management store: the server with that role, else the first of all. */
const storeHolder = (environment: Environment) =>
  placesOf(environment).find(({ server }) => server.roles.includes('cms')) ?? placesOf(environment)[0];

/** `Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus`. */
export function storeStatusRows(estate: LabEstate): readonly object[] {
  const holder = storeHolder(estate.environment)?.server.fqdn ?? '';
  const now = estate.clock.now();
  const idle = estate.faults.active('central-store-idle') !== undefined;
  return [
    {
      ActiveMasterFqdn: idle ? '' : holder,
      ActiveMasterLastHeartbeat: isoTime(now - 30_000),
      ActiveFileTransferAgents: idle ? [] : [holder],
      ActiveFileTransferAgentsLastHeartbeat: isoTime(now - 20_000),
      ActiveReplicas: placesOf(estate.environment).map(({ server }) => server.fqdn),
      DeletedReplicas: [],
      LastUpdatedOn: isoTime(now - 25_000),
    },
  ];
}

/** `Get-CsManagementConnection`. */
export function connectionRows({ environment }: LabEstate): readonly object[] {
  const holder = storeHolder(environment);
  if (holder === undefined) return [];
  return [
    {
      StoreProvider: 'Sql',
      Connection: `Data Source=${sqlOf(holder.pool)}\\rtc;Initial Catalog=xds;Integrated Security=True`,
      ReadOnly: false,
      SqlServer: sqlOf(holder.pool),
      SqlInstance: 'rtc',
      MirrorSqlServer: null,
      MirrorSqlInstance: null,
    },
  ];
}

/** `Get-CsConfigurationStoreLocation`. */
export function storeLocation({ environment, faults }: LabEstate): readonly string[] {
  const holder = storeHolder(environment);
  if (holder === undefined) return [];
  const server =
    faults.active('store-location-astray') === undefined ? sqlOf(holder.pool) : `old-sql.${domainOf(holder.pool.fqdn)}`;
  return [`${server}/rtc`];
}
