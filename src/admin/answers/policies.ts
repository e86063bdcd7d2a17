import { z } from 'zod';
import type { ClientVersionFact, MeetingPolicyFact, VoiceUserFact } from '../model.ts';
import { name } from './values.ts';

export const clientVersions = z
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

export const voiceUser = z
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

export const meetingPolicies = z
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
