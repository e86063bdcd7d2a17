import type { FaultDescription } from '../description.ts';

/** The product's own transactions. */
export const transactionsFaults: readonly FaultDescription[] = [
  {
    name: 'synthetic-blocked',
    summary: "A firewall keeps the product's own transactions from the pools: each ends in a time-out.",
    parameters: {},
  },
  {
    name: 'calls-not-set-up',
    summary: 'Users of a pool cannot set up calls, nor conferences with audio and video.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'sharing-fails',
    summary: 'Conferences of a pool have neither shared data nor shared applications.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'mobility-fails',
    summary: 'The mobility services of a pool, those of 2010 and of 2013, do not answer.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'chat-room-closed',
    summary: 'Nobody may write into the chat room that is there for tests.',
    parameters: {},
  },
  {
    name: 'xmpp-partner-lost',
    summary: 'The XMPP partner is not reached by anybody.',
    parameters: {},
  },
  {
    name: 'federated-partner-lost',
    summary: 'The federated partner is not reached.',
    parameters: {},
  },
  {
    name: 'address-book-lost',
    summary: 'The web services of a pool have no address book.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'dial-in-dead',
    summary: 'One of the dial-in access numbers of a pool does not answer.',
    parameters: { pool: '2013 pool of the first site' },
  },
  {
    name: 'limits-not-as-documented',
    summary:
      'What is documented not to work for users of 2010 works for them: rooms of 2013, XMPP partners, transactions of 2013.',
    parameters: {},
  },
];
