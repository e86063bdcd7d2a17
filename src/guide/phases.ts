import type { CheckId } from '../outcome/index.ts';
import { checkOf } from './checks.ts';
import type { Check } from './model.ts';
import { decommissionPhase } from './phases/decommission.ts';
import { edgeAddedPhase } from './phases/edge-added.ts';
import { federationMovedPhase } from './phases/federation-moved.ts';
import { type PhaseEntry, type PhaseName, phaseNames, type StepEntry } from './phases/model.ts';
import { pilotPhase } from './phases/pilot.ts';
import { planPhase } from './phases/plan.ts';
import { postMigrationPhase } from './phases/post-migration.ts';
import { preparePhase } from './phases/prepare.ts';
import { usersMovedPhase } from './phases/users-moved.ts';

/** Who answers for a step of the guide: code, nobody can, or a person. */
export type StepState =
  | { readonly kind: 'checked'; readonly by: readonly Check[] }
  | { readonly kind: 'not-observable'; readonly because: string }
  | { readonly kind: 'person'; readonly must: string };

/** A step of the migration guide with its number and its state by today's catalogue. */
export interface Step {
  /** `3.9`: the number of the phase, and of the step within it. */
  readonly id: string;
  readonly title: string;
  readonly page: string;
  readonly state: StepState;
  /** Ids of its checks. */
  readonly candidates: readonly CheckId[];
}

export interface Phase {
  readonly number: number;
  readonly name: PhaseName;
  readonly title: string;
  readonly end: string;
  readonly steps: readonly Step[];
}

const entries: Readonly<Record<PhaseName, PhaseEntry>> = {
  plan: planPhase,
  prepare: preparePhase,
  pilot: pilotPhase,
  'users-moved': usersMovedPhase,
  'edge-added': edgeAddedPhase,
  'federation-moved': federationMovedPhase,
  'post-migration': postMigrationPhase,
  decommission: decommissionPhase,
};

/** The state of a step: checked where a check looks at it, else what the step says itself. */
export function stateOf(step: StepEntry, find: (id: string) => Check | undefined = checkOf): StepState {
  const by = (step.checks ?? []).map(find).filter((check) => check !== undefined);
  if (by.length > 0) return { kind: 'checked', by };
  return 'person' in step ? { kind: 'person', must: step.person } : { kind: 'not-observable', because: step.notObservable };
}

/** The eight phases of the migration guide, with every step that it asks a person to do or to verify. */
export const phases: readonly Phase[] = phaseNames.map((name, index): Phase => {
  const { title, end, steps } = entries[name];
  return {
    number: index + 1,
    name,
    title,
    end,
    steps: steps.map(
      (step, at): Step => ({
        id: `${index + 1}.${at + 1}`,
        title: step.title,
        page: step.page,
        state: stateOf(step),
        candidates: step.checks ?? [],
      }),
    ),
  };
});

/** How many steps there are of each state. */
export function countSteps(steps: readonly Step[]): Readonly<Record<StepState['kind'] | 'steps', number>> {
  const of = (kind: StepState['kind']): number => steps.filter(({ state }) => state.kind === kind).length;
  return { steps: steps.length, checked: of('checked'), 'not-observable': of('not-observable'), person: of('person') };
}
