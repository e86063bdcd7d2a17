import type { PhaseEntry } from './model.ts';

const onePage = 'Move a single user to the pilot pool';
const manyPage = 'Move multiple users to the pilot pool';
const policiesPage = 'User migration';
const processPage = 'Migration process';

export const usersMovedPhase: PhaseEntry = {
  name: 'users-moved',
  title: 'Move test users to the pilot pool',
  end: 'A handful of test users, then the pilot users, are homed on 2013.',
  steps: [
    {
      title: 'The number of users of the 2010 pool is known before any is moved',
      page: 'View current users in Lync Server 2010 pool',
      checks: ['users.inventory'],
      person: 'List Get-CsUser -Filter {RegistrarPool -eq "<2010 pool>"}.',
    },
    {
      title: 'User replication is complete: event 30024 once per domain',
      page: 'Verify user replication has completed',
      checks: ['topology.user-replicator'],
      person: 'Look for event 30024 of LS User Replicator in the Lync Server log of the 2013 Front End Server.',
    },
    {
      title: 'One user is moved without an error',
      page: onePage,
      person: 'Run Move-CsUser from the 2013 shell, never with -Force. The harness moves nobody.',
    },
    {
      title: 'A moved test user is homed on the 2013 pool',
      page: onePage,
      checks: ['administration.users'],
      person: 'Get-CsUser must show the 2013 pool as RegistrarPool.',
    },
    {
      title: 'Several users are moved without an error',
      page: manyPage,
      person: 'Run Get-CsUser -Filter … | Move-CsUser -Target … -Confirm:$false from the 2013 shell.',
    },
    {
      title: 'All of the moved test users are homed on the 2013 pool',
      page: manyPage,
      checks: ['administration.users'],
      person: 'Get-CsUser must show the 2013 pool as RegistrarPool of each.',
    },
    {
      title: 'Nobody was lost: the pools together have as many users as before the move',
      page: manyPage,
      checks: ['users.inventory'],
      person: 'Compare the counts of Get-CsUser per RegistrarPool with those before the move.',
    },
    {
      title: 'A moved user signs in at the new home pool',
      page: processPage,
      checks: ['signin.home'],
      person: 'Sign in with a client.',
    },
    {
      title: 'A client that asks the old pool first is sent to the new one',
      page: processPage,
      checks: ['signin.redirect'],
      person: 'Sign in with a client that is configured for the old pool by hand.',
    },
    {
      title: 'Clients write to current and to legacy users',
      page: processPage,
      checks: ['messaging.delivered'],
      person: 'Send messages between users of the two generations, both ways.',
    },
    {
      title: 'Clients get answers from current and from legacy users',
      page: processPage,
      checks: ['messaging.reply'],
      person: 'Answer messages between users of the two generations, both ways.',
    },
    {
      title: 'Clients see the presence of current and of legacy users',
      page: processPage,
      checks: ['presence.available'],
      person: 'Change the presence of a user of each generation, and watch it from the other.',
    },
    {
      title: 'Clients see when current and legacy users sign out',
      page: processPage,
      checks: ['presence.offline'],
      person: 'Sign a user of each generation out, and watch it from the other.',
    },
    {
      title: 'Users of both generations meet in a conference, with the organizer on either side',
      page: processPage,
      checks: ['conference.heard', 'conference.joined', 'synthetic.group-im'],
      person: 'Hold a conference for each generation of the organizer, with participants of both.',
    },
    {
      title: 'Audio and video calls between the generations are set up',
      page: processPage,
      checks: ['synthetic.audio-video', 'synthetic.audio-video-conference'],
      person: 'Run Test-CsP2PAV and Test-CsAVConference between users of the two generations, both ways.',
    },
    {
      title: 'In calls between the generations people hear and see each other',
      page: processPage,
      person: 'Call between users of the two generations, both ways, and listen: no cmdlet judges the media.',
    },
    {
      title: 'The contact list came along',
      page: onePage,
      checks: ['contacts.kept'],
      person: 'Compare the contact list of a moved user with the one before the move.',
    },
    {
      title: 'The policies came along',
      page: policiesPage,
      checks: ['users.policies'],
      person: 'Compare Get-CsUser and Get-CsEffectivePolicy with those before the move.',
    },
    {
      title: 'The dial plan came along: numbers become the same for users of both generations',
      page: policiesPage,
      checks: ['users.voice-normalization'],
      person: 'Run Test-CsDialPlan with the same numbers for a user of each pool.',
    },
    {
      title: 'The PIN came along',
      page: onePage,
      checks: ['users.pin'],
      person: 'Get-CsClientPinInfo must say IsPinSet as before.',
    },
    {
      title: 'Meetings came along: an old link still joins',
      page: onePage,
      person: 'Join a meeting that was scheduled before the move by its link, as a guest.',
    },
  ],
};
