import type { Requirement, RequirementId } from './model.ts';

const startedPage = 'Verify pilot pool coexistence with legacy pool';
const processPage = 'Migration process';

/** What must be true while Lync Server 2010 and 2013 run side by side. The guide names it and leaves open how to prove it. */
export const requirements: readonly Requirement[] = [
  {
    id: 'services-started',
    pillar: 'services',
    promise: 'On every server of both generations, all services that its roles bring with them are running.',
    guidePage: startedPage,
  },
  {
    id: 'services-as-declared',
    pillar: 'services',
    promise: 'A server runs what its roles and its generation say, and no service of another role or of the other generation.',
    guidePage: 'Verify Lync Server 2010 environment',
  },
  {
    id: 'site-administered',
    pillar: 'administration',
    promise: 'Every site, with its pools of both generations, can be administered with the 2013 tools.',
    guidePage: startedPage,
  },
  {
    id: 'rights-by-role',
    pillar: 'administration',
    promise: 'Whoever administers a site can do that, and no more: roles are bound to sites, and readers change nothing.',
    guidePage: startedPage,
  },
  {
    id: 'users-where-declared',
    pillar: 'administration',
    promise: 'Each user is homed on the pool on which the migration plan has the user at this moment.',
    guidePage: 'Move a single user to the pilot pool',
  },
  {
    id: 'users-keep-settings',
    pillar: 'administration',
    promise: 'Users keep what was set up for them while they are moved: accounts, policies, dial plan and PIN.',
    guidePage: 'Move a single user to the pilot pool',
  },
  {
    id: 'users-addressed',
    pillar: 'administration',
    promise: 'The addresses of users are clean, so that every one of them can be moved.',
    guidePage: 'Move multiple users to the pilot pool',
  },
  {
    id: 'clients-let-in',
    pillar: 'administration',
    promise: 'The clients of the pilot are let in, and before the first move somebody looks at their versions at all.',
    guidePage: 'Configure clients for migration',
  },
  {
    id: 'outsiders-let-in',
    pillar: 'administration',
    promise: 'Once federation has moved, users meet anonymous participants, partners and remote users as before.',
    guidePage: 'Move remaining users to Lync Server 2013',
  },
  {
    id: 'configuration-replicated',
    pillar: 'administration',
    promise: 'Changes of the configuration reach every server of both generations.',
    guidePage: 'Verify configuration settings',
  },
  {
    id: 'users-sign-in-at-home',
    pillar: 'communication',
    promise: 'Current and legacy users sign in at their home pool, whichever pool their client asks first.',
    guidePage: 'Test the pool deployment in Lync Server 2013',
  },
  {
    id: 'users-sign-in-remotely',
    pillar: 'communication',
    promise: 'Current and legacy users sign in from outside through the Edge Servers of the phase.',
    guidePage: 'Verify federation and remote access for external users',
  },
  {
    id: 'users-exchange-messages',
    pillar: 'communication',
    promise: 'Clients exchange messages with current and with legacy users, in both directions.',
    guidePage: processPage,
  },
  {
    id: 'users-see-presence',
    pillar: 'communication',
    promise: 'Clients see the presence of current and of legacy users as it changes.',
    guidePage: processPage,
  },
  {
    id: 'users-keep-contacts',
    pillar: 'communication',
    promise: 'Current and legacy users have their contacts, and can change them.',
    guidePage: 'Move a single user to the pilot pool',
  },
  {
    id: 'nodes-answer',
    pillar: 'services',
    promise: 'Every server answers at all ports that its roles bring, not only the one that the name of the pool leads to.',
    guidePage: startedPage,
  },
  {
    id: 'nodes-trusted',
    pillar: 'services',
    promise: 'Every server shows certificates that clients believe, with the names under which they come.',
    guidePage: 'Configure certificates',
  },
  {
    id: 'entry-points-lead',
    pillar: 'communication',
    promise: 'The names that clients look for lead to the generation that the phase of the migration asks for, and answer.',
    guidePage: 'Update DNS SRV records',
  },
  {
    id: 'topology-consistent',
    pillar: 'administration',
    promise:
      'Topology, central store and Active Directory are as both generations need them, and of one mind with what is installed.',
    guidePage: 'Deploy Lync Server 2013 pilot pool',
  },
  {
    id: 'edge-as-phase',
    pillar: 'administration',
    promise: 'Federation and media of both generations run through the Edge pool that the phase of the migration asks for.',
    guidePage: 'Configure federation routes and media traffic',
  },
  {
    id: 'legacy-pool-emptied',
    pillar: 'administration',
    promise: 'Once the migration is over, nothing that somebody would miss is left on a pool of 2010.',
    guidePage: 'Phase 7: Complete post-migration tasks',
  },
];

const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]));

export const requirementOf = (id: RequirementId): Requirement => byId.get(id) as Requirement;
