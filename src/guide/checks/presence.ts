import { generationNames } from '../../generations/index.ts';
import type { CheckId } from '../../outcome/index.ts';
import type { Check } from '../model.ts';

const states = ['available', 'busy', 'do-not-disturb', 'away', 'offline'] as const;
/** What a user is seen as. */
export type SeenAvailability = (typeof states)[number];

const words: Readonly<Record<SeenAvailability, string>> = {
  available: 'available',
  busy: 'busy',
  'do-not-disturb': 'in do not disturb',
  away: 'away',
  offline: 'offline after signing out',
};

const presenceCheck = (state: SeenAvailability): Check => ({
  id: `presence.${state}`,
  suite: 'presence',
  pillar: 'communication',
  requirement: 'users-see-presence',
  // One state that is published and the one that nobody publishes: enough to see that presence flows.
  tier: state === 'available' || state === 'offline' ? 'smoke' : 'full',
  title: `a user is seen ${words[state]}`,
  method:
    state === 'offline'
      ? 'The recipient of the pair signs out; the sender, who watches, must see the recipient offline in time.'
      : `The recipient of the pair publishes ${state}; the sender, who watches, must see it in time.`,
  generations: generationNames,
  needs: ['two-test-users'],
  optional: false,
  budget: 'presence',
  codes: ['PRESENCE_NOT_SEEN', 'OWN_HOST_LATE', 'PRESENCE_NOT_SHARED', 'PRESENCE_REFUSED'],
  causes: [
    'Notifications between the two pools are lost or slow: look whether messages of the same pair arrive.',
    'The pool of the one who publishes is in limited functionality and takes no publications.',
    'Privacy settings of the one who publishes keep the watcher from seeing more than offline.',
  ],
  remedy:
    'See whether messages between {from} and {to} arrive: if not, mend that first. Else look for limited functionality of {toPool}, and for ' +
    'the subscription of {from} in a trace on {fromPool}.',
  touches: 'test-user-traffic',
});

export const presenceChecks: readonly Check[] = states.map(presenceCheck);

const stateByCheck = new Map<CheckId, SeenAvailability>(states.map((state) => [`presence.${state}`, state]));

/** What the recipient of a pair must be seen as; `undefined` for checks that are not about presence. */
export const availabilityOf = (check: CheckId): SeenAvailability | undefined => stateByCheck.get(check);
