# What the harness asks of an estate's administration, in PowerShell. Each function asks the Lync module and answers with plain values only
# (text, numbers, truth values, lists, dates), so that nothing depends on how a shell turns its objects into JSON.
#
# Syntax of PowerShell 3.0, which is what the tools of Lync Server 2013 run in. Needs the functions' cmdlets in the session; to see what a
# function does, import this file on a server and call it:
#
#   Import-Module Lync; Import-Module .\Coexistence.psm1; Get-CoexServerService -ComputerName fe1.contoso.net

function Get-CoexServerService {
  <#
    .SYNOPSIS
    Lists the Lync services of a server and their states.
    .PARAMETER ComputerName
    Fully qualified name of the server. It is asked over RPC.
    .OUTPUTS
    Name, DisplayName, Status (a word, such as Running), Roles, StartMode (Auto, Manual, Disabled, or empty where nobody can see it).
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string]$ComputerName)
  $services = @(Get-CsWindowsService -ComputerName $ComputerName -ExcludeActivityLevel -ErrorAction Stop)
  # Only now: a server that cannot be reached is not waited for twice.
  $modes = Find-CoexStartMode $ComputerName
  $services | ForEach-Object {
    [pscustomobject]@{
      Name = [string]$_.Name
      DisplayName = [string]$_.DisplayName
      Status = [string]$_.Status
      Roles = ConvertTo-CoexTextList $_.RoleName
      StartMode = [string]$modes[[string]$_.Name]
    }
  }
}

function Get-CoexSite {
  <#
    .SYNOPSIS
    Lists the sites of the topology with their pools.
    .OUTPUTS
    Identity (Site:Redmond), DisplayName, Pools.
  #>
  [CmdletBinding()]
  param()
  Get-CsSite -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{
      Identity = [string]$_.Identity
      DisplayName = [string]$_.DisplayName
      Pools = ConvertTo-CoexTextList $_.Pools
    }
  }
}

function Get-CoexPool {
  <#
    .SYNOPSIS
    Lists the pools of a site with their servers and services.
    .PARAMETER Site
    Display name of the site.
    .OUTPUTS
    Fqdn, Site (Site:Redmond), Computers, Services (Registrar:pool01.contoso.net).
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string]$Site)
  Get-CsPool -Site $Site -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{
      Fqdn = [string]$_.Fqdn
      Site = [string]$_.Site
      Computers = ConvertTo-CoexTextList $_.Computers
      Services = ConvertTo-CoexTextList $_.Services
    }
  }
}

function Test-CoexPool {
  <#
    .SYNOPSIS
    Tells whether these tools show a pool, or what they say instead. Tools do not know objects of a later generation. Only reads.
    .PARAMETER Pool
    Fully qualified name of the pool.
    .OUTPUTS
    Pool, IsShown, Errors (Id, Category, Message).
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][ValidatePattern('^[\w.-]+$')][string]$Pool)
  $shown = @()
  $failures = @()
  try { $shown = @(Get-CsPool -Identity $Pool -ErrorAction Stop | Where-Object { $null -ne $_ }) }
  catch {
    # Who may not ask, or cannot reach the estate, or has no such cmdlet, has not asked at all.
    if ('PermissionDenied', 'SecurityError', 'ConnectionError' -contains [string]$_.CategoryInfo.Category) { throw }
    if ([string]$_.FullyQualifiedErrorId -eq 'CommandNotFoundException') { throw }
    $failures = @($_)
  }
  [pscustomobject]@{
    Pool = $Pool
    IsShown = $shown.Count -gt 0
    Errors = @($failures | ForEach-Object { ConvertTo-CoexErrorText $_ })
  }
}

function Get-CoexTopologyService {
  <#
    .SYNOPSIS
    Lists the services of the topology: which roles a pool has, and of which generation they are.
    .OUTPUTS
    Identity (Registrar:pool01.contoso.net), Role, Pool, Version (5 is Lync Server 2010, 6 is 2013).
  #>
  [CmdletBinding()]
  param()
  Get-CsService -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{
      Identity = [string]$_.Identity
      Role = [string]$_.Role
      Pool = [string]$_.PoolFqdn
      Version = [int]$_.Version
    }
  }
}

function Get-CoexHost {
  <#
    .SYNOPSIS
    Says what this shell is, which Lync tools are in it, and as whom it runs.
    .OUTPUTS
    PowerShell (its version), Edition (empty before 5.1), Module, ModuleVersion, Tools (lync-2010 or lync-2013), Computer, Account.
  #>
  [CmdletBinding()]
  param()
  $command = Get-Command Get-CsUser -ErrorAction Stop
  # By a command that only newer tools have: the version of a module that was imported from elsewhere is not the product's.
  $tools = 'lync-2010'
  if (Get-Command Get-CsPoolFabricState -ErrorAction SilentlyContinue) { $tools = 'lync-2013' }
  [pscustomobject]@{
    PowerShell = [string]$PSVersionTable.PSVersion
    Edition = [string]$PSVersionTable.PSEdition
    Module = [string]$command.ModuleName
    ModuleVersion = [string]$command.Module.Version
    Tools = $tools
    Computer = [Environment]::MachineName
    Account = [Environment]::UserDomainName + '\' + [Environment]::UserName
  }
}

function Get-CoexSipDomain {
  <#
    .SYNOPSIS
    Lists the SIP domains of the estate, the default one first.
    .OUTPUTS
    Name, IsDefault.
  #>
  [CmdletBinding()]
  param()
  Get-CsSipDomain -ErrorAction Stop | Sort-Object { -not $_.IsDefault } | ForEach-Object {
    [pscustomobject]@{ Name = [string]$_.Name; IsDefault = [bool]$_.IsDefault }
  }
}

