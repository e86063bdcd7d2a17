import { z } from 'zod';
import { parseTime } from '../time/index.ts';
import {
  type AdminRoleFact,
  type CertificateFact,
  type ClientPinFact,
  type ClientPolicyFact,
  type ClientVersionFact,
  type HostFact,
  type MeetingPolicyFact,
  type PoolFact,
  type PoolSightFact,
  type PoolUsersFact,
  type ReplicaFact,
  remainderKinds,
  type SiteFact,
  type TestUserFact,
  type TopologyServiceFact,
  type TransactionFact,
  type UserFact,
  type VoiceUserFact,
  type WindowsService,
} from './model.ts';

// The shapes are those of the functions in powershell/Coexistence.psm1, which make the generations alike. Unknown properties are ignored;
// a missing or odd one makes the answer unreadable, because a guess could turn into a false green.

const statuses = ['Stopped', 'StartPending', 'StopPending', 'Running', 'ContinuePending', 'PausePending', 'Paused'] as const;

/** A state by its word, or by its number (1 is Stopped), which is what is left of it after a remote session. */
const status = z
  .string()
  .transform((text) => (/^[1-7]$/.test(text) ? statuses[Number(text) - 1]! : text))
  .pipe(z.enum(statuses));

const name = z.string().min(1);
const texts = z.array(z.string());

/** Milliseconds since 1970 of a time that says its zone. */
const time = z
  .string()
  .regex(/(Z|[+-]\d\d:\d\d)$/)
  .transform(parseTime)
  .pipe(z.number())
  .nullable();

const service = z.object({ Name: name, DisplayName: z.string(), Status: status, Roles: texts, StartMode: z.string() }).transform(
  (row): WindowsService => ({
    name: row.Name,
    displayName: row.DisplayName,
    status: row.Status,
    roles: row.Roles,
    ...(row.StartMode === '' ? {} : { startMode: row.StartMode }),
  }),
);

const site = z
  .object({ Identity: name, DisplayName: z.string(), Pools: texts })
  .transform((row): SiteFact => ({ identity: row.Identity, displayName: row.DisplayName, pools: row.Pools }));

const pool = z
  .object({ Fqdn: name, Site: name, Computers: texts, Services: texts })
  .transform((row): PoolFact => ({ fqdn: row.Fqdn, site: row.Site, computers: row.Computers, services: row.Services }));

const topologyService = z
  .object({ Identity: name, Role: name, Pool: name, Version: z.number().int() })
  .transform((row): TopologyServiceFact => ({ identity: row.Identity, role: row.Role, pool: row.Pool, version: row.Version }));

const sipDomain = z
  .object({ Name: name, IsDefault: z.boolean() })
  .transform((row) => ({ name: row.Name, isDefault: row.IsDefault }));

const errorRecord = z
  .object({ Id: z.string(), Category: z.string(), Message: z.string() })
  .transform((row) => ({ id: row.Id, category: row.Category, message: row.Message }));

const poolSight = z
  .object({ Pool: name, IsShown: z.boolean(), Errors: z.array(errorRecord) })
  .transform((row): PoolSightFact => ({ pool: row.Pool, isShown: row.IsShown, errors: row.Errors }));

const transaction = z
  .object({
    Test: name,
    Answers: z.array(
      z
        .object({ Target: z.string(), Result: name, LatencyMs: z.number(), Error: z.string(), Diagnosis: z.string() })
        .transform((row) => ({
          target: row.Target,
          result: row.Result,
          latency: row.LatencyMs,
          error: row.Error,
          diagnosis: row.Diagnosis,
        })),
    ),
    Warnings: texts,
    Errors: z.array(errorRecord),
    Log: z.string(),
  })
  .transform(
    (row): TransactionFact => ({
      test: row.Test,
      answers: row.Answers,
      warnings: row.Warnings,
      errors: row.Errors,
      ...(row.Log === '' ? {} : { log: row.Log }),
    }),
  );

