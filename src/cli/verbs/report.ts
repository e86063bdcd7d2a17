import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type JunitDialect, renderEnding } from '../../report/index.ts';
import { reEvaluate, reportAgain } from '../../run/index.ts';
import { systemClock } from '../../time/index.ts';
import type { Context } from './context.ts';
import { dialectOption, examples, junitOption } from './options.ts';

/** `coex report`: renders a run folder again from its journal, or judges what it has learnt again with the checks of this version. */
export function reportVerb(program: Command, { terminal, exit }: Context): void {
  const verb = program
    .command('report')
    .description('render the reports of a run folder again and say its verdict')
    .argument('<run>', 'run folder')
    .option('--re-evaluate', 'judge its facts again with the checks of this version, into a folder of its own; asks nobody')
    .addOption(junitOption())
    .addOption(dialectOption());
  examples(verb, [
    'coex report reports/20260101T060000Z-contoso-pilot',
    'coex report reports/… --junit build/coex.xml --junit-dialect strict',
    'coex report reports/20260101T060000Z-contoso-pilot --re-evaluate',
  ]);
  verb.action(async (run: string, flags: { junit?: string; junitDialect: JunitDialect; reEvaluate?: boolean }) => {
    const folder = resolve(run);
    const report = { dialect: flags.junitDialect, ...(flags.junit === undefined ? {} : { junit: resolve(flags.junit) }) };
    const again =
      flags.reEvaluate === true
        ? await reEvaluate(folder, report, systemClock)
        : { folder, said: undefined, ...reportAgain(folder, report, systemClock.now()) };
    if (again.said !== undefined) terminal.out(again.said);
    terminal.out(renderEnding(again.run, again.verdict, again.folder, { colour: terminal.colour }).trimEnd());
    exit(again.verdict.exitCode);
  });
}
