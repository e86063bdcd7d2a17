import type { Lane } from '../admin/index.ts';
import type { Change } from '../changes/index.ts';
import { differences } from '../checks/index.ts';
import { CoexistenceError } from '../errors/index.ts';

/**
 * Removes a client policy that a run created: only while it carries the run's mark and every value it was given. Says what it found.
 * @throws CoexistenceError POLICY_PROBE_FAILED when somebody changed it, or it is still there afterwards
 */
export async function takeBackPolicy(lane: Lane, change: Change): Promise<string> {
  const { identity, mark, values } = change;
  const found = await lane.clientPolicy(identity);
  if (found === undefined) return `${identity} was not there`;
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
