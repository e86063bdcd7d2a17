import type { Pillar, SuiteName } from '../outcome/index.ts';

export interface Suite {
  readonly name: SuiteName;
  readonly pillar: Pillar;
  /** What it is called among the words that a wave may require; suites that are a whole pillar have the pillar's word. */
  readonly word: string;
  /** What it looks at, in a few words. */
  readonly about: string;
  /** True where it is only looked at when it is named: on the command line, or by a word of the wave. */
  readonly onDemand?: true;
}

/** The suites in the order in which they are shown. */
export const suites: readonly Suite[] = [
  { name: 'services', pillar: 'services', word: 'services', about: 'the services of every server, by role and generation' },
  { name: 'administration', pillar: 'administration', word: 'administration', about: 'the administration of every site' },
  // Words without their pillar: the one with it is a check.
  {
    name: 'topology',
    pillar: 'administration',
    word: 'topology',
    about: 'topology, central store, Active Directory and Edge pools',
  },
  {
    name: 'retirement',
    pillar: 'administration',
    word: 'retirement',
    about: 'what is left on pools of 2010 once the migration is over',
  },
  {
    name: 'users',
    pillar: 'administration',
    word: 'users',
    about: 'addresses, policies, clients and numbers of users, compared with earlier runs',
  },
  { name: 'signin', pillar: 'communication', word: 'communication.signin', about: 'sign-in of the test users' },
  { name: 'messaging', pillar: 'communication', word: 'communication.messaging', about: 'messages between test users' },
  { name: 'presence', pillar: 'communication', word: 'communication.presence', about: 'presence between test users' },
  {
    name: 'conference',
    pillar: 'communication',
    word: 'communication.conference',
    about: 'conferences of test users of both generations',
  },
  { name: 'contacts', pillar: 'communication', word: 'communication.contacts', about: 'contact lists of the test users' },
  {
    name: 'registration',
    pillar: 'communication',
    word: 'communication.registration',
    about: 'whether test users stay signed in, and are renewed',
  },
  { name: 'nodes', pillar: 'services', word: 'services.nodes', about: 'ports and certificates of every server' },
  {
    name: 'entry-points',
    pillar: 'communication',
    word: 'communication.entry-points',
    about: 'names, simple URLs, autodiscover and Control Panel',
  },
  {
    name: 'synthetic',
    pillar: 'communication',
    word: 'communication.synthetic',
    about: 'the product’s own transactions, as a second witness',
    onDemand: true,
  },
];

const byName = new Map(suites.map((suite) => [suite.name, suite]));

export const suiteOf = (name: SuiteName): Suite => byName.get(name) as Suite;
