import { appendFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { loadEnvironment } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import type { LiveRequest } from '../live/host.ts';
import { planCases } from '../plan/index.ts';
import type { JournalEvent } from '../results/index.ts';
import { systemClock } from '../time/index.ts';
import { writeHead } from './journal-head.ts';
import { takeLock } from './lock.ts';
import { openRunMemory } from './open-runs.ts';
import { createRunFolder } from './run-folder.ts';

/** What somebody who runs the live suites in vitest itself has to say; the settings come from the environment of the process. */
export interface SeatInVitest {
  readonly environmentPath: string;
  readonly out: string;
  readonly stateFolderOf: (environment: { readonly name: string; readonly path: string }) => string;
  readonly shellFor: (lab: string | undefined) => Promise<LiveRequest['shell']>;
}

/**
 * Prepares a run for `vitest run --project live`: run folder, head of the journal, lock. Nothing in the estate is ever changed this way,
 * because nobody would be left to take it back. Returns what ends it.
 */
export async function setUpInVitest(project: TestProject, seat: SeatInVitest): Promise<() => void> {
  const environment = await loadEnvironment(seat.environmentPath);
  const stateFolder = seat.stateFolderOf(environment);
  openRunMemory(stateFolder).refuseWhileOpen(environment.name);
  const lock = takeLock(stateFolder, environment.name);
  const plan = planCases(environment, {});
  if (plan.cases.length === 0) throw new CoexistenceError('NOTHING_SELECTED', `${environment.path} leaves no case to run.`);
  const { name, folder } = createRunFolder(resolve(seat.out), environment.name, systemClock.now());
  const write = (event: JournalEvent): void => appendFileSync(join(folder, 'results.jsonl'), `${JSON.stringify(event)}\n`);
  writeHead(
    { environment, plan, wholePlan: plan, selection: { via: 'vitest' }, allowChanges: false, clock: systemClock },
    name,
    write,
  );
  project.provide('live', {
    run: name,
    folder,
    environmentPath: environment.path,
    plan,
    allowChanges: false,
    allowRefusalProbes: false,
    takeOver: false,
    stateFolder,
    shell: await seat.shellFor(environment.lab?.control),
  });
  process.stdout.write(`run folder: ${folder}\n`);
  return () => {
    write({ event: 'done', at: systemClock.now(), reason: 'passed' });
    lock.release();
  };
}
