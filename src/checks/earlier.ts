import { type Finding, notCovered, type Reason, undetermined } from '../outcome/index.ts';
import { humanAge, isoTime } from '../time/index.ts';

/** What an earlier run knew of the same thing. `asked` is milliseconds since 1970. */
export type Earlier<T> =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly run: string; readonly why: string }
  | { readonly kind: 'found'; readonly run: string; readonly asked: number; readonly value: T };

/** Two looks at one thing, and when the later one was. */
export interface Comparison<T> {
  readonly now: T;
  readonly at: number;
  readonly earlier: Earlier<T>;
}

/** Names the run that was compared with, and how much older it is. */
const comparedWith = (run: string, asked: number, at: number): Reason => ({
  text: `Compared with the run ${run} of ${isoTime(asked).slice(0, 16).replace('T', ' ')} UTC, ${humanAge(Math.max(0, at - asked))} earlier.`,
});

/**
 * Judges what is now by what was in an earlier run. Without one the case is deliberately left open: nothing was compared, so it is no
 * pass; an earlier run that cannot be read is undetermined. `what` names the thing, in a way that a sentence can begin with.
 */
export function judgeCompared<T>(
  what: string,
  { now, at, earlier }: Comparison<T>,
  judge: (before: T, now: T) => Finding,
): Finding {
  if (earlier.kind === 'none')
    return notCovered('BASELINE_NONE', `${what} stood in no earlier run: written down, and compared from the next run on.`);
  if (earlier.kind === 'unreadable')
    return undetermined('BASELINE_UNREADABLE', `${what} could not be compared with the run ${earlier.run}: ${earlier.why}.`);
  const finding = judge(earlier.value, now);
  return { ...finding, reasons: [...finding.reasons, comparedWith(earlier.run, earlier.asked, at)] };
}
