/** The words all layers share: outcomes, findings, pillars, suites and the ids of checks and cases. */

/** What a case came to. `waived` is only ever given by the judgement of a run, never by a suite. */
export type Outcome = 'pass' | 'fail' | 'undetermined' | 'waived';

export const pillars = ['services', 'administration', 'communication'] as const;
/** One of the three promises of the migration guide. */
export type Pillar = (typeof pillars)[number];

export const suiteNames = [
  'services',
  'administration',
  'topology',
  'retirement',
  'users',
  'signin',
  'messaging',
  'presence',
  'conference',
  'contacts',
  'registration',
  'nodes',
  'entry-points',
  'synthetic',
] as const;
export type SuiteName = (typeof suiteNames)[number];

/** `<suite>.<what>`, for example `messaging.delivered`. */
export type CheckId = `${SuiteName}.${string}`;

/** Stable over runs: `<check id>[<target>]`, for example `messaging.delivered[legacy Lena → migrated Mika]`. */
export type CaseId = string;

/** One reason or fact a reader needs to believe a finding: a plain sentence, and values where there are some. */
export interface Reason {
  readonly text: string;
  readonly expected?: string;
  readonly observed?: string;
}

/** What looking at one case showed. Made by pure judgement in `src/checks`, or from an error that says why nobody could look. */
export interface Finding {
  readonly outcome: Exclude<Outcome, 'waived'>;
  /** A code of the error catalogue; absent only on a pass. */
  readonly code?: string;
  /** One sentence: what, to whom, after how long. */
  readonly message: string;
  readonly reasons: readonly Reason[];
  readonly hint?: string;
  /** Of a known limit that was to be met: it is as documented, or what is documented not to work works. */
  readonly limit?: 'holds' | 'works';
  /** True where it was decided beforehand not to look (not covered by design): JUnit shows it as skipped. */
  readonly deliberate?: boolean;
}

export const pass = (message: string, reasons: readonly Reason[] = []): Finding => ({ outcome: 'pass', message, reasons });

export const fail = (code: string, message: string, reasons: readonly Reason[] = [], hint?: string): Finding => ({
  outcome: 'fail',
  code,
  message,
  reasons,
  ...(hint === undefined ? {} : { hint }),
});

export const undetermined = (code: string, message: string, reasons: readonly Reason[] = [], hint?: string): Finding => ({
  outcome: 'undetermined',
  code,
  message,
  reasons,
  ...(hint === undefined ? {} : { hint }),
});

export const notCovered = (code: string, why: string): Finding => ({
  outcome: 'undetermined',
  code,
  message: why,
  reasons: [],
  deliberate: true,
});

const rank: Record<Outcome, number> = { fail: 3, undetermined: 2, waived: 1, pass: 0 };

/** The outcome that decides when several are joined: fail > undetermined > waived > pass; `undefined` for none at all. */
export function worst(outcomes: Iterable<Outcome>): Outcome | undefined {
  let found: Outcome | undefined;
  for (const outcome of outcomes) if (found === undefined || rank[outcome] > rank[found]) found = outcome;
  return found;
}
