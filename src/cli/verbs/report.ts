import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type JunitDialect, renderEnding } from '../../report/index.ts';
import { reportAgain } from '../../run/index.ts';
import { systemClock } from '../../time/index.ts';
import type { Context } from './context.ts';
import { dialectOption, examples, junitOption } from './options.ts';

/** `coex report`: renders a run folder again, from its journal alone. */
export function reportVerb(program: Command, { terminal, exit }: Context): void {
  const verb = program
    .command('report')
    .description('render the reports of a run folder again and say its verdict')
    .argument('<run>', 'run folder')
    .addOption(junitOption())
    .addOption(dialectOption());
  examples(verb, [
    'coex report reports/20260101T060000Z-contoso-pilot',
    'coex report reports/… --junit build/coex.xml --junit-dialect strict',
  ]);
  verb.action((run: string, flags: { junit?: string; junitDialect: JunitDialect }) => {
    const folder = resolve(run);
    const again = reportAgain(
      folder,
      { dialect: flags.junitDialect, ...(flags.junit === undefined ? {} : { junit: resolve(flags.junit) }) },
      systemClock.now(),
    );
    terminal.out(renderEnding(again.run, again.verdict, folder, { colour: terminal.colour }).trimEnd());
    exit(again.verdict.exitCode);
  });
}
