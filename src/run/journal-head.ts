import { hostname } from 'node:os';
import type { Environment } from '../environment/index.ts';
import type { Plan } from '../plan/index.ts';
import type { JournalEvent } from '../results/index.ts';
import type { Clock } from '../time/index.ts';
import { version } from './version.ts';
import { needsIn } from './wave-needs.ts';

/** What a journal begins with: who runs what, what the wave needs, and every case that is planned. */
export function writeHead(
  about: {
    readonly environment: Environment;
    readonly plan: Plan;
    readonly wholePlan: Plan;
    readonly wave?: string;
    readonly selection: Readonly<Record<string, string | boolean>>;
    readonly allowChanges: boolean;
    readonly clock: Clock;
  },
  run: string,
  write: (event: JournalEvent) => void,
): void {
  const { environment, plan, wholePlan, wave, clock } = about;
  const needs = wave === undefined ? undefined : needsIn(environment, wave, wholePlan.cases);
  write({
    event: 'run',
    at: clock.now(),
    version: 1,
    run,
    environment: { name: environment.name, path: environment.path },
    coex: version,
    host: hostname(),
    ...(wave === undefined ? {} : { wave }),
    ...(needs === undefined ? {} : { needs }),
    allowChanges: about.allowChanges,
    selection: about.selection,
    phase: environment.phase,
    gaps: plan.gaps,
  });
  for (const planned of plan.cases) write({ event: 'planned', at: clock.now(), case: planned });
}