const host = z
  .object({
    PowerShell: name,
    Edition: z.string(),
    Module: z.string(),
    ModuleVersion: z.string(),
    Tools: z.enum(['lync-2010', 'lync-2013']),
    Computer: z.string(),
    Account: z.string(),
  })
  .transform(
    (row): HostFact => ({
      powerShell: row.PowerShell,
      edition: row.Edition,
      module: row.Module,
      moduleVersion: row.ModuleVersion,
      tools: row.Tools,
      computer: row.Computer,
      account: row.Account,
    }),
  );

const replica = z
  .object({ Replica: name, UpToDate: z.boolean(), LastStatusReport: time, LastUpdateCreation: time, ProductVersion: z.string() })
  .transform(
    (row): ReplicaFact => ({
      replica: row.Replica,
      upToDate: row.UpToDate,
      ...(row.LastStatusReport === null ? {} : { lastStatusReport: row.LastStatusReport }),
      ...(row.LastUpdateCreation === null ? {} : { lastUpdateCreation: row.LastUpdateCreation }),
      ...(row.ProductVersion === '' ? {} : { productVersion: row.ProductVersion }),
    }),
  );

const user = z.object({ Identity: name, SipAddress: name, RegistrarPool: z.string(), Enabled: z.boolean() }).transform(
  (row): UserFact => ({
    identity: row.Identity,
    sipAddress: row.SipAddress,
    registrarPool: row.RegistrarPool,
    enabled: row.Enabled,
  }),
);

const policyNames = z.record(z.string(), z.string());
const count = z.number().int().nonnegative();

const testUser = z
  .object({
    Identity: name,
    SipAddress: name,
    RegistrarPool: z.string(),
    Enabled: z.boolean(),
    LineUri: z.string(),
    Assigned: policyNames,
    Effective: policyNames.nullable(),
  })
  .transform(
    (row): TestUserFact => ({
      identity: row.Identity,
      sipAddress: row.SipAddress,
      registrarPool: row.RegistrarPool,
      enabled: row.Enabled,
      lineUri: row.LineUri,
      assigned: row.Assigned,
      ...(row.Effective === null ? {} : { effective: row.Effective }),
    }),
  );

const poolUsers = z
  .object({
    Pool: name,
    Count: count,
    Domains: z.array(z.object({ Name: z.string(), Count: count }).transform((row) => ({ name: row.Name, count: row.Count }))),
    OddCount: count,
    Odd: z.array(
      z
        .object({ Identity: z.string(), Property: name, Value: z.string() })
        .transform((row) => ({ identity: row.Identity, property: row.Property, value: row.Value })),
    ),
    Users: z.array(testUser),
  })
  .transform(
    (row): PoolUsersFact => ({
      pool: row.Pool,
      count: row.Count,
      domains: row.Domains,
      oddCount: row.OddCount,
      odd: row.Odd,
      users: row.Users,
    }),
  );

const clientVersions = z
  .object({
    Configurations: z.array(
      z
        .object({ Identity: name, Enabled: z.boolean(), DefaultAction: name })
        .transform((row) => ({ identity: row.Identity, enabled: row.Enabled, defaultAction: row.DefaultAction })),
    ),
    Rules: z.array(
      z
        .object({
          Policy: name,
          Priority: z.number(),
          Enabled: z.boolean(),
          Action: name,
          UserAgent: z.string(),
          Version: z.string().regex(/^(\d+(\.\d+){0,3})?$/),
          CompareOp: name,
        })
        .transform((row) => ({
          policy: row.Policy,
          priority: row.Priority,
          enabled: row.Enabled,
          action: row.Action,
          userAgent: row.UserAgent,
          version: row.Version,
          compareOp: row.CompareOp,
        })),
    ),
  })
  .transform((row): ClientVersionFact => ({ configurations: row.Configurations, rules: row.Rules }));

const voiceUser = z
  .object({ SipAddress: name, Number: name, Translated: z.string(), Route: z.string(), Usage: z.string() })
  .transform(
    (row): VoiceUserFact => ({
      sipAddress: row.SipAddress,
      number: row.Number,
      translated: row.Translated,
      route: row.Route,
      usage: row.Usage,
    }),
  );

