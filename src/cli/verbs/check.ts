import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadEnvironment } from '../../environment/index.ts';
import { CoexistenceError } from '../../errors/index.ts';
import { planCases, renderTraffic, trafficOf } from '../../plan/index.ts';
import type { JunitDialect } from '../../report/index.ts';
import { checkRun } from '../check-run.ts';
import { chooseShell } from '../shell-choice.ts';
import type { Context } from './context.ts';
import { dialectOption, environmentOption, examples, junitOption, outOption } from './options.ts';
import { addSelection, type Selected, selectionOf } from './selection.ts';

interface CheckFlags extends Selected {
  readonly environment: string;
  readonly out: string;
  readonly junit?: string;
  readonly junitDialect: JunitDialect;
  readonly allowChanges?: boolean;
  readonly allowRefusalProbes?: boolean;
  readonly takeOver?: boolean;
  readonly baseline?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** `coex check`: looks at the estate and ends in a verdict. */
export function checkVerb(program: Command, context: Context): void {
  const verb = program
    .command('check')
    .description('check the estate; the last line is the verdict')
    .argument('[suite...]', 'only these suites')
    .addOption(environmentOption())
    .option('--allow-changes', 'also run the cases that change something in the estate and take it back')
    .option('--allow-refusal-probes', 'also try writes that the estate must refuse; one that succeeds is taken back')
    .option('--take-over', 'sign in although another client of a test user is signed in')
    .option('--baseline <run>', 'run folder to compare with; default: the newest that had not failed')
    .addOption(outOption())
    .addOption(junitOption())
    .addOption(dialectOption())
    .option('--json', 'print the verdict as one line of JSON and nothing else')
    .option('--quiet', 'no progress, only the end');
  addSelection(verb);
  examples(verb, [
    'coex check -e contoso.yaml --wave pilot-1',
    'coex check -e contoso.yaml messaging presence --site Redmond --junit build/coex.xml',
  ]);
  verb.action(async (suites: string[], flags: CheckFlags) => context.exit(await checkVerbAction(suites, flags, context)));
}

/** @throws CoexistenceError RUN_NOT_FOUND */
function runFolder(path: string): string {
  const folder = resolve(path);
  if (existsSync(join(folder, 'run.json'))) return folder;
  throw new CoexistenceError('RUN_NOT_FOUND', `${path} has no run.json, so there is no finished run to compare with.`);
}

async function checkVerbAction(
  suites: readonly string[],
  flags: CheckFlags,
  { env, terminal, stateRoot }: Context,
): Promise<number> {
  const environment = await loadEnvironment(flags.environment);
  const baseline = flags.baseline === undefined ? undefined : runFolder(flags.baseline);
  const selection = selectionOf(suites, flags);
  const plan = planCases(environment, selection);
  const traffic = plan.coverage === 'full' ? renderTraffic(trafficOf(plan, environment), environment) : undefined;
  if (traffic !== undefined && flags.quiet !== true) (flags.json ? terminal.err : terminal.out)(traffic);
  const shell = await chooseShell({
    env,
    ...(environment.lab === undefined ? {} : { lab: environment.lab.control }),
    onMessage: (text) => terminal.err(text),
  });
  return checkRun(
    {
      environment,
      plan,
      // A wave that is judged with pairwise coverage needs its cases, not all of them: docs/decisions/coverage.md.
      wholePlan: planCases(environment, plan.coverage === 'pairwise' ? { coverage: 'pairwise' } : {}),
      ...(flags.wave === undefined ? {} : { wave: flags.wave }),
      selection: Object.fromEntries(Object.entries(selection).map(([name, value]) => [name, String(value)])),
      shell,
      out: flags.out,
      stateRoot,
      ...(flags.junit === undefined ? {} : { junit: flags.junit }),
      junitDialect: flags.junitDialect,
      allowChanges: flags.allowChanges ?? false,
      allowRefusalProbes: flags.allowRefusalProbes ?? false,
      takeOver: flags.takeOver ?? false,
      ...(baseline === undefined ? {} : { baseline }),
      quiet: flags.quiet ?? false,
      json: flags.json ?? false,
    },
    terminal,
  );
}
