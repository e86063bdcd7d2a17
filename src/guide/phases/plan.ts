import type { PhaseEntry } from './model.ts';

const usersPage = 'User migration';
const poolsPage = 'Migrating multiple sites and pools';

export const planPhase: PhaseEntry = {
  name: 'plan',
  title: 'Plan the migration',
  end: 'There are a list of users, a pilot group, and decisions on clients, archiving and XMPP.',
  steps: [
    {
      title: 'Name the pilot users, and how it will be seen that their policies came along',
      page: usersPage,
      checks: ['users.policies'],
      person: 'Write down the policy columns of Get-CsUser for every pilot user before the move, and compare them afterwards.',
    },
    {
      title: 'Name test users on pools of both generations, at least two per pool',
      page: usersPage,
      checks: ['administration.users'],
      person: 'Create the accounts, enable them for Lync and list them in the environment file.',
    },
    {
      title: 'Decide how it is seen that external users reach the 2013 pool once its Edge is there',
      page: poolsPage,
      checks: ['signin.remote'],
      person: 'Sign in from outside, without VPN, as a user of each generation.',
    },
    {
      title: 'Decide how it is seen that federated users reach the 2013 pool once the route has moved',
      page: poolsPage,
      checks: ['synthetic.federated-partner'],
      person: 'Agree with a partner on a test user at the other side.',
    },
    {
      title: 'Decide how it is seen that the legacy pool holds no users and no contact objects',
      page: poolsPage,
      checks: ['retirement.users', 'retirement.um-contacts'],
      person: 'Keep the list of queries for the retirement of a pool: users, and every kind of contact object.',
    },
    {
      title: 'Decide who says GO for a wave, and deactivate a pool only after it',
      page: poolsPage,
      person: 'Name the waves in the environment file, and judge each by coex check --wave before users are moved.',
    },
    {
      title: 'Decide which clients the pilot uses',
      page: 'Configure clients for migration',
      checks: ['users.client-versions'],
      person: 'Compare the versions of the clients with Get-CsClientVersionPolicyRule.',
    },
    {
      title: 'Decide what becomes of archiving and monitoring data',
      page: 'Migrating Archiving and Monitoring servers',
      notObservable:
        'Old data is not carried over, and each generation collects from its own users only: there is nothing to compare.',
    },
    {
      title: 'Keep the administrative tools of the two generations on different computers',
      page: 'Administering servers after migration',
      checks: ['administration.older-tools'],
      person:
        'Use the 2013 tools for everything once the pilot pool exists; never open the topology with the 2010 Topology Builder.',
    },
    {
      title: 'Plan the order for XMPP: pool, Edge, all users, certificates and policy, then the partners, then DNS',
      page: 'Migrating XMPP federation',
      person: 'Do not configure a partner in 2013 while users who need it are still on 2010.',
    },
  ],
};
