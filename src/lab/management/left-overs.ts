import type { Pool } from '../../environment/model.ts';
import type { LabEstate } from '../model.ts';
import { Refusal } from './refusal.ts';
import { sameName } from './topology.ts';

// What lives on a pool beside its users. The estate of the lab has one of each kind: on the pool of 2013 once the migration is over, before
// that on the pool of 2010.

const over: readonly string[] = ['post-migration', 'decommission'];

type RowOf = (pool: string, domain: string) => object;

const contact =
  (name: string): RowOf =>
  (pool, domain) => ({
    Identity: `CN=${name},OU=coex,${domain
      .split('.')
      .map((label) => `DC=${label}`)
      .join(',')}`,
    DisplayName: name,
    SipAddress: `sip:${name}@${domain}`,
    RegistrarPool: pool,
  });

const kinds: Readonly<Record<string, RowOf>> = {
  'um-contacts': contact('auto-attendant'),
  'common-area-phones': contact('lobby-phone'),
  'analog-devices': contact('fax'),
  'trusted-applications': contact('helpdesk-bot'),
  'meeting-rooms': contact('board-room'),
  'dial-in-numbers': (pool, domain) => ({
    PrimaryUri: `sip:dial-in@${domain}`,
    DisplayName: 'Headquarters',
    LineUri: 'tel:+14255550100',
    Pool: pool,
  }),
  'call-park': (pool) => ({
    Identity: 'Headquarters',
    NumberRangeStart: '100',
    NumberRangeEnd: '199',
    CallParkServiceId: `ApplicationServer:${pool}`,
    CallParkServerFqdn: pool,
  }),
  'conference-directories': (pool) => ({ Identity: '1', ServiceId: `UserServer:${pool}`, TargetServerIfMoving: null }),
};

/** What a response group is made of: names by kind. */
const groupParts: Readonly<Record<string, string>> = {
  'response-groups': 'Service desk',
  'response-queues': 'Service desk',
  'response-agent-groups': 'Second line',
};

const group = (name: string, pool: string, type: 'Managed' | 'Unmanaged'): object => ({
  Identity: `service:ApplicationServer:${pool}/11111111-2222-3333-4444-555555555555`,
  Name: name,
  OwnerPool: pool,
  WorkflowType: type,
});

const homeOf = ({ environment }: LabEstate, generation: Pool['generation']): Pool | undefined =>
  environment.sites
    .flatMap(({ pools }) => pools)
    .find((pool) => pool.generation === generation && pool.servers.some(({ roles }) => roles.includes('front-end')));

/** Objects of a kind, each with the property by which the product says to which pool it belongs. */
export function leftOverRows(estate: LabEstate, kind: string): readonly object[] {
  const groupName = groupParts[kind];
  const rowOf: RowOf | undefined = groupName === undefined ? kinds[kind] : (pool) => group(groupName, pool, 'Managed');
  if (rowOf === undefined) throw new Refusal('not-found', `The lab has no objects of the kind ${kind}.`);
  const domain = estate.environment.sipDomains[0] ?? 'contoso.net';
  const legacy = homeOf(estate, 'lync-2010');
  const forgotten = estate.faults.active('pool-not-empty')?.pool;
  if (!over.includes(estate.environment.phase)) return legacy === undefined ? [] : [rowOf(legacy.fqdn, domain)];
  const newer = homeOf(estate, 'lync-2013');
  if (groupName !== undefined) {
    // The copies on 2010 stay until the end; what was never moved is only there.
    const copies = legacy === undefined ? [] : [group(groupName, legacy.fqdn, 'Unmanaged')];
    return forgotten === undefined && newer !== undefined ? [...copies, rowOf(newer.fqdn, domain)] : copies;
  }
  return [
    ...(newer === undefined ? [] : [rowOf(newer.fqdn, domain)]),
    ...(forgotten === undefined ? [] : [rowOf(forgotten, domain)]),
  ];
}

/** A user whom nobody has moved, of the fault `pool-not-empty`: no test user. */
export function forgottenUser({
  environment,
  faults,
}: LabEstate): { name: string; uri: string; login: string; pool: string } | undefined {
  const pool = faults.active('pool-not-empty')?.pool;
  if (pool === undefined || !environment.sites.some(({ pools }) => pools.some(({ fqdn }) => sameName(fqdn, pool))))
    return undefined;
  return { name: 'forgotten Fred', uri: `sip:fred@${environment.sipDomains[0] ?? 'contoso.net'}`, login: 'CONTOSO\\fred', pool };
}
