import type { PlannedCase } from '../plan/model.ts';
import { humanAge, isoTime } from '../time/index.ts';
import type { JournalEvent } from './journal.ts';
import type { CaseResult, Run, RunProblem } from './model.ts';
import type { WaveNeeds } from './needs.ts';

type End = Extract<JournalEvent, { event: 'end' }>;

/** What became of one case of a run whose facts were judged again. */
export interface Judged {
  readonly result: CaseResult;
  /** What today's check says. */
  readonly again?: End;
  /** Why the case keeps the outcome that it had. */
  readonly kept?: string;
}

/** A case that the run did not have, because its check or its subject is new since then. */
export interface Added {
  readonly case: PlannedCase;
  /** What the check says by what the run has kept. */
  readonly again?: End;
  /** Why nobody could look. */
  readonly missing?: string;
}

/** Everything that came of judging the facts of a run again. */
export interface JudgedAgain {
  readonly run: Run;
  /** Events of the run. */
  readonly events: readonly JournalEvent[];
  readonly judged: readonly Judged[];
  readonly added: readonly Added[];
  /** What the wave needs of the added cases that could be judged. */
  readonly addedNeeds?: WaveNeeds;
  /** Why this version could not tell which cases are new. */
  readonly notPlanned?: string;
  /** Version that judged. */
  readonly coex: string;
  readonly now: number;
  /** Leads from the new folder to that of the run; ends in `/`, or is empty. */
  readonly back: string;
}

const word = ({ outcome, finding }: Pick<CaseResult, 'outcome' | 'finding'>): string =>
  finding.code === undefined ? outcome : `${outcome} (${finding.code})`;

const minute = (at: number): string => `${isoTime(at).slice(0, 16).replace('T', ' ')} UTC`;

const factsOf = (asked: number, now: number): string => `by facts of ${minute(asked)}, ${humanAge(now - asked)} old`;

function endOf({ result, again, kept }: Judged, { run, now, back }: JudgedAgain): End | undefined {
  if (again !== undefined) {
    const { finding, asked = now } = again;
    const reason = { text: `Judged again ${factsOf(asked, now)}; the run itself said ${word(result)}.` };
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
    at: startedAt === undefined ? run.endedAt : startedAt + duration,
    id: result.case.id,
    duration,
    finding: { ...finding, reasons: [...finding.reasons, { text: `Keeps the outcome of the run: ${kept}` }] },
    measures,
    attachments: attachments.map(({ title, path }) => ({ title, path: `${back}${path}` })),
  };
}

/** The end of a case that is new: it takes no time, and came when the run was over. */
function endOfAdded({ again }: Added, { run, now }: JudgedAgain): End | undefined {
  if (again === undefined) return undefined;
  const { finding, asked = now } = again;
  const reason = { text: `It was not in the run: judged ${factsOf(asked, now)}, with a check that is new since then.` };
  return { ...again, at: run.endedAt, duration: 0, finding: { ...finding, reasons: [...finding.reasons, reason] } };
}

/** What is new and could not be judged is in the plan, and deliberately not looked at: nobody had asked for it. */
function plannedOf({ case: planned, again, missing }: Added, at: number): JournalEvent {
  const why = `It was not in the run, which did not keep what it is judged by: ${missing}`;
  return { event: 'planned', at, case: again === undefined ? { ...planned, notCovered: { code: 'NOT_IN_RUN', why } } : planned };
}

function problemOf({ run, judged, added, notPlanned, coex, now }: JudgedAgain): RunProblem {
  const again = judged.flatMap(({ again: end }) => (end === undefined ? [] : [end]));
  const changed = judged.filter(({ result, again: end }) => end !== undefined && end.finding.outcome !== result.outcome);
  const kept = judged.filter(({ again: end }) => end === undefined);
  const fresh = added.flatMap(({ again: end }) => (end === undefined ? [] : [end]));
  const asked = [...again, ...fresh].map((end) => end.asked ?? now);
  const ages =
    asked.length === 0
      ? ''
      : `, by facts of ${minute(Math.min(...asked))} to ${minute(Math.max(...asked))} (${humanAge(now - Math.min(...asked))} old)`;
  const of = (some: readonly Judged[]): string => some.map(({ result }) => result.case.id).join(', ');
  const differences =
    changed.length === 0
      ? 'none changed its outcome'
      : `${changed.length} changed: ${of(changed.slice(0, 5))}${changed.length > 5 ? ' …' : ''}`;
  const sentences = [
    `${again.length} of ${judged.length} cases were judged again with coex ${coex}${ages}; ${differences}.`,
    `${kept.length} keep the outcome of the run ${run.run}.`,
    ...(added.length === 0
      ? []
      : [
          `${added.length} are new since then: ${fresh.length} were judged, of ${added.length - fresh.length} the run has no facts.`,
        ]),
    ...(notPlanned === undefined ? [] : [`Which cases are new since then this version cannot tell: ${notPlanned}`]),
  ];
  return {
    code: 'JUDGED_AGAIN',
    message: sentences.join(' '),
    detail: [
      ...changed.map(({ result, again: end }) => `${result.case.id}: was ${word(result)}, is ${end?.finding.outcome}`),
      ...added.map(({ case: { id }, again: end, missing }) =>
        end === undefined
          ? `${id} was not in the run, and is not judged: ${missing}`
          : `${id} was not in the run, is ${end.finding.outcome}`,
      ),
      ...kept.map(({ result, kept: why }) => `${result.case.id} keeps ${word(result)}: ${why}`),
    ].join('\n'),
    blocking: false,
  };
}

/** What the wave needs of the run's own cases, and of those that are new: words and pools are those that the run was asked for. */
const needsWith = (needs: WaveNeeds, more: WaveNeeds): WaveNeeds => ({
  ...needs,
  requirements: needs.requirements.map((requirement) => {
    const added = more.requirements.find(({ word: same }) => same === requirement.word);
    if (added === undefined) return requirement;
    return {
      ...requirement,
      cases: [...requirement.cases, ...added.cases.filter((id) => !requirement.cases.includes(id))],
      optionalIgnored: [
        ...requirement.optionalIgnored,
        ...added.optionalIgnored.filter((id) => !requirement.optionalIgnored.includes(id)),
      ],
    };
  }),
});

/**
 * The journal of a run whose facts were judged again: of every case either what today's check says or what the run had said, each with which of
 * the two it is; and the cases that are new since then. It keeps the times of the run, so it is never younger than its facts.
 */
export function reEvaluated(about: JudgedAgain): JournalEvent[] {
  const { run, events, judged, added, addedNeeds, coex, now } = about;
  const again = new Set(judged.flatMap(({ result, again: end }) => (end === undefined ? [] : [result.case.id])));
  const ends = [...judged.flatMap((one) => endOf(one, about) ?? []), ...added.flatMap((one) => endOfAdded(one, about) ?? [])];
  const failed = ends.some(({ finding }) => finding.outcome !== 'pass' && finding.deliberate !== true);
  const others = events.flatMap((event): JournalEvent[] => {
    switch (event.event) {
      case 'run': {
        const { needs } = event;
        const all = needs === undefined || addedNeeds === undefined ? needs : needsWith(needs, addedNeeds);
        return [{ ...event, coex: `${event.coex}, judged again by ${coex}`, ...(all === undefined ? {} : { needs: all }) }];
      }
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
    ...added.map((one) => plannedOf(one, run.startedAt)),
    ...ends,
    { event: 're-evaluated', at: run.endedAt, judgedAt: now, problem: problemOf(about) },
  ];
}
