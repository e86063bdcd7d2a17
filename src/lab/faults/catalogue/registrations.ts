import type { FaultDescription } from '../description.ts';

/** Registrations, whole pools and the whole estate. */
export const registrationsFaults: readonly FaultDescription[] = [
  {
    name: 'signed-out-at-once',
    summary: 'Users of a pool are signed in, and signed out at once: the pool calls them disabled.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'renewal-refused',
    summary: 'A pool signs users in, and renews no registration.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'second-proof-refused',
    summary: 'A pool takes no second proof of a password on a living connection.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'pool-down',
    summary: 'The servers of a pool refuse connections; those that were open are lost.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'estate-unreachable',
    summary: 'Nothing in the estate answers any more, and nothing refuses either.',
    parameters: {},
  },
];
