import { defineConfig } from 'vitest/config';
import { liveProject } from './src/live/vitest-project.ts';

/** `own`: the project's own tests. `live`: the suites, against the estate that COEX_ENVIRONMENT names. */
export default defineConfig({
  test: {
    retry: 0,
    // Most of the time is spent waiting for processes of their own, so both cores of a small machine are kept busy.
    maxWorkers: 2,
    allowOnly: false,
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'own',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          pool: 'threads',
          // Only against hanging: a busy machine is no failure.
          testTimeout: 240_000,
          hookTimeout: 120_000,
        },
      },
      liveProject(process.env),
    ],
  },
});