function Get-CoexReplication {
  <#
    .SYNOPSIS
    Lists the replicas of the central management store and when each last reported.
    .OUTPUTS
    Replica, UpToDate, LastStatusReport, LastUpdateCreation (dates, or nothing), ProductVersion.
  #>
  [CmdletBinding()]
  param()
  Get-CsManagementStoreReplicationStatus -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{
      Replica = [string]$_.ReplicaFqdn
      UpToDate = [bool]$_.UpToDate
      LastStatusReport = ConvertTo-CoexDate $_.LastStatusReport
      LastUpdateCreation = ConvertTo-CoexDate $_.LastUpdateCreation
      ProductVersion = [string]$_.ProductVersion
    }
  }
}

function Get-CoexDeployment {
  <#
    .SYNOPSIS
    Lists what the topology is made of, and where the central management store is: one call for all of it.
    .OUTPUTS
    Parts (Part, Rows, Error), of which each was read by itself: services, sites, pools, store, connection, location.
  #>
  [CmdletBinding()]
  param()
  # Whatever of these a service shows; not every role and not every generation has all of them.
  $shown = 'Registrar', 'EdgeServer', 'AccessEdgeExternalFqdn', 'DataEdgeExternalFqdn', 'AVEdgeExternalFqdn', 'AccessEdgeExternalSipPort',
  'AccessEdgeClientSipPort', 'DataPsomClientPort', 'MediaRelayExternalTurnTcpPort',
  'XmppListeningPort', 'ArchivingServer', 'ArchivingDatabase', 'MonitoringServer', 'MonitoringDatabase', 'UserDatabase'
  Read-CoexPart 'services' {
    Get-CsService -ErrorAction Stop | ForEach-Object {
      [pscustomobject]@{
        Role = [string]$_.Role
        Pool = [string]$_.PoolFqdn
        Version = [int]$_.Version
        Settings = ConvertTo-CoexSettings $_ $shown
      }
    }
  }
  Read-CoexPart 'sites' {
    Get-CsSite -ErrorAction Stop | ForEach-Object {
      [pscustomobject]@{
        Identity = [string]$_.Identity
        DisplayName = [string]$_.DisplayName
        Settings = ConvertTo-CoexSettings $_ ('FederationRoute', 'XmppFederationRoute')
      }
    }
  }
  Read-CoexPart 'pools' {
    Get-CsPool -ErrorAction Stop | ForEach-Object {
      [pscustomobject]@{ Fqdn = [string]$_.Fqdn; Site = [string]$_.Site; Computers = ConvertTo-CoexTextList $_.Computers }
    }
  }
  Read-CoexPart 'store' {
    $status = Get-CsManagementStoreReplicationStatus -CentralManagementStoreStatus -ErrorAction Stop
    # The names of the heartbeats are documented nowhere, so they are found by what is in their names.
    $beats = @(foreach ($property in $status.PSObject.Properties) {
        if ($property.Name -like '*Heartbeat*') { foreach ($value in @($property.Value)) { ConvertTo-CoexDate $value } }
      })
    [pscustomobject]@{
      Master = [string]$status.ActiveMasterFqdn
      Agents = ConvertTo-CoexTextList $status.ActiveFileTransferAgents
      Heartbeats = $beats
    }
  }
  Read-CoexPart 'connection' {
    $connection = Get-CsManagementConnection -ErrorAction Stop
    [pscustomobject]@{ Server = [string]$connection.SqlServer; Instance = [string]$connection.SqlInstance }
  }
  Read-CoexPart 'location' { [pscustomobject]@{ Location = [string](Get-CsConfigurationStoreLocation -ErrorAction Stop) } }
}

function Get-CoexDirectory {
  <#
    .SYNOPSIS
    Says how far Active Directory is prepared, and for which domains users are replicated.
    .OUTPUTS
    Parts (Part, Rows, Error): schema and forest (State), domains (Domain, State), replicated (Context).
  #>
  [CmdletBinding()]
  param()
  Read-CoexPart 'schema' { [pscustomobject]@{ State = [string](Get-CsAdServerSchema -ErrorAction Stop) } }
  Read-CoexPart 'forest' { [pscustomobject]@{ State = [string](Get-CsAdForest -ErrorAction Stop) } }
  $replicated = Read-CoexPart 'replicated' {
    Get-CsUserReplicatorConfiguration -ErrorAction Stop |
      ForEach-Object { $_.ADDomainNamingContextList } |
      Where-Object { $_ } |
      ForEach-Object { [pscustomobject]@{ Context = [string]$_ } }
  }
  $replicated
  Read-CoexPart 'domains' {
    $names = @($replicated.Rows | ForEach-Object { ConvertTo-CoexDomain $_.Context } | Where-Object { $_ } | Sort-Object -Unique)
    # Without a list of its own it is the domain of this computer that answers.
    if ($names.Count -eq 0) { [pscustomobject]@{ Domain = ''; State = [string](Get-CsAdDomain -ErrorAction Stop) } }
    foreach ($name in $names) { [pscustomobject]@{ Domain = $name; State = [string](Get-CsAdDomain -Domain $name -ErrorAction Stop) } }
  }
}

function Get-CoexPoolFabric {
  <#
    .SYNOPSIS
    Tells what Windows Fabric says of the replicas of a pool. Asks of all streams, because only some of the lines are output.
    .PARAMETER Pool
    Fully qualified name of a pool of 2013.
    .OUTPUTS
    One part (Part, Rows, Error) named fabric; a row has one Line.
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string]$Pool)
  Read-CoexPart 'fabric' {
    # Its lines follow the language of the shell; they are read, so this one speaks the product's own meanwhile, which is English.
    $thread = [System.Threading.Thread]::CurrentThread
    $language = $thread.CurrentUICulture
    try {
      $thread.CurrentUICulture = [System.Globalization.CultureInfo]::InvariantCulture
      Get-CsPoolFabricState -PoolFqdn $Pool -Verbose -ErrorAction Stop *>&1 |
        ForEach-Object { ([string]$_) -split '\r?\n' } |
        Where-Object { $_ } |
        ForEach-Object { [pscustomobject]@{ Line = [string]$_ } }
    }
    finally { $thread.CurrentUICulture = $language }
  }
}

