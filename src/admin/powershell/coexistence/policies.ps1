# Policies and rules that decide what users may do, read alone.

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
