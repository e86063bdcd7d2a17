import { catalogue } from '../errors/index.ts';
import { checkOf, type Limit, limitsIn, phaseNames, remedyFor } from '../guide/index.ts';
import {
  type CaseResult,
  type Counts,
  countedAs,
  isConsequence,
  type Run,
  type RunProblem,
  type Verdict,
} from '../results/index.ts';
import { humanDuration, isoTime } from '../time/index.ts';
import { counted, oneLine } from './text.ts';

/** The words in which every report speaks of a result, so that they all say the same. */
export type Mark = 'pass' | 'FAIL' | 'undetermined' | 'waived' | 'not run' | 'not covered';

const marks: Record<ReturnType<typeof countedAs>, Mark> = {
  passed: 'pass',
  failed: 'FAIL',
  undetermined: 'undetermined',
  waived: 'waived',
  notRun: 'not run',
  notCovered: 'not covered',
};

export const markOf = (result: Pick<CaseResult, 'state' | 'outcome'>): Mark => marks[countedAs(result)];

/** `157 passed, 3 failed`: what there is none of is left out, but never what passed. */
export function countsInWords(counts: Counts): string {
  const parts = [`${counts.passed} passed`];
  if (counts.failed > 0) parts.push(`${counts.failed} failed`);
  if (counts.undetermined > 0) parts.push(`${counts.undetermined} undetermined`);
  if (counts.waived > 0) parts.push(`${counts.waived} waived`);
  if (counts.notRun > 0) parts.push(`${counts.notRun} not run`);
  if (counts.notCovered > 0) parts.push(`${counts.notCovered} not covered`);
  return parts.join(', ');
}

/** `10 cases in 7.5 s: 8 passed, 2 failed` */
export const runInWords = (run: Run, verdict: Verdict): string =>
  `${counted(verdict.counts.cases, 'case')} in ${humanDuration(run.endedAt - run.startedAt)}: ${countsInWords(verdict.counts)}`;

/** What was judged: `wave pilot-1`, or that none was. */
export const waveInWords = (verdict: Verdict): string => (verdict.wave === undefined ? 'no wave judged' : `wave ${verdict.wave}`);

/** `2026-03-01 01:30:00 UTC` */
export const utc = (ms: number): string => `${isoTime(ms).slice(0, 19).replace('T', ' ')} UTC`;

const hintOf = (code: string | undefined): string | undefined =>
  code !== undefined && code in catalogue ? catalogue[code as keyof typeof catalogue].hint : undefined;

/**
 * What to do about a result: the hint that was made for it; of a failure else what the guide says about its check, with the names of the
 * case; else the hint of the catalogue.
 */
export function remedyOf({ case: planned, outcome, finding }: CaseResult): string | undefined {
  const general = hintOf(finding.code);
  // A thrown error carries the hint of the catalogue: the case has more to say.
  if (finding.hint !== undefined && finding.hint !== general) return finding.hint;
  const check = checkOf(planned.check);
  if (outcome !== 'fail' || check === undefined) return general;
  const remedy = remedyFor(check, planned);
  const isOfCheck = check.codes.some((code) => code === finding.code);
  return isOfCheck || general === undefined ? remedy : `${general} ${remedy}`;
}

/** The known limits that hold in the phase of the run; all of them where the run does not tell its phase. */
export const limitsOf = ({ phase }: Run): readonly Limit[] => limitsIn(phaseNames.find((name) => name === phase));

/** What a reader is told about {@link limitsOf}. */
export const limitsInWords = ({ phase }: Run): string =>
  `What does not work while both generations run side by side${phase === undefined ? '' : `, in the phase ${phase}`}: documented, and no defect of the estate.`;

/** `… does not work. Concerns users in branches (Connect a Survivable Branch Appliance).` */
export const limitInWords = ({ limit, affects, page }: Limit): string => `${limit} Concerns ${affects} (${page}).`;

