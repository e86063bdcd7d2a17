import { type Command, Option } from 'commander';
import { junitDialects } from '../../report/index.ts';
import { fileToWrite, folderToFill } from '../places.ts';

/** Options that several verbs share, each defined once. */
export const environmentOption = (): Option => new Option('-e, --environment <file>', 'environment file').makeOptionMandatory();
export const outOption = (): Option =>
  new Option('--out <dir>', 'folder that holds run folders').default('reports').argParser(folderToFill);
export const junitOption = (): Option =>
  new Option('--junit <file>', 'write junit.xml to this place, too').argParser(fileToWrite);
export const dialectOption = (): Option =>
  new Option('--junit-dialect <dialect>', 'strict leaves out what JUnit schemas do not know')
    .choices([...junitDialects])
    .default('standard');

/** Ends a verb's help with examples that work. */
export function examples(command: Command, lines: readonly string[]): Command {
  return command.addHelpText('after', `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`);
}
