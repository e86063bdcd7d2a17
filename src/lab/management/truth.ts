import { readFileSync } from 'node:fs';
import type { Pool, Server } from '../../environment/model.ts';

/** A Windows service as the lab's servers run it. */
export interface ServiceTruth {
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly string[];
}

interface GenerationTruth {
  readonly productVersion: string;
  readonly topologyVersion: number;
  /** By role of a server. */
  readonly services: Readonly<Record<string, readonly ServiceTruth[]>>;
}

interface Truth {
  /** Roles of the topology (`Registrar`, `WebServer`, …) by role of a server. */
  readonly topologyRoles: Readonly<Record<string, readonly string[]>>;
  readonly generations: Readonly<Record<string, GenerationTruth>>;
}

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/lab/${name}`, import.meta.url), 'utf8'));

// The lab must not share the harness's idea of a generation: both would then be wrong in the same way.
const truth = fixture('services.json') as Truth;

export const globalPolicyValues = Object.fromEntries(
  Object.entries((fixture('client-policy.json') as { values: Record<string, { value: unknown }> }).values).map(
    ([name, { value }]) => [name, value],
  ),
);

export function generationTruth(pool: Pool): GenerationTruth {
  return truth.generations[pool.generation]!;
}

/** The services of a server: those of all its roles, each once. */
export function servicesOf(pool: Pool, server: Server): readonly ServiceTruth[] {
  const found = new Map<string, ServiceTruth>();
  for (const role of server.roles) {
    for (const service of generationTruth(pool).services[role] ?? []) found.set(service.name, found.get(service.name) ?? service);
  }
  return [...found.values()];
}

/** The roles a pool has in the topology, each once. */
export function topologyRolesOf(pool: Pool): readonly string[] {
  return [...new Set(pool.servers.flatMap((server) => server.roles.flatMap((role) => truth.topologyRoles[role] ?? [])))];
}
