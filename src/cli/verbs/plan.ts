import type { Command } from 'commander';
import { loadEnvironment } from '../../environment/index.ts';
import { planCases, renderPlan } from '../../plan/index.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Context } from './context.ts';
import { environmentOption, examples } from './options.ts';
import { addSelection, type Selected, selectionOf } from './selection.ts';

/** `coex plan`: the cases and the coverage grid, without network and without secrets. */
export function planVerb(program: Command, { terminal, exit }: Context): void {
  const verb = program
    .command('plan')
    .description('show what would be checked, and what not: no network, no secrets')
    .argument('[suite...]', 'only these suites')
    .addOption(environmentOption())
    .option('--json', 'the whole plan as JSON');
  addSelection(verb);
  examples(verb, ['coex plan -e contoso.yaml', 'coex plan -e contoso.yaml messaging presence --site Redmond']);
  verb.action(async (suites: string[], options: Selected & { environment: string; json?: boolean }) => {
    const environment = await loadEnvironment(options.environment);
    const plan = planCases(environment, selectionOf(suites, options));
    terminal.out(options.json ? JSON.stringify(plan, null, 2) : renderPlan(plan).trimEnd());
    exit(exitCodes.passed);
  });
}
