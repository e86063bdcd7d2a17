# Users, and what belongs to them.

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
