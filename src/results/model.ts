import type { Finding, Outcome } from '../outcome/index.ts';
import type { PlannedCase } from '../plan/model.ts';
import type { Attachment, Measures } from './journal.ts';
import type { WaveNeeds } from './needs.ts';

/** Version of `run.json`. A reader refuses another one rather than to guess. */
export const runVersion = 1;

/** How far a case came before the run ended. `not-covered`: it was decided beforehand that nobody looks. */
export type CaseState = 'ended' | 'in-progress' | 'not-run' | 'not-covered';

/** What one planned case came to: every planned case has exactly one. */
export interface CaseResult {
  readonly case: PlannedCase;
  readonly state: CaseState;
  readonly outcome: Outcome;
  /** Always carries a code unless the outcome is `pass`. */
  readonly finding: Finding;
  /** Milliseconds since 1970; absent where the case never began. */
  readonly startedAt?: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly measures: Measures;
  readonly attachments: readonly Attachment[];
}

/** Something that belongs to the run and to no case of it. */
export interface RunProblem {
  readonly code: string;
  /** One sentence. */
  readonly message: string;
  /** A stack or list, for whoever looks closer. */
  readonly detail?: string;
  /** True where the run cannot be green because of it. */
  readonly blocking: boolean;
}

/** A run as `run.json` keeps it, and as every report is made from. Times are milliseconds since 1970. */
export interface Run {
  readonly version: typeof runVersion;
  /** Name of the run: that of its folder. */
  readonly run: string;
  readonly environment: { readonly name: string; readonly path: string };
  /** Version of this product. */
  readonly coex: string;
  readonly host: string;
  readonly wave?: string;
  /** What the wave needs, as it was when the run started. */
  readonly needs?: WaveNeeds;
  readonly allowChanges: boolean;
  readonly selection: Readonly<Record<string, string | boolean>>;
  /** Phase of the migration when the run started, as the environment file had it. */
  readonly phase?: string;
  /** Warnings about coverage, from the plan. */
  readonly gaps: readonly string[];
  readonly startedAt: number;
  /** When the runner said that it was done, else the last time anything was heard of it. */
  readonly endedAt: number;
  /** When this model was made from the journal. */
  readonly builtAt: number;
  /** True where the runner said that it was done. */
  readonly complete: boolean;
  /** What cancelled the run: the name of a signal, or another word for another reason. */
  readonly cancelledBy?: string;
  /** In the order of the plan. */
  readonly cases: readonly CaseResult[];
  readonly problems: readonly RunProblem[];
}

/** The seven ways a case is counted; they add up to `cases`. */
export interface Counts {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  /** Somebody tried to look and could not, the case in progress when the run ended included. */
  readonly undetermined: number;
  readonly waived: number;
  readonly notRun: number;
  /** Deliberately not looked at. */
  readonly notCovered: number;
}

/** One word of the wave's `requires`, and what became of it. */
export interface RequirementCounts extends Counts {
  readonly word: string;
  /** Cases the wave needs that this run did not even plan. */
  readonly missing: number;
  /** Optional cases that the word would cover and that count only where the wave names their check. */
  readonly optionalIgnored: number;
}

export type VerdictWord = 'GO' | 'NO-GO' | 'UNDECIDED' | 'PASSED' | 'FAILED';

/** The answer: one word, its exit code, and why. The rules stand in docs/decisions/verdict.md. */
export interface Verdict {
  readonly word: VerdictWord;
  readonly exitCode: 0 | 1 | 2 | 4 | 130;
  readonly wave?: string;
  /** At most six short sentences, the weightiest first; what decided comes before what is only worth knowing. */
  readonly reasons: readonly string[];
  /** Of the whole run, whether the wave needs them or not. */
  readonly counts: Counts;
  /** Empty where no wave was judged. */
  readonly perRequirement: readonly RequirementCounts[];
}