const meetingPolicies = z
  .object({
    Conferencing: z.array(
      z
        .object({ Identity: name, AllowAnonymous: z.boolean() })
        .transform((row) => ({ identity: row.Identity, allowAnonymous: row.AllowAnonymous })),
    ),
    External: z.array(
      z
        .object({ Identity: name, EnableFederation: z.boolean(), EnableOutside: z.boolean(), EnableXmpp: z.boolean().nullable() })
        .transform((row) => ({
          identity: row.Identity,
          enableFederation: row.EnableFederation,
          enableOutside: row.EnableOutside,
          ...(row.EnableXmpp === null ? {} : { enableXmpp: row.EnableXmpp }),
        })),
    ),
    AccessEdge: z
      .object({ AllowFederatedUsers: z.boolean(), AllowOutsideUsers: z.boolean() })
      .transform((row) => ({ allowFederatedUsers: row.AllowFederatedUsers, allowOutsideUsers: row.AllowOutsideUsers })),
  })
  .transform(
    (row): MeetingPolicyFact => ({ conferencing: row.Conferencing, external: row.External, accessEdge: row.AccessEdge }),
  );

const clientPin = z
  .object({ SipAddress: name, IsPinSet: z.boolean(), IsLockedOut: z.boolean() })
  .transform((row): ClientPinFact => ({ sipAddress: row.SipAddress, isPinSet: row.IsPinSet, isLockedOut: row.IsLockedOut }));

const adminRole = z.object({ Identity: name, Template: z.string(), ConfigScopes: texts }).transform(
  (row): AdminRoleFact => ({
    identity: row.Identity,
    ...(row.Template === '' ? {} : { template: row.Template }),
    configScopes: row.ConfigScopes,
  }),
);

const assignment = z.object({ Role: name }).transform((row) => ({ role: row.Role }));

const certificate = z
  .object({ Computer: name, Use: name, Subject: z.string(), Issuer: z.string(), NotAfter: time.pipe(z.number()) })
  .transform(
    (row): CertificateFact => ({
      computer: row.Computer,
      use: row.Use,
      subject: row.Subject,
      issuer: row.Issuer,
      notAfter: row.NotAfter,
    }),
  );

const clientPolicy = z
  .object({ Identity: name, Mark: z.string(), Values: z.record(z.string(), z.string()) })
  .transform(
    (row): ClientPolicyFact => ({ identity: row.Identity, ...(row.Mark === '' ? {} : { mark: row.Mark }), values: row.Values }),
  );

const problem = z.object({ Id: z.string(), Category: z.string(), Message: z.string() });
const settings = z.record(z.string(), z.string());

/** One of several questions of a call, each with rows of its own shape, or with the error that it ended in. */
const part = <const Name extends string, Row extends z.ZodType>(name: Name, row: Row) =>
  z
    .object({ Part: z.literal(name), Rows: z.array(row), Error: problem.nullable() })
    .transform(({ Part, Rows, Error: error }) => ({ part: Part, rows: Rows, ...(error === null ? {} : { error }) }));

const deploymentPart = z.discriminatedUnion('Part', [
  part(
    'services',
    z
      .object({ Role: name, Pool: name, Version: z.number().int(), Settings: settings })
      .transform((row) => ({ role: row.Role, pool: row.Pool, version: row.Version, settings: row.Settings })),
  ),
  part(
    'sites',
    z
      .object({ Identity: name, DisplayName: z.string(), Settings: settings })
      .transform((row) => ({ identity: row.Identity, displayName: row.DisplayName, settings: row.Settings })),
  ),
  part(
    'pools',
    z
      .object({ Fqdn: name, Site: z.string(), Computers: texts })
      .transform((row) => ({ fqdn: row.Fqdn, site: row.Site, computers: row.Computers })),
  ),
  part(
    'store',
    z.object({ Master: z.string(), Agents: texts.nullable(), Heartbeats: z.array(time) }).transform((row) => ({
      master: row.Master,
      ...(row.Agents === null ? {} : { agents: row.Agents }),
      heartbeats: row.Heartbeats.filter((beat) => beat !== null),
    })),
  ),
  part(
    'connection',
    z.object({ Server: name, Instance: z.string() }).transform((row) => ({ server: row.Server, instance: row.Instance })),
  ),
  part(
    'location',
    z.object({ Location: name }).transform((row) => ({ location: row.Location })),
  ),
]);

