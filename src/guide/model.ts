import type { ErrorCode } from '../errors/index.ts';
import type { GenerationName } from '../generations/index.ts';
import type { CheckId, Pillar, SuiteName } from '../outcome/index.ts';

/** What the migration guide asks for, in our own words. */
export interface Requirement {
  readonly id: RequirementId;
  readonly pillar: Pillar;
  /** One sentence: what must be true while both generations run side by side. */
  readonly promise: string;
  /** Title of the page of the guide that it is taken from. */
  readonly guidePage: string;
}

export const requirementIds = [
  'services-started',
  'services-as-declared',
  'site-administered',
  'rights-by-role',
  'users-where-declared',
  'users-keep-settings',
  'users-addressed',
  'clients-let-in',
  'outsiders-let-in',
  'configuration-replicated',
  'users-sign-in-at-home',
  'users-sign-in-remotely',
  'users-exchange-messages',
  'users-see-presence',
  'users-keep-contacts',
  'nodes-answer',
  'nodes-trusted',
  'entry-points-lead',
  'topology-consistent',
  'edge-as-phase',
  'legacy-pool-emptied',
] as const;
export type RequirementId = (typeof requirementIds)[number];

/** What has to be there before anybody can look. */
export type Need =
  | 'management-shell'
  | 'name-server'
  | 'connections'
  | 'test-user'
  | 'two-test-users'
  | 'both-generations'
  | 'refusal-probe-user'
  | 'permission-to-change'
  | 'permission-to-be-refused';

/** What looking leaves behind in the estate. */
export type Touch = 'reads' | 'test-user-traffic' | 'messages-that-stay' | 'one-failed-logon' | 'changes-and-undoes';

/** The budget of the environment file that decides whether something was in time. */
export type BudgetKey =
  | 'connect'
  | 'signIn'
  | 'im'
  | 'presence'
  | 'serviceStart'
  | 'replicaAge'
  | 'certificateWarning'
  | 'administrationCall'
  | 'firstAdministrationCall';

/** One thing that is looked at: everything that `coex explain` and the reports say about it, as data. */
export interface Check {
  readonly id: CheckId;
  readonly suite: SuiteName;
  readonly pillar: Pillar;
  /** `smoke`: looked at always. `full`: left out by `--coverage smoke`. */
  readonly tier: 'smoke' | 'full';
  readonly requirement: RequirementId;
  /** A few words: what is true when it passes. */
  readonly title: string;
  /** One or two sentences: how it is looked at, and what decides. */
  readonly method: string;
  /** Generations of pools, servers and users that it is looked at for. */
  readonly generations: readonly GenerationName[];
  readonly needs: readonly Need[];
  /** Counts for a wave only where the wave names this check. */
  readonly optional: boolean;
  readonly budget?: BudgetKey;
  /** Codes with which it does not pass, beside those that its needs bring: see `codesOf`. */
  readonly codes: readonly ErrorCode[];
  /** What it usually is when it fails, the likeliest first. */
  readonly causes: readonly string[];
  /** What to do about it. Names in braces stand for the subject of a case: see `remedyFor`. */
  readonly remedy: string;
  readonly touches: Touch;
}
