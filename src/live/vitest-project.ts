import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProjectInlineConfiguration } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The order in which suites run: those that wait for PowerShell come last, because it is asked in the background meanwhile. */
export const suiteOrder = [
  'signin',
  'messaging',
  'presence',
  'conference',
  'contacts',
  'nodes',
  'entry-points',
  'services',
  'administration',
  'users',
  // At the end of all that is done with agents: it looks back on their lives.
  'registration',
  'topology',
  'retirement',
  'synthetic',
] as const;

/** How vitest runs the live suites: one thread, nothing isolated, because agents, lanes and facts are shared by all of them. */
export const liveOptions = {
  root,
  include: ['suites/*.ts'],
  pool: 'threads',
  isolate: false,
  fileParallelism: false,
  maxWorkers: 1,
  maxConcurrency: 200,
  retry: 0,
  teardownTimeout: 30_000,
  hookTimeout: 300_000,
  // The suites import the compiled harness: the same code that the command runs, and nothing of it to transform.
  server: { deps: { external: [/[\\/]dist[\\/]/] } },
} as const;

/** The project `live` for people who live in vitest. Without COEX_ENVIRONMENT it has no suite. */
export function liveProject(environment: Readonly<Record<string, string | undefined>>): TestProjectInlineConfiguration {
  const named = environment.COEX_ENVIRONMENT;
  return {
    test: {
      ...liveOptions,
      name: 'live',
      include: named === undefined ? [] : [...liveOptions.include],
      globalSetup: named === undefined ? [] : [join(root, 'dist', 'cli', 'vitest-live.js')],
      server: { deps: { external: [...liveOptions.server.deps.external] } },
    },
  } as TestProjectInlineConfiguration;
}
