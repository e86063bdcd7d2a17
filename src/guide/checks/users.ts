import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'users',
  pillar: 'administration',
  tier: 'full',
  generations: generationNames,
  needs: ['management-shell'],
  optional: false,
  budget: 'administrationCall',
  touches: 'reads',
} as const;

/** A comparison needs two runs: it counts for a wave only where the wave names it, so that a first run can be GO. */
const compared = {
  optional: true,
  requirement: 'users-keep-settings',
} as const;

export const userChecks: readonly Check[] = [
  {
    ...base,
    id: 'users.addresses',
    tier: 'smoke',
    requirement: 'users-addressed',
    title: 'the addresses of the users of the pool are clean',
    method:
      'Get-CsUser of the pool: no SIP address may hold a blank or lack its scheme, no telephone address may begin or end with a blank, and every ' +
      'domain must be one of sipDomains. People are counted and not listed; only odd addresses are shown, the first twenty.',
    codes: ['ADDRESS_ODD'],
    causes: [
      'The attribute was written by a script or by hand, with a blank at its end.',
      'A SIP domain of the estate is missing in the environment file.',
    ],
    remedy:
      'Correct the attributes that are listed with Set-CsUser before anybody of {pool} is moved: moves fail on them. If a domain is one of the ' +
      'estate, add it to sipDomains.',
  },
  {
    ...base,
    ...compared,
    id: 'users.policies',
    tier: 'smoke',
    title: 'the policies of the test user are those of the run before',
    method:
      'The policies that apply to a test user (Get-CsEffectivePolicy; with the tools of 2010 those that Get-CsUser shows as assigned) are kept, ' +
      'and compared by kind with those of the newest finished run in which they had not failed. A first run has nothing to compare with and is ' +
      'not counted.',
    needs: ['management-shell', 'test-user'],
    codes: ['POLICY_CHANGED', 'BASELINE_NONE', 'BASELINE_UNREADABLE', 'DEPENDS_ON_OTHER'],
    causes: [
      'The user was moved to a pool of another site, whose policies apply now.',
      'A policy was granted or taken away.',
      'The user was moved with -Force.',
    ],
    remedy:
      'Compare Get-CsEffectivePolicy of {user} with the values in the message, and grant what is missing. If it was meant to change, run once with ' +
      '--baseline and the newest run: the new values are what {user} is compared with from then on.',
  },
  {
    ...base,
    ...compared,
    id: 'users.inventory',
    title: 'no user has got lost since the run before',
    method:
      'The users of every home pool are counted (Get-CsUser by RegistrarPool). Pools may give users to each other; their sum must not be smaller ' +
      'than in the newest finished run in which it had not failed. Users of a pool that the file declares no more are not known to be lost: that is ' +
      'undetermined. A first run has nothing to compare with and is not counted.',
    codes: ['USERS_FEWER', 'NOT_TOLD', 'BASELINE_NONE', 'BASELINE_UNREADABLE'],
    causes: [
      'Users were moved to a pool that the environment file does not declare.',
      'Accounts were disabled for Lync, or people have left.',
    ],
    remedy:
      'Compare the counts per pool in the message with Get-CsUser | Group-Object RegistrarPool, asked in {site}. If users have left for good, run ' +
      'once with --baseline and the newest run.',
  },
  {
    ...base,
    id: 'users.client-versions',
    requirement: 'clients-let-in',
    title: 'the clients of the pilot are let in',
    method:
      'Get-CsClientVersionConfiguration and Get-CsClientVersionPolicyRule, as they apply to the test users of the pool: rules by priority, the ' +
      'first that fits decides, else the default. They must let in the clients under pilot.clients, and that as which the harness signs in. In ' +
      'phase prepare the filter must be on.',
    codes: ['CLIENT_REFUSED', 'CLIENT_FILTER_OFF', 'NOT_TOLD'],
    causes: ['A rule blocks every version but one.', 'The default action is to block, and no rule allows the client.'],
    remedy:
      'Look at the rule that is named with Get-CsClientVersionPolicyRule, and let the clients in before users of {pool} get them.',
  },
  {
    ...base,
    id: 'users.voice-normalization',
    requirement: 'users-keep-settings',
    title: 'dialled numbers become the same for both generations',
    method:
      'Test-CsVoiceUser, which calls nobody, for one test user of every pool of the site and each number under pilot.dialledNumbers: the numbers ' +
      'must become the same for all of them. Where nothing matches for anybody, nothing was compared.',
    needs: ['management-shell', 'test-user', 'both-generations'],
    codes: ['NUMBER_DIFFERS', 'NOT_TOLD'],
    causes: [
      'The users have dial plans of their own that differ.',
      'The pool has a dial plan of its own (Registrar scope), which stayed behind when users were moved.',
    ],
    remedy:
      'Compare Get-CsDialPlan as it applies to the users that are named in {site}; grant moved users the dial plan that they had.',
  },
  {
    ...base,
    id: 'users.anonymous-meetings',
    requirement: 'outsiders-let-in',
    title: 'anonymous participants may join meetings of the users of the pool',
    method:
      'From phase federation-moved on: AllowAnonymousParticipantsInMeetings must be True in the conferencing policies that apply to the test ' +
      'users of the pool. Otherwise federated users cannot enter their meetings.',
    needs: ['management-shell', 'test-user'],
    codes: ['OUTSIDERS_REFUSED', 'NOT_TOLD', 'DEPENDS_ON_OTHER'],
    causes: ['The conferencing policy was set so on purpose, before the two generations ran side by side.'],
    remedy:
      'Set-CsConferencingPolicy -AllowAnonymousParticipantsInMeetings $true for the policy that is named, which applies to users of {pool}.',
  },
  {
    ...base,
    id: 'users.external-access',
    requirement: 'outsiders-let-in',
    title: 'the users of the pool may reach partners, and be reached from outside',
    method:
      'From phase federation-moved on: the policies of external access that apply to the test users of the pool must allow federation and outside ' +
      'access (with pilot.xmpp also XMPP partners), and Get-CsAccessEdgeConfiguration federated and remote users.',
    needs: ['management-shell', 'test-user'],
    codes: ['OUTSIDERS_REFUSED', 'NOT_TOLD', 'DEPENDS_ON_OTHER'],
    causes: [
      'The policy of a site allowed it, and the users have left that site.',
      'EnableXmppAccess is new in 2013 and off until somebody turns it on.',
    ],
    remedy:
      'Set the values that are named with Set-CsExternalAccessPolicy or Set-CsAccessEdgeConfiguration; they apply to users of {pool}.',
  },
  {
    ...base,
    ...compared,
    id: 'users.pin',
    title: 'the PIN of the test user came along',
    method:
      'From phase pilot on: whether a test user has a PIN that is not locked (Get-CsClientPinInfo, which never tells the PIN), kept and compared ' +
      'with the newest finished run in which it had not failed. A first run has nothing to compare with and is not counted.',
    needs: ['management-shell', 'test-user'],
    codes: ['PIN_LOST', 'BASELINE_NONE', 'BASELINE_UNREADABLE', 'NOT_TOLD'],
    causes: [
      'The user was moved with -Force, or the back end of one of the pools was not reachable during the move.',
      'The PIN was tried wrongly too often, and is locked.',
    ],
    remedy:
      'Look at Get-CsClientPinInfo of {user}; unlock or set the PIN, and look for event 47067 on the servers of {pool}: the PIN services of the ' +
      'pools must reach each other on port 444.',
  },
];
