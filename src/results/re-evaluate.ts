import { humanAge, isoTime } from '../time/index.ts';
import type { JournalEvent } from './journal.ts';
import type { CaseResult, Run, RunProblem } from './model.ts';

type End = Extract<JournalEvent, { event: 'end' }>;

/** What became of one case of a run whose facts were judged again. */
export interface Judged {
  readonly result: CaseResult;
  /** What today's check says. */
  readonly again?: End;
  /** Why the case keeps the outcome that it had. */
  readonly kept?: string;
}

const word = ({ outcome, finding }: Pick<CaseResult, 'outcome' | 'finding'>): string =>
  finding.code === undefined ? outcome : `${outcome} (${finding.code})`;

const minute = (at: number): string => `${isoTime(at).slice(0, 16).replace('T', ' ')} UTC`;

function endOf(
  { result, again, kept }: Judged,
  { now, back, runEnd }: { now: number; back: string; runEnd: number },
): End | undefined {
  if (again !== undefined) {
    const { finding, asked = now } = again;
    const reason = {
      text: `Judged again by facts of ${minute(asked)}, ${humanAge(now - asked)} old; the run itself said ${word(result)}.`,
    };
    return {
      ...again,
      at: result.startedAt === undefined ? asked : result.startedAt + result.duration,
      duration: result.duration,
      finding: { ...finding, reasons: [...finding.reasons, reason] },
    };
  }
  const { state, finding, startedAt, duration, measures, attachments } = result;
  // What the plan leaves out, and what never came to an end, says so by itself, here as in the run.
  if (state !== 'ended' && (state !== 'not-covered' || result.case.notCovered !== undefined)) return undefined;
  return {
    event: 'end',
    at: startedAt === undefined ? runEnd : startedAt + duration,
    id: result.case.id,
    duration,
    finding: { ...finding, reasons: [...finding.reasons, { text: `Keeps the outcome of the run: ${kept}` }] },
    measures,
    attachments: attachments.map(({ title, path }) => ({ title, path: `${back}${path}` })),
  };
}

function problemOf(run: Run, judged: readonly Judged[], coex: string, now: number): RunProblem {
  const again = judged.flatMap(({ again: end }) => (end === undefined ? [] : [end.asked ?? now]));
  const changed = judged.filter(({ result, again: end }) => end !== undefined && end.finding.outcome !== result.outcome);
  const kept = judged.filter(({ again: end }) => end === undefined);
  const ages =
    again.length === 0
      ? ''
      : `, by facts of ${minute(Math.min(...again))} to ${minute(Math.max(...again))} (${humanAge(now - Math.min(...again))} old)`;
  const of = (some: readonly Judged[]): string => some.map(({ result }) => result.case.id).join(', ');
  const differences =
    changed.length === 0
      ? 'none changed its outcome'
      : `${changed.length} changed: ${of(changed.slice(0, 5))}${changed.length > 5 ? ' …' : ''}`;
  return {
    code: 'JUDGED_AGAIN',
    message: `${again.length} of ${judged.length} cases were judged again with coex ${coex}${ages}; ${differences}. ${kept.length} keep the outcome of the run ${run.run}.`,
    detail: [
      ...changed.map(({ result, again: end }) => `${result.case.id}: was ${word(result)}, is ${end?.finding.outcome}`),
      ...kept.map(({ result, kept: why }) => `${result.case.id} keeps ${word(result)}: ${why}`),
    ].join('\n'),
    blocking: false,
  };
}

/**
 * The journal of a run whose facts were judged again: of every case either what today's check says or what the run had said, each with which of
 * the two it is. It keeps the times of the run, so it is never younger than its facts. `back` leads from the new folder to that of the run.
 */
export function reEvaluated(options: {
  readonly run: Run;
  /** Events of the run. */
  readonly events: readonly JournalEvent[];
  readonly judged: readonly Judged[];
  readonly coex: string;
  readonly now: number;
  readonly back: string;
}): JournalEvent[] {
  const { run, events, judged, coex, now, back } = options;
  const again = new Set(judged.flatMap(({ result, again: end }) => (end === undefined ? [] : [result.case.id])));
  const ends = judged.flatMap((one) => endOf(one, { now, back, runEnd: run.endedAt }) ?? []);
  const failed = ends.some(({ finding }) => finding.outcome !== 'pass' && finding.deliberate !== true);
  const others = events.flatMap((event): JournalEvent[] => {
    switch (event.event) {
      case 'run':
        return [{ ...event, coex: `${event.coex}, judged again by ${coex}` }];
      case 'done':
        return [event.reason === 'interrupted' ? event : { ...event, reason: failed ? 'failed' : 'passed' }];
      case 'end':
      case 'process':
        return [];
      case 'start':
        return again.has(event.id) ? [] : [event];
      case 'unhandled':
        // It made a pass doubtful that is not counted any more.
        return event.id !== undefined && again.has(event.id) ? [] : [event];
      default:
        return [event];
    }
  });
  return [
    ...others,
    ...ends,
    { event: 're-evaluated', at: run.endedAt, judgedAt: now, problem: problemOf(run, judged, coex, now) },
  ];
}
