import type { ServerRole } from './model.ts';

/** Roles of role-based access that both generations have. */
export const commonAdminRoles = [
  'CsAdministrator',
  'CsUserAdministrator',
  'CsVoiceAdministrator',
  'CsServerAdministrator',
  'CsViewOnlyAdministrator',
  'CsHelpDesk',
  'CsArchivingAdministrator',
  'CsResponseGroupAdministrator',
  'CsLocationAdministrator',
] as const;

const byRole: Readonly<Record<ServerRole, readonly string[]>> = {
  'front-end': ['Registrar', 'UserServer', 'WebServer'],
  director: ['Registrar', 'WebServer'],
  edge: ['EdgeServer'],
  mediation: ['MediationServer'],
  cms: ['CentralManagement'],
  // Databases of the front ends in 2013, servers of their own in 2010: the topology shows them in other places.
  archiving: [],
  monitoring: [],
};

/** What servers with these roles bring into the topology, each once. */
export const topologyRolesOf = (roles: readonly ServerRole[]): readonly string[] => [
  ...new Set(roles.flatMap((role) => byRole[role])),
];
