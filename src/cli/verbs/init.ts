import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { openLane } from '../../admin/index.ts';
import { blankText, discover, environmentText } from '../../discovery/index.ts';
import { loadEnvironment } from '../../environment/index.ts';
import { CoexistenceError } from '../../errors/index.ts';
import { systemClock } from '../../time/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { chooseShell } from '../shell-choice.ts';
import type { Context } from './context.ts';
import { examples } from './options.ts';

interface InitFlags {
  readonly from?: string;
  readonly lab?: string;
  readonly to: string;
  readonly force?: boolean;
}

/** Milliseconds for one question, and for the first one, which loads the module. */
const budgets = { call: 120_000, first: 300_000 };

/** `coex init`: an environment file to begin with. */
export function initVerb(program: Command, context: Context): void {
  const verb = program
    .command('init')
    .description('write an environment file: blank with comments, or from the topology of an estate')
    .option('--from <host>', 'discover: "localhost" asks the Lync tools of this host, another name the pool of that name')
    .option('--lab <dir>', 'discover from a running lab: the folder that coex lab --state was given')
    .option('--to <file>', 'file to write', 'environment.yaml')
    .option('--force', 'overwrite a file that is there');
  examples(verb, ['coex init', 'coex init --from pool02.contoso.net --to contoso.yaml']);
  verb.action(async (flags: InitFlags) => {
    if (flags.from !== undefined && flags.lab !== undefined)
      throw new CoexistenceError('USAGE', 'Say --from or --lab, not both: an estate is discovered from one place.');
    const text =
      flags.lab === undefined
        ? flags.from === undefined
          ? blankText()
          : await fromHost(flags.from, context)
        : await fromLab(resolve(flags.lab), context);
    const path = resolve(flags.to);
    write(path, text, flags.force === true);
    // What it wrote must be a file that the other verbs read.
    await loadEnvironment(path);
    context.terminal.out(`${flags.to} written. Next: fill in what TODO says, then coex doctor -e ${flags.to}`);
    context.exit(exitCodes.passed);
  });
}

function write(path: string, text: string, force: boolean): void {
  try {
    writeFileSync(path, text, { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new CoexistenceError('USAGE', `${path} is there already, and was not overwritten.`, {
      cause,
      hint: 'Name another file with --to, or say --force.',
    });
  }
}

async function fromHost(host: string, context: Context): Promise<string> {
  const local = ['localhost', '.', '127.0.0.1'].includes(host.toLowerCase());
  const via = local ? 'local' : 'remote';
  const estate = await ask({ via, ...(local ? {} : { endpoint: `https://${host}/OcsPowershell` }) }, context);
  return environmentText(estate, { from: local ? 'the Lync tools of this host' : host, name: 'My estate', via });
}

/** As from a host, and with what only the lab knows: where its names lead, whom to trust, how sparing to be. */
async function fromLab(folder: string, context: Context): Promise<string> {
  const own = join(folder, 'environment.yaml');
  const { lab, name } = await loadEnvironment(own);
  if (lab === undefined)
    throw new CoexistenceError('USAGE', `${own} is no file of a lab.`, { hint: 'Give the folder of coex lab.' });
  const estate = await ask({ via: 'local', control: lab.control }, context);
  const document = parseDocument(readFileSync(own, 'utf8'));
  document.setIn(['trust', 'ca'], join(folder, 'ca.pem'));
  const sections = ['network', 'trust', 'lab', 'limits', 'budgets'].flatMap((key) => {
    const value: unknown = document.toJS()[key];
    return value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`];
  });
  return environmentText(estate, { from: `the lab in ${basename(folder)}`, name, via: 'local', more: sections });
}

async function ask(
  where: { readonly via: 'local' | 'remote'; readonly endpoint?: string; readonly control?: string },
  { env, terminal }: Context,
) {
  const { via, endpoint, control } = where;
  const shell = await chooseShell({
    env,
    ...(control === undefined ? {} : { lab: control }),
    onMessage: (text) => terminal.err(text),
  });
  if ('missing' in shell) throw new CoexistenceError('NO_POWERSHELL', shell.missing, { hint: shell.hint });
  const lane = openLane({
    site: 'the estate',
    administration: { via, accounts: {} },
    executable: shell.executable,
    environment: shell.environment,
    ...(shell.module === undefined ? {} : { module: shell.module }),
    ...(endpoint === undefined ? {} : { endpoint }),
    budgets,
    clock: systemClock,
  });
  try {
    return await discover(lane);
  } finally {
    await lane.close();
  }
}
