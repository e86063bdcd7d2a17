import type { CaseId } from '../outcome/index.ts';
import type { PlannedCase } from '../plan/model.ts';
import type { CaseResult, RunProblem } from './model.ts';

/** A run sorted for judgement. */
export interface Judged {
  /** What counts. */
  readonly counting: readonly CaseResult[];
  /** What does not: outside the wave, optional and not named, or deliberately not looked at. */
  readonly others: readonly CaseResult[];
  /** Needed and not even planned in this run. */
  readonly missing: readonly CaseId[];
  /** Sentences: what the wave needs and no case answers for. */
  readonly uncovered: readonly string[];
  readonly problems: readonly RunProblem[];
}

const limit = 6;
const placesShown = 3;

/** `1 case`, `2 cases` */
const cases = (count: number): string => `${count} ${count === 1 ? 'case' : 'cases'}`;

/** Of what kind a case is, for grouping: the direction of a pair, else its check. */
function kindOf(planned: PlannedCase): string {
  return planned.target.kind === 'pair' ? `${planned.suite} ${planned.target.pair.direction}` : planned.check;
}

/** Where a case looks, for a list of places. */
function placeOf(planned: PlannedCase): string {
  const target = planned.target;
  if (target.kind === 'pair') return `${target.pair.fromSite} → ${target.pair.toSite}`;
  if (target.kind === 'service' || target.kind === 'server') return target.server;
  if (target.kind === 'port') return target.at;
  if (target.kind === 'name') return target.name;
  if (target.kind === 'user') return target.user;
  if (target.kind === 'conference') return target.organizer;
  return target.kind === 'pool' ? target.pool : planned.site;
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

function listed(places: readonly string[]): string {
  const distinct = [...new Set(places)].toSorted(byText);
  const more = distinct.length - placesShown;
  return more > 0 ? `${distinct.slice(0, placesShown).join(', ')} and ${more} more` : distinct.join(', ');
}

const sentence = (text: string): string => text.replace(/\s+/g, ' ').trim();

const consequences = new Set<string | undefined>(['NOT_SIGNED_IN', 'DEPENDS_ON_OTHER']);

/** True for the code of a case that only suffers from another one: it is named after it. */
export const isConsequence = (code: string | undefined): boolean => consequences.has(code);

/** What a group has in common: one kind of case and its places, else the suites it stretches over. */
function extent(group: readonly CaseResult[]): string {
  const kinds = [...new Set(group.map((result) => kindOf(result.case)))];
  if (kinds.length > 1) return `, ${listed(group.map((result) => result.case.suite))}`;
  return ` ${kinds[0]}, ${listed(group.map((result) => placeOf(result.case)))}`;
}

const codeAndKind = (result: CaseResult): string => `${result.finding.code} ${kindOf(result.case)}`;
const codeAlone = (result: CaseResult): string => `${result.finding.code}`;

/** One line for each group, the largest first, consequences last; it ends with what the first of the group says. */
function grouped(results: readonly CaseResult[], what: string, keyOf: (result: CaseResult) => string): string[] {
  const groups = new Map<string, CaseResult[]>();
  for (const result of results) groups.set(keyOf(result), [...(groups.get(keyOf(result)) ?? []), result]);
  const late = (group: readonly CaseResult[]): number => (isConsequence(group[0]?.finding.code) ? 1 : 0);
  return [...groups]
    .toSorted(([one, left], [other, right]) => late(left) - late(right) || right.length - left.length || byText(one, other))
    .map(([, group]) => {
      const first = group.toSorted((one, other) => byText(one.case.id, other.case.id))[0];
      return sentence(`${cases(group.length)} ${what}: ${first?.finding.code}${extent(group)}: ${first?.finding.message}`);
    });
}

function counted(results: readonly CaseResult[], what: string): string[] {
  return results.length === 0 ? [] : [`${cases(results.length)} ${what}`];
}

function missingLine(missing: readonly CaseId[]): string[] {
  if (missing.length === 0) return [];
  const verb = missing.length === 1 ? 'was' : 'were';
  return [`${cases(missing.length)} that the wave needs ${verb} not selected: ${listed(missing)}`];
}

/** At most six sentences: what failed, what is wrong with the run, what nobody could see, then what does not count. */
export function reasonsFor(judged: Judged): string[] {
  const { counting, others } = judged;
  const failed = counting.filter((result) => result.outcome === 'fail');
  const open = counting.filter((result) => result.outcome === 'undetermined');
  const unseen = open.filter((result) => result.state === 'ended' || result.state === 'in-progress');
  const passed = counting.filter((result) => result.outcome === 'pass');
  const deciding = [
    ...grouped(failed, 'failed', codeAndKind),
    ...judged.problems.filter((problem) => problem.blocking).map((problem) => sentence(problem.message)),
    ...judged.uncovered,
    ...missingLine(judged.missing),
    ...grouped(unseen, 'undetermined', codeAlone),
    ...counted(
      open.filter((result) => result.state === 'not-run'),
      'not run',
    ),
    ...grouped(
      open.filter((result) => result.state === 'not-covered'),
      'needed and not covered',
      codeAlone,
    ),
  ];
  const asides = [
    ...grouped(
      others.filter((result) => result.outcome === 'fail'),
      'failed and not counted',
      codeAndKind,
    ),
    ...grouped(
      others.filter((result) => result.outcome === 'undetermined' && result.state === 'ended'),
      'undetermined and not counted',
      codeAlone,
    ),
    ...counted(
      others.filter((result) => result.state === 'not-covered'),
      'deliberately not covered',
    ),
    ...judged.problems.filter((problem) => !problem.blocking).map((problem) => sentence(problem.message)),
  ];
  const summary = deciding.length === 0 ? [`${passed.length} of ${cases(counting.length)} passed`] : [];
  return shortened([...summary, ...deciding, ...asides]);
}

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= limit) return [...lines];
  return [...lines.slice(0, limit - 1), `and ${lines.length - limit + 1} more reasons: see summary.md`];
}
