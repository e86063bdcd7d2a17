import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { AccountGate, openLane } from '../../admin/index.ts';
import { loadEnvironment, resolveSecrets } from '../../environment/index.ts';
import { CoexistenceError } from '../../errors/index.ts';
import { recordFacts } from '../../facts/index.ts';
import { accountAt, laneOptionsAt, seatNamed, seatOf } from '../../live/host.ts';
import { isoTime, systemClock } from '../../time/index.ts';
import { folderToFill } from '../places.ts';
import { chooseShell } from '../shell-choice.ts';
import type { Context } from './context.ts';
import { environmentOption, examples } from './options.ts';

/** `coex facts record`: what PowerShell answers here, without the names of the estate, for whoever mends a decoder. */
export function factsVerb(program: Command, context: Context): void {
  const facts = program.command('facts').description('what PowerShell answers about the estate');
  examples(facts, ['coex facts record -e contoso.yaml', 'coex facts record -e contoso.yaml --out ~/recorded']);
  const verb = facts
    .command('record')
    .description('write recordings of what PowerShell answers, without the names of the estate; only reads')
    .addOption(environmentOption())
    .option('--out <dir>', 'folder for the recordings', folderToFill, 'recorded');
  examples(verb, ['coex facts record -e contoso.yaml', 'coex facts record -e contoso.yaml --out ~/recorded']);
  verb.action(async (flags: { environment: string; out: string }) => context.exit(await record(flags, context)));
}

async function record(flags: { environment: string; out: string }, { env, terminal }: Context): Promise<number> {
  const environment = await loadEnvironment(flags.environment);
  const shell = await chooseShell({
    env,
    ...(environment.lab === undefined ? {} : { lab: environment.lab.control }),
    onMessage: (text) => terminal.err(text),
  });
  if ('missing' in shell) throw new CoexistenceError('NO_POWERSHELL', shell.missing, { hint: shell.hint });
  const { sites } = environment;
  const logins = sites.flatMap(({ administration: { via, accounts } }) =>
    via === 'local' || accounts.siteAdmin === undefined ? [] : [accounts.siteAdmin],
  );
  const secrets = await resolveSecrets(environment, logins);
  const accounts = new AccountGate();
  let troubles = 0;
  const recordings = await recordFacts({
    environment,
    openLane: (name, pool, heard) => {
      const seat = seatNamed(environment, seatOf(environment, name, pool));
      const account = accountAt(seat);
      const password = account === undefined ? undefined : secrets.passwordOf(account);
      return openLane({
        ...laneOptionsAt(environment, seat, shell),
        ...(password === undefined ? {} : { password }),
        accounts,
        clock: systemClock,
        onAnswer: heard,
      });
    },
    onTrouble: (text) => {
      troubles++;
      terminal.err(text);
    },
  });
  for (const { path, ...recording } of recordings) {
    const file = join(flags.out, ...path.split('/'));
    await mkdir(dirname(file), { recursive: true });
    const about = `Recorded from an estate on ${isoTime(systemClock.now()).slice(0, 10)}, its names replaced.`;
    await writeFile(file, `${JSON.stringify({ about, ...recording }, null, 2)}\n`);
    terminal.out(file);
  }
  return troubles === 0 ? 0 : 2;
}
