import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { parseDocument } from 'yaml';
import { openLane } from '../../admin/index.ts';
import { blankText, discover, environmentText, type FoundEstate } from '../../discovery/index.ts';
import { type Account, loadEnvironment, resolveSecrets } from '../../environment/index.ts';
import { CoexistenceError } from '../../errors/index.ts';
import { systemClock } from '../../time/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { fileToWrite } from '../places.ts';
import { chooseShell } from '../shell-choice.ts';
import type { Context } from './context.ts';
import { examples } from './options.ts';

interface InitFlags {
  readonly from?: string;
  readonly lab?: string;
  readonly account?: string;
  readonly passwordEnv?: string;
  readonly passwordFile?: string;
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
    .option(
      '--lab <dir>',
      'discover from a running lab: the folder that coex lab --state was given; with --from at the endpoint of that pool',
    )
    .option('--account <login>', 'account for the session with another host, such as CONTOSO\\coex-view; default: who runs coex')
    .option('--password-env <name>', 'variable that holds the password of that account')
    .option('--password-file <path>', 'file that holds it')
    .option('--to <file>', 'file to write', 'environment.yaml')
    .option('--force', 'overwrite a file that is there');
  examples(verb, [
    'coex init',
    'coex init --from pool02.contoso.net --account CONTOSO\\coex-view --password-env COEX_VIEW --to contoso.yaml',
  ]);
  verb.action(async (flags: InitFlags) => {
    const place = placeOf(flags);
    const path = resolve(flags.to);
    // Before anybody is asked: a topology takes minutes.
    if (flags.force !== true && existsSync(path)) throw thereAlready(path);
    fileToWrite(flags.to);
    const text =
      flags.lab === undefined
        ? place === undefined
          ? blankText()
          : await fromHost(place, context)
        : await fromLab(resolve(flags.lab), place, context);
    write(path, text, flags.force === true);
    // What it wrote must be a file that the other verbs read.
    await loadEnvironment(path);
    context.terminal.out(`${flags.to} written. Next: fill in what TODO says, then coex doctor -e ${flags.to}`);
    context.exit(exitCodes.passed);
  });
}

function write(path: string, text: string, force: boolean): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { flag: force ? 'w' : 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw thereAlready(path, cause);
  }
}

const thereAlready = (path: string, cause?: unknown): CoexistenceError =>
  new CoexistenceError('USAGE', `${path} is there already, and was not overwritten.`, {
    ...(cause === undefined ? {} : { cause }),
    hint: 'Name another file with --to, or say --force.',
  });

/** Where a topology is asked for, and as whom. */
interface Place {
  readonly host: string;
  readonly isHere: boolean;
  readonly account?: Account;
}

/** A name of DNS or an IPv4 address: it becomes part of an address. */
const hostPattern = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/;

/** @throws CoexistenceError USAGE for what is no host, and for an account without a place or a password */
function placeOf({ from, account: login, passwordEnv, passwordFile }: InitFlags): Place | undefined {
  if (from !== undefined && from !== '.' && !hostPattern.test(from))
    throw new CoexistenceError(
      'USAGE',
      `--from takes the name of a host, such as pool02.contoso.net, and not ${JSON.stringify(from)}.`,
    );
  const isHere = from !== undefined && ['localhost', '.', '127.0.0.1'].includes(from.toLowerCase());
  if (login === undefined && (passwordEnv ?? passwordFile) !== undefined)
    throw new CoexistenceError('USAGE', "A password without --account is nobody's.");
  if (login === undefined) return from === undefined ? undefined : { host: from, isHere };
  if (from === undefined || isHere)
    throw new CoexistenceError('USAGE', '--account is for a session with another host: name it with --from.');
  if ((passwordEnv === undefined) === (passwordFile === undefined))
    throw new CoexistenceError('USAGE', `Say with --password-env or --password-file where the password of ${login} is.`);
  const password = passwordEnv === undefined ? { file: resolve(passwordFile ?? '') } : { env: passwordEnv };
  return { host: from, isHere, account: { login, password } };
}

async function fromHost(place: Place, context: Context): Promise<string> {
  const via = place.isHere ? 'local' : 'remote';
  const estate = await ask(place, context);
  return environmentText(estate, { from: place.isHere ? 'the Lync tools of this host' : place.host, name: 'My estate', via });
}

/** As from a host, and with what only the lab knows: where its names lead, whom to trust, how sparing to be. */
async function fromLab(folder: string, place: Place | undefined, context: Context): Promise<string> {
  const own = join(folder, 'environment.yaml');
  if (!existsSync(own))
    throw new CoexistenceError('USAGE', `${folder} has no environment.yaml: it is no folder of a running lab.`, {
      hint: 'Give the folder that coex lab --state was given.',
    });
  const { lab, name } = await loadEnvironment(own);
  if (lab === undefined)
    throw new CoexistenceError('USAGE', `${own} is no file of a lab.`, { hint: 'Give the folder of coex lab.' });
  const there = place ?? { host: 'localhost', isHere: true };
  const estate = await ask(there, context, lab.control);
  const document = parseDocument(readFileSync(own, 'utf8'));
  document.setIn(['trust', 'ca'], join(folder, 'ca.pem'));
  const sections = ['network', 'trust', 'lab', 'limits', 'budgets'].flatMap((key) => {
    const value: unknown = document.toJS()[key];
    return value === undefined ? [] : [`${key}: ${JSON.stringify(value)}`];
  });
  const via = there.isHere ? 'local' : 'remote';
  return environmentText(estate, { from: `the lab in ${basename(folder)}`, name, via, more: sections });
}

async function ask({ host, isHere, account }: Place, { env, terminal }: Context, control?: string): Promise<FoundEstate> {
  const shell = await chooseShell({
    env,
    ...(control === undefined ? {} : { lab: control }),
    onMessage: (text) => terminal.err(text),
  });
  if ('missing' in shell) throw new CoexistenceError('NO_POWERSHELL', shell.missing, { hint: shell.hint });
  const password =
    account === undefined ? undefined : (await resolveSecrets({ name: 'coex init' }, [account])).passwordOf(account);
  const lane = openLane({
    site: 'the estate',
    administration: { via: isHere ? 'local' : 'remote', accounts: account === undefined ? {} : { siteAdmin: account } },
    executable: shell.executable,
    environment: shell.environment,
    ...(shell.module === undefined ? {} : { module: shell.module }),
    ...(shell.remoting === undefined ? {} : { remoting: shell.remoting }),
    ...(isHere ? {} : { endpoint: `https://${host}/OcsPowershell` }),
    ...(password === undefined ? {} : { password }),
    budgets,
    clock: systemClock,
  });
  try {
    const estate = await discover(lane);
    for (const why of estate.hidden) terminal.err(why);
    return estate;
  } finally {
    await lane.close();
  }
}
