import type { Administration } from '../environment/model.ts';
import type { ErrorCode } from '../errors/index.ts';
import type { GenerationName } from '../generations/index.ts';
import type { Secret } from '../redaction/index.ts';
import type { Clock } from '../time/index.ts';
import type { AccountGate } from './account-gate.ts';

/** A row of `Get-CsWindowsService`. */
export interface WindowsService {
  readonly name: string;
  readonly displayName: string;
  readonly status: 'Stopped' | 'StartPending' | 'StopPending' | 'Running' | 'ContinuePending' | 'PausePending' | 'Paused';
  readonly roles: readonly string[];
  /** `Auto`, `Manual`, `Disabled` …; absent where nobody can see it. */
  readonly startMode?: string;
}

export interface SiteFact {
  readonly identity: string;
  readonly displayName: string;
  readonly pools: readonly string[];
}

export interface PoolFact {
  readonly fqdn: string;
  readonly site: string;
  readonly computers: readonly string[];
  readonly services: readonly string[];
}

/** What tools say of a pool that they may be too old for. */
export interface PoolSightFact {
  readonly pool: string;
  readonly isShown: boolean;
  readonly errors: readonly { readonly id: string; readonly category: string; readonly message: string }[];
}

/** A row of `Get-CsService`: a role of a pool, and of which generation it is. */
export interface TopologyServiceFact {
  readonly identity: string;
  /** As the topology names it: `Registrar`, `MediationServer`, `CentralManagement`. */
  readonly role: string;
  readonly pool: string;
  /** Number in the topology: see `topologyVersion` of a generation. */
  readonly version: number;
}

/** A synthetic transaction of the product to run as test users. The lane's environment holds their passwords. */
export interface TransactionOrder {
  /** Name of the cmdlet: `Test-CsIM`. */
  readonly test: string;
  /** FQDN of the pool that is signed in at. */
  readonly target: string;
  /** By the part that a user plays, as the cmdlet's parameters begin: `Sender`, `Receiver`, `User`, `Publisher`, `Subscriber`, `Organizer`, `Participant`. */
  readonly users: Readonly<
    Record<
      string,
      { readonly uri: string; readonly login: string /** Variable that holds the password. */; readonly secret: string }
    >
  >;
  /** Further parameters of the cmdlet by name: `Receiver`, `Domain`, `ChatRoomUri`. */
  readonly more?: Readonly<Record<string, string>>;
}

/** What came of a synthetic transaction: all of the four ways in which one can fail. */
export interface TransactionFact {
  readonly test: string;
  /** Usually one; `result` is `Success` or `Failure`. Milliseconds. */
  readonly answers: readonly {
    readonly target: string;
    readonly result: string;
    readonly latency: number;
    readonly error: string;
    readonly diagnosis: string;
  }[];
  readonly warnings: readonly string[];
  readonly errors: readonly { readonly id: string; readonly category: string; readonly message: string }[];
  /** The product's own trace of its steps, XML. */
  readonly log?: string;
}

/** What the shell of a lane is, and which tools are in it. */
export interface HostFact {
  /** Version of the engine. */
  readonly powerShell: string;
  /** `Desktop`, `Core`, or empty before 5.1. */
  readonly edition: string;
  /** Name and version of the module that the cmdlets come from. */
  readonly module: string;
  readonly moduleVersion: string;
  /** Generation of the tools. */
  readonly tools: GenerationName;
  readonly computer: string;
  /** `DOMAIN\name` of the process. */
  readonly account: string;
}

/** A row of `Get-CsManagementStoreReplicationStatus`; times are milliseconds since 1970. */
export interface ReplicaFact {
  readonly replica: string;
  readonly upToDate: boolean;
  readonly lastStatusReport?: number;
  readonly lastUpdateCreation?: number;
  readonly productVersion?: string;
}

export interface UserFact {
  readonly identity: string;
  readonly sipAddress: string;
  readonly registrarPool: string;
  readonly enabled: boolean;
}

/** A test user with the policies in force: by kind the name of the policy, an empty text for none. A kind that is not there is not known. */
export interface TestUserFact extends UserFact {
  readonly lineUri: string;
  /** Given to the user; where none is, that of the site or the global one applies. */
  readonly assigned: Readonly<Record<string, string>>;
  /** What applies; absent with the tools of 2010. */
  readonly effective?: Readonly<Record<string, string>>;
}

/** The users of a pool: counted, and the test users among them shown. */
export interface PoolUsersFact {
  readonly pool: string;
  readonly count: number;
  readonly domains: readonly { readonly name: string; readonly count: number }[];
  /** Addresses with a blank or of another scheme: how many, and the first of them. */
  readonly oddCount: number;
  readonly odd: readonly { readonly identity: string; readonly property: string; readonly value: string }[];
  /** Those that were asked for, wherever they are homed. */
  readonly users: readonly TestUserFact[];
}

