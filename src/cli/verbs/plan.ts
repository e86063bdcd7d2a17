import { type Command, Option } from 'commander';
import { loadEnvironment } from '../../environment/index.ts';
import { CoexistenceError } from '../../errors/index.ts';
import { planCases, renderGuide, renderGuideSummary, renderPlan, renderTraffic, trafficOf } from '../../plan/index.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Context } from './context.ts';
import { examples } from './options.ts';
import { addSelection, type Selected, selectionOf } from './selection.ts';

interface PlanFlags extends Selected {
  readonly environment?: string;
  readonly guide?: boolean;
  readonly json?: boolean;
}

/** `coex plan`: the cases and the coverage grid, without network and without secrets; and who answers for each step of the guide. */
export function planVerb(program: Command, context: Context): void {
  const verb = program
    .command('plan')
    .description('show what would be checked, and what not: no network, no secrets')
    .argument('[suite...]', 'only these suites')
    // Not mandatory: the guide is the same for every estate.
    .addOption(new Option('-e, --environment <file>', 'environment file'))
    .option('--guide', 'every step of the migration guide: checked by what, not observable why, or what a person must do')
    .option('--json', 'the whole plan as JSON');
  addSelection(verb);
  examples(verb, [
    'coex plan -e contoso.yaml',
    'coex plan -e contoso.yaml messaging presence --site Redmond --coverage pairwise',
    'coex plan --guide',
  ]);
  verb.action((suites: string[], flags: PlanFlags) => plan(suites, flags, context));
}

async function plan(suites: readonly string[], flags: PlanFlags, { terminal, exit }: Context): Promise<void> {
  if (flags.environment === undefined && flags.guide !== true) {
    throw new CoexistenceError('USAGE', 'coex plan needs -e, the environment file.', {
      hint: 'Without one there is only the migration guide: coex plan --guide',
    });
  }
  const environment = flags.environment === undefined ? undefined : await loadEnvironment(flags.environment);
  if (flags.guide === true || environment === undefined) terminal.out(renderGuide(environment?.phase).trimEnd());
  else {
    const planned = planCases(environment, selectionOf(suites, flags));
    if (flags.json) terminal.out(JSON.stringify(planned, null, 2));
    else {
      terminal.out(renderPlan(planned));
      const traffic = renderTraffic(trafficOf(planned, environment), environment);
      if (traffic !== undefined) terminal.out(`${traffic}\n`);
      terminal.out(renderGuideSummary(environment.phase).trimEnd());
    }
  }
  exit(exitCodes.passed);
}
