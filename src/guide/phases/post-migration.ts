import type { PhaseEntry } from './model.ts';

const dialInPage = 'Migrate dial-in access numbers';
const responsePage = 'Migrate response groups';
const umPage = 'Phase 7: Complete post-migration tasks';
const parkPage = 'Migrate Call Park application settings';

export const postMigrationPhase: PhaseEntry = {
  name: 'post-migration',
  title: 'Complete post-migration tasks',
  end: 'Dial-in, call park, response groups, unified messaging, phones and monitoring run on 2013.',
  steps: [
    {
      title: 'Meetings and their content came along',
      page: 'Migrate existing meetings and meeting content',
      person: 'Join an old meeting and look for its slides: they come along only with Move-CsUser -MoveConferenceData.',
    },
    {
      title: 'No dial-in access number is left on the 2010 pool',
      page: dialInPage,
      checks: ['retirement.dial-in-numbers'],
      person: 'Get-CsDialInConferencingAccessNumber -Filter {Pool -eq "<2010 pool>"} must be empty.',
    },
    {
      title: 'Every dial-in access number answers inside',
      page: dialInPage,
      checks: ['synthetic.dial-in'],
      person: 'Call every number as a user of Lync.',
    },
    {
      title: 'Every dial-in access number can be called from a telephone',
      page: dialInPage,
      person: 'Call every number from outside.',
    },
    {
      title: 'Call park orbits belong to the 2013 pool',
      page: parkPage,
      checks: ['retirement.call-park'],
      person: 'Get-CsCallParkOrbit must name the 2013 pool as CallParkServerFqdn.',
    },
    {
      title: 'The settings and the music on hold of call park are carried over',
      page: parkPage,
      person: 'Copy the music file, set Set-CsCpsConfiguration as on 2010, park a call and listen.',
    },
    {
      title: 'The workflows, queues and agent groups of response groups are on the 2013 pool',
      page: responsePage,
      checks: ['retirement.response-groups'],
      person: 'Compare Get-CsRgsAgentGroup, Get-CsRgsQueue and Get-CsRgsWorkflow of the two pools.',
    },
    {
      title: 'The copies of the response groups on 2010 stay until the pool is decommissioned',
      page: responsePage,
      person: 'Delete nothing: removing them stops the migrated ones. Export the configuration of 2013 right after the move.',
    },
    {
      title: 'Common area phones are homed on the 2013 pool',
      page: 'Migrate Common Area Phones',
      checks: ['retirement.common-area-phones'],
      person: 'Get-CsCommonAreaPhone -Filter {RegistrarPool -eq "<2010 pool>"} must be empty.',
    },
    {
      title: 'Analog devices are homed on the 2013 pool',
      page: 'Migrate analog devices',
      checks: ['retirement.analog-devices'],
      person: 'Get-CsAnalogDevice -Filter {RegistrarPool -eq "<2010 pool>"} must be empty.',
    },
    {
      title: 'Auto attendants and subscriber access are homed on the 2013 pool',
      page: umPage,
      checks: ['retirement.um-contacts'],
      person: 'Get-CsExUmContact must name no 2010 pool as RegistrarPool.',
    },
    {
      title: 'Unified messaging answers',
      page: umPage,
      person: 'Run ExchUCUtil.ps1, restart the Front-End services, then call the voice mail of a user.',
    },
    {
      title: 'The address book can be downloaded and searched',
      page: 'Migrate Address Book',
      checks: ['synthetic.address-book', 'synthetic.address-book-search'],
      person: 'Search for a person in a client that has just signed in.',
    },
    {
      title: 'The address book finds people by their number, normalized as before',
      page: 'Migrate Address Book',
      person: 'Search for a person by number; see that UseNormalizationRules is as before.',
    },
    {
      title: 'The meeting join page shows or hides the link for older clients',
      page: 'Configure the meeting join page',
      person: 'Open a meeting link on a computer without a client and look for the link.',
    },
    {
      title: 'No endpoint of a trusted application is left on the 2010 pool',
      page: 'Configure trusted application servers',
      checks: ['retirement.trusted-applications'],
      person: 'Get-CsTrustedApplicationEndpoint must name no 2010 pool as RegistrarPool.',
    },
    {
      title: 'Every trusted application server has the 2013 pool as next hop',
      page: 'Configure trusted application servers',
      person: 'Look at the next hop of every trusted application server in the Topology Builder, and try each application.',
    },
    {
      title: 'Lync 2013 clients are let in',
      page: 'Deploy Lync Server 2013 clients',
      checks: ['users.client-versions'],
      person: 'Name the clients under pilot.clients of the environment file, and read Get-CsClientVersionPolicyRule.',
    },
    {
      title: 'Lync 2013 clients are deployed',
      page: 'Deploy Lync Server 2013 clients',
      person: 'Roll the clients out, and count what is installed: no cmdlet tells with which client a user signs in.',
    },
    {
      title: 'Branch appliances are attached to the 2013 pool',
      page: 'Connect a Survivable Branch Appliance',
      person: 'Move the users off, remove the appliance, and add it again on 2013.',
    },
    {
      title: 'Monitoring by System Center finds the 2013 pool',
      page: 'Configure SCOM monitoring',
      notObservable: 'What System Center has discovered is seen in its console alone.',
    },
    {
      title: 'Archiving and monitoring are associated with the 2013 pool',
      page: 'Remove legacy Archiving and Monitoring servers',
      checks: ['topology.archiving'],
      person: 'Look at the associations of the pool in the Topology Builder, and for new data of 2013 users in the reports.',
    },
    {
      title: 'The data of Group Chat is migrated to Persistent Chat',
      page: 'Migrating Group Chat servers',
      person: 'Compare the list of rooms after the export and import.',
    },
    {
      title: 'The mobility services of both generations serve users of the 2013 pool',
      page: 'Verifying your mobility deployment',
      checks: ['synthetic.mobile', 'synthetic.mobile-of-2010'],
      person: 'Run Test-CsUcwaConference and Test-CsMcxP2PIM for two users of the 2013 pool.',
    },
    {
      title: 'Mobile clients of both generations sign in from outside',
      page: 'Verifying your mobility deployment',
      person: 'Sign in with a 2010 and a 2013 mobile client.',
    },
  ],
};
