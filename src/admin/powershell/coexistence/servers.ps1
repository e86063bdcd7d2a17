# Servers of the estate: their services, builds, replicas and certificates.

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
