import { z } from 'zod';
import type { CertificateFact, HostFact, ReplicaFact, WindowsService } from '../model.ts';
import { part } from './parts.ts';
import { name, texts, time } from './values.ts';

const statuses = ['Stopped', 'StartPending', 'StopPending', 'Running', 'ContinuePending', 'PausePending', 'Paused'] as const;

/** A state by its word, or by its number (1 is Stopped), which is what is left of it after a remote session. */
const status = z
  .string()
  .transform((text) => (/^[1-7]$/.test(text) ? statuses[Number(text) - 1]! : text))
  .pipe(z.enum(statuses));

export const service = z
  .object({ Name: name, DisplayName: z.string(), Status: status, Roles: texts, StartMode: z.string() })
  .transform(
    (row): WindowsService => ({
      name: row.Name,
      displayName: row.DisplayName,
      status: row.Status,
      roles: row.Roles,
      ...(row.StartMode === '' ? {} : { startMode: row.StartMode }),
    }),
  );

export const host = z
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

export const replica = z
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

export const certificate = z
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

export const userReplicationPart = part(
  'events',
  z.object({ Text: z.string() }).transform((row) => ({ text: row.Text })),
);
