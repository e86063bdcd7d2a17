# Errors of the product as ones that a program recognises.

# Numbers of Windows for a computer that cannot be reached: network path not found, RPC server unavailable or too busy, endpoint mapper.
$script:UnreachableCodes = 53, 64, 67, 1722, 1723, 1727, 1753

function Resolve-CoexError($Record) {
  for ($cause = $Record.Exception; $null -ne $cause; $cause = $cause.InnerException) {
    if ($cause -is [System.ComponentModel.Win32Exception]) {
      if ($script:UnreachableCodes -contains $cause.NativeErrorCode) {
        return New-CoexError "$($Record.Exception.Message) ($($cause.Message), $($cause.NativeErrorCode))" 'CoexServerUnreachable' 'ConnectionError' $Record.TargetObject
      }
      if ($cause.NativeErrorCode -eq 5) { return New-CoexError $Record.Exception.Message 'CoexRefused' 'PermissionDenied' $Record.TargetObject }
    }
    if ($cause -is [System.UnauthorizedAccessException] -or $cause -is [System.Security.SecurityException]) {
      return New-CoexError $Record.Exception.Message 'CoexRefused' 'PermissionDenied' $Record.TargetObject
    }
    # By name, because only a host with the product has the assemblies of both.
    if ('System.Data.SqlClient.SqlException', 'System.DirectoryServices.ActiveDirectory.ActiveDirectoryServerDownException' -contains $cause.GetType().FullName) {
      return New-CoexError $Record.Exception.Message 'CoexManagementUnreachable' 'ConnectionError' $Record.TargetObject
    }
  }
  if ($Record.CategoryInfo.Category -eq 'ConnectionError') {
    return New-CoexError $Record.Exception.Message 'CoexManagementUnreachable' 'ConnectionError' $Record.TargetObject
  }
  $Record
}

function New-CoexError([string]$Message, [string]$Id, [string]$Category, $Target) {
  $cause = New-Object System.InvalidOperationException $Message
  New-Object System.Management.Automation.ErrorRecord $cause, $Id, $Category, $Target
}
