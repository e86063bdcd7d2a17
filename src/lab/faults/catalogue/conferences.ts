import type { FaultDescription } from '../description.ts';

/** Conferences, contact lists and limited functionality. */
export const conferencesFaults: readonly FaultDescription[] = [
  {
    name: 'conference-not-created',
    summary: 'Users of a pool cannot create conferences: its focus factory is unavailable.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'conference-join-refused',
    summary: 'Conferences of a pool take in no users of the other generation.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'conference-messages-lost',
    summary: 'What is said in conferences of a pool is accepted, and nobody reads it.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'contacts-unreadable',
    summary: 'Users of a pool cannot read their contact lists.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'contacts-in-exchange',
    summary: 'The contact lists of the users of a pool are kept in Exchange: the pool does not give them out.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'limited-functionality',
    summary: 'Users of a pool sign in and talk, and can change nothing: no presence, no contacts, no conferences.',
    parameters: { pool: '2013 pool of the first site' },
  },
];
