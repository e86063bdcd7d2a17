import { z } from 'zod';
import { part } from './parts.ts';
import { name, texts, time } from './values.ts';

const settings = z.record(z.string(), z.string());

export const deploymentPart = z.discriminatedUnion('Part', [
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

export const directoryPart = z.discriminatedUnion('Part', [
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
