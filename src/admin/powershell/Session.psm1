# Sessions with an endpoint that has the Lync cmdlets: at a pool (https://pool01.contoso.net/OcsPowershell, where role-based access holds), or
# on a computer that has the module (WinRM). Only the cmdlets that the harness calls are imported, and they are only given literals: the far
# side may be a runspace without a language.
#
# Syntax of PowerShell 3.0. One session a process; Disconnect-CoexEndpoint closes it, because a user may only have a few.

$script:Session = $null
# Made once: the variable with the password is emptied at once, and a second attempt needs it again.
$script:Credential = $null

function Connect-CoexEndpoint {
  <#
    .SYNOPSIS
    Opens the session and makes its cmdlets visible to the functions of the module Coexistence.
    .PARAMETER Via
    remote: the endpoint of a pool. winrm: a computer that has the module.
    .PARAMETER Address
    Address of the endpoint, or name of the computer.
    .PARAMETER Login
    Account, such as CONTOSO\coex-redmond; its password is in the variable COEX_LANE_PASSWORD of the process, which is emptied. Without it the
    session is opened as who runs this process.
    .PARAMETER Timeout
    Milliseconds that opening, and each operation, may take.
  #>
  [CmdletBinding()]
  param(
    [Parameter(Mandatory = $true)][ValidateSet('remote', 'winrm')][string]$Via,
    [Parameter(Mandatory = $true)][string]$Address,
    [string]$Login,
    [int]$Timeout = 60000
  )
  # A client that is killed leaves its shell behind for as long as it may be idle: short, but longer than any call.
  $idle = [Math]::Max(60000, [Math]::Min(300000, 2 * $Timeout))
  $target = @{
    SessionOption = New-PSSessionOption -OpenTimeout $Timeout -OperationTimeout $Timeout -IdleTimeout $idle -CancelTimeout 10000
    ErrorAction = 'Stop'
  }
  if ($Login) {
    if ($null -eq $script:Credential) { $script:Credential = New-CoexCredential $Login }
    $target.Credential = $script:Credential
    $target.Authentication = 'Negotiate'
  }
  if ($Via -eq 'remote') {
    $target.ConnectionUri = $Address
    if (-not $Login) { $target.Authentication = 'NegotiateWithImplicitCredential' }
  }
  else { $target.ComputerName = $Address }
  try { $script:Session = New-PSSession @target }
  catch { throw (Resolve-CoexOpening $_) }
  try {
    if ($Via -eq 'winrm') { Invoke-Command -Session $script:Session -ScriptBlock { Import-Module Lync -DisableNameChecking } -ErrorAction Stop }
    $proxies = Import-PSSession -Session $script:Session -CommandName (Get-CoexCmdletName) -DisableNameChecking -AllowClobber -ErrorAction Stop
    Import-Module $proxies -Global -DisableNameChecking -ErrorAction Stop
  }
  catch {
    Disconnect-CoexEndpoint
    throw
  }
}

function Disconnect-CoexEndpoint {
  <#
    .SYNOPSIS
    Closes the session, if there is one.
  #>
  [CmdletBinding()]
  param()
  if ($null -eq $script:Session) { return }
  $open = $script:Session
  $script:Session = $null
  Remove-PSSession -Session $open -ErrorAction Stop
}

# Names of the cmdlets that the functions of the module Coexistence call or ask for: no others are fetched, because each costs time.
function Get-CoexCmdletName {
  # Asked within that module, which shows others only what it exports.
  $functions = & (Get-Module Coexistence) { Get-Command -CommandType Function -Name *-Coex* }
  $words = foreach ($function in $functions) {
    $function.ScriptBlock.Ast.FindAll({ $args[0] -is [System.Management.Automation.Language.StringConstantExpressionAst] }, $true)
  }
  $words | ForEach-Object { $_.Value } | Where-Object { $_ -match '^[A-Z][a-z]+-Cs\w+$' } | Sort-Object -Unique
}

function New-CoexCredential([string]$Login) {
  $secret = New-Object System.Security.SecureString
  foreach ($letter in ([string]$env:COEX_LANE_PASSWORD).ToCharArray()) { $secret.AppendChar($letter) }
  $env:COEX_LANE_PASSWORD = $null
  New-Object System.Management.Automation.PSCredential $Login, $secret
}

# Numbers of Windows and WSMan in the exception: access denied and unknown name or password; the quotas of shells and operations of a user.
$script:Refused = 5, 1326, -2144108387
$script:Quota = -2144108123, -2144108122, -2144108121

function Resolve-CoexOpening($Record) {
  $id = 'CoexSessionNotOpened'
  $number = 0
  for ($cause = $Record.Exception; $null -ne $cause; $cause = $cause.InnerException) {
    if ($cause -is [System.Management.Automation.Remoting.PSRemotingTransportException]) { $number = $cause.ErrorCode; break }
  }
  if ($script:Refused -contains $number) { $id = 'CoexCredentialsRefused' }
  # The text is a second sign only: not every version of WSMan hands on the number.
  if ($script:Quota -contains $number -or [string]$Record -match 'concurrent shells') { $id = 'CoexShellQuota' }
  $problem = New-Object System.InvalidOperationException ([string]$Record)
  New-Object System.Management.Automation.ErrorRecord $problem, $id, 'OpenError', $Record.TargetObject
}

Export-ModuleMember -Function Connect-CoexEndpoint, Disconnect-CoexEndpoint
