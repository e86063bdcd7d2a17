# What is left on a pool that is to be retired.

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
