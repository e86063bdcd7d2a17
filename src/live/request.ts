import type {} from 'vitest';
import type { GenerationName } from '../generations/index.ts';
import type { Plan } from '../plan/model.ts';

/** Which shell to ask the estate with, or why there is none. */
export type ShellChoice =
  | {
      readonly executable: string;
      readonly module?: string;
      readonly remoting?: string;
      /** Where this host has the tools of more than one generation (the lab): variables with which the module is those of each. */
      readonly tools?: Readonly<Partial<Record<GenerationName, Readonly<Record<string, string>>>>>;
      readonly environment: Readonly<Record<string, string>>;
    }
  | { readonly missing: string; readonly hint: string };

/** What a run hands to its suites: plain values that cross the border of a worker. No secret is among them. */
export interface LiveRequest {
  /** Id of the run; marks what the run changes in the estate. */
  readonly run: string;
  /** Absolute path of the run folder. */
  readonly folder: string;
  readonly environmentPath: string;
  readonly plan: Plan;
  readonly allowChanges: boolean;
  /** Writes that the estate must refuse may be tried. */
  readonly allowRefusalProbes: boolean;
  readonly takeOver: boolean;
  /** Folder of what is remembered across runs. */
  readonly stateFolder: string;
  readonly shell: ShellChoice;
  /** Absolute path of the run folder to compare with, instead of the newest that fits. */
  readonly baseline?: string;
  /** Judge what an earlier run has learnt, instead of asking anybody: absolute path of its folder, when each case had ended, and which it did not have. */
  readonly again?: {
    readonly folder: string;
    readonly endedAt: Readonly<Record<string, number>>;
    readonly added: readonly string[];
  };
}

declare module 'vitest' {
  interface ProvidedContext {
    live: LiveRequest;
  }
}
