import { CoexistenceError } from '../errors/index.ts';
import type { Environment } from './model.ts';
import { parseEnvironment } from './parse.ts';

/** The smallest file there can be: whatever it leaves out has its default. */
const smallest = `
name: defaults
sipDomains: [defaults.example]
sites:
  - name: defaults
    administration: { via: local }
    pools:
      - fqdn: pool.defaults.example
        generation: lync-2013
        servers: [{ fqdn: server.defaults.example, roles: [front-end] }]
`;

const settings = ['pilot', 'network', 'trust', 'limits', 'budgets'] as const satisfies readonly (keyof Environment)[];

/**
 * An environment as a version of then had loaded it, with the settings that this version knows in addition at their defaults.
 * @throws CoexistenceError FACTS_UNREADABLE: it is no environment
 */
export function completeEnvironment(kept: unknown): Environment {
  const found = (typeof kept === 'object' ? kept : undefined) as Partial<Environment> | null | undefined;
  if (typeof found?.name !== 'string' || !Array.isArray(found.sites) || !Array.isArray(found.users))
    throw new CoexistenceError(
      'FACTS_UNREADABLE',
      'What was kept as the environment of the run is none: it has no name, no sites or no users.',
    );
  const defaults = parseEnvironment(smallest, found.path ?? 'environment.yaml');
  const filled = settings.map((name) => [name, { ...defaults[name], ...found[name] }] as const);
  return { ...defaults, ...found, ...Object.fromEntries(filled) } as Environment;
}