/** What the client version filter lets in. */
export interface ClientVersionFact {
  readonly configurations: readonly { readonly identity: string; readonly enabled: boolean; readonly defaultAction: string }[];
  readonly rules: readonly ClientVersionRule[];
}

export interface ClientVersionRule {
  /** `Global`, `Site:Redmond`, `Registrar:pool01.contoso.net` or the name of a policy of users. */
  readonly policy: string;
  readonly priority: number;
  readonly enabled: boolean;
  /** `Allow`, `AllowWithUrl`, `Block` … */
  readonly action: string;
  /** As clients call themselves before the slash: `OC`. */
  readonly userAgent: string;
  /** Up to four numbers; empty: any version. */
  readonly version: string;
  /** EQL, NEQ, GTR, GEQ, LSS or LEQ. */
  readonly compareOp: string;
}

/** What becomes of a dialled number; empty where nothing matches. */
export interface VoiceUserFact {
  readonly sipAddress: string;
  readonly number: string;
  readonly translated: string;
  readonly route: string;
  readonly usage: string;
}

/** What lets outsiders in. */
export interface MeetingPolicyFact {
  readonly conferencing: readonly { readonly identity: string; readonly allowAnonymous: boolean }[];
  readonly external: readonly ExternalAccessFact[];
  readonly accessEdge: { readonly allowFederatedUsers: boolean; readonly allowOutsideUsers: boolean };
}

export interface ExternalAccessFact {
  readonly identity: string;
  readonly enableFederation: boolean;
  readonly enableOutside: boolean;
  /** Absent with the tools of 2010. */
  readonly enableXmpp?: boolean;
}

export interface ClientPinFact {
  readonly sipAddress: string;
  readonly isPinSet: boolean;
  readonly isLockedOut: boolean;
}

/** A client policy: identity (`site:Redmond`), and every value in force by name, as text. */
export interface ClientPolicyFact {
  readonly identity: string;
  /** Its description: of a policy that the write probe made, the mark that names the run. */
  readonly mark?: string;
  /** Every value that is set, its identity and description excepted. */
  readonly values: Readonly<Record<string, string>>;
}

/** A row of `Get-CsAdminRole`. */
export interface AdminRoleFact {
  readonly identity: string;
  /** Name of the predefined role that it was made from; absent for a predefined one. */
  readonly template?: string;
  /** `Global`, or `site:Redmond`. */
  readonly configScopes: readonly string[];
}

/** A row of `Get-CsCertificate` on the server where the cmdlets ran; times are milliseconds since 1970. */
export interface CertificateFact {
  readonly computer: string;
  /** `Default`, `WebServicesInternal` … */
  readonly use: string;
  readonly subject: string;
  readonly issuer: string;
  readonly notAfter: number;
}

/** What came of one of several questions of a call: its rows, or why there are none. */
export type Part<Row> = { readonly rows: readonly Row[] } | { readonly trouble: PartTrouble };

/** Why a question was not answered; plain, because it is kept with the facts. */
export interface PartTrouble {
  readonly code: ErrorCode;
  readonly message: string;
}

