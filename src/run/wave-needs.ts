import type { Environment } from '../environment/index.ts';
import { coversCase, type PlannedCase } from '../plan/index.ts';
import { needsOfWave, type WaveNeeds } from '../results/index.ts';

/** What a wave of the environment needs of these cases; `undefined` for one that the environment does not have. */
export function needsIn(environment: Environment, wave: string, cases: readonly PlannedCase[]): WaveNeeds | undefined {
  const definition = environment.waves[wave];
  if (definition === undefined) return undefined;
  const homes = new Set(
    environment.sites.flatMap(({ pools }) =>
      pools.filter(({ servers }) => servers.some(({ roles }) => roles.includes('front-end'))).map(({ fqdn }) => fqdn),
    ),
  );
  return needsOfWave(wave, definition, cases, coversCase, (pool) => homes.has(pool));
}
