# The published topology: sites, pools, services and SIP domains.

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
