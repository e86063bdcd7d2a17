import { expect, it } from 'vitest';
import { codeOf, troubleOf } from './trouble.ts';

const error = (category: string, fullyQualifiedErrorId: string, terminating = false) => ({
  message: `${fullyQualifiedErrorId} happened`,
  category,
  fullyQualifiedErrorId,
  targetName: 'fe1',
  exception: 'System.Exception',
  terminating,
});

it.each([
  ['OperationTimeout', 'CoexTimeout', 'LANE_TIMEOUT'],
  ['ConnectionError', 'CoexServerUnreachable,Invoke-CoexFunction', 'SERVER_UNREACHABLE'],
  ['ConnectionError', 'CoexManagementUnreachable', 'MANAGEMENT_UNREACHABLE'],
  ['ConnectionError', 'AnythingElse', 'MANAGEMENT_UNREACHABLE'],
  ['PermissionDenied', 'CoexRefused', 'ADMINISTRATION_REFUSED'],
  ['SecurityError', 'UnauthorizedAccess', 'ADMINISTRATION_REFUSED'],
  ['ResourceUnavailable', 'Modules_ModuleNotFound,Microsoft.PowerShell.Commands.ImportModuleCommand', 'LYNC_MODULE_MISSING'],
  ['ObjectNotFound', 'CommandNotFoundException', 'CMDLET_NOT_OFFERED'],
  ['NotSpecified', '', 'CMDLET_FAILED'],
])('an error of category %s with the id %s is %s', (category, id, code) => {
  expect(codeOf(error(category, id))).toBe(code);
});

it('tells the error that ended the call, whatever came before it', () => {
  const told = troubleOf('Get-CoexSite', [error('NotSpecified', 'First'), error('PermissionDenied', 'Last', true)], 1200);
  expect(told).toMatchObject({ code: 'ADMINISTRATION_REFUSED', message: 'Get-CoexSite was refused after 1.2 s: Last happened' });
});

it('is an error also where PowerShell did not say why', () => {
  expect(troubleOf('Get-CoexSite', [], 5)).toMatchObject({ code: 'CMDLET_FAILED' });
});
