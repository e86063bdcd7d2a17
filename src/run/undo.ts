import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLane } from '../admin/index.ts';
import { type Change, changeJournal, type UndoResult, undoChanges } from '../changes/index.ts';
import { type Environment, resolveSecrets } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { accountAt, laneOptionsAt, type ShellChoice, seatNamed, takeBackPolicy, undoContact } from '../live/host.ts';
import { systemClock } from '../time/index.ts';
import { openChangesOf } from './open-runs.ts';

/** Takes back every open change of a run folder, each noted in its journal. Nothing is asked of the estate when nothing is open. */
export async function undoRun(options: {
  readonly folder: string;
  readonly environment: Environment;
  readonly shell: ShellChoice;
  readonly by: 'parent' | 'undo';
  /** Told of every shell that is started for it. */
  onProcess?(pid: number, ended: boolean): void;
}): Promise<UndoResult> {
  const { folder, environment, shell, by, onProcess } = options;
  const open = openChangesOf(folder);
  if (open.length === 0) return { undone: [], failed: [] };
  const journal = changeJournal(
    (line) => appendFileSync(join(folder, 'changes.jsonl'), line, { flush: true }),
    () => systemClock.now(),
  );
  const clientPolicy = async (change: Change): Promise<string> => {
    if ('missing' in shell) throw new CoexistenceError('NO_POWERSHELL', shell.missing, { hint: shell.hint });
    if (!environment.sites.some(({ name }) => name === change.site))
      throw new CoexistenceError('UNEXPECTED', `The environment file has no site ${change.site} any more.`);
    const seat = seatNamed(environment, change.site);
    const account = accountAt(seat);
    const password = account === undefined ? undefined : (await resolveSecrets(environment, [account])).passwordOf(account);
    const lane = openLane({
      ...laneOptionsAt(environment, seat, shell),
      ...(password === undefined ? {} : { password }),
      clock: systemClock,
      ...(onProcess === undefined ? {} : { onProcess }),
    });
    try {
      return await takeBackPolicy(lane, change);
    } finally {
      await lane.close();
    }
  };
  const kinds = {
    'client-policy': clientPolicy,
    contact: (change: Change) => undoContact(environment, change),
    // It ends with its last participant, and nobody of a dead run is in it any more.
    conference: async ({ identity }: Change) => `${identity} was left by everybody`,
  };
  return undoChanges(open, kinds, journal, by);
}
