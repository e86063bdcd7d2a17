import { describe, inject, test as plainTest } from 'vitest';
import { troubleFinding, troubleOf } from '../checks/index.ts';
import { type Finding, type SuiteName, undetermined } from '../outcome/index.ts';
import type { CaseTarget, PlannedCase } from '../plan/index.ts';
import type { Attachment, JournalEvent, Measures } from '../results/index.ts';
import { systemClock } from '../time/index.ts';
import { FindingError } from './finding-error.ts';
import { openRecordedSession } from './recorded-session.ts';
import { openSession, type Session } from './session.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Id of the planned case. */
    case?: string;
    /** The end that the case has written into the journal itself. */
    end?: JournalEvent;
  }
}

/** What a check body may give beside its finding. */
export interface Seen {
  readonly finding: Finding;
  /** Milliseconds that looking took, where the case itself only waited for what others had begun. */
  readonly took?: number;
  readonly measures?: Measures;
  readonly attachments?: readonly Attachment[];
  /** When the oldest of the facts was learnt that it is judged by, where that was in an earlier run. */
  readonly asked?: number;
}

export type Target<Kind extends CaseTarget['kind']> = Extract<CaseTarget, { kind: Kind }>;

/** What a check body is given: the case with its target, and the session with everything to look with. */
export interface Look<Kind extends CaseTarget['kind']> extends Session {
  readonly case: PlannedCase;
  readonly target: Target<Kind>;
}

export type Body<Kind extends CaseTarget['kind']> = (look: Look<Kind>) => Promise<Finding | Seen>;

type AnyBody = (look: Look<CaseTarget['kind']>) => Promise<Finding | Seen>;

// Worker-scoped: one session for all suite files, signed off and closed when the worker goes, whatever way the run ends.
// biome-ignore lint/correctness/noEmptyPattern: vitest reads from this pattern which other fixtures are wanted, and insists on one.
const test = plainTest.extend('session', { scope: 'worker' }, async ({}, { onCleanup }) => {
  const request = inject('live');
  const session = request.again === undefined ? await openSession(request) : openRecordedSession(request, request.again);
  onCleanup(() => session.close());
  return session;
});

/** Says how each check of a suite looks; the cases come from the plan, one test each, grouped by site. */
export function suite(name: SuiteName, define: (checks: Checks) => void): void {
  const bodies = new Map<string, AnyBody>();
  define(collect(name, bodies));
  const planned = inject('live').plan.cases.filter((entry) => entry.suite === name);
  const sites = [...new Set(planned.map(({ site }) => site))];
  describe(name, () => {
    for (const site of sites) {
      describe(site, () => {
        for (const entry of planned.filter((known) => known.site === site)) run(entry, bodies.get(entry.check));
      });
    }
    if (planned.length === 0) plainTest.skip('no case selected', () => undefined);
  });
}

/** Registers how to look, by what a check is about. The name is the check's id without its suite. */
export interface Checks {
  ofService(check: string, body: Body<'service'>): void;
  ofServer(check: string, body: Body<'server'>): void;
  ofPool(check: string, body: Body<'pool'>): void;
  ofPort(check: string, body: Body<'port'>): void;
  ofName(check: string, body: Body<'name'>): void;
  ofSite(check: string, body: Body<'site'>): void;
  ofUser(check: string, body: Body<'user'>): void;
  ofPair(check: string, body: Body<'pair'>): void;
  ofConference(check: string, body: Body<'conference'>): void;
}

function collect(name: SuiteName, bodies: Map<string, AnyBody>): Checks {
  const register = (check: string, body: unknown): void => void bodies.set(`${name}.${check}`, body as AnyBody);
  return {
    ofService: register,
    ofServer: register,
    ofPool: register,
    ofPort: register,
    ofName: register,
    ofSite: register,
    ofUser: register,
    ofPair: register,
    ofConference: register,
  };
}

function run(entry: PlannedCase, body: AnyBody | undefined): void {
  const meta = { case: entry.id };
  // Everything in a body has its own deadline; this one only keeps a defect of ours from hanging the run.
  const timeout = 30 * 60_000;
  test.concurrent(entry.title, { meta, timeout }, async ({ task, session, signal, skip }) => {
    const ended = AbortSignal.any([signal, session.cancelled]);
    if (ended.aborted) return;
    const begin = systemClock.monotonic();
    session.files.journal({ event: 'start', at: systemClock.now(), id: entry.id });
    const seen = await untilAborted(look(entry, body, session), ended);
    if (seen === undefined) return;
    const { finding, took, measures, attachments, asked } = seen;
    const end: JournalEvent = {
      event: 'end',
      at: systemClock.now(),
      id: entry.id,
      duration: took ?? systemClock.monotonic() - begin,
      finding,
      ...(asked === undefined ? {} : { asked }),
      ...(measures === undefined ? {} : { measures }),
      ...(attachments === undefined || attachments.length === 0 ? {} : { attachments }),
    };
    session.files.journal(end);
    task.meta.end = end;
    if (finding.deliberate) skip(finding.message);
    if (finding.outcome !== 'pass') throw new FindingError(finding);
  });
}

/** What was seen, or nothing once the run is cancelled: a case that still waits for somebody must not keep users from being signed off. */
function untilAborted<T>(looking: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined), { once: true }));
  return Promise.race([looking, aborted]);
}

async function look(entry: PlannedCase, body: AnyBody | undefined, session: Session): Promise<Seen> {
  if (session.again === undefined) return lookNow(entry, body, session);
  const { seen, asked, missing } = await session.again.during(entry.id, () => lookNow(entry, body, session));
  if (missing.length === 0) return { ...seen, ...(asked === undefined ? {} : { asked }) };
  const message = `The run did not keep ${missing.join(', ')}.`;
  return { finding: undetermined('FACTS_NOT_KEPT', message) };
}

async function lookNow(entry: PlannedCase, body: AnyBody | undefined, session: Session): Promise<Seen> {
  if (entry.notCovered !== undefined) {
    const { code, why } = entry.notCovered;
    return { finding: { outcome: 'undetermined', code, message: why, reasons: [], deliberate: true } };
  }
  if (body === undefined) {
    return {
      finding: {
        outcome: 'undetermined',
        code: 'UNEXPECTED',
        message: `No suite says how to look at ${entry.check}.`,
        reasons: [],
      },
    };
  }
  try {
    const seen = await body({ ...session, case: entry, target: entry.target });
    return 'finding' in seen ? seen : { finding: seen };
  } catch (error) {
    const trouble = troubleOf(error);
    if (trouble.code === 'UNEXPECTED')
      session.log(trouble.message, { case: entry.id, stack: error instanceof Error ? error.stack : undefined });
    return { finding: troubleFinding(trouble) };
  }
}
