# Values as plain ones.


# A list of texts, also for one value or none. The comma keeps a list of one from becoming its only item.
function ConvertTo-CoexTextList($Value) {
  $texts = @(foreach ($item in @($Value)) { if ($null -ne $item) { [string]$item } })
  , $texts
}

# A time span in milliseconds; after a remote session it may be text.
# The word of an enumeration: what came through a session is a number that has its word beside it.
function ConvertTo-CoexWord($Value) {
  if ($null -ne $Value -and $Value -isnot [string]) {
    $word = $Value.PSObject.Properties['Value']
    if ($word) { return [string]$word.Value }
  }
  [string]$Value
}

function ConvertTo-CoexMilliseconds($Value) {
  if ($null -eq $Value) { return [double]0 }
  $span = [TimeSpan]::Zero
  if ($Value -is [TimeSpan]) { $span = $Value } else { [void][TimeSpan]::TryParse([string]$Value, [ref]$span) }
  [double]$span.TotalMilliseconds
}

function ConvertTo-CoexErrorText($Record) {
  [pscustomobject]@{
    Id = [string]$Record.FullyQualifiedErrorId
    Category = [string]$Record.CategoryInfo.Category
    Message = [string]$Record
  }
}

# A date, or nothing where the product has none; it writes the year 1 for "never".
function ConvertTo-CoexDate($Value) {
  if ($null -eq $Value -or $Value -eq '') { return $null }
  $date = [datetime]$Value
  if ($date.Year -lt 1970) { return $null }
  # The product prints these times as local ones; one that does not say its zone is taken so.
  if ($date.Kind -eq 'Unspecified') { $date = [datetime]::SpecifyKind($date, 'Local') }
  $date.ToUniversalTime()
}
