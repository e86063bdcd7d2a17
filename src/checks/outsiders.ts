import type { MeetingPolicyFact } from '../admin/model.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import { type PolicyHolder, policyInForce, policyNamed } from './policy-scope.ts';

/** Users of a pool whose policies are looked at. */
export interface OutsiderQuestion {
  readonly site: string;
  readonly pool: string;
  readonly users: readonly PolicyHolder[];
}

type Applied<Policy> = { readonly policies: readonly Policy[] } | { readonly finding: Finding };

/** The policies of a kind that apply to the users, each once. */
function applied<Policy extends { readonly identity: string }>(
  kind: string,
  { site, pool, users }: OutsiderQuestion,
  all: readonly Policy[],
): Applied<Policy> {
  const known = all.map(({ identity }) => identity);
  const names = [...new Set(users.map((user) => policyInForce(kind, user, { site, pool }, known)))];
  const missing = names.filter((name) => policyNamed(all, name) === undefined);
  if (names.length === 0 || missing.length > 0) {
    const what = names.length === 0 ? `no test user of ${pool} was found` : `the estate does not list ${missing.join(', ')}`;
    return { finding: undetermined('NOT_TOLD', `Which ${kind} applies to the users of ${pool} cannot be told: ${what}.`) };
  }
  return { policies: [...new Set(names.flatMap((name) => policyNamed(all, name) ?? []))] };
}

/** Anonymous participants may join the meetings of these users. */
export function judgeAnonymousMeetings(question: OutsiderQuestion, { conferencing }: MeetingPolicyFact): Finding {
  const found = applied('ConferencingPolicy', question, conferencing);
  if ('finding' in found) return found.finding;
  const closed = found.policies.filter(({ allowAnonymous }) => !allowAnonymous);
  const names = (some: readonly { readonly identity: string }[]): string => some.map(({ identity }) => identity).join(', ');
  if (closed.length === 0)
    return pass(`Meetings of users of ${question.pool} take in anonymous participants (${names(found.policies)}).`);
  return fail(
    'OUTSIDERS_REFUSED',
    `Meetings of users of ${question.pool} take in no anonymous participants (${names(closed)}).`,
    closed.map(({ identity }) => ({
      text: `AllowAnonymousParticipantsInMeetings of the conferencing policy ${identity}`,
      expected: 'True',
      observed: 'False',
    })),
  );
}

/** These users reach partners, and sign in from outside; XMPP partners where that is wanted. */
export function judgeExternalAccess(question: OutsiderQuestion, fact: MeetingPolicyFact, xmpp: boolean): Finding {
  const found = applied('ExternalAccessPolicy', question, fact.external);
  if ('finding' in found) return found.finding;
  if (xmpp && found.policies.some(({ enableXmpp }) => enableXmpp === undefined))
    return undetermined('NOT_TOLD', `Whether users of ${question.pool} reach XMPP partners, only the tools of 2013 tell.`);
  const values: readonly (readonly [string, string, boolean])[] = [
    ...found.policies.flatMap(({ identity, enableFederation, enableOutside, enableXmpp }) => {
      const whose = `the policy of external access ${identity}`;
      return [
        ['EnableFederationAccess', whose, enableFederation] as const,
        ['EnableOutsideAccess', whose, enableOutside] as const,
        ...(xmpp ? [['EnableXmppAccess', whose, enableXmpp === true] as const] : []),
      ];
    }),
    ['AllowFederatedUsers', 'the access configuration of the Edge', fact.accessEdge.allowFederatedUsers],
    ['AllowOutsideUsers', 'the access configuration of the Edge', fact.accessEdge.allowOutsideUsers],
  ];
  const off = values.filter(([, , on]) => !on);
  if (off.length === 0)
    return pass(`Users of ${question.pool} may reach partners${xmpp ? ', those of XMPP too,' : ''} and be outside.`);
  return fail(
    'OUTSIDERS_REFUSED',
    `${off.map(([name]) => name).join(', ')} ${off.length === 1 ? 'is' : 'are'} off for users of ${question.pool}.`,
    off.map(([name, whose]): Reason => ({ text: `${name} of ${whose}`, expected: 'True', observed: 'False' })),
  );
}
