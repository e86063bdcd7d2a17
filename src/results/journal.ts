import type { CaseId, Finding } from '../outcome/index.ts';
import type { PlannedCase } from '../plan/model.ts';
import type { RunProblem } from './model.ts';
import type { WaveNeeds } from './needs.ts';

/** What is measured beside a case, in milliseconds, by name: `delivery`, `signIn`. */
export type Measures = Readonly<Record<string, number>>;

/** A file of the run folder that belongs to a case; path relative to the run folder, with `/`. */
export interface Attachment {
  readonly title: string;
  readonly path: string;
}

/** A run that became part of a joined one. Times are milliseconds since 1970. */
export interface MergedPart {
  readonly run: string;
  readonly host: string;
  readonly coex: string;
  /** Where its files are, relative to the run folder. */
  readonly folder: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** How many it planned. */
  readonly cases: number;
}

/**
 * One line of `results.jsonl`. `at` is milliseconds since 1970. The file is only ever appended to; an unreadable last line is what a
 * killed process leaves and is skipped.
 */
export type JournalEvent =
  | {
      readonly event: 'run';
      readonly at: number;
      readonly version: 1;
      readonly run: string;
      readonly environment: { readonly name: string; readonly path: string };
      readonly coex: string;
      readonly host: string;
      readonly wave?: string;
      /** What the wave needs of the whole environment: without it a wave cannot be judged. Made by `needsOfWave`. */
      readonly needs?: WaveNeeds;
      readonly allowChanges: boolean;
      readonly selection: Readonly<Record<string, string | boolean>>;
      /** Phase of the migration, as the environment file has it. */
      readonly phase?: string;
      /** Warnings about coverage, from the plan. */
      readonly gaps: readonly string[];
    }
  | { readonly event: 'planned'; readonly at: number; readonly case: PlannedCase }
  | {
      readonly event: 'process';
      readonly at: number;
      readonly pid: number;
      readonly role: 'runner' | 'powershell' | 'lab';
      readonly ended?: boolean;
    }
  | { readonly event: 'start'; readonly at: number; readonly id: CaseId }
  | {
      readonly event: 'end';
      readonly at: number;
      readonly id: CaseId;
      /** Milliseconds. */
      readonly duration: number;
      readonly finding: Finding;
      readonly measures?: Measures;
      readonly attachments?: readonly Attachment[];
      /** Of a case that was judged again: when the oldest of the facts was learnt that it was judged by. */
      readonly asked?: number;
    }
  | { readonly event: 'unhandled'; readonly at: number; readonly id?: CaseId; readonly message: string; readonly stack?: string }
  | {
      readonly event: 'closed';
      readonly at: number;
      readonly what: 'agents' | 'lanes';
      readonly count: number;
      readonly problems: readonly string[];
    }
  /** In a run that was joined from several: which, and what was wrong with them. */
  | {
      readonly event: 'merged';
      readonly at: number;
      /** When they were joined. */
      readonly mergedAt: number;
      readonly parts: readonly MergedPart[];
      readonly problems: readonly RunProblem[];
    }
  /** In a run whose facts were judged again. */
  | { readonly event: 're-evaluated'; readonly at: number; readonly judgedAt: number; readonly problem: RunProblem }
  /** `signal` is the name of a signal (`SIGINT`), or another word where nobody interrupted: `run limit`. */
  | { readonly event: 'cancel'; readonly at: number; readonly signal: string }
  | { readonly event: 'done'; readonly at: number; readonly reason: 'passed' | 'failed' | 'interrupted' };
