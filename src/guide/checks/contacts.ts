import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'contacts',
  pillar: 'communication',
  requirement: 'users-keep-contacts',
  generations: generationNames,
} as const;

export const contactChecks: readonly Check[] = [
  {
    ...base,
    id: 'contacts.read',
    tier: 'smoke',
    title: 'a user reads the own contact list',
    method:
      'A user of the pool asks for the own contact list. How many contacts it has is kept among the facts of the run, so that a list can be ' +
      'compared from before a move to after it. A list that is kept in Exchange is a fact, and no failure.',
    needs: ['test-user'],
    optional: false,
    budget: 'signIn',
    codes: ['CONTACTS_REFUSED', 'NOT_SIGNED_IN'],
    causes: ['The back end of the pool is not reachable.', 'The user data of a moved user is not on the new pool yet.'],
    remedy:
      'Sign {user} in by hand with a Lync client and look at the contacts; then look at the back end and the events of {pool}.',
    touches: 'test-user-traffic',
  },
  {
    ...base,
    id: 'contacts.kept',
    tier: 'full',
    title: 'a user has as many contacts as in the run before',
    method:
      'How many contacts the user has is compared with the newest finished run in which that had not failed, on whichever pool the user was then. ' +
      'More is fine, fewer is not. A first run has nothing to compare with and is not counted; neither is a list that moved to Exchange.',
    needs: ['test-user'],
    // A comparison needs two runs: a first one can be GO.
    optional: true,
    budget: 'signIn',
    codes: ['CONTACTS_FEWER', 'BASELINE_NONE', 'BASELINE_UNREADABLE', 'NOT_SIGNED_IN', 'DEPENDS_ON_OTHER'],
    causes: [
      'The user was moved with -Force, which leaves contacts and meetings behind for good.',
      'The list was in Exchange (unified contact store) and was not rolled back before the move.',
    ],
    remedy:
      'Look at the contacts of {user} with a Lync client, and at how the user came to {pool}; restore them from a backup of the user data. If they ' +
      'were removed on purpose, run once with --baseline and the newest run.',
    touches: 'test-user-traffic',
  },
  {
    ...base,
    id: 'contacts.changed',
    tier: 'full',
    title: 'a contact is added, and removed again',
    method:
      'A test user who is not in the list yet is added to it; the list must show the entry to a second reader, and must be as before after it ' +
      'was removed. A pool in limited functionality fails here while sign-ins stay green. Only with --allow-changes.',
    needs: ['test-user', 'permission-to-change'],
    optional: true,
    budget: 'presence',
    codes: ['CONTACTS_REFUSED', 'CONTACT_NOT_KEPT', 'NOT_SIGNED_IN', 'DEPENDS_ON_OTHER'],
    causes: [
      'The pool is in limited functionality: users sign in, and nothing of theirs can be changed.',
      'The back end database of the pool is read-only or full.',
    ],
    remedy:
      'See whether the clients of {pool} show limited functionality, and look at its back end. If the contact of {user} is still there, coex ' +
      'undo removes it.',
    touches: 'changes-and-undoes',
  },
];
