import type { ExpectedService, ServerRole } from './model.ts';

/** A service of a role, before it is known which of the server's roles brings it. */
export type ServiceName = readonly [name: string, displayName: string];

const lync = (name: string, rest: string): ServiceName => [name, `Lync Server ${rest}`];

/**
 * The services of both generations, named as the migration guide and `Get-CsWindowsService` name them.
 *
 * @remarks Display names are documented throughout. The short names RTCMEETINGMCU, RTCPDPAUTH, RTCPDPCORE, RTCQMS, RTCCDR and RTCLOG are
 * not: recognise a service by {@link isService}, which takes either name.
 */
export const service = {
  web: ['W3SVC', 'World Wide Web Publishing Service'] as ServiceName,
  frontEnd: lync('RTCSRV', 'Front-End'),
  accessEdge: lync('RTCSRV', 'Access Edge'),
  replica: lync('REPLICA', 'Replica Replicator Agent'),
  master: lync('MASTER', 'Master Replicator Agent'),
  fileTransfer: lync('FTA', 'File Transfer Agent'),
  imConferencing: lync('RTCIMMCU', 'IM Conferencing'),
  webConferencing: lync('RTCDATAMCU', 'Web Conferencing'),
  webConferencingCompatibility: lync('RTCMEETINGMCU', 'Web Conferencing Compatibility'),
  audioVideoConferencing: lync('RTCAVMCU', 'Audio/Video Conferencing'),
  applicationSharing: lync('RTCASMCU', 'Application Sharing'),
  audioTest: lync('RTCATS', 'Audio Test Service'),
  conferencingAttendant: lync('RTCCAA', 'Conferencing Attendant'),
  conferencingAnnouncement: lync('RTCCAS', 'Conferencing Announcement'),
  callPark: lync('RTCCPS', 'Call Park'),
  responseGroup: lync('RTCRGS', 'Response Group'),
  mediation: lync('RTCMEDSRV', 'Mediation'),
  bandwidthAuthentication: lync('RTCPDPAUTH', 'Bandwidth Policy Service (Authentication)'),
  bandwidthCore: lync('RTCPDPCORE', 'Bandwidth Policy Service (Core)'),
  xmppGateway: lync('RTCXMPPTGW', 'XMPP Translating Gateway'),
  centralizedLogging: lync('RTCCLSAGT', 'Centralized Logging Service Agent'),
  fabricHost: ['FabricHostSvc', 'Windows Fabric Host Service'] as ServiceName,
  backup: lync('LYNCBACKUP', 'Backup Service'),
  webConferencingEdge: lync('RTCDATAPROXY', 'Web Conferencing Edge'),
  audioVideoAuthentication: lync('RTCMRAUTH', 'Audio/Video Authentication'),
  audioVideoEdge: lync('RTCMEDIARELAY', 'Audio/Video Edge'),
  qualityOfExperience: lync('RTCQMS', 'QoE Monitoring Service'),
  callDetailRecording: lync('RTCCDR', 'Call Detail Recording'),
  archiving: lync('RTCLOG', 'Archiving'),
} as const;

/** What each role brings; `everywhere` stands for every server, whatever its roles. */
export interface RoleServices {
  readonly everywhere: readonly ServiceName[];
  readonly byRole: Readonly<Record<ServerRole, readonly ServiceName[]>>;
}

/** The services of a server with these roles, in the order of the roles; a service that two roles bring stands there once. */
export function servicesOf(table: RoleServices, roles: readonly ServerRole[]): readonly ExpectedService[] {
  const found = new Map<string, ExpectedService>();
  const [first] = roles;
  const add = ([name, displayName]: ServiceName, role: ServerRole): void => {
    if (!found.has(name)) found.set(name, { name, displayName, role });
  };
  for (const role of roles) for (const entry of table.byRole[role]) add(entry, role);
  if (first !== undefined) for (const entry of table.everywhere) add(entry, first);
  return [...found.values()];
}

/**
 * True if a row of `Get-CsWindowsService` is this service: by short name, or by display name, because not every short name is documented.
 * Case does not matter.
 */
export function isService(
  expected: Pick<ExpectedService, 'name' | 'displayName'>,
  row: { readonly name: string; readonly displayName: string },
): boolean {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  return same(expected.name, row.name) || same(expected.displayName, row.displayName);
}
