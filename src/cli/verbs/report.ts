import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CoexistenceError } from '../../errors/index.ts';
import { type JunitDialect, renderEnding } from '../../report/index.ts';
import { reEvaluate, reportAgain } from '../../run/index.ts';
import { systemClock } from '../../time/index.ts';
import type { Context } from './context.ts';
import { dialectOption, examples, junitOption } from './options.ts';

/** @throws CoexistenceError USAGE: reports are those of one run; several make one by being joined */
function onlyOne(runs: readonly string[], again: boolean): string {
  const [run = '', ...others] = runs;
  if (others.length === 0) return run;
  throw new CoexistenceError('USAGE', `coex report takes one run folder, and was given ${runs.length}.`, {
    hint: `Join them first: coex merge ${runs.join(' ')}${again ? ' --re-evaluate' : ''}`,
  });
}

/** `coex report`: renders a run folder again from its journal, or judges what it has learnt again with the checks of this version. */
export function reportVerb(program: Command, { terminal, exit }: Context): void {
  const verb = program
    .command('report')
    .description('render the reports of a run folder again and say its verdict')
    .argument('<run...>', 'run folder')
    .option('--re-evaluate', 'judge its facts again with the checks of this version, into a folder of its own; asks nobody')
    .addOption(junitOption())
    .addOption(dialectOption());
  examples(verb, [
    'coex report reports/20260101T060000Z-contoso-pilot',
    'coex report reports/… --junit build/coex.xml --junit-dialect strict',
    'coex report reports/20260101T060000Z-contoso-pilot --re-evaluate',
  ]);
  verb.action(async (runs: string[], flags: { junit?: string; junitDialect: JunitDialect; reEvaluate?: boolean }) => {
    const folder = resolve(onlyOne(runs, flags.reEvaluate === true));
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
