# What the harness asks of an estate's administration, in PowerShell. Each function asks the Lync module and answers with plain values only
# (text, numbers, truth values, lists, dates), so that nothing depends on how a shell turns its objects into JSON.
#
# Syntax of PowerShell 3.0, which is what the tools of Lync Server 2013 run in. Needs the functions' cmdlets in the session; to see what a
# function does, import this file on a server and call it:
#
#   Import-Module Lync; Import-Module .\Coexistence.psm1; Get-CoexServerService -ComputerName fe1.contoso.net

# One file per subject; all of them share this module.
$CoexSubjects = 'values', 'errors', 'parts', 'servers', 'topology', 'deployment', 'pool-state', 'remainder', 'users', 'policies',
'client-policy', 'roles', 'transactions'
foreach ($CoexSubject in $CoexSubjects) { . (Join-Path $PSScriptRoot "coexistence/$CoexSubject.ps1") }

function Invoke-CoexFunction {
  <#
    .SYNOPSIS
    Calls a function of this module; an error of the product comes out as one that a program can recognise.
    .DESCRIPTION
    Programs must not read error texts, which follow the language of the host. The error keeps the product's text and category; its id
    begins with CoexServerUnreachable or CoexManagementUnreachable where the cause is known, and its category is PermissionDenied where
    rights are missing.
    .PARAMETER Name
    Name of a function of this module.
    .PARAMETER Arguments
    Its arguments by name.
  #>
  [CmdletBinding()]
  param(
    [Parameter(Mandatory = $true)][ValidatePattern('^(Get|New|Remove|Test)-Coex\w+$')][string]$Name,
    [hashtable]$Arguments = @{}
  )
  try { & $Name @Arguments }
  catch { throw (Resolve-CoexError $_) }
}

Export-ModuleMember -Function Get-Coex*, New-CoexClientPolicy, Remove-CoexClientPolicy, Test-Coex*, Invoke-CoexFunction
