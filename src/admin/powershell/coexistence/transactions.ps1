# The product's own transactions.

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
        Result = ConvertTo-CoexWord $_.Result
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

# A credential whose password was given to this process in its environment, and never in a call.
function New-CoexCredential([string]$Login, [string]$SecretName) {
  $text = [Environment]::GetEnvironmentVariable($SecretName)
  if (-not $text) { throw (New-CoexError "This shell was not given the password of $Login." 'CoexNoPassword' 'InvalidArgument' $Login) }
  $secret = New-Object System.Security.SecureString
  foreach ($letter in $text.ToCharArray()) { $secret.AppendChar($letter) }
  New-Object System.Management.Automation.PSCredential $Login, $secret
}
