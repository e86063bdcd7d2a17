import type { GenerationName, ServerRole, TlsProfileName } from '../generations/index.ts';
import type { Secret } from '../redaction/index.ts';

/** An environment file after loading: defaults filled in, durations in milliseconds, paths absolute, secrets still references. */
export interface Environment {
  readonly name: string;
  /** Absolute path of the file it came from. */
  readonly path: string;
  readonly sipDomains: readonly string[];
  readonly sites: readonly Site[];
  readonly users: readonly TestUser[];
  readonly phase: Phase;
  readonly pilot: Pilot;
  readonly network: NetworkSettings;
  readonly trust: { readonly ca?: string };
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly waves: Readonly<Record<string, Wave>>;
  /** Where tickets come from; absent: no Kerberos. */
  readonly kerberos?: { readonly realm: string; readonly kdc: string };
  /** How this host proves to be a trusted server; paths are absolute. */
  readonly trustedServer?: { readonly fqdn: string; readonly certificate: string; readonly key: string };
  /** Only in files that `coex lab` wrote: how to reach the lab behind them. */
  readonly lab?: LabReference;
}

/** What is expected for the pilot's users. */
export interface Pilot {
  /** `User-Agent` headers of their clients, beside that of the harness. */
  readonly clients: readonly string[];
  /** Numbers that must become the same for users of both generations. */
  readonly dialledNumbers: readonly string[];
  /** Whether they are to reach XMPP partners once federation has moved. */
  readonly xmpp: boolean;
  /** Who is written to there: `juliet@example.org`. */
  readonly xmppPartner?: string;
  /** Domain of a federated partner that must be reached. */
  readonly federatedPartner?: string;
  /** Address of a room of Persistent Chat that is there for tests. */
  readonly chatRoom?: string;
  /** Whether mobile clients of both generations are to work. */
  readonly mobile: boolean;
  /** Whether there are dial-in access numbers, which must answer. */
  readonly dialIn: boolean;
  /** Meetings that are there for tests, at most one of a pool; absent where there are none. */
  readonly meetings?: readonly Meeting[];
}

/** A meeting by its join address, which whoever knows it can use. */
export interface Meeting {
  /** Home pool of its organizer. */
  readonly pool: string;
  readonly url: string;
}

export type Phase =
  | 'plan'
  | 'prepare'
  | 'pilot'
  | 'users-moved'
  | 'edge-added'
  | 'federation-moved'
  | 'post-migration'
  | 'decommission';

export interface Site {
  readonly name: string;
  readonly administration: Administration;
  readonly pools: readonly Pool[];
}

export interface Administration {
  readonly via: 'local' | 'remote' | 'winrm';
  readonly accounts: { readonly siteAdmin?: Account; readonly readOnly?: Account };
}

export interface Account {
  readonly login: string;
  readonly password?: SecretReference;
}

export interface Pool {
  readonly fqdn: string;
  readonly generation: GenerationName;
  readonly tlsProfile: TlsProfileName;
  /** How its users are proven; `auto` where neither pool nor user says. */
  readonly authentication?: Authentication;
  readonly servers: readonly Server[];
  /** What an Edge pool shows to the outside, where the file says so. */
  readonly edge?: EdgeNames;
  /** What its web services are called outside, where the file says so. */
  readonly webExternal?: string;
}

/** The outside of an Edge pool. */
export interface EdgeNames {
  /** Where remote users sign in, and partners federate. */
  readonly access: ExternalName;
  readonly webConferencing?: ExternalName;
  readonly audioVideo?: ExternalName;
  /** Federation goes through it, in the phases in which it goes through its generation. */
  readonly federation: boolean;
  readonly xmpp: boolean;
}

export interface ExternalName {
  readonly fqdn: string;
  readonly port: number;
}

export interface Server {
  readonly fqdn: string;
  readonly roles: readonly ServerRole[];
}

export interface TestUser {
  /** Role first: `legacy Lena`. Unique. */
  readonly name: string;
  readonly uri: string;
  readonly pool: string;
  readonly login?: string;
  readonly password?: SecretReference;
  readonly purpose: 'traffic' | 'refusal-probe';
  /** Instead of what the pool says. */
  readonly authentication?: Authentication;
  /** Absent: at the home pool, by its name. */
  readonly signIn?: 'discover';
}

/**
 * `auto`: Kerberos where it is offered and `kerberos` says where tickets come from, else NTLM; never digest, which signs nothing, nor
 * `trusted-server`, by which nobody is proven.
 */
export type Authentication = 'auto' | 'ntlm' | 'kerberos' | 'trusted-server' | 'digest';

export type SecretReference = { readonly env: string } | { readonly file: string };

export type AddressMap = Readonly<Record<string, { readonly host: string; readonly ports: Readonly<Record<string, number>> }>>;

export interface NetworkSettings {
  readonly resolver?: string;
  /** Answers as the outside hears it. */
  readonly externalResolver?: string;
  readonly addresses: AddressMap;
  /** The same as the outside has it. */
  readonly externalAddresses?: AddressMap;
}

export interface Limits {
  readonly signInsPerSecond: number;
  readonly messagesPerSecond: number;
  readonly lanesPerSite: number;
  readonly run: number;
}

/** Milliseconds. */
export interface Budgets {
  readonly connect: number;
  readonly signIn: number;
  readonly im: number;
  readonly presence: number;
  readonly serviceStart: number;
  readonly replicaAge: number;
  /** How long a certificate must still be valid. */
  readonly certificateWarning: number;
  readonly administrationCall: number;
  readonly firstAdministrationCall: number;
}

export interface Wave {
  readonly pools: readonly string[];
  /** Pillars, suites (`communication.presence`) or check ids. */
  readonly requires: readonly string[];
  readonly freshFor: number;
}

export interface LabReference {
  /** Address of the control and management endpoint, for example `http://127.0.0.1:40001`. */
  readonly control: string;
}

/** The secrets a selection of cases needs, resolved once. */
export interface Secrets {
  /** `undefined` when the user or account has no reference at all. */
  passwordOf(login: TestUser | Account): Secret | undefined;
  /** All of them, for redaction. */
  all(): readonly string[];
}
