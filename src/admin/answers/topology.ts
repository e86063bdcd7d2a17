import { z } from 'zod';
import type { PoolFact, PoolSightFact, SiteFact, TopologyServiceFact } from '../model.ts';
import { errorRecord, name, texts } from './values.ts';

export const site = z
  .object({ Identity: name, DisplayName: z.string(), Pools: texts })
  .transform((row): SiteFact => ({ identity: row.Identity, displayName: row.DisplayName, pools: row.Pools }));

export const pool = z
  .object({ Fqdn: name, Site: name, Computers: texts, Services: texts })
  .transform((row): PoolFact => ({ fqdn: row.Fqdn, site: row.Site, computers: row.Computers, services: row.Services }));

export const topologyService = z
  .object({ Identity: name, Role: name, Pool: name, Version: z.number().int() })
  .transform((row): TopologyServiceFact => ({ identity: row.Identity, role: row.Role, pool: row.Pool, version: row.Version }));

export const sipDomain = z
  .object({ Name: name, IsDefault: z.boolean() })
  .transform((row) => ({ name: row.Name, isDefault: row.IsDefault }));

export const poolSight = z
  .object({ Pool: name, IsShown: z.boolean(), Errors: z.array(errorRecord) })
  .transform((row): PoolSightFact => ({ pool: row.Pool, isShown: row.IsShown, errors: row.Errors }));
