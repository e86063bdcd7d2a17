import type { LabEstate, LabUser } from '../model.ts';
import { forgottenUser } from './left-overs.ts';

/** Somebody who is enabled for Lync, with what the lab knows beyond the account. */
export interface Person {
  readonly user: Pick<LabUser, 'name' | 'uri' | 'login' | 'pool' | 'enabled'>;
  readonly lineUri: string;
  /** Policies given to the user, by kind. */
  readonly policies: Readonly<Record<string, string>>;
}

/** People who work in the estate, on its first 2013 pool: whoever counts users must not only meet test users. */
const coworkers = ['Chen Yang', 'Claus Hansen', 'Hao Chen'];

/** All users of the estate: the test users, and the people beside them. The lab gives every user of 2013 a conferencing policy of the pilot. */
export function peopleOf(estate: LabEstate): readonly Person[] {
  const { environment, users, faults } = estate;
  const pools = environment.sites.flatMap((site) => site.pools);
  const migrated = new Set(pools.flatMap(({ fqdn, generation }) => (generation === 'lync-2013' ? [fqdn.toLowerCase()] : [])));
  const policyLost = faults.active('user-policy-lost');
  const blank = faults.active('user-address-blank');
  const gone = faults.active('users-gone') === undefined ? 0 : 1;
  const home = pools.find(({ generation }) => generation === 'lync-2013');
  const first = (pool: string | undefined): LabUser | undefined => [...users.values()].find((user) => user.pool === pool);
  const testers = [...users.values()].map((user): Person => {
    const keeps = migrated.has(user.pool) && user !== first(policyLost?.pool);
    return {
      user,
      lineUri: user === first(blank?.pool) ? 'tel:+14255550100 ' : '',
      policies: keeps ? { ConferencingPolicy: 'PilotConferencing' } : {},
    };
  });
  const forgotten = forgottenUser(estate);
  const left: Person[] = forgotten === undefined ? [] : [{ user: { ...forgotten, enabled: true }, lineUri: '', policies: {} }];
  if (home === undefined) return [...testers, ...left];
  const domain = environment.sipDomains?.[0] ?? 'contoso.net';
  const others = coworkers.slice(gone).map((name): Person => {
    const account = name.split(' ')[0]!.toLowerCase();
    const user = { name, uri: `sip:${account}@${domain}`, login: account, pool: home.fqdn, enabled: true };
    return { user, lineUri: '', policies: {} };
  });
  return [...testers, ...left, ...others];
}