function Get-CoexPoolReadiness {
  <#
    .SYNOPSIS
    Says whether the pool of the computer where the cmdlets run is ready for an upgrade; elsewhere than on a server of a pool there is none.
    .OUTPUTS
    One part (Part, Rows, Error) named readiness: Pool, State.
  #>
  [CmdletBinding()]
  param()
  Read-CoexPart 'readiness' {
    # The tools of 2010 do not have the parameter.
    if (-not (Get-Command Get-CsComputer).Parameters.ContainsKey('Local')) { return }
    $computer = Get-CsComputer -Local -ErrorAction SilentlyContinue
    if ($null -eq $computer) { return }
    $state = Get-CsPoolUpgradeReadinessState -ErrorAction Stop
    [pscustomobject]@{ Pool = [string]@($computer)[0].Pool; State = [string]$state.PoolUpgradeState }
  }
}

function Get-CoexUserReplication {
  <#
    .SYNOPSIS
    Looks in the event log of a server for the end of the first replication of users, event 30024: one for each domain.
    .PARAMETER ComputerName
    Fully qualified name of a front end of 2013. Its event log is read over RPC.
    .OUTPUTS
    One part (Part, Rows, Error) named events: Text of each.
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string]$ComputerName)
  Read-CoexPart 'events' {
    $wanted = @{ LogName = 'Lync Server'; ProviderName = 'LS User Replicator'; Id = 30024 }
    try { $found = @(Get-WinEvent -ComputerName $ComputerName -FilterHashtable $wanted -MaxEvents 500 -ErrorAction Stop) }
    catch {
      # No such event is an answer.
      if ([string]$_.FullyQualifiedErrorId -notlike 'NoMatchingEventsFound*') { throw }
      $found = @()
    }
    $found | ForEach-Object {
      # A computer without the product has no texts for its events; what they are made of is always there.
      $words = @($_.Properties | ForEach-Object { [string]$_.Value }) -join ' '
      [pscustomobject]@{ Text = ([string]$_.Message + ' ' + $words).Trim() }
    }
  }
}

function Get-CoexRemainder {
  <#
    .SYNOPSIS
    Counts by pool what must have been moved before a pool is retired: users, contact objects, devices, numbers, groups, directories.
    .PARAMETER Pools
    Fully qualified names of the pools that are to be retired: only their users are counted.
    .OUTPUTS
    Parts (Part, Rows, Error), of which each was read by itself; a row has Pool, Count and Names, and names there are only of response groups.
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][ValidatePattern('^[\w.-]+$')][string[]]$Pools)
  Read-CoexPart 'users' {
    foreach ($pool in $Pools) {
      $count = @(Get-CsUser -Filter "RegistrarPool -eq `"$pool`"" -ErrorAction Stop).Count
      [pscustomobject]@{ Pool = $pool; Count = $count; Names = @() }
    }
  }
  Read-CoexPart 'um-contacts' { Get-CsExUmContact -ErrorAction Stop | ConvertTo-CoexCounts { $_.RegistrarPool } }
  Read-CoexPart 'common-area-phones' { Get-CsCommonAreaPhone -ErrorAction Stop | ConvertTo-CoexCounts { $_.RegistrarPool } }
  Read-CoexPart 'analog-devices' { Get-CsAnalogDevice -ErrorAction Stop | ConvertTo-CoexCounts { $_.RegistrarPool } }
  Read-CoexPart 'dial-in-numbers' { Get-CsDialInConferencingAccessNumber -ErrorAction Stop | ConvertTo-CoexCounts { $_.Pool } }
  Read-CoexPart 'call-park' { Get-CsCallParkOrbit -ErrorAction Stop | ConvertTo-CoexCounts { $_.CallParkServerFqdn } }
  Read-CoexPart 'trusted-applications' {
    Get-CsTrustedApplicationEndpoint -ErrorAction Stop | ConvertTo-CoexCounts { $_.RegistrarPool }
  }
  Read-CoexPart 'meeting-rooms' { Get-CsMeetingRoom -ErrorAction Stop | ConvertTo-CoexCounts { $_.RegistrarPool } }
  Read-CoexPart 'conference-directories' {
    Get-CsConferenceDirectory -ErrorAction Stop | ConvertTo-CoexCounts { [string]$_.ServiceId -replace '^.*:', '' }
  }
  Read-CoexPart 'response-groups' {
    $parts = @{ workflow = 'Get-CsRgsWorkflow'; queue = 'Get-CsRgsQueue'; 'agent group' = 'Get-CsRgsAgentGroup' }
    $parts.GetEnumerator() | ForEach-Object { Read-CoexGroupPart $_.Key $_.Value } | ConvertTo-CoexCounts { $_.Pool } -Named
  }
}

function Get-CoexUser {
  <#
    .SYNOPSIS
    Finds users by address or by home pool. A user who is not there is no answer, and no error.
    .PARAMETER SipAddress
    Address with its scheme: sip:lena@contoso.net.
    .PARAMETER Pool
    Fully qualified name of the home pool.
    .OUTPUTS
    Identity, SipAddress, RegistrarPool, Enabled.
  #>
  [CmdletBinding()]
  param(
    # No quotation mark and no dollar sign of any script: the value becomes part of a filter.
    [Parameter(Mandatory = $true, ParameterSetName = 'Address')][ValidatePattern('^[^"''`$\s\u2018-\u201f]+$')][string]$SipAddress,
    [Parameter(Mandatory = $true, ParameterSetName = 'Pool')][ValidatePattern('^[\w.-]+$')][string]$Pool
  )
  # By filter, not by identity: an unknown identity would be an error that must be told from others by its text.
  $filter = "RegistrarPool -eq `"$Pool`""
  if ($SipAddress) { $filter = "SipAddress -eq `"$SipAddress`"" }
  Get-CsUser -Filter $filter -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{
      Identity = [string]$_.Identity
      SipAddress = [string]$_.SipAddress
      RegistrarPool = [string]$_.RegistrarPool
      Enabled = [bool]$_.Enabled
    }
  }
}

