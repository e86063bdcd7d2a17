import { isoTime } from '../../time/index.ts';
import type { LabEstate } from '../model.ts';
import { localPlace } from './certificates.ts';
import { Refusal } from './refusal.ts';
import { placesOf, sameName } from './topology.ts';

const ready: Readonly<Record<string, string>> = {
  schema: 'SCHEMA_VERSION_STATE_CURRENT',
  forest: 'LC_FORESTSETTINGS_STATE_READY',
  domain: 'LC_DOMAINSETTINGS_STATE_READY',
};

/** One of the three states of Active Directory, as a text. */
export function directoryState({ faults }: LabEstate, what: string): readonly string[] {
  const state = ready[what];
  if (state === undefined) throw new Refusal('not-found', `The lab has no state ${what} of Active Directory.`);
  const broken = faults.active('directory-not-ready')?.name === what;
  return [broken ? state.replace(/CURRENT$|READY$/, (word) => (word === 'READY' ? 'NOT_READY' : 'NOT_CURRENT')) : state];
}

const namingContext = (domain: string): string =>
  domain
    .split('.')
    .map((label) => `DC=${label}`)
    .join(',');

/** `Get-CsUserReplicatorConfiguration`: users of the domain of every SIP domain. */
export const replicatorRows = ({ environment }: LabEstate): readonly object[] => [
  {
    Identity: 'Global',
    ADDomainNamingContextList: environment.sipDomains.map(namingContext),
    ReplicationCycleInterval: '00:01:00',
  },
];

/** Events of a server with an id: the end of the first replication of users, one for each domain. */
export function eventRows(estate: LabEstate, computer: string, id: string): readonly object[] {
  const place = placesOf(estate.environment).find(({ server }) => sameName(server.fqdn, computer));
  if (place === undefined || isDown(estate, place.pool.fqdn))
    throw new Refusal('server-unreachable', 'The RPC server is unavailable');
  const pending = sameName(estate.faults.active('user-replication-pending')?.pool ?? '', place.pool.fqdn);
  if (id !== '30024' || place.pool.generation === 'lync-2010' || pending) return [];
  return estate.environment.sipDomains.map((domain) => ({
    Id: 30024,
    ProviderName: 'LS User Replicator',
    LogName: 'Lync Server',
    MachineName: computer,
    TimeCreated: isoTime(estate.clock.now() - 3_600_000),
    Message: `The initial synchronization of users in the domain ${domain} has completed.`,
    Properties: [{ Value: namingContext(domain) }],
  }));
}

const isDown = ({ faults }: LabEstate, pool: string): boolean => sameName(faults.active('pool-down')?.pool ?? '', pool);

/** Lines of `Get-CsPoolFabricState`. */
export function fabricLines(estate: LabEstate, name: string): readonly string[] {
  const pool = estate.environment.sites.flatMap(({ pools }) => pools).find(({ fqdn }) => sameName(fqdn, name));
  if (pool === undefined || pool.generation === 'lync-2010')
    throw new Refusal('not-found', `Windows Fabric knows no pool "${name}".`);
  if (isDown(estate, pool.fqdn)) throw new Refusal('server-unreachable', 'The RPC server is unavailable');
  const broken = sameName(estate.faults.active('fabric-replicas-missing')?.pool ?? '', pool.fqdn);
  const group = 'fabric:/lync/routing/E71E41AD8A345CCCA2493484208565C7';
  if (!broken) return [`Service: (P) ${group} Primary: ${pool.servers[0]?.fqdn ?? ''}`];
  return [
    `Service: (P) ${group} has no primaries.`,
    'Service: (P) fabric:/lync/routing/F9E606A825395422B3BF7A01ECBB7B1F has insufficient secondary replicas (Expected: 2, Current: 0)',
  ];
}

/** `Get-CsPoolUpgradeReadinessState`, which knows the pool of its own computer alone. */
export function readinessRows(estate: LabEstate, site: string | undefined): readonly object[] {
  const place = localPlace(estate.environment, site);
  if (place === undefined) return [];
  const busy = sameName(estate.faults.active('pool-not-ready')?.site ?? '', place.site.name);
  return [
    {
      PoolUpgradeState: busy ? 'InsufficientActiveFrontEnds' : 'Ready',
      UpgradeDomains: place.pool.servers.map(({ fqdn }) => ({ Name: fqdn, ReadyforUpgrade: !busy, FrontEnds: [fqdn] })),
    },
  ];
}
