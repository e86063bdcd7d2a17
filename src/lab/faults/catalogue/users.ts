import type { FaultDescription } from '../description.ts';

/** Users, their policies and what is theirs. */
export const usersFaults: readonly FaultDescription[] = [
  {
    name: 'user-address-blank',
    summary: 'The telephone address of the first user of a pool ends in a blank.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'user-policy-lost',
    summary: 'The first user of a pool has lost the conferencing policy that was given to the user.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'users-gone',
    summary: 'Somebody who was enabled is no longer.',
    parameters: {},
  },
  {
    name: 'clients-blocked',
    summary: 'The client version policy keeps out the clients of Lync 2013.',
    parameters: {},
  },
  {
    name: 'dial-plan-differs',
    summary: 'The dial plan of the users of a pool does not know extensions.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'anonymous-refused',
    summary: 'The global conferencing policy keeps anonymous participants out of meetings.',
    parameters: {},
  },
  {
    name: 'external-access-off',
    summary: 'The global policy of external access does not let users reach federated partners.',
    parameters: {},
  },
  {
    name: 'pins-lost',
    summary: 'The users of a pool have no PIN any more.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'contacts-lost',
    summary: 'The users of a pool have each lost a contact.',
    parameters: { pool: '2013 pool of the first site' },
  },
];
