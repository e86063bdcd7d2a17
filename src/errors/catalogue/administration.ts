import type { CatalogueEntry } from '../entry.ts';

export const administrationErrors = {
  NO_POWERSHELL: {
    outcome: 'undetermined',
    meaning: 'No PowerShell was found to ask the estate with.',
    hint: 'Install PowerShell (or, for the built-in lab, the .NET SDK 10), or name one in COEX_POWERSHELL.',
  },
  NAMED_POWERSHELL_MISSING: {
    outcome: 'usage',
    meaning: 'The PowerShell that COEX_POWERSHELL names is not there.',
    hint: 'Correct COEX_POWERSHELL, or take it away to use the PowerShell of this host.',
  },
  LYNC_MODULE_MISSING: {
    outcome: 'undetermined',
    meaning: 'The Lync management tools are not installed where PowerShell runs.',
    hint: 'Run on a Lync Server 2013, or on a host with its administrative tools.',
  },
  TOOLS_NOT_HERE: {
    outcome: 'undetermined',
    meaning: 'The host that asks has the management tools of another generation.',
    hint: 'Nothing to do where the host has the newer tools: they administer both generations. Else run on a host with those of Lync Server 2013.',
  },
  OLDER_TOOLS_ANSWER: {
    outcome: 'fail',
    meaning: 'Management tools show an object of a later generation than their own, which they are not made to administer.',
    hint: 'See which tools really answer there, and let nobody change objects of Lync Server 2013 with those of 2010.',
  },
  ACCOUNT_TOO_STRONG: {
    outcome: 'fail',
    meaning: 'An account may change more than it should: another site, or anything although it is for reading only.',
    hint: 'Compare Get-CsAdminRoleAssignment of the account and the scopes of its roles with what it is for.',
  },
  WRITE_NOT_REFUSED: {
    outcome: 'fail',
    meaning: 'An account created a client policy where it must not be able to; the policy was removed again at once.',
    hint: 'Look at Get-CsAdminRoleAssignment of the account and the ConfigScopes of its roles, and see that it is in no other group of a role.',
  },
  SESSION_NOT_OPENED: {
    outcome: 'undetermined',
    meaning: 'No session with the remote PowerShell of a pool could be opened.',
    hint: 'Try New-PSSession -ConnectionUri https://POOL/OcsPowershell by hand; after updates of the server .NET or the management framework may be missing.',
  },
  SHELL_QUOTA: {
    outcome: 'undetermined',
    meaning: 'The account has as many remote shells as it may have, and none became free in time.',
    hint: 'Close sessions that are left over (they end by themselves when idle), or lower limits.lanesPerSite.',
  },
  CMDLET_NOT_OFFERED: {
    outcome: 'undetermined',
    meaning: 'The endpoint does not offer the cmdlet to this account: it is for the local computer only, or not in its roles.',
    hint: 'Look at the Cmdlets of the roles of the account with Get-CsAdminRole; some cmdlets only run on a server.',
  },
  LANE_DIED: {
    outcome: 'undetermined',
    meaning: 'The PowerShell process ended, or lost step, in the middle of a call.',
    hint: 'The message carries its last words; the next call starts a fresh process.',
  },
  LANE_TIMEOUT: {
    outcome: 'undetermined',
    meaning: 'PowerShell gave no answer within the budget of a call.',
    hint: 'Raise budgets.administrationCall if the shell is slow; otherwise see whether the management tools answer by hand.',
  },
  ANSWER_UNKNOWN_SHAPE: {
    outcome: 'undetermined',
    meaning: 'A cmdlet answered in a shape that this version does not know.',
    hint: 'The raw answer is in the run folder under facts/; please report it.',
  },
  CMDLET_FAILED: {
    outcome: 'undetermined',
    meaning: 'A cmdlet ended in an error that is not known to be an answer of the estate.',
    hint: 'Run the cmdlet by hand as the same account; the message carries its error.',
  },
  ADMINISTRATION_REFUSED: {
    outcome: 'fail',
    meaning: 'The estate refused to let the account administer the site.',
    hint: 'Check the roles and scopes of the account with Get-CsAdminRoleAssignment.',
  },
  SERVER_UNREACHABLE: {
    outcome: 'undetermined',
    meaning: 'The server did not answer the question for its services.',
    hint: 'Check that the server is up and that RPC from this host is allowed by its firewall.',
  },
  MANAGEMENT_UNREACHABLE: {
    outcome: 'undetermined',
    meaning: 'The management tools could not reach the estate.',
    hint: 'Check that this host reaches the central management store.',
  },
  TRANSACTION_FAILED: {
    outcome: 'fail',
    meaning: 'A synthetic transaction of the product says that it failed.',
    hint: 'Run it by hand on the same host with -Verbose. With 504 and ErrorCode=2, look first whether a firewall stops PowerShell there.',
  },
  TRANSACTION_NOT_COMPLETED: {
    outcome: 'undetermined',
    meaning: 'A synthetic transaction of the product ended in an error before it could say anything about the estate.',
    hint: 'The reasons carry its errors; run it by hand on the same host with -Verbose.',
  },
  TRANSACTION_SILENT: {
    outcome: 'undetermined',
    meaning: 'A synthetic transaction of the product ended without an answer and without an error.',
    hint: 'Some write only a report for people: run it by hand on the same host and read what it says.',
  },
  WITNESSES_DISAGREE: {
    outcome: 'undetermined',
    meaning: 'Our own clients and the product’s transaction saw different things of the same pair: one of the two is wrong.',
    hint: 'Compare the log of the transaction with the wire log of the same pair, and look for a firewall that treats PowerShell differently.',
  },
  SERVICE_NOT_RUNNING: {
    outcome: 'fail',
    meaning: 'A service that the role of the server needs is not running.',
    hint: 'Start it with Start-CsWindowsService and look into the event log of the server for why it stopped.',
  },
  SERVICE_MISSING: {
    outcome: 'fail',
    meaning: 'A service that the role of the server needs is not installed there.',
    hint: 'Compare the roles of the server in the environment file with the topology; run Enable-CsComputer if the topology is right.',
  },
  SERVICE_STILL_STARTING: {
    outcome: 'fail',
    meaning: 'A service was still starting when its time was up.',
    hint: 'A 2013 pool below its quorum hangs in starting: check how many of its front ends run.',
  },
  SERVICE_START_MODE: {
    outcome: 'fail',
    meaning: 'A service that the role of the server needs would not start again with the server.',
    hint: 'Set its startup type to Automatic; a restart of the server would leave it stopped.',
  },
  START_MODE_NOT_VISIBLE: {
    outcome: 'undetermined',
    meaning: 'Nobody could see how the services of the server start.',
    hint: 'Allow this host to ask the server by WMI, or look at the startup types on the server.',
  },
  ROLES_DIFFER: {
    outcome: 'fail',
    meaning: 'The topology gives a pool other roles than the environment file.',
    hint: 'Compare the roles in the environment file with Get-CsPool.',
  },
  QUORUM_LOST: {
    outcome: 'fail',
    meaning: 'Fewer front ends of a 2013 pool run than it needs to stay functional.',
    hint: 'Start the front ends that are stopped: below this number the others stop their services, too.',
  },
  FRONT_ENDS_FEW: {
    outcome: 'fail',
    meaning: 'Fewer than three front ends run in a 2013 pool that is about to get its first users.',
    hint: 'Have three front ends running before the first users are moved.',
  },
  SERVICE_UNEXPECTED: {
    outcome: 'fail',
    meaning: 'A server runs a Lync service that its declared roles and generation do not have.',
    hint: 'Compare the roles of the server in the environment file with the topology.',
  },
  SITE_MISSING: {
    outcome: 'fail',
    meaning: 'The topology does not know the site or a pool of it.',
    hint: 'Compare the environment file with Get-CsSite and Get-CsPool.',
  },
  ROLE_MISSING: {
    outcome: 'fail',
    meaning: 'A role of role-based access is not there, or the account of the site has none that covers the site.',
    hint: 'Compare Get-CsAdminRole with the accounts in the environment file; New-CsAdminRole makes a scoped role.',
  },
  CERTIFICATE_ENDING: {
    outcome: 'fail',
    meaning: 'A certificate that Lync uses on the server where PowerShell runs has expired or soon will.',
    hint: 'Renew it with Request-CsCertificate and assign it with Set-CsCertificate.',
  },
  NOT_LOCAL: {
    outcome: 'undetermined',
    meaning: 'The question can only be asked on the server itself, and PowerShell runs elsewhere.',
    hint: 'Run this part on a server of the site; certificates are also seen from outside, in the suite of the nodes.',
  },
  REPLICA_STALE: {
    outcome: 'fail',
    meaning: 'A replica of the configuration is older than it may be.',
    hint: 'Run Invoke-CsManagementStoreReplication and look again; check the Replica Replicator Agent of the server.',
  },
  REPLICA_BEHIND: {
    outcome: 'undetermined',
    meaning: 'A replica of the configuration is still catching up, in a phase in which all must have.',
    hint: 'Look again in a few minutes; remove neither the old central store nor the old pool before.',
  },
  USER_ELSEWHERE: {
    outcome: 'fail',
    meaning: 'A test user is homed on another pool than the environment file says, or is not enabled.',
    hint: 'Compare with Get-CsUser; correct the environment file or move the user.',
  },
  POLICY_EXISTS: {
    outcome: 'undetermined',
    meaning: 'The site already has a client policy, which the write probe must not touch.',
    hint: 'Nothing to do: the write probe is only for sites without a site policy.',
  },
  POLICY_PROBE_FAILED: {
    outcome: 'fail',
    meaning: 'A site-scope client policy could not be created, read back and removed.',
    hint: 'Check the rights of the account; the message names the step that failed.',
  },
} as const satisfies Record<string, CatalogueEntry>;