const state = z.object({ State: name }).transform((row) => ({ state: row.State }));
const directoryPart = z.discriminatedUnion('Part', [
  part('schema', state),
  part('forest', state),
  part(
    'domains',
    z.object({ Domain: z.string(), State: name }).transform((row) => ({ domain: row.Domain, state: row.State })),
  ),
  part(
    'replicated',
    z.object({ Context: name }).transform((row) => ({ context: row.Context })),
  ),
]);

const remainderPart = z
  .object({
    Part: z.enum(remainderKinds),
    Rows: z.array(
      z
        .object({ Pool: z.string(), Count: z.number().int(), Names: texts })
        .transform((row) => ({ pool: row.Pool, count: row.Count, names: row.Names })),
    ),
    Error: problem.nullable(),
  })
  .transform(({ Part, Rows, Error: error }) => ({ part: Part, rows: Rows, ...(error === null ? {} : { error }) }));

/** What each function of Coexistence.psm1 answers, as facts. */
export const answers = {
  'Get-CoexServerService': z.array(service),
  'Get-CoexSite': z.array(site),
  'Get-CoexPool': z.array(pool),
  'Test-CoexPool': z.array(poolSight).length(1),
  'Get-CoexTopologyService': z.array(topologyService),
  'Get-CoexSipDomain': z.array(sipDomain),
  'Get-CoexDeployment': z.array(deploymentPart),
  'Get-CoexDirectory': z.array(directoryPart),
  'Get-CoexPoolFabric': z
    .array(
      part(
        'fabric',
        z.object({ Line: name }).transform((row) => ({ line: row.Line })),
      ),
    )
    .length(1),
  'Get-CoexPoolReadiness': z
    .array(
      part(
        'readiness',
        z.object({ Pool: name, State: name }).transform((row) => ({ pool: row.Pool, state: row.State })),
      ),
    )
    .length(1),
  'Get-CoexUserReplication': z
    .array(
      part(
        'events',
        z.object({ Text: z.string() }).transform((row) => ({ text: row.Text })),
      ),
    )
    .length(1),
  'Get-CoexRemainder': z.array(remainderPart),
  'Test-CoexTransaction': z.array(transaction).length(1),
  'Get-CoexHost': z.array(host).length(1),
  'Get-CoexReplication': z.array(replica),
  'Get-CoexUser': z.array(user),
  'Get-CoexPoolUser': z.array(poolUsers).length(1),
  'Get-CoexClientVersion': z.array(clientVersions).length(1),
  'Test-CoexVoiceUser': z.array(voiceUser),
  'Get-CoexMeetingPolicy': z.array(meetingPolicies).length(1),
  'Get-CoexClientPin': z.array(clientPin),
  'Get-CoexAdminRole': z.array(adminRole),
  'Get-CoexAdminRoleAssignment': z.array(assignment),
  'Get-CoexCertificate': z.array(certificate),
  'Get-CoexClientPolicy': z.array(clientPolicy).max(1),
  'New-CoexClientPolicy': z.array(clientPolicy).length(1),
  'Remove-CoexClientPolicy': z.array(z.never()),
} as const;

export type FunctionName = keyof typeof answers;
export type Answer<Name extends FunctionName> = z.infer<(typeof answers)[Name]>;

/** The facts in what a function answered, or what is odd about it: one line a problem. */
export function decode<Name extends FunctionName>(
  name: Name,
  data: readonly unknown[],
): { facts: Answer<Name> } | { problem: string } {
  const read = answers[name].safeParse(data);
  return read.success ? { facts: read.data as Answer<Name> } : { problem: z.prettifyError(read.error) };
}