function Get-CoexPoolUser {
  <#
    .SYNOPSIS
    Counts the users of a pool, tells what is odd about their addresses, and shows the users that are asked for with their policies.
    .DESCRIPTION
    People are counted and not listed: only the users that are named are shown, wherever they are homed.
    .PARAMETER Pool
    Fully qualified name of the home pool.
    .PARAMETER SipAddresses
    Addresses of the users to show, with their scheme: sip:lena@contoso.net. One who is not there is not in the answer.
    .OUTPUTS
    Pool, Count, Domains (Name, Count), OddCount, Odd (Identity, Property, Value; the first twenty), Users (Identity, SipAddress, RegistrarPool,
    Enabled, LineUri, Assigned, Effective: policies by kind, an empty text for none; Effective is nothing where the tools are those of 2010).
  #>
  [CmdletBinding()]
  param(
    [Parameter(Mandatory = $true)][ValidatePattern('^[\w.-]+$')][string]$Pool,
    [ValidatePattern('^[^"''`$\s\u2018-\u201f]+$')][string[]]$SipAddresses = @()
  )
  $wanted = @{}
  foreach ($address in $SipAddresses) { $wanted[$address.ToLowerInvariant()] = $true }
  $count = 0
  $domains = @{}
  $oddCount = 0
  $odd = @()
  $shown = @()
  foreach ($user in (Get-CsUser -Filter "RegistrarPool -eq `"$Pool`"" -ErrorAction Stop)) {
    $count++
    $address = [string]$user.SipAddress
    $domain = ($address -replace '^[^@]*@?', '').Trim().ToLowerInvariant()
    $domains[$domain] = 1 + [int]$domains[$domain]
    foreach ($found in (Find-CoexOddAddress $user)) {
      $oddCount++
      if ($oddCount -le 20) { $odd += $found }
    }
    $name = $address.Trim().ToLowerInvariant()
    if ($wanted.ContainsKey($name)) {
      $wanted.Remove($name)
      $shown += $user
    }
  }
  # Who is homed elsewhere, or nowhere.
  foreach ($address in @($wanted.Keys | Sort-Object)) { $shown += @(Get-CsUser -Filter "SipAddress -eq `"$address`"" -ErrorAction Stop) }
  [pscustomobject]@{
    Pool = $Pool
    Count = $count
    Domains = @($domains.Keys | Sort-Object | ForEach-Object { [pscustomobject]@{ Name = $_; Count = $domains[$_] } })
    OddCount = $oddCount
    Odd = $odd
    Users = @($shown | Where-Object { $null -ne $_ } | ForEach-Object { ConvertTo-CoexTestUser $_ })
  }
}

function Get-CoexClientVersion {
  <#
    .SYNOPSIS
    Reads which clients are let in: whether versions are looked at, and the rules by policy and priority.
    .OUTPUTS
    Configurations (Identity, Enabled, DefaultAction), Rules (Policy, Priority, Enabled, Action, UserAgent, Version: up to four numbers with dots,
    CompareOp).
  #>
  [CmdletBinding()]
  param()
  $configurations = @(Get-CsClientVersionConfiguration -ErrorAction Stop | ForEach-Object {
      [pscustomobject]@{ Identity = [string]$_.Identity; Enabled = [bool]$_.Enabled; DefaultAction = [string]$_.DefaultAction }
    })
  $rules = @(Get-CsClientVersionPolicyRule -ErrorAction Stop | ForEach-Object {
      # Global/2336c611-...: the policy, and the rule in it.
      $version = @()
      foreach ($part in $_.MajorVersion, $_.MinorVersion, $_.BuildNumber, $_.QfeNumber) {
        if ($null -eq $part -or [string]$part -eq '') { break }
        $version += [string]$part
      }
      [pscustomobject]@{
        Policy = ([string]$_.Identity) -replace '/[^/]*$', ''
        Priority = [int]$_.Priority
        Enabled = [bool]$_.Enabled
        Action = [string]$_.Action
        UserAgent = [string]$_.UserAgent
        Version = $version -join '.'
        CompareOp = [string]$_.CompareOp
      }
    })
  [pscustomobject]@{ Configurations = $configurations; Rules = $rules }
}

function Test-CoexVoiceUser {
  <#
    .SYNOPSIS
    Says what becomes of dialled numbers by the dial plan and the voice policy of users. Nobody is called.
    .PARAMETER SipAddresses
    Addresses of the users.
    .PARAMETER Numbers
    What is dialled.
    .OUTPUTS
    SipAddress, Number, Translated, Route, Usage; empty texts where nothing matches.
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string[]]$SipAddresses, [Parameter(Mandatory = $true)][string[]]$Numbers)
  foreach ($address in $SipAddresses) {
    foreach ($number in $Numbers) {
      # It answers nothing at all where no rule and no route match.
      $found = @(Test-CsVoiceUser -DialedNumber $number -SipUri $address -ErrorAction Stop) + $null
      [pscustomobject]@{
        SipAddress = $address
        Number = $number
        Translated = [string]$found[0].TranslatedNumber
        Route = [string]$found[0].FirstMatchingRoute
        Usage = [string]$found[0].MatchingUsage
      }
    }
  }
}

function Get-CoexMeetingPolicy {
  <#
    .SYNOPSIS
    Reads what lets outsiders in: conferencing policies, policies of external access, and the access configuration of the Edge.
    .OUTPUTS
    Conferencing (Identity, AllowAnonymous), External (Identity, EnableFederation, EnableOutside, EnableXmpp: a truth value, or nothing where the
    tools do not know it), AccessEdge (AllowFederatedUsers, AllowOutsideUsers).
  #>
  [CmdletBinding()]
  param()
  $conferencing = @(Get-CsConferencingPolicy -ErrorAction Stop | ForEach-Object {
      [pscustomobject]@{ Identity = [string]$_.Identity; AllowAnonymous = [bool]$_.AllowAnonymousParticipantsInMeetings }
    })
  $external = @(Get-CsExternalAccessPolicy -ErrorAction Stop | ForEach-Object {
      $xmpp = $null
      if ($_.PSObject.Properties['EnableXmppAccess']) { $xmpp = [bool]$_.EnableXmppAccess }
      [pscustomobject]@{
        Identity = [string]$_.Identity
        EnableFederation = [bool]$_.EnableFederationAccess
        EnableOutside = [bool]$_.EnableOutsideAccess
        EnableXmpp = $xmpp
      }
    })
  $edge = @(Get-CsAccessEdgeConfiguration -ErrorAction Stop)[0]
  [pscustomobject]@{
    Conferencing = $conferencing
    External = $external
    AccessEdge = [pscustomobject]@{ AllowFederatedUsers = [bool]$edge.AllowFederatedUsers; AllowOutsideUsers = [bool]$edge.AllowOutsideUsers }
  }
}

