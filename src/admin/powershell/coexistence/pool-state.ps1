# How a pool of 2013 is: its routing groups, and whether it is ready.

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
