import type { Pool } from '../../environment/model.ts';
import type { LabEstate, LabUser } from '../model.ts';
import { Refusal } from './refusal.ts';
import { sameName } from './topology.ts';

/** What the Lync module sends: a transaction, where it signs in, and who plays which part, the one who acts first. */
interface Order {
  readonly test: 'registration' | 'im' | 'group-im' | 'presence' | 'data-conference';
  readonly target: string;
  readonly users: readonly { readonly uri: string; readonly login: string; readonly password: string }[];
}

interface Failed {
  readonly error: string;
  readonly diagnosis: string;
}

const diagnosed = (error: string, code: number, source: string, reason: string): Failed => ({
  error,
  diagnosis: `ErrorCode=${code},Source=${source},Reason=${reason}\nMicrosoft.Rtc.Signaling.DiagnosticHeader`,
});

/** Milliseconds that the lab's own transactions take: invented, and the same every time. */
const latency = 63;

/**
 * How a synthetic transaction of the product would end in the lab at this moment: asked of the same users, homes and faults as the lab's
 * own SIP, so that both witnesses see one estate. A row of `TaskOutput`, with `Steps` for the log.
 */
export function runTransaction(estate: LabEstate, order: unknown): object {
  const { test, target, users } = order as Order;
  const failed = failureOf(estate, test, target, users);
  const steps = [
    'Sending Registration request:',
    `Target Fqdn = ${target}`,
    ...users.map(({ uri }) => `User Sip Address = ${uri}`),
    failed === undefined ? `'${test}' activity completed in '0.06' secs.` : `'${test}' activity failed: ${failed.error}`,
  ];
  return {
    TargetFqdn: target,
    Result: failed === undefined ? 'Success' : 'Failure',
    Latency: failed === undefined ? latency : 0,
    Error: failed?.error ?? '',
    Diagnosis: failed?.diagnosis ?? '',
    Steps: steps,
  };
}

function failureOf(estate: LabEstate, test: Order['test'], target: string, users: Order['users']): Failed | undefined {
  if (estate.faults.active('synthetic-blocked') !== undefined) return timedOut(target);
  const [first, second] = users.map((user) => known(estate, user));
  const down = estate.faults.active('pool-down')?.pool ?? '';
  for (const [index, user] of users.entries()) {
    const found = [first, second][index];
    if (found === undefined) return diagnosed('404, Not Found', 1003, target, 'User does not exist');
    if (!found.enabled)
      return diagnosed('404, Not Found', 4005, target, 'Destination URI either not enabled for SIP or does not exist');
    if (found.password !== user.password || !sameName(found.login, user.login))
      return { error: 'The log on was denied', diagnosis: '' };
    if ([target, found.pool].some((pool) => sameName(pool, down))) return timedOut(target);
  }
  const lost = (from: LabUser | undefined, to: LabUser | undefined): boolean =>
    is(estate, from, 'lync-2010') && is(estate, to, 'lync-2013');
  if (test === 'im' && estate.faults.active('im-legacy-to-migrated-lost') !== undefined && lost(first, second))
    return timedOut(target);
  if (test === 'presence' && estate.faults.active('presence-to-legacy-frozen') !== undefined && is(estate, second, 'lync-2010'))
    return { error: 'The changed presence was not received in time', diagnosis: '' };
  return test === 'group-im' ? conferenceFailure(estate, target, first, second) : undefined;
}

/** A conference is held on the pool of whoever calls it. */
function conferenceFailure(
  estate: LabEstate,
  target: string,
  first: LabUser | undefined,
  second: LabUser | undefined,
): Failed | undefined {
  const on = (name: 'conference-not-created' | 'conference-join-refused' | 'conference-messages-lost'): boolean =>
    sameName(estate.faults.active(name)?.pool ?? '', first?.pool ?? target);
  const mixed = is(estate, first, 'lync-2010') !== is(estate, second, 'lync-2010');
  if (on('conference-not-created')) return diagnosed('500, Server Internal Error', 3057, target, 'Conference creation failed.');
  if (on('conference-join-refused') && mixed) return diagnosed('403, Forbidden', 3033, target, 'The user may not join.');
  return on('conference-messages-lost') ? timedOut(target) : undefined;
}

const timedOut = (target: string): Failed => diagnosed('504, Server time-out', 2, target, 'See response code and reason phrase.');

function known(estate: LabEstate, { uri }: Order['users'][number]): LabUser | undefined {
  if (typeof uri !== 'string') throw new Refusal('invalid', 'A transaction needs the addresses of its users.');
  return estate.users.get(uri.toLowerCase());
}

const is = (estate: LabEstate, user: LabUser | undefined, generation: Pool['generation']): boolean =>
  estate.environment.sites
    .flatMap(({ pools }) => pools)
    .some((pool) => pool.generation === generation && user !== undefined && sameName(pool.fqdn, user.pool));