function Get-CoexClientPin {
  <#
    .SYNOPSIS
    Says of users whether they have a PIN and whether it is locked. No PIN is ever told.
    .PARAMETER SipAddresses
    Addresses of the users.
    .OUTPUTS
    SipAddress, IsPinSet, IsLockedOut.
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string[]]$SipAddresses)
  foreach ($address in $SipAddresses) {
    Get-CsClientPinInfo -Identity $address -ErrorAction Stop | ForEach-Object {
      [pscustomobject]@{ SipAddress = $address; IsPinSet = [bool]$_.IsPinSet; IsLockedOut = [bool]$_.IsLockedOut }
    }
  }
}

function Get-CoexClientPolicy {
  <#
    .SYNOPSIS
    Reads a client policy. One that is not there is no answer, and no error.
    .PARAMETER Identity
    Global, site:Redmond or tag:Name.
    .OUTPUTS
    Identity, Mark (its description), Values: whatever New-CsClientPolicy could set and is set, as text by name.
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string]$Identity)
  Get-CsClientPolicy -ErrorAction Stop | Where-Object { [string]$_.Identity -eq $Identity } | ForEach-Object { ConvertTo-CoexPolicy $_ }
}

function New-CoexClientPolicy {
  <#
    .SYNOPSIS
    Creates a client policy with the values given and a mark.
    .PARAMETER Identity
    site:Redmond or tag:Name.
    .PARAMETER Mark
    Says who created it; becomes its description.
    .PARAMETER Values
    Text by name, as Get-CoexClientPolicy answers.
    .OUTPUTS
    As Get-CoexClientPolicy.
  #>
  [CmdletBinding(SupportsShouldProcess = $true)]
  param(
    [Parameter(Mandatory = $true)][string]$Identity,
    [Parameter(Mandatory = $true)][string]$Mark,
    [hashtable]$Values = @{}
  )
  $settable = (Get-Command New-CsClientPolicy -ErrorAction Stop).Parameters
  $given = @{}
  foreach ($entry in $Values.GetEnumerator()) {
    if (-not $settable.ContainsKey($entry.Key)) {
      throw (New-CoexError "New-CsClientPolicy has no parameter for the value $($entry.Key)." 'CoexValueNotCopied' 'InvalidArgument' $entry.Key)
    }
    $given[$entry.Key] = ConvertFrom-CoexText $entry.Key $entry.Value $settable[$entry.Key].ParameterType
  }
  if ($PSCmdlet.ShouldProcess($Identity)) {
    New-CsClientPolicy -Identity $Identity -Description $Mark @given -ErrorAction Stop | ForEach-Object { ConvertTo-CoexPolicy $_ }
  }
}

function Remove-CoexClientPolicy {
  <#
    .SYNOPSIS
    Removes a client policy of a site or a user. The global one is refused: removing it would reset it.
    .PARAMETER Identity
    site:Redmond or tag:Name.
  #>
  [CmdletBinding(SupportsShouldProcess = $true)]
  param([Parameter(Mandatory = $true)][ValidatePattern('^(site|tag):.')][string]$Identity)
  if ($PSCmdlet.ShouldProcess($Identity)) { Remove-CsClientPolicy -Identity $Identity -Confirm:$false -ErrorAction Stop | Out-Null }
}

function Get-CoexAdminRole {
  <#
    .SYNOPSIS
    Lists the roles of role-based access and their scopes.
    .OUTPUTS
    Identity, Template, ConfigScopes.
  #>
  [CmdletBinding()]
  param()
  Get-CsAdminRole -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{
      Identity = [string]$_.Identity
      Template = [string]$_.Template
      ConfigScopes = ConvertTo-CoexTextList $_.ConfigScopes
    }
  }
}

function Get-CoexAdminRoleAssignment {
  <#
    .SYNOPSIS
    Lists the roles of an account.
    .PARAMETER Account
    CONTOSO\name.
    .OUTPUTS
    Role (its name).
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string]$Account)
  Get-CsAdminRoleAssignment -Identity $Account -ErrorAction Stop | ForEach-Object { [pscustomobject]@{ Role = [string]$_ } }
}

function Get-CoexCertificate {
  <#
    .SYNOPSIS
    Lists the certificates that Lync uses on the computer where the cmdlets run; on one that is no server of the estate there are none.
    .OUTPUTS
    Computer, Use, Subject, Issuer, NotAfter (a date).
  #>
  [CmdletBinding()]
  param()
  # Both are for the computer itself: a remote endpoint offers neither, and that is better said first.
  $null = Get-Command Get-CsCertificate, Get-CsComputer -ErrorAction Stop
  $computer = Find-CoexLocalComputer
  if ($null -eq $computer) { return }
  Get-CsCertificate -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{
      Computer = [string]@($computer)[0].Fqdn
      Use = [string]$_.Use
      Subject = [string]$_.Subject
      Issuer = [string]$_.Issuer
      NotAfter = ConvertTo-CoexDate $_.NotAfter
    }
  }
}

