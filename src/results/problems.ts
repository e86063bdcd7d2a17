import type { JournalEvent } from './journal.ts';
import type { CaseResult, RunProblem } from './model.ts';
import type { ParsedJournal } from './parse-journal.ts';

interface Seen {
  readonly journal: ParsedJournal;
  /** Sorted by time. */
  readonly events: readonly JournalEvent[];
  readonly cases: readonly CaseResult[];
  readonly cancelledBy: string | undefined;
}

const number = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What is wrong with the run itself, apart from its cases. Every way in which a result could have been lost is here, and blocks. */
export function problemsOf(seen: Seen): RunProblem[] {
  return [...howItEnded(seen), ...unhandled(seen), ...lost(seen), ...closing(seen), ...joined(seen), ...nothingLookedAt(seen)];
}

function howItEnded({ events, cases, cancelledBy }: Seen): RunProblem[] {
  const unfinished = cases.filter((result) => result.state === 'not-run' || result.state === 'in-progress').length;
  const left = `${unfinished} of ${number(cases.length, 'case')} did not come to an end`;
  const done = events.find((event) => event.event === 'done');
  if (cancelledBy !== undefined) {
    return [{ code: 'RUN_INTERRUPTED', message: `The run was cancelled (${cancelledBy}): ${left}.`, blocking: true }];
  }
  if (done === undefined) {
    return [{ code: 'RUNNER_DIED', message: `The runner ended without saying that it was done: ${left}.`, blocking: true }];
  }
  const explained = events.some((event) => event.event === 'unhandled') || cases.some((result) => isTrouble(result));
  if (done.reason === 'failed' && !explained) {
    const message = 'The runner says that something failed, and no case tells of it.';
    return [{ code: 'UNEXPECTED', message, blocking: true }];
  }
  return [];
}

const isTrouble = (result: CaseResult): boolean => result.outcome !== 'pass' && result.finding.deliberate !== true;

function unhandled({ events, cases }: Seen): RunProblem[] {
  const ids = new Set(cases.map((result) => result.case.id));
  return events.flatMap((event) => {
    if (event.event !== 'unhandled' || (event.id !== undefined && ids.has(event.id))) return [];
    const message = `An error that nobody caught: ${event.message}`;
    return [{ code: 'UNEXPECTED', message, blocking: true, ...(event.stack === undefined ? {} : { detail: event.stack }) }];
  });
}

function lost({ journal, events, cases }: Seen): RunProblem[] {
  const problems: RunProblem[] = [];
  if (journal.unreadable > 0) {
    const message = `${number(journal.unreadable, 'line')} of the journal cannot be read.`;
    problems.push({ code: 'JOURNAL_DAMAGED', message, blocking: true });
  }
  const headers = events.filter((event) => event.event === 'run').length;
  if (headers !== 1) {
    const message = headers === 0 ? 'The journal has lost its first line.' : `The journal tells of ${headers} runs.`;
    problems.push({ code: 'JOURNAL_DAMAGED', message, blocking: true });
  }
  const planned = new Set(cases.map((result) => result.case.id));
  const strangers = new Set<string>();
  for (const event of events) if (event.event === 'end' && !planned.has(event.id)) strangers.add(event.id);
  if (strangers.size > 0) {
    const message = `${number(strangers.size, 'result')} came for cases that nobody planned.`;
    problems.push({ code: 'UNEXPECTED', message, detail: [...strangers].toSorted().join('\n'), blocking: true });
  }
  return problems;
}

/** What the end of a run leaves behind takes nothing from what was seen before, so it does not block. */
function closing({ events }: Seen): RunProblem[] {
  return events.flatMap((event) => {
    if (event.event !== 'closed' || event.problems.length === 0) return [];
    const count = event.problems.length;
    const message =
      event.what === 'agents'
        ? `${number(count, 'test user')} could not be signed out.`
        : `${number(count, 'PowerShell process', 'PowerShell processes')} could not be closed.`;
    return [{ code: 'NOT_CLOSED', message, detail: event.problems.join('\n'), blocking: false }];
  });
}

/** What was wrong with the runs that this one was joined from, and that facts were judged again. */
const joined = ({ events }: Seen): readonly RunProblem[] =>
  events.flatMap((event) => (event.event === 'merged' ? event.problems : event.event === 're-evaluated' ? [event.problem] : []));

function nothingLookedAt({ cases }: Seen): RunProblem[] {
  if (cases.some((result) => result.state === 'ended' || result.state === 'in-progress')) return [];
  const message = cases.length === 0 ? 'Nothing was planned.' : 'No case was looked at.';
  return [{ code: 'NOT_RUN', message, blocking: true }];
}
