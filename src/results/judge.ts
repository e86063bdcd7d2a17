import { catalogue } from '../errors/index.ts';
import type { CaseId } from '../outcome/index.ts';
import { countResults } from './counts.ts';
import type { CaseResult, RequirementCounts, Run, RunProblem, Verdict, VerdictWord } from './model.ts';
import type { WaveNeeds } from './needs.ts';
import { type Judged, reasonsFor } from './reasons.ts';

/** True for codes that stand for a defect of this product. */
export const isDefect = (code: string | undefined): boolean =>
  code !== undefined && code in catalogue && catalogue[code as keyof typeof catalogue].outcome === 'defect';

/** What decides, by rank: what stands first is what the run comes to. The table is docs/decisions/verdict.md. */
type Decision = 'fail' | 'defect' | 'undetermined' | 'pass';

const decided: Record<Decision, { readonly wave: VerdictWord; readonly plain: VerdictWord; readonly exitCode: 0 | 1 | 2 | 4 }> = {
  fail: { wave: 'NO-GO', plain: 'FAILED', exitCode: 1 },
  defect: { wave: 'UNDECIDED', plain: 'UNDECIDED', exitCode: 4 },
  undetermined: { wave: 'UNDECIDED', plain: 'UNDECIDED', exitCode: 2 },
  pass: { wave: 'GO', plain: 'PASSED', exitCode: 0 },
};

function decide(judged: Judged): Decision {
  const blocking = judged.problems.filter((problem: RunProblem) => problem.blocking);
  const defective = judged.counting.some((result) => result.outcome === 'undetermined' && isDefect(result.finding.code));
  if (judged.counting.some((result) => result.outcome === 'fail')) return 'fail';
  if (defective || blocking.some((problem) => isDefect(problem.code))) return 'defect';
  if (blocking.length > 0 || judged.missing.length > 0 || judged.uncovered.length > 0) return 'undetermined';
  if (judged.counting.some((result) => result.outcome === 'undetermined')) return 'undetermined';
  return judged.counting.some((result) => result.outcome === 'pass') ? 'pass' : 'undetermined';
}

/** Somebody pressed Ctrl-C or the machine goes down; a run limit is no interruption. */
const interruptedBy = (run: Run): boolean => run.cancelledBy !== undefined && /^(SIG|interrupted)/.test(run.cancelledBy);

/** Without a wave everything that was looked at counts; what deliberately was not, is listed only. */
function judgePlain(run: Run): Judged {
  const counting = run.cases.filter((result) => result.state !== 'not-covered');
  const ids = new Set(counting.map((result) => result.case.id));
  return {
    counting,
    others: run.cases.filter((result) => !ids.has(result.case.id)),
    missing: [],
    uncovered: [],
    problems: run.problems,
  };
}

function requirementCounts(needs: WaveNeeds, results: ReadonlyMap<CaseId, CaseResult>): RequirementCounts[] {
  return needs.requirements.map((requirement) => {
    const found = requirement.cases.flatMap((id) => results.get(id) ?? []);
    return {
      word: requirement.word,
      ...countResults(found),
      missing: requirement.cases.length - found.length,
      optionalIgnored: requirement.optionalIgnored.length,
    };
  });
}

function judgeWave(run: Run, needs: WaveNeeds, results: ReadonlyMap<CaseId, CaseResult>): Judged {
  const needed = new Set(needs.requirements.flatMap((requirement) => requirement.cases));
  const uncovered = needs.requirements.flatMap(({ word, cases, poolsWithoutCase }) => {
    if (cases.length === 0) return [`nothing in the plan answers for "${word}"`];
    return poolsWithoutCase.map((pool) => `nothing in the plan answers for "${word}" on ${pool}`);
  });
  if (needs.requirements.length === 0) uncovered.push('the wave requires nothing');
  return {
    counting: run.cases.filter((result) => needed.has(result.case.id)),
    others: run.cases.filter((result) => !needed.has(result.case.id)),
    missing: [...needed].filter((id) => !results.has(id)),
    uncovered,
    problems: run.problems,
  };
}

/** A wave whose needs nobody wrote down cannot be judged: it must not fall back to the weaker question. */
const unknownNeeds = (name: string): WaveNeeds => ({ name, pools: [], requirements: [] });

/**
 * The answer a run gives: about a wave where `needs` are there (those of the run's own header by default), else about what was run. Pure;
 * depends neither on the order of the cases nor on anything outside.
 */
export function judge(run: Run, needs: WaveNeeds | undefined = run.needs): Verdict {
  const wave = needs ?? (run.wave === undefined ? undefined : unknownNeeds(run.wave));
  const results = new Map(run.cases.map((result) => [result.case.id, result]));
  const judged = wave === undefined ? judgePlain(run) : judgeWave(run, wave, results);
  const decision = decided[decide(judged)];
  return {
    word: wave === undefined ? decision.plain : decision.wave,
    exitCode: interruptedBy(run) ? 130 : decision.exitCode,
    ...(wave === undefined ? {} : { wave: wave.name }),
    reasons: reasonsFor(judged),
    counts: countResults(run.cases),
    perRequirement: wave === undefined ? [] : requirementCounts(wave, results),
  };
}