function Test-CoexTransaction {
  <#
    .SYNOPSIS
    Runs one of the product's own synthetic transactions as test users, and tells whatever came of it.
    .DESCRIPTION
    A transaction fails in four ways: an answer that says so, an error record, a warning beside an answer, or nothing at all. All of them
    are part of the answer here. Passwords come from variables of the environment; no call carries one.
    .PARAMETER Test
    Name of the cmdlet, such as Test-CsIM.
    .PARAMETER TargetFqdn
    The pool that is signed in at.
    .PARAMETER SipAddresses
    Addresses by the part that a user plays: Sender, Receiver, User, Publisher, Subscriber, Organizer, Participant. None where nobody signs in.
    .PARAMETER Logins
    CONTOSO\name by part.
    .PARAMETER SecretNames
    By part the name of the variable of the environment that holds the password.
    .PARAMETER More
    Further parameters of the cmdlet by name: Receiver, ChatRoomUri, Domain.
    .OUTPUTS
    Test, Answers (Target, Result, LatencyMs, Error, Diagnosis), Warnings, Errors (Id, Category, Message), Log (XML, or empty).
  #>
  [CmdletBinding()]
  param(
    # By name: a remote session fetches only the cmdlets that are named here.
    [Parameter(Mandatory = $true)]
    [ValidateSet('Test-CsRegistration', 'Test-CsIM', 'Test-CsGroupIM', 'Test-CsPresence', 'Test-CsP2PAV', 'Test-CsAVConference',
      'Test-CsDataConference', 'Test-CsASConference', 'Test-CsUcwaConference', 'Test-CsMcxP2PIM', 'Test-CsPersistentChatMessage',
      'Test-CsXmppIM', 'Test-CsFederatedPartner', 'Test-CsAddressBookService', 'Test-CsAddressBookWebQuery',
      'Test-CsDialInConferencing')][string]$Test,
    [Parameter(Mandatory = $true)][string]$TargetFqdn,
    [hashtable]$SipAddresses = @{},
    [hashtable]$Logins = @{},
    [hashtable]$SecretNames = @{},
    [ValidateScript({ -not (@($_.Keys) -ne 'Receiver' -ne 'ChatRoomUri' -ne 'Domain') })][hashtable]$More = @{}
  )
  $known = (Get-Command $Test -ErrorAction Stop).Parameters
  $given = @{ TargetFqdn = $TargetFqdn }
  foreach ($part in $SipAddresses.GetEnumerator()) {
    $given[$part.Key + 'SipAddress'] = $part.Value
    $given[$part.Key + 'Credential'] = New-CoexCredential $Logins[$part.Key] $SecretNames[$part.Key]
  }
  foreach ($name in $More.Keys) { $given[$name] = [string]$More[$name] }
  # Without it this one fails on some servers that are in order.
  if ($Test -eq 'Test-CsUcwaConference') { $given['Verbose'] = $true }
  # Parameters that only the tools of 2013 have.
  if ($known.ContainsKey('Authentication')) { $given['Authentication'] = 'Negotiate' }
  if ($known.ContainsKey('OutLoggerVariable')) { $given['OutLoggerVariable'] = 'coexLog' }
  $coexLog = $null
  $coexErrors = @()
  $coexWarnings = @()
  $answers = @()
  $failures = @()
  try {
    $answers = @(& $Test @given -ErrorAction SilentlyContinue -ErrorVariable coexErrors -WarningAction SilentlyContinue -WarningVariable coexWarnings 4>$null)
  }
  catch {
    # Who may not ask, or cannot reach the estate, has not run the transaction at all.
    if ('PermissionDenied', 'SecurityError', 'ConnectionError' -contains [string]$_.CategoryInfo.Category) { throw }
    $failures = @($_)
  }
  $records = @(foreach ($record in @($failures) + @($coexErrors)) {
      if ($record -is [System.Management.Automation.ErrorRecord]) { ConvertTo-CoexErrorText $record }
    })
  $lines = @($answers | Where-Object { $null -ne $_ -and $_.PSObject.Properties['Result'] } | ForEach-Object {
      [pscustomobject]@{
        Target = [string]$_.TargetFqdn
        Result = [string]$_.Result
        LatencyMs = ConvertTo-CoexMilliseconds $_.Latency
        Error = [string]$_.Error
        Diagnosis = [string]$_.Diagnosis
      }
    })
  $log = ''
  if ($null -ne $coexLog) { $log = [string]$coexLog.ToXML() }
  [pscustomobject]@{
    Test = $Test
    Answers = $lines
    Warnings = ConvertTo-CoexTextList @($coexWarnings)
    Errors = $records
    Log = $log
  }
}

function Invoke-CoexFunction {
  <#
    .SYNOPSIS
    Calls a function of this module; an error of the product comes out as one that a program can recognise.
    .DESCRIPTION
    Programs must not read error texts, which follow the language of the host. The error keeps the product's text and category; its id
    begins with CoexServerUnreachable or CoexManagementUnreachable where the cause is known, and its category is PermissionDenied where
    rights are missing.
    .PARAMETER Name
    Name of a function of this module.
    .PARAMETER Arguments
    Its arguments by name.
  #>
  [CmdletBinding()]
  param(
    [Parameter(Mandatory = $true)][ValidatePattern('^(Get|New|Remove|Test)-Coex\w+$')][string]$Name,
    [hashtable]$Arguments = @{}
  )
  try { & $Name @Arguments }
  catch { throw (Resolve-CoexError $_) }
}

# The computer on which the cmdlets run, where it is a server of the estate: the tools are also installed on computers that are none. Those of
# 2010 cannot say which it is; there its name and domain are looked up in the topology.
function Find-CoexLocalComputer {
  $command = Get-Command Get-CsComputer -ErrorAction Stop
  if ($command.Parameters.ContainsKey('Local')) { return Get-CsComputer -Local -ErrorAction SilentlyContinue }
  if (-not (Get-Command Get-WmiObject -ErrorAction SilentlyContinue)) { return }
  try { $system = Get-WmiObject -Class Win32_ComputerSystem -Property Name, Domain -ErrorAction Stop }
  catch { return }
  $name = [string]$system.Name + '.' + [string]$system.Domain
  Get-CsComputer -ErrorAction Stop | Where-Object { [string]$_.Fqdn -eq $name }
}

