import type { Pool } from '../../environment/model.ts';
import type { FaultName, LabEstate, LabUser } from '../model.ts';
import { Refusal } from './refusal.ts';
import { sameName } from './topology.ts';

type Test =
  | 'registration'
  | 'im'
  | 'group-im'
  | 'presence'
  | 'audio-video'
  | 'audio-video-conference'
  | 'data-conference'
  | 'sharing'
  | 'mobile'
  | 'mobile-of-2010'
  | 'persistent-chat'
  | 'xmpp'
  | 'federated-partner'
  | 'address-book'
  | 'address-book-search'
  | 'dial-in';

/** What the Lync module sends: a transaction, where it signs in, who plays which part (the one who acts first comes first), and what else was given. */
interface Order {
  readonly test: Test;
  readonly target: string;
  readonly users: readonly { readonly uri: string; readonly login: string; readonly password: string }[];
  readonly more: { readonly Receiver?: string; readonly ChatRoomUri?: string; readonly Domain?: string };
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
 * own SIP, so that both witnesses see one estate. Rows of `TaskOutput`, with `Steps` for the log: one, of dial-in one per access number.
 */
export function runTransaction(estate: LabEstate, order: unknown): readonly object[] {
  const { test, target, users } = order as Order;
  const failed = failureOf(estate, order as Order);
  const rowOf = (failure: Failed | undefined): object => ({
    TargetFqdn: target,
    Result: failure === undefined ? 'Success' : 'Failure',
    Latency: failure === undefined ? latency : 0,
    Error: failure?.error ?? '',
    Diagnosis: failure?.diagnosis ?? '',
    Steps: [
      'Sending Registration request:',
      `Target Fqdn = ${target}`,
      ...users.map(({ uri }) => `User Sip Address = ${uri}`),
      failure === undefined ? `'${test}' activity completed in '0.06' secs.` : `'${test}' activity failed: ${failure.error}`,
    ],
  });
  return test === 'dial-in' && failed === undefined ? [rowOf(undefined), rowOf(deadNumber(estate, target))] : [rowOf(failed)];
}

function failureOf(estate: LabEstate, order: Order): Failed | undefined {
  const { test, target, users } = order;
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
  if (test === 'group-im') return conferenceFailure(estate, target, first, second);
  return (
    brokenService(estate, order, [first, second]) ?? limited(estate, order, [first, second]) ?? partnerFailure(estate, order)
  );
}

/** Faults that break a service of a pool, and the transactions that notice. */
const services: readonly { readonly fault: FaultName; readonly tests: readonly Test[]; readonly error: string }[] = [
  { fault: 'calls-not-set-up', tests: ['audio-video', 'audio-video-conference'], error: '500, Server Internal Error' },
  { fault: 'sharing-fails', tests: ['data-conference', 'sharing'], error: '500, Server Internal Error' },
  { fault: 'mobility-fails', tests: ['mobile', 'mobile-of-2010'], error: 'No response received for Web-Ticket service' },
  { fault: 'address-book-lost', tests: ['address-book', 'address-book-search'], error: '404, Not Found' },
];

function brokenService(estate: LabEstate, { test, target }: Order, users: readonly (LabUser | undefined)[]): Failed | undefined {
  for (const { fault, tests, error } of services) {
    const pool = estate.faults.active(fault)?.pool;
    if (pool === undefined || !tests.includes(test)) continue;
    if ([target, ...users.map((user) => user?.pool ?? '')].some((met) => sameName(met, pool))) return { error, diagnosis: '' };
  }
  return undefined;
}

/** What came with 2013, and is not there for users of 2010. How the product says so is not documented: the words are the lab's own. */
const of2013: readonly Test[] = ['data-conference', 'sharing', 'mobile', 'persistent-chat', 'xmpp'];

function limited(estate: LabEstate, { test, target }: Order, users: readonly (LabUser | undefined)[]): Failed | undefined {
  if (!of2013.includes(test) || estate.faults.active('limits-not-as-documented') !== undefined) return undefined;
  if (!users.some((user) => is(estate, user, 'lync-2010'))) return undefined;
  return { error: `The pool of a user has no such service (${test}, ${target})`, diagnosis: '' };
}

/** Who is reached elsewhere is whom the lab's own environment file names. */
function partnerFailure({ environment: { pilot }, faults }: LabEstate, { test, target, more }: Order): Failed | undefined {
  const nobody = diagnosed('404, Not Found', 4005, target, 'Destination URI either not enabled for SIP or does not exist');
  switch (test) {
    case 'persistent-chat':
      if (faults.active('chat-room-closed') !== undefined)
        return { error: 'The user is not a member of the room', diagnosis: '' };
      return more.ChatRoomUri === pilot.chatRoom ? undefined : nobody;
    case 'xmpp':
      if (faults.active('xmpp-partner-lost') !== undefined) return timedOut(target);
      return more.Receiver === pilot.xmppPartner ? undefined : nobody;
    case 'federated-partner':
      if (faults.active('federated-partner-lost') !== undefined) return timedOut(target);
      return sameName(more.Domain ?? '', pilot.federatedPartner ?? '') ? undefined : nobody;
    default:
      return undefined;
  }
}

const deadNumber = (estate: LabEstate, target: string): Failed | undefined =>
  sameName(estate.faults.active('dial-in-dead')?.pool ?? '', target)
    ? diagnosed('480, Temporarily Unavailable', 15030, target, 'The access number does not answer.')
    : undefined;

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
