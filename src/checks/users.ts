import type { ClientPinFact, PoolUsersFact, TestUserFact } from '../admin/model.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import { type Comparison, judgeCompared } from './earlier.ts';

/** No address of a user of the pool has a blank, lacks its scheme, or belongs to a domain that is not declared. */
export function judgeAddresses(fact: PoolUsersFact, sipDomains: readonly string[]): Finding {
  const declared = new Set(sipDomains.map((domain) => domain.toLowerCase()));
  const foreign = fact.domains.filter(({ name }) => !declared.has(name.toLowerCase()));
  const reasons: Reason[] = [
    ...fact.odd.map(({ identity, property, value }) => ({
      text: `${property} of ${identity}`,
      expected: property === 'SipAddress' ? 'sip:name@domain, without blanks' : 'no blank at either end',
      // The blank would not show otherwise.
      observed: JSON.stringify(value),
    })),
    ...foreign.map(({ name, count }) => ({
      text: `${count} ${count === 1 ? 'user' : 'users'} with an address of ${name === '' ? 'no domain' : name}`,
      expected: sipDomains.join(' or '),
      observed: name === '' ? 'no domain' : name,
    })),
  ];
  if (fact.oddCount === 0 && foreign.length === 0)
    return pass(`The addresses of the ${fact.count} users of ${fact.pool} are clean.`);
  const parts = [
    ...(fact.oddCount === 0 ? [] : [`${fact.oddCount} odd ${fact.oddCount === 1 ? 'address' : 'addresses'}`]),
    ...(foreign.length === 0 ? [] : [`addresses of ${foreign.length} undeclared ${foreign.length === 1 ? 'domain' : 'domains'}`]),
  ];
  return fail('ADDRESS_ODD', `The users of ${fact.pool} have ${parts.join(' and ')}.`, reasons);
}

/** How many users each home pool has. */
export type Counts = Readonly<Record<string, number>>;

/** True for counts as an earlier run kept them. */
export const isCounts = (value: unknown): value is Counts =>
  typeof value === 'object' && value !== null && Object.values(value).every((count) => typeof count === 'number');

const sum = (counts: Counts): number => Object.values(counts).reduce((total, count) => total + count, 0);

/** The pools have not lost users: they may give them to each other. */
export const judgeInventory = (estate: string, counts: Comparison<Counts>): Finding =>
  judgeCompared(`The number of users of ${estate}`, counts, (before, now) => {
    const pools = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
    const changed = pools
      .filter((pool) => before[pool] !== now[pool])
      .map((pool) => ({
        text: `Users of ${pool}`,
        expected: before[pool] === undefined ? 'not counted then' : String(before[pool]),
        observed: now[pool] === undefined ? 'not declared any more' : String(now[pool]),
      }));
    const [was, is] = [sum(before), sum(now)];
    const notCounted = sum(Object.fromEntries(Object.entries(before).filter(([pool]) => now[pool] === undefined)));
    if (is < was - notCounted) return fail('USERS_FEWER', `The pools of ${estate} have ${is} users; they had ${was}.`, changed);
    if (is < was) {
      const message = `The pools of ${estate} have ${is} users; they had ${was}, ${notCounted} of them on pools that nobody counts any more.`;
      return undetermined('NOT_TOLD', message, changed);
    }
    return pass(`The pools of ${estate} have ${is} users; they had ${was}.`, changed);
  });

/** What applies to a test user, as it is kept from run to run. */
export type KeptPolicies = Pick<TestUserFact, 'registrarPool' | 'assigned' | 'effective'>;

const isTexts = (value: unknown): value is Readonly<Record<string, string>> =>
  typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');

/** True for policies as an earlier run kept them. */
export const isKeptPolicies = (value: unknown): value is KeptPolicies =>
  typeof value === 'object' &&
  value !== null &&
  'registrarPool' in value &&
  typeof value.registrarPool === 'string' &&
  'assigned' in value &&
  isTexts(value.assigned) &&
  (!('effective' in value) || isTexts(value.effective));

/** `Tag:Pilot` and `pilot` name one policy. */
const plain = (policy: string): string => policy.replace(/^tag:/i, '').toLowerCase();
const shown = (policy: string): string => (policy === '' ? 'none of its own' : policy);

/** The same policies apply to the user as before. Kinds that one of the two looks did not show are not known, and not compared. */
export function judgePolicies(user: string, policies: Comparison<KeptPolicies>): Finding {
  return judgeCompared(`The policies of ${user}`, policies, (before, now) => {
    const both = before.effective !== undefined && now.effective !== undefined;
    const was = (both ? before.effective : before.assigned) ?? {};
    const is = (both ? now.effective : now.assigned) ?? {};
    const known = Object.keys(was).filter((kind) => is[kind] !== undefined);
    if (known.length === 0)
      return undetermined('BASELINE_UNREADABLE', `The policies of ${user} have no kind in common with those of the run before.`);
    const changed = known.filter((kind) => plain(was[kind] ?? '') !== plain(is[kind] ?? ''));
    const moved =
      before.registrarPool.toLowerCase() === now.registrarPool.toLowerCase()
        ? []
        : [{ text: `${user} was moved from ${before.registrarPool} to ${now.registrarPool} in between.` }];
    const kindOf = both ? 'policies' : 'assigned policies (the tools of 2010 do not tell those of a site or of everybody)';
    if (changed.length === 0) return pass(`The ${known.length} ${kindOf} of ${user} are as before.`, moved);
    const [first = ''] = changed;
    const more = changed.length === 1 ? '' : `, and ${changed.length - 1} more changed`;
    return fail('POLICY_CHANGED', `${first} of ${user} was ${shown(was[first] ?? '')} and is ${shown(is[first] ?? '')}${more}.`, [
      ...changed.map((kind) => ({
        text: `${kind} of ${user}`,
        expected: shown(was[kind] ?? ''),
        observed: shown(is[kind] ?? ''),
      })),
      ...moved,
    ]);
  });
}

/** Whether a PIN can be used, as it is kept from run to run. */
export type KeptPin = Pick<ClientPinFact, 'isPinSet' | 'isLockedOut'>;

/** True for a PIN as an earlier run kept it. */
export const isKeptPin = (value: unknown): value is KeptPin =>
  typeof value === 'object' &&
  value !== null &&
  'isPinSet' in value &&
  typeof value.isPinSet === 'boolean' &&
  'isLockedOut' in value &&
  typeof value.isLockedOut === 'boolean';

/** A user who had a usable PIN still has one. */
export function judgePin(user: string, pin: Comparison<KeptPin>): Finding {
  return judgeCompared(`The PIN of ${user}`, pin, (before, now) => {
    const words = ({ isPinSet, isLockedOut }: KeptPin): string => (!isPinSet ? 'no PIN' : isLockedOut ? 'a locked PIN' : 'a PIN');
    const usable = ({ isPinSet, isLockedOut }: KeptPin): boolean => isPinSet && !isLockedOut;
    if (!usable(before) || usable(now)) return pass(`${user} had ${words(before)}, and has ${words(now)}.`);
    return fail('PIN_LOST', `${user} had ${words(before)}, and has ${words(now)}.`);
  });
}
