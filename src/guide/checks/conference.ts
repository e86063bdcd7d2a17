import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'conference',
  pillar: 'communication',
  requirement: 'users-exchange-messages',
  generations: generationNames,
  needs: ['two-test-users', 'permission-to-change'],
  optional: true,
  touches: 'changes-and-undoes',
} as const;

export const conferenceChecks: readonly Check[] = [
  {
    ...base,
    id: 'conference.created',
    tier: 'smoke',
    title: 'a user creates a conference on the home pool',
    method:
      'A user of the pool asks its focus factory for a conference with instant messages. It ends when everybody has left, and is forgotten ' +
      'after an hour at the latest.',
    budget: 'signIn',
    codes: ['CONFERENCE_REFUSED'],
    causes: [
      'The Front-End service runs without its back end: the pool is in limited functionality.',
      'The conferencing policy of the organizer does not allow conferences.',
    ],
    remedy:
      'Let {organizer} meet now in a Lync client. If that fails too, look at the Front-End services of {pool}, at its back end, and at ' +
      'Get-CsConferencingPolicy for {organizer}.',
  },
  {
    ...base,
    id: 'conference.joined',
    tier: 'full',
    title: 'users of both generations join a conference',
    method:
      'The organizer and a user of each generation join the conference and its messages; every one of them must see all the others in it in time.',
    budget: 'im',
    codes: ['CONFERENCE_REFUSED', 'CONFERENCE_INCOMPLETE', 'IM_REFUSED', 'DEPENDS_ON_OTHER'],
    causes: [
      'The pools of a participant and of the organizer do not reach each other on port 5061, in one direction or in both.',
      'The IM conferencing service (RTCIMMCU) of the organizer’s pool does not run.',
    ],
    remedy:
      'See which participant the reasons name; check port 5061 between that user’s pool and {pool}, and the service RTCIMMCU on {pool}.',
  },
  {
    ...base,
    id: 'conference.heard',
    tier: 'full',
    title: 'everybody in a conference reads everybody',
    method: 'Each in turn says something in the conference; every other one must read it in time, and as said by that user.',
    budget: 'im',
    codes: ['CONFERENCE_NOT_HEARD', 'OWN_HOST_LATE', 'CONFERENCE_REFUSED', 'IM_REFUSED', 'DEPENDS_ON_OTHER'],
    causes: [
      'The IM conferencing service (RTCIMMCU) of the organizer’s pool is overloaded or rolls over.',
      'An IM filter or an archiving policy that blocks on failure holds messages back.',
    ],
    remedy: 'Look at the service RTCIMMCU and its events on {pool}; then trace a message of the conference of {organizer} there.',
  },
];
