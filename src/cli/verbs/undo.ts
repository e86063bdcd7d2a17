import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { loadEnvironment } from '../../environment/index.ts';
import { CoexistenceError } from '../../errors/index.ts';
import { buildRun, parseJournal } from '../../results/index.ts';
import { openChangesOf, undoRun } from '../../run/index.ts';
import { systemClock } from '../../time/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { chooseShell } from '../shell-choice.ts';
import type { Context } from './context.ts';
import { examples } from './options.ts';

/** `coex undo`: takes back what a run left changed in the estate. */
export function undoVerb(program: Command, context: Context): void {
  const verb = program
    .command('undo')
    .description('take back what a run left changed in the estate')
    .argument('<run>', 'run folder')
    .option('-e, --environment <file>', 'environment file; default: the one the run was made with');
  examples(verb, ['coex undo reports/20260101T060000Z-contoso-pilot', 'coex undo reports/… -e contoso.yaml']);
  verb.action(async (run: string, flags: { environment?: string }) => context.exit(await undo(resolve(run), flags, context)));
}

async function undo(folder: string, flags: { environment?: string }, { env, terminal }: Context): Promise<number> {
  const journal = join(folder, 'results.jsonl');
  if (!existsSync(journal))
    throw new CoexistenceError('RUN_NOT_FOUND', `${folder} has no results.jsonl, so it is no run folder.`);
  const run = buildRun(parseJournal(readFileSync(journal, 'utf8')), systemClock.now());
  const open = openChangesOf(folder).length;
  if (open === 0) {
    terminal.out('Nothing is open.');
    return exitCodes.passed;
  }
  const file = flags.environment ?? run.environment.path;
  if (file === '') {
    throw new CoexistenceError(
      'USAGE',
      `${folder} does not say with which environment file it was made, and ${open} changes are open.`,
      {
        hint: 'Name the environment file with -e.',
      },
    );
  }
  const environment = await loadEnvironment(file);
  const lab = environment.lab === undefined ? {} : { lab: environment.lab.control };
  const shell = await chooseShell({ env, ...lab, onMessage: (text) => terminal.err(text) });
  const { undone, failed } = await undoRun({ folder, environment, shell, by: 'undo' });
  for (const change of undone) terminal.out(`${change.identity} taken back`);
  for (const { change, message } of failed) terminal.out(`${change.identity} is still open: ${message}`);
  return failed.length === 0 ? exitCodes.passed : exitCodes.failed;
}