# How the services of a computer start, by their names, or nothing where nobody can see it: Windows PowerShell asks by WMI, which takes the
# same road through the firewall as Get-CsWindowsService; other shells do not have the cmdlet.
function Find-CoexStartMode([string]$ComputerName) {
  $modes = @{}
  if (-not (Get-Command Get-WmiObject -ErrorAction SilentlyContinue)) { return $modes }
  try {
    foreach ($service in (Get-WmiObject -Class Win32_Service -ComputerName $ComputerName -Property Name, StartMode -ErrorAction Stop)) {
      $modes[[string]$service.Name] = [string]$service.StartMode
    }
  }
  catch { return @{} }
  $modes
}

# What is odd about the addresses of a user: a blank where none may be, or another scheme. Moves fail on them.
function Find-CoexOddAddress($User) {
  $address = [string]$User.SipAddress
  if ($address -match '\s' -or $address -notmatch '^sip:.') { ConvertTo-CoexAttribute $User 'SipAddress' $address }
  $line = [string]$User.LineURI
  if ($line -match '^\s|\s$') { ConvertTo-CoexAttribute $User 'LineURI' $line }
}

function ConvertTo-CoexAttribute($User, [string]$Property, [string]$Value) {
  [pscustomobject]@{ Identity = [string]$User.Identity; Property = $Property; Value = $Value }
}

function ConvertTo-CoexTestUser($User) {
  # The tools of 2010 do not have the cmdlet: they tell assigned policies only, not those of a site or of everybody.
  $effective = $null
  if (Get-Command Get-CsEffectivePolicy -ErrorAction SilentlyContinue) {
    $found = @(Get-CsEffectivePolicy -Identity ([string]$User.SipAddress).Trim() -ErrorAction Stop)
    if ($found.Count -gt 0) { $effective = ConvertTo-CoexPolicyNames $found[0] }
  }
  [pscustomobject]@{
    Identity = [string]$User.Identity
    SipAddress = [string]$User.SipAddress
    RegistrarPool = [string]$User.RegistrarPool
    Enabled = [bool]$User.Enabled
    LineUri = [string]$User.LineURI
    Assigned = ConvertTo-CoexPolicyNames $User
    Effective = $effective
  }
}

# By kind the name of the policy, an empty text for none. Get-CsEffectivePolicy calls the dial plan by its old name.
function ConvertTo-CoexPolicyNames($Item) {
  $names = @{}
  foreach ($property in $Item.PSObject.Properties) {
    $kind = $property.Name -replace '^LocationProfile$', 'DialPlan'
    if ($kind -match '^(\w+Policy|DialPlan)$') { $names[$kind] = [string]$property.Value }
  }
  $names
}

# --- values -----------------------------------------------------------------------------------------------------------------

# A list of texts, also for one value or none. The comma keeps a list of one from becoming its only item.
function ConvertTo-CoexTextList($Value) {
  $texts = @(foreach ($item in @($Value)) { if ($null -ne $item) { [string]$item } })
  , $texts
}

# A time span in milliseconds; after a remote session it may be text.
function ConvertTo-CoexMilliseconds($Value) {
  if ($null -eq $Value) { return [double]0 }
  $span = [TimeSpan]::Zero
  if ($Value -is [TimeSpan]) { $span = $Value } else { [void][TimeSpan]::TryParse([string]$Value, [ref]$span) }
  [double]$span.TotalMilliseconds
}

function ConvertTo-CoexErrorText($Record) {
  [pscustomobject]@{
    Id = [string]$Record.FullyQualifiedErrorId
    Category = [string]$Record.CategoryInfo.Category
    Message = [string]$Record
  }
}

# A credential whose password was given to this process in its environment, and never in a call.
function New-CoexCredential([string]$Login, [string]$SecretName) {
  $text = [Environment]::GetEnvironmentVariable($SecretName)
  if (-not $text) { throw (New-CoexError "This shell was not given the password of $Login." 'CoexNoPassword' 'InvalidArgument' $Login) }
  $secret = New-Object System.Security.SecureString
  foreach ($letter in $text.ToCharArray()) { $secret.AppendChar($letter) }
  New-Object System.Management.Automation.PSCredential $Login, $secret
}

# A date, or nothing where the product has none; it writes the year 1 for "never".
function ConvertTo-CoexDate($Value) {
  if ($null -eq $Value -or $Value -eq '') { return $null }
  $date = [datetime]$Value
  if ($date.Year -lt 1970) { return $null }
  # The product prints these times as local ones; one that does not say its zone is taken so.
  if ($date.Kind -eq 'Unspecified') { $date = [datetime]::SpecifyKind($date, 'Local') }
  $date.ToUniversalTime()
}

# Only what New-CsClientPolicy could set: the product's objects carry more, such as anchors of its store.
function ConvertTo-CoexPolicy($Policy) {
  $settable = (Get-Command New-CsClientPolicy -ErrorAction Stop).Parameters
  $values = @{}
  foreach ($property in $Policy.PSObject.Properties) {
    $known = $settable.ContainsKey($property.Name) -and 'Identity', 'Description' -notcontains $property.Name
    $isEmpty = $null -eq $property.Value -or @($property.Value).Count -eq 0
    if ($known -and -not $isEmpty) { $values[$property.Name] = ConvertTo-CoexText $property.Value }
  }
  [pscustomobject]@{
    Identity = [string]$Policy.Identity
    Mark = [string]$Policy.Description
    Values = $values
  }
}

function ConvertTo-CoexText($Value) {
  if ($Value -is [System.IFormattable] -and $Value -isnot [System.Enum]) {
    return $Value.ToString($null, [System.Globalization.CultureInfo]::InvariantCulture)
  }
  @($Value | ForEach-Object { [string]$_ }) -join ','
}

