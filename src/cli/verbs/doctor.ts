import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { canLook, examine, renderLooks } from '../../doctor/index.ts';
import { loadEnvironment } from '../../environment/index.ts';
import { CoexistenceError, describeError } from '../../errors/index.ts';
import { systemClock } from '../../time/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { chooseShell } from '../shell-choice.ts';
import type { Context } from './context.ts';
import { environmentOption, examples } from './options.ts';

/** `coex doctor`: whether every check could look, before any of them does. */
export function doctorVerb(program: Command, { env, terminal, exit }: Context): void {
  const verb = program
    .command('doctor')
    .description('can every check look? shell, sites, names, ports, certificates, passwords; a remedy each')
    .addOption(environmentOption())
    .option('--no-sign-in', 'look whether passwords are there and do not try them')
    .option('--json', 'the lines as JSON');
  examples(verb, ['coex doctor -e contoso.yaml', 'coex doctor -e contoso.yaml --no-sign-in']);
  verb.action(async (flags: { environment: string; signIn: boolean; json?: boolean }) => {
    const environment = await loadEnvironment(flags.environment);
    const lab = environment.lab === undefined ? {} : { lab: environment.lab.control };
    const shell = await chooseShell({ env, ...lab, onMessage: (text) => terminal.err(text) });
    const looks = await examine({
      environment,
      shell,
      signIn: flags.signIn,
      clock: systemClock,
      ...(environment.trust.ca === undefined ? {} : { ca: readCa(environment.trust.ca) }),
    });
    terminal.out(flags.json ? JSON.stringify(looks, undefined, 2) : renderLooks(looks));
    exit(canLook(looks) ? exitCodes.passed : exitCodes.undecided);
  });
}

function readCa(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const message = `The authority to trust, ${path}, cannot be read: ${describeError(cause)}.`;
    throw new CoexistenceError('ENVIRONMENT_INVALID', message, { cause, hint: 'Correct trust.ca in the environment file.' });
  }
}