/** A row of `Get-CsService` with those of the known properties that it shows; one that it does not have is absent, an empty one is ''. */
export interface DeployedServiceFact {
  /** As the topology names it: `Registrar`, `EdgeServer`, `WacServer`. */
  readonly role: string;
  readonly pool: string;
  readonly version: number;
  /** By the name of the property: `EdgeServer` is `EdgeServer:edge01.contoso.net`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What the topology is made of, and where the central management store is. */
export interface DeploymentFact {
  readonly services: Part<DeployedServiceFact>;
  readonly sites: Part<{
    readonly identity: string;
    readonly displayName: string;
    readonly settings: Readonly<Record<string, string>>;
  }>;
  /** All pools of the topology, those of databases and gateways as well. */
  readonly pools: Part<{ readonly fqdn: string; readonly site: string; readonly computers: readonly string[] }>;
  /** Heartbeats are milliseconds since 1970; none where the tools do not show them, as file transfer agents are absent then. */
  readonly store: Part<{ readonly master: string; readonly agents?: readonly string[]; readonly heartbeats: readonly number[] }>;
  readonly connection: Part<{ readonly server: string; readonly instance: string }>;
  /** `sql.contoso.net/rtc` */
  readonly location: Part<{ readonly location: string }>;
}

/** States of Active Directory in the product's own words; without a name it is the domain of the computer that was asked. */
export interface DirectoryFact {
  readonly schema: Part<{ readonly state: string }>;
  readonly forest: Part<{ readonly state: string }>;
  readonly domains: Part<{ readonly domain: string; readonly state: string }>;
  /** Naming contexts (`DC=contoso,DC=net`) from which users are replicated; none: all of the forest. */
  readonly replicated: Part<{ readonly context: string }>;
}

export const remainderKinds = [
  'users',
  'um-contacts',
  'common-area-phones',
  'analog-devices',
  'dial-in-numbers',
  'call-park',
  'response-groups',
  'trusted-applications',
  'meeting-rooms',
  'conference-directories',
] as const;
/** What has to leave a pool before it is retired. */
export type RemainderKind = (typeof remainderKinds)[number];

/** How many objects of a kind a pool has; names only of response groups. */
export interface RemainderRow {
  readonly pool: string;
  readonly count: number;
  readonly names: readonly string[];
}

export type RemainderFact = Readonly<Record<RemainderKind, Part<RemainderRow>>>;

/** What can be asked of a site's administration. One lane answers one question at a time. Errors: see `src/errors/catalogue/administration.ts`. */
export interface Lane {
  /** Process id of the shell, for the journal; `undefined` before the first call. */
  readonly pid: number | undefined;
  servicesOf(server: string): Promise<readonly WindowsService[]>;
  sites(): Promise<readonly SiteFact[]>;
  poolsOf(site: string): Promise<readonly PoolFact[]>;
  /** Whether the tools of the lane show a pool; that they do not is an answer, and no error. */
  poolSight(pool: string): Promise<PoolSightFact>;
  /** All roles of all pools. */
  topologyServices(): Promise<readonly TopologyServiceFact[]>;
  /** Names of the SIP domains, the default one first. */
  sipDomains(): Promise<readonly string[]>;
  deployment(): Promise<DeploymentFact>;
  directory(): Promise<DirectoryFact>;
  /** Lines that Windows Fabric says of a pool of 2013. */
  fabricOf(pool: string): Promise<Part<{ readonly line: string }>>;
  /** State of the pool of the computer where the cmdlets run; none elsewhere than on a server of a pool. */
  readiness(): Promise<Part<{ readonly pool: string; readonly state: string }>>;
  /** Texts of the events that end the first replication of users, in the event log of a server. */
  userReplicationOn(server: string): Promise<Part<{ readonly text: string }>>;
  /** What is left on pools that are to be retired. */
  remainderOf(pools: readonly string[]): Promise<RemainderFact>;
  host(): Promise<HostFact>;
  /** Runs one of the product's own transactions; its failure is an answer, and no error. */
  transaction(order: TransactionOrder): Promise<TransactionFact>;
  replication(): Promise<readonly ReplicaFact[]>;
  user(uri: string): Promise<UserFact | undefined>;
  usersOf(pool: string): Promise<readonly UserFact[]>;
  /** The users of a pool, counted, and those with these addresses shown, wherever they are. */
  poolUsers(pool: string, uris: readonly string[]): Promise<PoolUsersFact>;
  clientVersions(): Promise<ClientVersionFact>;
  /** Offline logic: nobody is called. */
  voiceUsers(uris: readonly string[], numbers: readonly string[]): Promise<readonly VoiceUserFact[]>;
  meetingPolicies(): Promise<MeetingPolicyFact>;
  clientPins(uris: readonly string[]): Promise<readonly ClientPinFact[]>;
  adminRoles(): Promise<readonly AdminRoleFact[]>;
  /** Names of the roles of an account. */
  rolesOf(account: string): Promise<readonly string[]>;
  /** None where the cmdlets run on a computer that is no server of the estate. */
  certificates(): Promise<readonly CertificateFact[]>;
  clientPolicy(identity: string): Promise<ClientPolicyFact | undefined>;
  /** Creates a policy with the values given (those of the one in force) and a mark that names the run. */
  createClientPolicy(identity: string, mark: string, values: Readonly<Record<string, string>>): Promise<ClientPolicyFact>;
  removeClientPolicy(identity: string): Promise<void>;
  /** Ends the shell, by force after a grace; never throws. */
  close(): Promise<readonly string[]>;
}

export interface LaneOptions {
  readonly site: string;
  readonly administration: Administration;
  /** Which of its accounts logs on; the site's own where nobody says. */
  readonly purpose?: keyof Administration['accounts'];
  /** Path of the shell. */
  readonly executable: string;
  /** Whole environment of the child; passwords travel here and nowhere else. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where to open a session when the site is not administered from this host: see {@link endpointOf}. */
  readonly endpoint?: string;
  /** Folder of a module that stands in for PowerShell remoting (the lab). */
  readonly remoting?: string;
  /** Folder of the module to import by path, where `Lync` is not installed (the lab). */
  readonly module?: string;
  readonly password?: Secret;
  readonly budgets: { readonly call: number; readonly first: number };
  readonly clock: Clock;
  /** Told of each process, when it starts and when it is gone. */
  onProcess?(pid: number, ended: boolean): void;
  onNoise?(text: string): void;
  /** Told of every answer as it came, before it is decoded. */
  onAnswer?(name: string, data: readonly unknown[]): void;
  /** Shared by the lanes of a run, so that nobody tries an account again whose password was refused. */
  readonly accounts?: AccountGate;
  /** Lets shells that start wait for each other: each takes a processor for seconds. Absent where nothing else is going on. */
  starting?<T>(start: () => Promise<T>): Promise<T>;
}

export type OpenLane = (options: LaneOptions) => Lane;
