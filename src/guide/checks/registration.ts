import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'registration',
  pillar: 'communication',
  requirement: 'users-sign-in-at-home',
  generations: generationNames,
  needs: ['test-user'],
  optional: false,
  budget: 'signIn',
  touches: 'test-user-traffic',
} as const;

export const registrationChecks: readonly Check[] = [
  {
    ...base,
    id: 'registration.kept',
    tier: 'smoke',
    title: 'test users stay signed in through the run',
    method:
      'At the end of the run every test user of the pool who was signed in must have been so without interruption: no connection lost, no ' +
      'registration ended by the server. A connection that was lost and regained counts as lost.',
    codes: ['CONNECTION_LOST', 'USER_DISABLED', 'SIGNED_OUT_BY_SERVER', 'USER_MOVED', 'NOT_SIGNED_IN'],
    causes: [
      'The Front-End service of a server was restarted, or the pool has moved users to another server.',
      'A firewall or load balancer closes connections that are idle for less than the pool allows.',
      'Somebody moved or disabled a test user meanwhile, or signed in with the account.',
    ],
    remedy:
      'Look at the events of the servers of {pool} at the time of the loss, and at the idle time-outs of what stands between this host and {pool}.',
  },
  {
    ...base,
    id: 'registration.renewed',
    tier: 'smoke',
    title: 'a pool renews a registration',
    method:
      'A signed-in user registers once more on the living connection, as clients do before a registration ends; the pool must accept, with ' +
      'every message signed.',
    codes: ['SIGN_IN_REFUSED', 'USER_MOVED', 'NOT_SIGNED_IN', 'DEPENDS_ON_OTHER'],
    causes: [
      'The back end of the pool is not reachable: those who are signed in lose their registration one by one.',
      'The user was moved, and the old pool sends the user away.',
    ],
    remedy: 'Look at the Front-End services and the back end of {pool}, and at Get-CsUserPoolInfo for {user}.',
  },
  {
    ...base,
    id: 'registration.proven-anew',
    tier: 'full',
    title: 'a user proves the password anew on the living connection',
    method:
      'A signed-in user proves the password once more on the same connection, as clients do every eight hours; the pool must accept it, and ' +
      'the endpoint must stay the same.',
    codes: ['SIGN_IN_REFUSED', 'NOT_SIGNED_IN', 'DEPENDS_ON_OTHER'],
    causes: [
      'No domain controller answers the pool any more: whoever is signed in stays so until the next proof.',
      'The password of the test user was changed while the user was signed in.',
    ],
    remedy: 'See that the servers of {pool} reach a domain controller, and sign {user} in by hand.',
  },
];
