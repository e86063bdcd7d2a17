import type { Check } from '../model.ts';

const base = {
  suite: 'retirement',
  pillar: 'administration',
  tier: 'full',
  requirement: 'legacy-pool-emptied',
  generations: ['lync-2010'],
  needs: ['management-shell'],
  optional: false,
  budget: 'administrationCall',
  codes: ['POOL_NOT_EMPTY', 'NOT_SHOWN'],
  touches: 'reads',
} as const;

const from = 'Planned once the phase is post-migration: before that the pool may have as many as it likes.';
const forgotten = (what: string): readonly string[] => [
  `They were not moved together with the users: ${what}.`,
  'They were made after the others had been moved.',
];

/** Nothing is left on the pools of 2010. In earlier phases none of this is planned, so that a migration in its course is never red for it. */
export const retirementChecks: readonly Check[] = [
  {
    ...base,
    id: 'retirement.users',
    tier: 'smoke',
    title: 'no user is left on the 2010 pool',
    method: `Get-CsUser -Filter {RegistrarPool -eq …} must be empty for the pool. ${from}`,
    causes: [
      'A move failed for some of the users.',
      'New users were enabled on the old pool.',
      'Test users of the file are still homed there.',
    ],
    remedy: 'Move them: Get-CsUser -Filter {RegistrarPool -eq "{pool}"} | Move-CsUser -Target <2013 pool>, never with -Force.',
  },
  {
    ...base,
    id: 'retirement.um-contacts',
    title: 'no contact object of unified messaging is left on the 2010 pool',
    method: `Get-CsExUmContact must name the pool nowhere as RegistrarPool. ${from}`,
    causes: forgotten('auto attendants and subscriber access have contact objects of their own'),
    remedy:
      'Get-CsExUmContact -Filter {RegistrarPool -eq "{pool}"} | Move-CsExUmContact -Target <2013 pool>; then restart its Front-End services.',
  },
  {
    ...base,
    id: 'retirement.common-area-phones',
    title: 'no common area phone is left on the 2010 pool',
    method: `Get-CsCommonAreaPhone must name the pool nowhere as RegistrarPool. ${from}`,
    causes: forgotten('phones in lobbies and meeting rooms belong to nobody'),
    remedy: 'Get-CsCommonAreaPhone -Filter {RegistrarPool -eq "{pool}"} | Move-CsCommonAreaPhone -Target <2013 pool>.',
  },
  {
    ...base,
    id: 'retirement.analog-devices',
    title: 'no analog device is left on the 2010 pool',
    method: `Get-CsAnalogDevice must name the pool nowhere as RegistrarPool. ${from}`,
    causes: forgotten('fax machines and door openers belong to nobody'),
    remedy: 'Get-CsAnalogDevice -Filter {RegistrarPool -eq "{pool}"} | Move-CsAnalogDevice -Target <2013 pool>.',
  },
  {
    ...base,
    id: 'retirement.dial-in-numbers',
    title: 'no dial-in access number is left on the 2010 pool',
    method: `Get-CsDialInConferencingAccessNumber must name the pool nowhere as Pool. ${from}`,
    causes: forgotten('access numbers are application endpoints'),
    remedy:
      'Get-CsDialInConferencingAccessNumber -Filter {Pool -eq "{pool}"}; each is moved with Move-CsApplicationEndpoint -Target <2013 pool>.',
  },
  {
    ...base,
    id: 'retirement.call-park',
    title: 'no call park orbit is left on the 2010 pool',
    method: `Get-CsCallParkOrbit must name the pool nowhere as CallParkServerFqdn. ${from}`,
    causes: forgotten('ranges of orbits are assigned one by one'),
    remedy: 'Set-CsCallParkOrbit -CallParkService "service:ApplicationServer:<2013 pool>" for every orbit of {pool}.',
  },
  {
    ...base,
    id: 'retirement.response-groups',
    title: 'every response group of the 2010 pool is on 2013 as well',
    method:
      'Names of Get-CsRgsWorkflow, Get-CsRgsQueue and Get-CsRgsAgentGroup (with -ShowAll where there is that) on the 2010 pool must all be on a pool ' +
      `of 2013, too, kind by kind. The copies on 2010 may stay: removing them stops the migrated ones. ${from}`,
    causes: [
      'Move-CsRgsConfiguration was not run for the pool: it moves all of a pool or nothing.',
      'A group was made on 2010 afterwards.',
    ],
    remedy:
      'Run Move-CsRgsConfiguration -Source {pool} -Destination <2013 pool>, once the agents are moved; delete nothing on {pool}.',
  },
  {
    ...base,
    id: 'retirement.trusted-applications',
    title: 'no trusted application endpoint is left on the 2010 pool',
    method: `Get-CsTrustedApplicationEndpoint must name the pool nowhere as RegistrarPool. ${from}`,
    causes: forgotten('applications have endpoints of their own'),
    remedy:
      'Move the endpoints of {pool} with Move-CsApplicationEndpoint -Target <2013 pool>, and give their applications the new next hop.',
  },
  {
    ...base,
    id: 'retirement.meeting-rooms',
    title: 'no meeting room is left on the 2010 pool',
    method: `Get-CsMeetingRoom, which only the tools of 2013 have, must name the pool nowhere as RegistrarPool. ${from}`,
    causes: forgotten('meeting rooms have accounts that are no users'),
    remedy: 'Get-CsMeetingRoom -Filter {RegistrarPool -eq "{pool}"} | Move-CsMeetingRoom -Target <2013 pool>.',
  },
  {
    ...base,
    id: 'retirement.conference-directories',
    title: 'no conference directory is left on the 2010 pool',
    method: 'Get-CsConferenceDirectory must name no service of the pool as ServiceId. Planned in the last phase, decommission.',
    causes: ['Conference directories do not move with the users whose meetings are in them.'],
    remedy:
      'Get-CsConferenceDirectory | Where-Object { $_.ServiceId -match "{pool}" } | Move-CsConferenceDirectory -TargetPool <2013 pool>.',
  },
];
