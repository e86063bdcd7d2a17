import type { PhaseEntry } from './model.ts';

const usersPage = 'User migration';
const poolsPage = 'Migrating multiple sites and pools';

export const planPhase: PhaseEntry = {
  name: 'plan',
  title: 'Plan the migration',
  end: 'There are a list of users, a pilot group, and decisions on clients, archiving and XMPP.',
  steps: [
    {
      title: 'Test users stand for the pilot users, and it is seen that their policies come along',
      page: usersPage,
      checks: ['users.policies'],
      person: 'Write down the policy columns of Get-CsUser for every pilot user before the move, and compare them afterwards.',
    },
    {
      title: 'There are test users on pools of both generations',
      page: usersPage,
      checks: ['administration.users'],
      person: 'Create the accounts, enable them for Lync and list them in the environment file.',
    },
    {
      title: 'Every pool has two test users at least, so that its users are seen to talk to each other',
      page: usersPage,
      person: 'See in coex plan that no cell of the matrix of pools is left empty for want of a second user.',
    },
    {
      title: 'External users reach the 2013 pool once its Edge is there',
      page: poolsPage,
      checks: ['signin.remote'],
      person: 'Sign in from outside, without VPN, as a user of each generation.',
    },
    {
      title: 'A federated partner is reached through the Edge pool of the phase',
      page: poolsPage,
      checks: ['synthetic.federated-partner'],
      person: 'Run Test-CsFederatedPartner with the Edge pool as target before the route is moved, and again after it.',
    },
    {
      title: 'Federated users reach the 2013 pool once the route has moved',
      page: poolsPage,
      person: 'Agree with a partner on a test user at the other side, and write to each other after the route has moved.',
    },
    {
      title: 'The legacy pool holds no users and no contact objects before it is deactivated',
      page: poolsPage,
      checks: [
        'retirement.users',
        'retirement.um-contacts',
        'retirement.common-area-phones',
        'retirement.analog-devices',
        'retirement.dial-in-numbers',
        'retirement.trusted-applications',
        'retirement.meeting-rooms',
      ],
      person: 'Run the queries for users and for every kind of contact object against the legacy pool: all must be empty.',
    },
    {
      title: 'Somebody says GO for every wave, and a pool is deactivated only after it',
      page: poolsPage,
      person: 'Name the waves in the environment file, and judge each by coex check --wave before users are moved.',
    },
    {
      title: 'The clients of the pilot are decided on, and let in',
      page: 'Configure clients for migration',
      checks: ['users.client-versions'],
      person: 'Compare the versions of the clients with Get-CsClientVersionPolicyRule.',
    },
    {
      title: 'It is decided what becomes of archiving and monitoring data',
      page: 'Migrating Archiving and Monitoring servers',
      notObservable:
        'Old data is not carried over, and each generation collects from its own users only: there is nothing to compare.',
    },
    {
      title: 'The administrative tools of the two generations are on different computers',
      page: 'Administering servers after migration',
      person: 'Look at the installed programs of every computer from which somebody administers; the harness sees only its own.',
    },
    {
      title: 'Objects of 2013 are administered with the tools of 2013: those of 2010 do not know them',
      page: 'Administering servers after migration',
      checks: ['administration.older-tools'],
      person:
        'Use the 2013 tools for everything once the pilot pool exists; never open the topology with the 2010 Topology Builder.',
    },
    {
      title: 'The order for XMPP is kept: pool, Edge, all users, certificates and policy, then the partners, then DNS',
      page: 'Migrating XMPP federation',
      person: 'Do not configure a partner in 2013 while users who need it are still on 2010.',
    },
  ],
};
