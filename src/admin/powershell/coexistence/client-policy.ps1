# The client policy of a site: the only thing that the harness writes through the administration.

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
