import { Command, CommanderError } from 'commander';
import { version } from '../run/index.ts';
import { errorText, exitCodeOf, exitCodes } from './exit-codes.ts';
import { checkVerb } from './verbs/check.ts';
import type { Context } from './verbs/context.ts';
import { demoVerb } from './verbs/demo.ts';
import { doctorVerb } from './verbs/doctor.ts';
import { explainVerb } from './verbs/explain.ts';
import { factsVerb } from './verbs/facts.ts';
import { initVerb } from './verbs/init.ts';
import { labVerb } from './verbs/lab.ts';
import { mergeVerb } from './verbs/merge.ts';
import { examples } from './verbs/options.ts';
import { planVerb } from './verbs/plan.ts';
import { reportVerb } from './verbs/report.ts';
import { undoVerb } from './verbs/undo.ts';

const exitHelp = `
Exit codes: 0 GO or passed, 1 NO-GO or failed, 2 undecided, 3 wrong command line or environment file,
4 defect of the harness, 130 interrupted (the report is still written).
`;

/** Parses a command line and runs its verb; returns the exit code. */
export async function runProgram(argv: readonly string[], seat: Omit<Context, 'exit'>): Promise<number> {
  let exitCode: number = exitCodes.passed;
  const context: Context = { ...seat, exit: (code) => (exitCode = code) };
  const program = new Command('coex')
    .description('Checks an estate of Lync Server 2010 and 2013 side by side: services, administration, communication.')
    .version(version)
    .exitOverride()
    // An option belongs to the verb it stands behind: `coex lab` and `coex lab fault` both have --state.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: (text) => seat.terminal.out(text.trimEnd()),
      writeErr: (text) => seat.terminal.err(text.trimEnd()),
    })
    .option('--no-color', 'no colours');
  for (const verb of [
    demoVerb,
    labVerb,
    initVerb,
    planVerb,
    doctorVerb,
    checkVerb,
    explainVerb,
    reportVerb,
    mergeVerb,
    factsVerb,
    undoVerb,
  ])
    verb(program, context);
  for (const verb of program.commands) {
    for (const command of [verb, ...verb.commands]) command.exitOverride().copyInheritedSettings(program);
  }
  examples(program, ['coex demo', 'coex check -e contoso.yaml --wave pilot-1']).addHelpText('after', exitHelp);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // commander has said already what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
    seat.terminal.err(errorText(error));
    return exitCodeOf(error);
  }
}
