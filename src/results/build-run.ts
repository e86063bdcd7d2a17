import { catalogue, type ErrorCode } from '../errors/index.ts';
import { type CaseId, type Finding, notCovered, undetermined, worst } from '../outcome/index.ts';
import type { PlannedCase } from '../plan/model.ts';
import type { JournalEvent } from './journal.ts';
import { type CaseResult, type Run, runVersion } from './model.ts';
import type { ParsedJournal } from './parse-journal.ts';
import { problemsOf } from './problems.ts';

type EventOf<Kind extends JournalEvent['event']> = Extract<JournalEvent, { event: Kind }>;
type End = EventOf<'end'>;

const hintOf = (code: ErrorCode): string => catalogue[code].hint;

/** Of several ends of one case the worst counts, then the first: a second chance must never hide a failure. */
function endOf(ends: readonly End[]): End | undefined {
  const outcome = worst(ends.map((end) => end.finding.outcome));
  return ends.find((end) => end.finding.outcome === outcome);
}

/** Reports count on a code for everything but a pass. */
function withCode(finding: Finding): Finding {
  return finding.outcome === 'pass' || finding.code !== undefined ? finding : { ...finding, code: 'UNEXPECTED' };
}

/** An error that nobody caught while a case ran: what it passed on is not to be believed; what it failed on stands. */
function withUnhandled(finding: Finding, unhandled: readonly EventOf<'unhandled'>[]): Finding {
  if (unhandled.length === 0) return finding;
  const reasons = unhandled.map((error) => ({ text: `Unhandled error: ${error.message}` }));
  if (finding.outcome !== 'pass' && finding.deliberate !== true) return { ...finding, reasons: [...finding.reasons, ...reasons] };
  return undetermined(
    'UNEXPECTED',
    `An error that nobody caught came while the case ran: ${unhandled[0]?.message}`,
    [...finding.reasons, ...reasons],
    hintOf('UNEXPECTED'),
  );
}

/** What to say of a case without an end. */
function withoutEnd(
  planned: PlannedCase,
  begun: boolean,
  cancelledBy: string | undefined,
): Pick<CaseResult, 'state' | 'finding'> {
  if (planned.notCovered !== undefined) {
    return { state: 'not-covered', finding: notCovered(planned.notCovered.code, planned.notCovered.why) };
  }
  if (cancelledBy !== undefined) {
    const message = `The run was cancelled (${cancelledBy}) ${begun ? 'before this case came to an end' : 'before this case began'}.`;
    return { state: 'not-run', finding: undetermined('NOT_RUN', message, [], hintOf('NOT_RUN')) };
  }
  return begun
    ? { state: 'in-progress', finding: undetermined('RUNNER_DIED', 'In progress when the run ended.', [], hintOf('RUNNER_DIED')) }
    : { state: 'not-run', finding: undetermined('NOT_RUN', 'The run ended before this case began.', [], hintOf('NOT_RUN')) };
}

function byCase<Event extends { readonly id?: CaseId }>(events: readonly Event[]): (id: CaseId) => readonly Event[] {
  const found = new Map<CaseId | undefined, Event[]>();
  for (const event of events) {
    const list = found.get(event.id);
    if (list === undefined) found.set(event.id, [event]);
    else list.push(event);
  }
  return (id) => found.get(id) ?? [];
}

const unknownHeader = {
  run: 'unknown',
  environment: { name: 'unknown', path: '' },
  coex: 'unknown',
  host: 'unknown',
  allowChanges: false,
  selection: {},
  gaps: [],
};

function headerOf(header: EventOf<'run'> | undefined): Pick<Run, keyof typeof unknownHeader | 'wave' | 'needs' | 'phase'> {
  if (header === undefined) return unknownHeader;
  const { event: _event, at: _at, version: _version, ...rest } = header;
  return rest;
}

/**
 * The run that a journal tells of, however it ended: every planned case has exactly one result. Only the times in the events decide
 * what came first, not the order of the lines. `now` is milliseconds since 1970.
 */
export function buildRun(journal: ParsedJournal, now: number): Run {
  const events = journal.events.toSorted((one, other) => one.at - other.at);
  const all = <Kind extends JournalEvent['event']>(kind: Kind): EventOf<Kind>[] =>
    events.filter((event): event is EventOf<Kind> => event.event === kind);

  const header = all('run')[0];
  const done = all('done')[0];
  const cancel = all('cancel')[0];
  const cancelledBy = cancel?.signal ?? (done?.reason === 'interrupted' ? 'interrupted' : undefined);
  const planned = [...new Map(all('planned').map((event) => [event.case.id, event.case])).values()];

  // After a cancel, start events are also written for cases that never ran.
  const beforeCancel = cancel === undefined ? events : events.slice(0, events.indexOf(cancel));
  const startsOf = byCase(beforeCancel.filter((event): event is EventOf<'start'> => event.event === 'start'));
  const endsOf = byCase(all('end'));
  const unhandledOf = byCase(all('unhandled'));
  const endedAt = done?.at ?? events.at(-1)?.at ?? now;

  const cases = planned.map((planned): CaseResult => {
    const end = endOf(endsOf(planned.id));
    const start = startsOf(planned.id)[0];
    const seen = end === undefined ? withoutEnd(planned, start !== undefined, cancelledBy) : fromEnd(end);
    const finding = withUnhandled(withCode(seen.finding), unhandledOf(planned.id));
    // The start event comes up to a quarter of a second late; end minus duration is what the runner measured.
    const startedAt = end === undefined ? start?.at : end.at - end.duration;
    return {
      case: planned,
      state: seen.state === 'not-covered' && finding.deliberate !== true ? 'ended' : seen.state,
      outcome: finding.outcome,
      finding,
      ...(startedAt === undefined || seen.state === 'not-covered' ? {} : { startedAt }),
      duration: end?.duration ?? (start === undefined ? 0 : Math.max(0, endedAt - start.at)),
      measures: end?.measures ?? {},
      attachments: end?.attachments ?? [],
    };
  });

  return {
    version: runVersion,
    ...headerOf(header),
    startedAt: header?.at ?? events[0]?.at ?? now,
    endedAt,
    builtAt: now,
    complete: done !== undefined,
    ...(cancelledBy === undefined ? {} : { cancelledBy }),
    cases,
    problems: problemsOf({ journal, events, cases, cancelledBy }),
  };
}

function fromEnd(end: End): Pick<CaseResult, 'state' | 'finding'> {
  // What a cancel keeps from running is written as an end too: it is counted as not run like the others.
  if (end.finding.code === 'NOT_RUN') return { state: 'not-run', finding: end.finding };
  return { state: end.finding.deliberate === true ? 'not-covered' : 'ended', finding: end.finding };
}
