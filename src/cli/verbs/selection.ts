import { type Command, Option } from 'commander';
import { type Coverage, coverages } from '../../plan/index.ts';

/** What the user selected of a plan. */
export interface Selected {
  readonly site?: string[];
  readonly wave?: string;
  readonly coverage?: Coverage;
}

export function addSelection(command: Command): void {
  command
    .option('--site <name...>', 'only these sites')
    .option('--wave <name>', 'judge this wave of the environment file')
    .addOption(
      new Option('--coverage <how>', 'one look at everything, few pairs that meet everybody, or all')
        .choices([...coverages])
        .default('full'),
    );
}

/** The selection, without what was not asked for. */
export const selectionOf = (suites: readonly string[], { site, wave, coverage }: Selected) => ({
  ...(suites.length === 0 ? {} : { suites }),
  ...(site === undefined ? {} : { sites: site }),
  ...(wave === undefined ? {} : { wave }),
  ...(coverage === undefined ? {} : { coverage }),
});
