import { generationNames } from '../../generations/index.ts';
import type { Check } from '../model.ts';

const base = {
  suite: 'administration',
  pillar: 'administration',
  generations: generationNames,
  optional: false,
  touches: 'reads',
} as const;

export const administrationChecks: readonly Check[] = [
  {
    ...base,
    id: 'administration.shell',
    tier: 'smoke',
    requirement: 'site-administered',
    title: 'the management shell of the site answers',
    method:
      'At every endpoint of the site (the remote one of each pool, or on this host the tools of each generation) the first question, Get-CsSite, is ' +
      'answered and names the site. A host has the tools of one generation; for the others nobody looks.',
    needs: ['management-shell'],
    budget: 'firstAdministrationCall',
    codes: ['SITE_MISSING'],
    causes: [
      'The account has no role that covers the site.',
      'The management shell is not installed on this host, or cannot reach the central management store.',
      'The site is called something else in the topology.',
    ],
    remedy:
      'Run Get-CsSite by hand with the account of {site}. If it is refused, look at Get-CsAdminRoleAssignment of the account and at the ' +
      'ConfigScopes of its roles; if {site} is not listed, correct the name in the environment file.',
  },
  {
    ...base,
    id: 'administration.topology',
    tier: 'smoke',
    requirement: 'site-administered',
    title: 'the topology has the pool as declared',
    method: 'Get-CsPool of the site must show the pool, with the servers that the environment file lists.',
    needs: ['management-shell'],
    budget: 'administrationCall',
    codes: ['SITE_MISSING'],
    causes: [
      'A topology change was published and the environment file was not changed.',
      'The topology was edited and not published.',
      'The account may not read the site.',
    ],
    remedy:
      'Compare {pool} and its servers in the environment file with Get-CsPool -Identity {pool}; correct the file, or publish the topology ' +
      'with the 2013 Topology Builder. Never open it with the one of 2010.',
  },
  {
    ...base,
    id: 'administration.users',
    tier: 'smoke',
    requirement: 'users-where-declared',
    title: 'the test users of the pool are where the file says',
    method: 'Get-CsUser of every test user of the pool must show the pool as RegistrarPool, and the user enabled.',
    needs: ['management-shell', 'test-user'],
    budget: 'administrationCall',
    codes: ['USER_ELSEWHERE'],
    causes: [
      'A test user was moved, or moved back, and the environment file was not changed.',
      'A move did not go through; Move-CsUser says nothing about success without -PassThru.',
      'The User Replicator has not caught up: event 30024 is missing for a domain.',
    ],
    remedy:
      'Compare Get-CsUser -Filter {RegistrarPool -eq "{pool}"} with the users of {pool} in the environment file; correct the file, or ' +
      'move the users with Move-CsUser -Target.',
  },
  {
    ...base,
    id: 'administration.replication',
    tier: 'smoke',
    requirement: 'configuration-replicated',
    title: 'the configuration reaches the server',
    method:
      'Get-CsManagementStoreReplicationStatus must have a row for the server that is up to date, or that reported within the allowed age: ' +
      'right after a change UpToDate = False is normal. In the phase decommission every replica must be up to date: before that neither the ' +
      'old central store nor the old pool may be removed.',
    needs: ['management-shell'],
    budget: 'replicaAge',
    codes: ['REPLICA_STALE', 'REPLICA_BEHIND', 'NOT_SHOWN'],
    causes: [
      'TCP 4443 from the holder of the central store to the server is blocked (event 1017); Edge servers are the usual victims.',
      'A certificate on one of the two ends has expired (event 1015).',
      'The group RTCUniversalConfigReplicator lacks its right on the share xds-replica (event 1034).',
      'The Replica Replicator Agent of the server is stopped.',
    ],
    remedy:
      'Run Invoke-CsManagementStoreReplication -ReplicaFqdn {server} and look again. If {server} stays behind, check its service REPLICA, TCP ' +
      '4443 to {server}, and events 1015, 1017 and 1034 of the File Transfer Agent.',
  },
  {
    ...base,
    id: 'administration.policy',
    tier: 'full',
    requirement: 'site-administered',
    title: 'the site can be changed, and changed back',
    method:
      'A client policy of site scope, with the values in force, is created, read back and removed. Only with --allow-changes, only where the ' +
      'site has no such policy and its replicas are fresh, one site at a time.',
    needs: ['management-shell', 'permission-to-change'],
    optional: true,
    budget: 'administrationCall',
    codes: ['POLICY_PROBE_FAILED', 'POLICY_EXISTS', 'DEPENDS_ON_OTHER'],
    causes: [
      'The account may read the site and not change it.',
      'The central management store is read-only, or its holder is down.',
      'Somebody else changed the client policy of the site at the same time.',
    ],
    remedy:
      'Look at the roles of the account with Get-CsAdminRoleAssignment. See that nothing was left behind: Get-CsClientPolicy -Identity ' +
      'site:{site}; if the policy of {site} is ours, coex undo removes it.',
    touches: 'changes-and-undoes',
  },
  {
    ...base,
    id: 'administration.control-panel',
    tier: 'smoke',
    requirement: 'site-administered',
    title: 'the Control Panel of the pool can be opened',
    method:
      'GET https://<pool>/Cscp/ over TLS, once for this check and the one of the entry points. A page, a redirect or the wish for a logon is good; ' +
      'nobody logs on.',
    needs: ['connections'],
    codes: ['WEB_ANSWER_WRONG', 'CONNECTION_LOST'],
    causes: ['The web site of the pool does not run.', 'The application pool of the Control Panel in IIS is stopped.'],
    remedy: 'Open https://{pool}/Cscp in a browser; look at the application pools in IIS on the servers of {pool}.',
  },
  {
    ...base,
    id: 'administration.certificates',
    tier: 'full',
    requirement: 'site-administered',
    title: 'the certificates of the server that administers are good',
    method:
      'Get-CsCertificate reads the computer it runs on. Where that is a server of the site, none of its certificates may end within budgets.certificateWarning; ' +
      'elsewhere the case is undetermined, and it counts for a wave only where the wave names it.',
    needs: ['management-shell'],
    optional: true,
    budget: 'administrationCall',
    codes: ['CERTIFICATE_ENDING', 'NOT_LOCAL'],
    causes: ['A certificate was not renewed.', 'It was renewed and not assigned with Set-CsCertificate.'],
    remedy:
      'Renew it with Request-CsCertificate on the server named and assign it with Set-CsCertificate; {site} needs no restart.',
  },
  {
    ...base,
    id: 'administration.roles',
    tier: 'full',
    requirement: 'site-administered',
    title: 'the roles of role-based access are there',
    method:
      'Get-CsAdminRole must list the predefined roles of the generations in the site; where the environment file names an account for the ' +
      'site, one of its roles (Get-CsAdminRoleAssignment) must have the site, or everything, as its scope.',
    needs: ['management-shell'],
    budget: 'administrationCall',
    codes: ['ROLE_MISSING'],
    causes: [
      'The scoped role of the site was never made, or was removed.',
      'The account is not a member of the group of its role.',
      'The forest was not prepared for 2013: its roles are missing.',
    ],
    remedy:
      'Look at Get-CsAdminRole and Get-CsAdminRoleAssignment of the account of {site}; make the role with New-CsAdminRole -Template ' +
      'CsServerAdministrator -ConfigScopes "site:{site}".',
  },
  {
    ...base,
    id: 'administration.older-tools',
    tier: 'full',
    requirement: 'site-administered',
    title: 'the tools of 2010 refuse what was made with 2013',
    method:
      'Get-CsPool for a pool of 2013, asked with the tools of 2010. A known limit of coexistence: that they refuse it, or do not show it, is the ' +
      'expected answer. Nothing is ever changed to find out.',
    generations: ['lync-2010'],
    needs: ['management-shell'],
    optional: true,
    budget: 'administrationCall',
    codes: ['OLDER_TOOLS_ANSWER'],
    causes: ['The endpoint has the tools of 2013 by now.', 'An update taught the older tools to show newer objects.'],
    remedy:
      'See which tools answer at the 2010 endpoint of {site} (Get-Command Get-CsPoolFabricState finds only those of 2013), and administer 2013 ' +
      'objects with the tools of 2013 alone.',
  },
  {
    ...base,
    id: 'administration.scope',
    tier: 'full',
    requirement: 'rights-by-role',
    title: 'the account of a site changes no other site',
    method:
      'None of the roles of the account of the site (Get-CsAdminRoleAssignment, Get-CsAdminRole) may cover another site. Scopes are compared; ' +
      'nothing is tried. Only a remote endpoint binds anybody to roles, so elsewhere nobody looks.',
    needs: ['management-shell'],
    budget: 'administrationCall',
    codes: ['ACCOUNT_TOO_STRONG'],
    causes: ['The account has a predefined role, whose scope is everything.', 'The scoped role names several sites.'],
    remedy:
      'Give the account of {site} a role made with New-CsAdminRole -Template CsServerAdministrator -ConfigScopes "site:{site}", and take it ' +
      'out of the groups of the others.',
  },
  {
    ...base,
    id: 'administration.read-only',
    tier: 'full',
    requirement: 'rights-by-role',
    title: 'the account for reading changes nothing',
    method:
      'Every role of the account for reading must be CsViewOnlyAdministrator, or made from it. Roles are compared; nothing is tried. Only a ' +
      'remote endpoint binds anybody to roles, so elsewhere nobody looks.',
    needs: ['management-shell'],
    budget: 'administrationCall',
    codes: ['ACCOUNT_TOO_STRONG', 'ROLE_MISSING'],
    causes: ['The account is a member of further groups of roles.', 'The account was never put into the group of a role.'],
    remedy: 'Leave the account for reading in {site} only in the group CsViewOnlyAdministrator.',
  },
  {
    ...base,
    id: 'administration.scope-probe',
    tier: 'full',
    requirement: 'rights-by-role',
    title: 'a write of the account of a site in another site is refused',
    method:
      'The account of the site tries to create a client policy with the scope of another site, with the values in force. Being refused is good. ' +
      'Only with --allow-refusal-probes and through a remote endpoint, never where that site has such a policy or stale replicas; one that is ' +
      'created all the same is removed at once.',
    needs: ['management-shell', 'permission-to-be-refused'],
    optional: true,
    budget: 'administrationCall',
    codes: ['WRITE_NOT_REFUSED', 'POLICY_EXISTS', 'POLICY_PROBE_FAILED'],
    causes: ['The account has a predefined role, whose scope is everything.', 'The scoped role names several sites.'],
    remedy:
      'Give the account of {site} a role made with New-CsAdminRole -Template CsServerAdministrator -ConfigScopes "site:{site}" alone. See that ' +
      'nothing was left behind in {other}: Get-CsClientPolicy -Identity "site:{other}".',
    touches: 'changes-and-undoes',
  },
  {
    ...base,
    id: 'administration.read-only-probe',
    tier: 'full',
    requirement: 'rights-by-role',
    title: 'a write of the account for reading is refused',
    method:
      'The account for reading tries to create a client policy with the scope of its site, with the values in force. Being refused, or not being ' +
      'offered the cmdlet, is good. Only with --allow-refusal-probes and through a remote endpoint, never where the site has such a policy or ' +
      'stale replicas; one that is created all the same is removed at once.',
    needs: ['management-shell', 'permission-to-be-refused'],
    optional: true,
    budget: 'administrationCall',
    codes: ['WRITE_NOT_REFUSED', 'POLICY_EXISTS', 'POLICY_PROBE_FAILED'],
    causes: ['The account is a member of further groups of roles.'],
    remedy:
      'Leave the account for reading in {site} only in the group CsViewOnlyAdministrator. See that nothing was left behind: Get-CsClientPolicy ' +
      '-Identity "site:{site}".',
    touches: 'changes-and-undoes',
  },
];