# A value as its parameter takes it: PowerShell makes numbers, spans and names of an enumeration of text by itself, but no truth values.
function ConvertFrom-CoexText([string]$Name, [string]$Text, [type]$Type) {
  $plain = [System.Nullable]::GetUnderlyingType($Type)
  if ($null -eq $plain) { $plain = $Type }
  if ($plain -eq [bool] -or $plain -eq [switch]) { return [bool]::Parse($Text) }
  if ($plain -eq [string] -or $plain.IsValueType) { return $Text }
  # The parameters of a cmdlet that was imported from a session have no types; the far side makes what it needs of text, but no truth values.
  if ($plain -eq [object] -and $Name -ne 'PolicyEntry') {
    if ('True', 'False' -contains $Text) { return [bool]::Parse($Text) }
    return $Text
  }
  # A list would have to be written as the product's own objects: better not to copy it than to copy it wrongly.
  throw (New-CoexError "The value $Name of a client policy is a $($plain.Name), which cannot be copied." 'CoexValueNotCopied' 'InvalidArgument' $Name)
}

# --- parts ------------------------------------------------------------------------------------------------------------------

# One question of several in a call: a cmdlet that is not there, or refuses, must not take the others' answers with it. Where the estate does
# not answer at all, the first question tells so for all of them.
function Read-CoexPart([string]$Part, [scriptblock]$Question) {
  $rows = @()
  $failure = $null
  try { $rows = @(& $Question) }
  catch {
    $record = Resolve-CoexError $_
    if ([string]$record.FullyQualifiedErrorId -like 'CoexManagementUnreachable*') { throw $record }
    $failure = ConvertTo-CoexErrorText $record
  }
  [pscustomobject]@{ Part = $Part; Rows = $rows; Error = $failure }
}

# What an object shows of the properties named, as text. One that it does not have is left out: that is not the same as an empty one.
function ConvertTo-CoexSettings($Object, [string[]]$Names) {
  $settings = @{}
  foreach ($name in $Names) {
    if ($Object.PSObject.Properties[$name]) { $settings[$name] = [string]$Object.$name }
  }
  $settings
}

# DC=contoso,DC=net is contoso.net.
function ConvertTo-CoexDomain([string]$Context) {
  @([regex]::Matches($Context, '(?i)DC=([^,]+)') | ForEach-Object { $_.Groups[1].Value }) -join '.'
}

# Counts objects by the pool they belong to.
function ConvertTo-CoexCounts {
  param(
    [Parameter(Mandatory = $true, Position = 0)][scriptblock]$PoolOf,
    [switch]$Named,
    [Parameter(ValueFromPipeline = $true)]$InputObject
  )
  begin {
    $counts = @{}
    $names = @{}
  }
  process {
    $pool = ([string](& $PoolOf)).ToLowerInvariant()
    $counts[$pool] = 1 + [int]$counts[$pool]
    if ($Named) { $names[$pool] = @($names[$pool]) + @([string]$_.Name) }
  }
  end {
    foreach ($entry in $counts.GetEnumerator()) {
      [pscustomobject]@{ Pool = [string]$entry.Key; Count = [int]$entry.Value; Names = ConvertTo-CoexTextList $names[$entry.Key] }
    }
  }
}

# The workflows, queues or agent groups of response groups, each with its pool and a name that says what it is: three kinds may share a name.
function Read-CoexGroupPart([string]$Kind, [string]$Cmdlet) {
  $all = @{}
  # After their move groups are those of the old pool and not managed there: the newer tools leave them out unless they are asked for all.
  if ((Get-Command $Cmdlet -ErrorAction Stop).Parameters.ContainsKey('ShowAll')) { $all['ShowAll'] = $true }
  & $Cmdlet @all -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{ Pool = Find-CoexGroupPool $_; Name = $Kind + ' ' + [string]$_.Name }
  }
}

# The pool of a response group: its own word for it, or out of service:ApplicationServer:pool01.contoso.net/<id>.
function Find-CoexGroupPool($Group) {
  if ($Group.OwnerPool) { return [string]$Group.OwnerPool }
  if ([string]$Group.Identity -match '(?i)ApplicationServer:([^/]+)') { return $Matches[1] }
  ''
}

# --- errors -----------------------------------------------------------------------------------------------------------------

# Numbers of Windows for a computer that cannot be reached: network path not found, RPC server unavailable or too busy, endpoint mapper.
$script:UnreachableCodes = 53, 64, 67, 1722, 1723, 1727, 1753

function Resolve-CoexError($Record) {
  for ($cause = $Record.Exception; $null -ne $cause; $cause = $cause.InnerException) {
    if ($cause -is [System.ComponentModel.Win32Exception]) {
      if ($script:UnreachableCodes -contains $cause.NativeErrorCode) {
        return New-CoexError "$($Record.Exception.Message) ($($cause.Message), $($cause.NativeErrorCode))" 'CoexServerUnreachable' 'ConnectionError' $Record.TargetObject
      }
      if ($cause.NativeErrorCode -eq 5) { return New-CoexError $Record.Exception.Message 'CoexRefused' 'PermissionDenied' $Record.TargetObject }
    }
    if ($cause -is [System.UnauthorizedAccessException] -or $cause -is [System.Security.SecurityException]) {
      return New-CoexError $Record.Exception.Message 'CoexRefused' 'PermissionDenied' $Record.TargetObject
    }
    # By name, because only a host with the product has the assemblies of both.
    if ('System.Data.SqlClient.SqlException', 'System.DirectoryServices.ActiveDirectory.ActiveDirectoryServerDownException' -contains $cause.GetType().FullName) {
      return New-CoexError $Record.Exception.Message 'CoexManagementUnreachable' 'ConnectionError' $Record.TargetObject
    }
  }
  if ($Record.CategoryInfo.Category -eq 'ConnectionError') {
    return New-CoexError $Record.Exception.Message 'CoexManagementUnreachable' 'ConnectionError' $Record.TargetObject
  }
  $Record
}

function New-CoexError([string]$Message, [string]$Id, [string]$Category, $Target) {
  $cause = New-Object System.InvalidOperationException $Message
  New-Object System.Management.Automation.ErrorRecord $cause, $Id, $Category, $Target
}

Export-ModuleMember -Function Get-Coex*, New-CoexClientPolicy, Remove-CoexClientPolicy, Test-Coex*, Invoke-CoexFunction
