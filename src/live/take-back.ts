import type { Lane } from '../admin/index.ts';
import type { Change, ChangeJournal } from '../changes/index.ts';
import { differences, type Trouble, troubleOf } from '../checks/index.ts';
import { CoexistenceError } from '../errors/index.ts';

const notThere = (identity: string): string => `${identity} was not there`;

/** Ends of a creation after which it may still happen: nobody waits for it any more, and nobody stopped it. */
const mayStillHappen: readonly string[] = ['LANE_TIMEOUT', 'LANE_DIED'];

/**
 * Takes a change back and notes it. A creation that was given up on and is not there yet stays open: whoever looks again when the run has ended
 * takes it back then. Returns what went wrong.
 */
export async function takeBackAndNote(
  changes: ChangeJournal,
  change: Change,
  creation: Trouble | undefined,
  takeBack: () => Promise<string>,
): Promise<Trouble | undefined> {
  try {
    const note = await takeBack();
    if (creation !== undefined && mayStillHappen.includes(creation.code) && note === notThere(change.identity))
      changes.undoFailed(change.id, `${note}, and may still be created: ${creation.message}`);
    else changes.undone(change.id, 'runner', note);
    return undefined;
  } catch (error) {
    const trouble = troubleOf(error);
    changes.undoFailed(change.id, trouble.message);
    return trouble;
  }
}

/**
 * Removes a client policy that a run created: only while it carries the run's mark and every value it was given. Says what it found.
 * @throws CoexistenceError POLICY_PROBE_FAILED when somebody changed it, or it is still there afterwards
 */
export async function takeBackPolicy(lane: Lane, change: Change): Promise<string> {
  const { identity, mark, values } = change;
  const found = await lane.clientPolicy(identity);
  if (found === undefined) return notThere(identity);
  const changed = [...(found.mark === mark ? [] : ['Description']), ...differences(values, found.values)];
  if (changed.length > 0) {
    throw new CoexistenceError(
      'POLICY_PROBE_FAILED',
      `The client policy ${identity} is not as the run created it (${changed.join(', ')} differ), so it was not removed.`,
      {
        hint: `Somebody else changed it: look at it with Get-CsClientPolicy -Identity "${identity}" and remove it by hand if it is not wanted.`,
      },
    );
  }
  await lane.removeClientPolicy(identity);
  if ((await lane.clientPolicy(identity)) !== undefined) {
    throw new CoexistenceError('POLICY_PROBE_FAILED', `The client policy ${identity} is still there after its removal.`);
  }
  return `${identity} was removed`;
}
