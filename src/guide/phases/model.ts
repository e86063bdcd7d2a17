import type { CheckId } from '../../outcome/index.ts';

export const phaseNames = [
  'plan',
  'prepare',
  'pilot',
  'users-moved',
  'edge-added',
  'federation-moved',
  'post-migration',
  'decommission',
] as const;
/** The phases of the migration, as `phase:` of the environment file calls them. */
export type PhaseName = (typeof phaseNames)[number];

/** Who answers for a step that no check of the catalogue looks at. */
export type Otherwise =
  /** Nothing that we can ask shows it: why. */
  | { readonly notObservable: string }
  /** Somebody has to do it: the instruction. */
  | { readonly person: string };

/** One thing that the migration guide asks a person to do or to verify, in our own words. */
export type StepEntry = {
  readonly title: string;
  /** Title of the page of the guide. */
  readonly page: string;
  /** Checks that look at it. */
  readonly checks?: readonly CheckId[];
} & Otherwise;

export interface PhaseEntry {
  readonly name: PhaseName;
  /** The guide's name for it. */
  readonly title: string;
  /** What is true when the phase is over. */
  readonly end: string;
  readonly steps: readonly StepEntry[];
}
