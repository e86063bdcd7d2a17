import type { FaultDescription } from '../description.ts';

/** Messages and presence. */
export const conversationsFaults: readonly FaultDescription[] = [
  {
    name: 'im-legacy-to-migrated-lost',
    summary: 'Instant messages of users homed on 2010 to users homed on 2013 are accepted and never arrive.',
    parameters: {},
  },
  {
    name: 'conversations-forgotten',
    summary: 'A pool forgets conversations of its users: only the first text in each still arrives.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'long-messages-refused',
    summary: 'Something before a pool takes no message of more than 4 KB from its users.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'formatted-messages-refused',
    summary: 'Users of a pool are sent plain messages alone: those that are formatted are refused.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'presence-to-legacy-frozen',
    summary: 'Users homed on 2010 are no longer told when the presence of anybody changes.',
    parameters: {},
  },
  {
    name: 'presence-not-shared',
    summary: 'No client was ever signed in as the users of a pool: nobody may see their presence until one says who may.',
    parameters: { pool: '2013 pool of the first site' },
  },
];