/** So many cases are shown of each limit. */
export const limitCases = 5;

/** What the cases of a run saw of a known limit. */
export interface LimitSeen {
  readonly limit: Limit;
  /** `holds in 10 cases, not as documented in 1 case`; empty where no case was to meet it. */
  readonly words: string;
  /** Cases that were to meet it, what is not as it should be first. */
  readonly met: readonly CaseResult[];
  /** True where something works that is documented not to. */
  readonly isSurprising: boolean;
}

/** What a case saw of a limit. One that passed says itself whom it was about. */
export const limitCaseInWords = ({ outcome, case: { title }, finding: { message } }: CaseResult): string =>
  outcome === 'pass' ? message : `${title}: ${message}`;

type LimitState = 'not as documented' | 'not told' | 'holds';

function limitStateOf({ outcome, finding }: CaseResult): LimitState {
  if (outcome === 'fail' || outcome === 'waived' || finding.limit === 'works') return 'not as documented';
  return outcome === 'pass' ? 'holds' : 'not told';
}

const limitStates: readonly LimitState[] = ['not as documented', 'not told', 'holds'];

function limitSeenIn(run: Run, limit: Limit): LimitSeen {
  const cases = run.cases.filter((result) => result.case.limit === limit.id);
  const by = limitStates.map((state) => [state, cases.filter((result) => limitStateOf(result) === state)] as const);
  return {
    limit,
    words: by
      .filter(([, found]) => found.length > 0)
      .map(([state, found]) => `${state} in ${counted(found.length, 'case')}`)
      .toReversed()
      .join(', '),
    met: by.flatMap(([, found]) => found),
    isSurprising: (by[0]?.[1].length ?? 0) > 0,
  };
}

/** The known limits of a run, each with the cases that were to meet it; those that were looked at come first. */
export function limitsSeen(run: Run): readonly LimitSeen[] {
  const seen = limitsOf(run).map((limit) => limitSeenIn(run, limit));
  return [...seen.filter(({ met }) => met.length > 0), ...seen.filter(({ met }) => met.length === 0)];
}

/** `19 known limits, 5 of them met in this run, 1 not as documented` */
export function limitsCounted(seen: readonly LimitSeen[]): string {
  const met = seen.filter((each) => each.met.length > 0).length;
  const odd = seen.filter(({ isSurprising }) => isSurprising).length;
  const parts = [counted(seen.length, 'known limit')];
  if (met > 0) parts.push(`${met} of them looked at in this run`);
  if (odd > 0) parts.push(`${odd} not as documented`);
  return parts.join(', ');
}

const marked = (run: Run, mark: Mark): CaseResult[] => run.cases.filter((result) => markOf(result) === mark);
const follows = ({ finding }: CaseResult): boolean => isConsequence(finding.code);

/** Results a reader must look at, the failures first: what failed and what could not be seen. */
export const troubled = (run: Run): readonly CaseResult[] => [
  ...marked(run, 'FAIL'),
  ...marked(run, 'undetermined').filter((result) => !follows(result)),
];

/** Results that nobody could see because of those: mend them, and these tell something again. */
export const consequencesIn = (run: Run): readonly CaseResult[] => marked(run, 'undetermined').filter(follows);

/** The reasons of a verdict, for a report that tells all the rest itself. */
export const reasonsOf = (verdict: Verdict): readonly string[] =>
  verdict.reasons.map((reason) => reason.replace(/^(and \d+ more reasons?): see summary\.md$/, '$1, in the cases below'));

/** A problem of the run on one line, with the first of its details. */
export function problemInWords({ code, message, detail }: RunProblem): string {
  const lines = (detail ?? '').split(/\r?\n/).filter((line) => line.trim() !== '');
  const shown = lines.slice(0, 3).map(oneLine).join('; ');
  return shown === '' ? `${code}: ${message}` : `${code}: ${message} (${shown}${lines.length > 3 ? '; …' : ''})`;
}
