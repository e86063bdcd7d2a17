import { z } from 'zod';
import type { ClientPinFact, PoolUsersFact, TestUserFact, UserFact } from '../model.ts';
import { count, name } from './values.ts';

export const user = z.object({ Identity: name, SipAddress: name, RegistrarPool: z.string(), Enabled: z.boolean() }).transform(
  (row): UserFact => ({
    identity: row.Identity,
    sipAddress: row.SipAddress,
    registrarPool: row.RegistrarPool,
    enabled: row.Enabled,
  }),
);

const policyNames = z.record(z.string(), z.string());

export const testUser = z
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

export const poolUsers = z
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

export const clientPin = z
  .object({ SipAddress: name, IsPinSet: z.boolean(), IsLockedOut: z.boolean() })
  .transform((row): ClientPinFact => ({ sipAddress: row.SipAddress, isPinSet: row.IsPinSet, isLockedOut: row.IsLockedOut }));
