# What the deployment stands on: the central store and Active Directory.

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
  'ExternalFqdn', 'AccessEdgeClientSipPort', 'DataPsomClientPort', 'MediaRelayExternalTurnTcpPort',
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
    # Of these only the name of the master is documented. The others are found by what is in their names: heartbeats, and the agents that transfer
    # files; where nothing is called so, nothing is known of them.
    $agents = $null
    foreach ($property in $status.PSObject.Properties) {
      if ($property.Name -like '*FileTransferAgent*' -and $property.Name -notlike '*Heartbeat*') {
        $agents = @(ConvertTo-CoexTextList $property.Value | Where-Object { $_ })
      }
    }
    $beats = @(foreach ($property in $status.PSObject.Properties) {
        if ($property.Name -like '*Heartbeat*') { foreach ($value in @($property.Value)) { ConvertTo-CoexDate $value } }
      })
    [pscustomobject]@{
      Master = [string]$status.ActiveMasterFqdn
      Agents = $agents
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

# DC=contoso,DC=net is contoso.net.
function ConvertTo-CoexDomain([string]$Context) {
  @([regex]::Matches($Context, '(?i)DC=([^,]+)') | ForEach-Object { $_.Groups[1].Value }) -join '.'
}
