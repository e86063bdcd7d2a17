import { z } from 'zod';
import { parseTime } from '../time/index.ts';
import type {
  AdminRoleFact,
  CertificateFact,
  ClientPolicyFact,
  HostFact,
  PoolFact,
  ReplicaFact,
  SiteFact,
  TopologyServiceFact,
  TransactionFact,
  UserFact,
  WindowsService,
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
    Errors: z.array(
      z
        .object({ Id: z.string(), Category: z.string(), Message: z.string() })
        .transform((row) => ({ id: row.Id, category: row.Category, message: row.Message })),
    ),
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

/** What each function of Coexistence.psm1 answers, as facts. */
export const answers = {
  'Get-CoexServerService': z.array(service),
  'Get-CoexSite': z.array(site),
  'Get-CoexPool': z.array(pool),
  'Get-CoexTopologyService': z.array(topologyService),
  'Get-CoexSipDomain': z.array(sipDomain),
  'Test-CoexTransaction': z.array(transaction).length(1),
  'Get-CoexHost': z.array(host).length(1),
  'Get-CoexReplication': z.array(replica),
  'Get-CoexUser': z.array(user),
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
