import type { CatalogueEntry } from '../entry.ts';

export const factErrors = {
  BASELINE_NONE: {
    outcome: 'undetermined',
    meaning:
      'There is no earlier run of this environment to compare with: this one wrote down what the next will be compared with.',
    hint: 'Nothing to do but to run again later; --baseline names a run that is kept elsewhere.',
  },
  BASELINE_UNREADABLE: {
    outcome: 'undetermined',
    meaning: 'The run to compare with cannot be read, or does not have what is to be compared.',
    hint: 'Name a run that has it with --baseline, or take the damaged folder away.',
  },
  JUDGED_AGAIN: {
    outcome: 'undetermined',
    meaning:
      'This is no run of its own: what an earlier run had learnt was judged again, and what it did not keep has its old outcome.',
    hint: 'The message says how old the facts are; run again to ask the estate.',
  },
  FACTS_NOT_KEPT: {
    outcome: 'undetermined',
    meaning: 'The run folder does not have the answer that a case would be judged by.',
    hint: 'The case keeps the outcome that it had; run again to ask the estate.',
  },
  NOT_IN_RUN: {
    outcome: 'undetermined',
    meaning: 'A check that is new since a run could not be judged by what the run has kept: nobody had asked for it then.',
    hint: 'It takes nothing from what the run says; run again to look at it.',
  },
  FACTS_UNREADABLE: {
    outcome: 'usage',
    meaning: 'The facts of the run folder are damaged or of another format version, or are not there.',
    hint: 'Judge them again with the version of coex that wrote them, or run again.',
  },
} as const satisfies Record<string, CatalogueEntry>;
