import type { Quorum } from './quorum.ts';

export const generationNames = ['lync-2010', 'lync-2013'] as const;
export type GenerationName = (typeof generationNames)[number];

export const serverRoles = ['front-end', 'director', 'edge', 'mediation', 'cms', 'archiving', 'monitoring'] as const;
/** A role a server has in the topology. `cms` is the holder of the central management store. */
export type ServerRole = (typeof serverRoles)[number];

export const tlsProfileNames = ['modern', 'lync-2013', 'lync-2010'] as const;
export type TlsProfileName = (typeof tlsProfileNames)[number];

/** A Windows service that a role brings with it. */
export interface ExpectedService {
  /** Short name, as `Get-CsWindowsService` has it. */
  readonly name: string;
  readonly displayName: string;
  readonly role: ServerRole;
}

/** Everything in which the two product generations differ for us: a value, so that no check asks for a name. */
export interface Generation {
  readonly name: GenerationName;
  /** What its users are called during the migration. */
  readonly userKind: 'legacy' | 'migrated';
  readonly productName: string;
  /** The product token of its `Server:` header, for example `RTC/4.0`. */
  readonly sipProduct: string;
  /** Version number in the topology (`Get-CsService`), and the begin of its build numbers. */
  readonly topologyVersion: number;
  readonly buildPrefix: string;
  readonly tlsProfile: TlsProfileName;
  /** How many front ends of a pool of so many must run; `undefined` where each runs by itself. */
  quorum(frontEnds: number): Quorum | undefined;
  /** Roles of role-based access that come with it. */
  readonly adminRoles: readonly string[];
  /** Roles that a server brings into the topology, as the begin of `Registrar:pool01.contoso.net`; those that only an option brings are left out. */
  topologyRoles(roles: readonly ServerRole[]): readonly string[];
  /** The services that must run on a server with these roles, without doubles. */
  expectedServices(roles: readonly ServerRole[]): readonly ExpectedService[];
  /** Services that may be there or not (switched on by a feature): neither missing nor unexpected. */
  optionalServices(roles: readonly ServerRole[]): readonly ExpectedService[];
}
