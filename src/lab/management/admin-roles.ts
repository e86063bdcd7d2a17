import type { LabEstate } from '../model.ts';
import { sameName } from './topology.ts';

const standardRoles = [
  'CsAdministrator',
  'CsUserAdministrator',
  'CsVoiceAdministrator',
  'CsServerAdministrator',
  'CsViewOnlyAdministrator',
  'CsHelpDesk',
  'CsArchivingAdministrator',
  'CsResponseGroupAdministrator',
  'CsLocationAdministrator',
  // New in 2013:
  'CsResponseGroupManager',
  'CsPersistentChatAdministrator',
];

const scoped = (site: string): string => `CsServerAdministrator-${site}`;

/** Rows of `Get-CsAdminRole`: the predefined roles, and one per site that has an account of its own. */
export function adminRoleRows({ environment, faults }: LabEstate): readonly object[] {
  const missing = faults.active('admin-role-missing') === undefined ? '' : 'CsServerAdministrator';
  const predefined = standardRoles.filter((name) => name !== missing).map((name) => row(name, null, true, ['Global']));
  const sites = environment.sites.filter(({ administration }) => administration.accounts.siteAdmin !== undefined);
  return [...predefined, ...sites.map(({ name }) => row(scoped(name), 'CsServerAdministrator', false, [`site:${name}`]))];
}

/** Names of the roles of an account, as `Get-CsAdminRoleAssignment -Identity` lists them. */
export function roleAssignments({ environment, faults }: LabEstate, account: string): readonly string[] {
  const roles = environment.sites.flatMap(({ name, administration: { accounts } }) => [
    ...(accounts.siteAdmin !== undefined && sameName(accounts.siteAdmin.login, account) ? [scoped(name)] : []),
    ...(accounts.readOnly !== undefined && sameName(accounts.readOnly.login, account) ? ['CsViewOnlyAdministrator'] : []),
  ]);
  return roles.length > 0 && faults.active('accounts-too-strong') !== undefined ? [...roles, 'CsUserAdministrator'] : roles;
}

const row = (identity: string, template: string | null, standard: boolean, configScopes: readonly string[]): object => ({
  Identity: identity,
  SID: null,
  IsStandardRole: standard,
  Cmdlets: [],
  ConfigScopes: configScopes,
  UserScopes: ['Global'],
  Template: template,
});
