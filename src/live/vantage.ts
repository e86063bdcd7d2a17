import type { Environment, Pool } from '../environment/index.ts';
import type { Facts } from '../facts/index.ts';

/** Knows who has answered in this run, so that silence can be told from a wall between us and the estate. */
export interface Vantage {
  answered(server: string): void;
  /** A sentence that shows that the host is alive although it was silent, or `undefined`. */
  aliveBecause(pool: string): Promise<string | undefined>;
}

export function createVantage(environment: Environment, facts: Facts): Vantage {
  const heardOf = new Set<string>();
  const poolNamed = (fqdn: string): Pool | undefined =>
    environment.sites.flatMap(({ pools }) => pools).find((pool) => pool.fqdn.toLowerCase() === fqdn.toLowerCase());
  return {
    answered: (server) => void heardOf.add(server.toLowerCase()),
    async aliveBecause(fqdn) {
      const pool = poolNamed(fqdn);
      const names = [fqdn, ...(pool?.servers.map((server) => server.fqdn) ?? [])];
      const spoke = names.find((name) => heardOf.has(name.toLowerCase()));
      if (spoke !== undefined) return `${spoke} answered earlier in this run, so the silence is not a wall in between.`;
      for (const name of pool === undefined ? [fqdn] : pool.servers.map((server) => server.fqdn)) {
        if (await facts.reached(name)) return `PowerShell reached ${name} in this run, so the host is alive.`;
      }
      return undefined;
    },
  };
}
