import { type Finding, fail, pass, undetermined } from '../outcome/index.ts';
import type { Availability } from '../sip/agent/model.ts';
import { humanDuration } from '../time/index.ts';
import { inTime, ownHostLate } from './in-time.ts';
import { type Trouble, troubleFinding } from './trouble.ts';

/** What one watcher saw of one state that a user published (or of the user's sign-out). */
export interface PresenceObservation {
  readonly publisher: string;
  readonly watcher: string;
  readonly availability: Availability;
  readonly budget: number;
  readonly notSignedIn?: string;
  /** What went wrong while publishing or subscribing. */
  readonly trouble?: Trouble;
  /** Milliseconds from publishing to the sight. */
  readonly seenAfter?: number;
  /** How much of that time this process was not at work. */
  readonly ownDelay?: number;
  /** Nobody saw anything of the publisher, who has said to nobody yet that it may be seen. */
  readonly notShared?: boolean;
  /** What the watcher saw instead, oldest first, since the state was published. */
  readonly instead: readonly string[];
  /** What the watcher had seen last before. */
  readonly before: string;
  /** What went wrong beside it, and did not stop it: problems of the sign-out, each a sentence. */
  readonly met?: readonly string[];
}

/** The watcher saw what the user published, in time. */
export function judgePresence(seen: PresenceObservation): Finding {
  const state = seen.availability;
  if (seen.notSignedIn !== undefined) {
    return undetermined(
      'NOT_SIGNED_IN',
      `${seen.watcher} could not watch ${seen.publisher}: ${seen.notSignedIn} is not signed in.`,
    );
  }
  if (seen.trouble !== undefined) return troubleFinding(seen.trouble);
  const met = (seen.met ?? []).map((text) => ({ text }));
  if (seen.seenAfter !== undefined) {
    const time = { after: seen.seenAfter, ...(seen.ownDelay === undefined ? {} : { ownDelay: seen.ownDelay }) };
    const punctual = inTime(time, seen.budget);
    const what = `${seen.watcher} saw ${seen.publisher} ${state}`;
    if (punctual === 'in time') return pass(`${what} after ${humanDuration(seen.seenAfter)}.`, met);
    if (punctual === 'untold') return ownHostLate(what, time, seen.budget, met);
  }
  if (seen.notShared) {
    return undetermined(
      'PRESENCE_NOT_SHARED',
      `${seen.watcher} saw nothing of ${seen.publisher}, whose presence colleagues may not see: its containers name none of them.`,
    );
  }
  return fail(
    'PRESENCE_NOT_SEEN',
    `${seen.watcher} did not see ${seen.publisher} ${state} within ${humanDuration(seen.budget)}.`,
    [
      {
        text: `What ${seen.watcher} saw of ${seen.publisher}; before: ${seen.before}.`,
        expected: state,
        observed: seen.instead.join(', ') || 'nothing new',
      },
      ...met,
    ],
  );
}
