# Who may administer what.

function Get-CoexAdminRole {
  <#
    .SYNOPSIS
    Lists the roles of role-based access and their scopes.
    .OUTPUTS
    Identity, Template, ConfigScopes.
  #>
  [CmdletBinding()]
  param()
  Get-CsAdminRole -ErrorAction Stop | ForEach-Object {
    [pscustomobject]@{
      Identity = [string]$_.Identity
      Template = [string]$_.Template
      ConfigScopes = ConvertTo-CoexTextList $_.ConfigScopes
    }
  }
}

function Get-CoexAdminRoleAssignment {
  <#
    .SYNOPSIS
    Lists the roles of an account.
    .PARAMETER Account
    CONTOSO\name.
    .OUTPUTS
    Role (its name).
  #>
  [CmdletBinding()]
  param([Parameter(Mandatory = $true)][string]$Account)
  Get-CsAdminRoleAssignment -Identity $Account -ErrorAction Stop | ForEach-Object { [pscustomobject]@{ Role = [string]$_ } }
}
