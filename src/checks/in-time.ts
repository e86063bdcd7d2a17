import { type Finding, type Reason, undetermined } from '../outcome/index.ts';
import { humanDuration } from '../time/index.ts';

/** A time that was measured here. Milliseconds. */
export interface MeasuredTime {
  readonly after: number;
  /** How much of it this process was not at work, and could neither send nor read. */
  readonly ownDelay?: number;
}

/** Whether what took a time was in time: `untold` where it was too late only if this host was not, which nobody can tell afterwards. */
export function inTime({ after, ownDelay = 0 }: MeasuredTime, budget: number): 'in time' | 'too late' | 'untold' {
  if (after <= budget) return 'in time';
  return after - ownDelay <= budget ? 'untold' : 'too late';
}

/** @param what came: `The message of legacy Lena reached migrated Mika` */
export function ownHostLate(
  what: string,
  { after, ownDelay = 0 }: MeasuredTime,
  budget: number,
  reasons: readonly Reason[] = [],
): Finding {
  return undetermined(
    'OWN_HOST_LATE',
    `${what} only after ${humanDuration(after)}, for ${humanDuration(ownDelay)} of which this host itself was not at work: ` +
      `whether it took more than ${humanDuration(budget)} cannot be told.`,
    reasons,
  );
}
