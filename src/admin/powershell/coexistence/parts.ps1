# Questions of several parts, of which one that fails does not take the others along.


# One question of several in a call: a cmdlet that is not there, or refuses, must not take the others' answers with it. Where the estate does
# not answer at all, the first question tells so for all of them.
function Read-CoexPart([string]$Part, [scriptblock]$Question) {
  $rows = @()
  $failure = $null
  try { $rows = @(& $Question) }
  catch {
    $record = Resolve-CoexError $_
    if ([string]$record.FullyQualifiedErrorId -like 'CoexManagementUnreachable*') { throw $record }
    $failure = ConvertTo-CoexErrorText $record
  }
  [pscustomobject]@{ Part = $Part; Rows = $rows; Error = $failure }
}

# What an object shows of the properties named, as text. One that it does not have is left out: that is not the same as an empty one.
function ConvertTo-CoexSettings($Object, [string[]]$Names) {
  $settings = @{}
  foreach ($name in $Names) {
    if ($Object.PSObject.Properties[$name]) { $settings[$name] = [string]$Object.$name }
  }
  $settings
}
