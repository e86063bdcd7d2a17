import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { CoexistenceError } from '../../errors/index.ts';
import { faultCatalogue, faultNames, startLab } from '../../lab/index.ts';
import { systemClock } from '../../time/index.ts';
import { exitCodes } from '../exit-codes.ts';
import { folderToFill } from '../places.ts';
import type { Context } from './context.ts';
import { faultsOf } from './fault-option.ts';
import { examples } from './options.ts';

interface LabFlags {
  readonly estate?: string;
  readonly state?: string;
  readonly addresses?: boolean;
  readonly fault?: string[];
}

/** `coex lab`: keeps a simulated estate running, and `coex lab fault` breaks and mends it meanwhile. */
export function labVerb(program: Command, context: Context): void {
  const lab = program
    .command('lab')
    .enablePositionalOptions()
    .description('keep a simulated two-generation estate running on this machine')
    .option('--estate <file>', 'environment file that describes the estate; default: the built-in one')
    .option('--state <dir>', 'folder for environment.yaml, lab.json and secrets; default: a temporary one', folderToFill)
    .option('--addresses', 'redirects and routes name addresses instead of FQDNs, for clients that cannot ask the lab for names')
    .option('--fault <name...>', 'begin with something broken');
  examples(lab, ['coex lab --state lab', 'coex lab fault pool-down on --state lab']);
  lab.action(async (flags: LabFlags) => keepLab(flags, context));

  const fault = lab
    .command('fault')
    .description('switch a fault of a running lab; without a lab: what can be broken')
    .argument('[name]', `one of: ${faultNames.join(', ')}`)
    .argument('[switch]', 'on or off')
    .option('--state <dir>', 'the folder the lab was given');
  examples(fault, ['coex lab fault', 'coex lab fault service-stopped on --state lab', 'coex lab fault --state lab']);
  fault.action(async (name: string | undefined, onOrOff: string | undefined, { state }: { state?: string }) => {
    if (state !== undefined) return switchFault(state, name, onOrOff, context);
    listFaults(name, context);
  });
}

async function keepLab(flags: LabFlags, { terminal, exit }: Context): Promise<void> {
  const faults = faultsOf(flags.fault ?? []);
  const own = flags.state === undefined;
  const state = flags.state === undefined ? await mkdtemp(join(tmpdir(), 'coex-lab-')) : resolve(flags.state);
  const stop = new Promise<void>((ended) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ended());
  });
  try {
    const lab = await startLab({
      state,
      faults,
      clock: systemClock,
      ...(flags.estate === undefined ? {} : { estate: resolve(flags.estate) }),
      ...(flags.addresses ? { addresses: true } : {}),
    });
    terminal.out(`ready ${lab.environmentPath}`);
    await stop;
    await lab.close();
  } finally {
    if (own) await rm(state, { recursive: true, force: true });
  }
  exit(exitCodes.passed);
}

/** What can be broken, and what with: the names that `--fault` takes, too. */
function listFaults(name: string | undefined, { terminal, exit }: Context): void {
  if (name !== undefined) {
    faultsOf([name]);
    throw new CoexistenceError('USAGE', `Say which lab: coex lab fault ${name} on --state DIR`, {
      hint: 'Give the folder that `coex lab --state` was given.',
    });
  }
  for (const fault of faultCatalogue) {
    const parameters = Object.entries(fault.parameters).map(([key, value]) => `${key}: ${value}`);
    terminal.out(`${fault.name}\n  ${fault.summary}${parameters.length === 0 ? '' : ` (${parameters.join('; ')})`}`);
  }
  exit(exitCodes.passed);
}

async function switchFault(
  state: string,
  name: string | undefined,
  onOrOff: string | undefined,
  { terminal, exit }: Context,
): Promise<void> {
  const control = await controlOf(state);
  if (name !== undefined) {
    faultsOf([name]);
    if (onOrOff !== 'on' && onOrOff !== 'off')
      throw new CoexistenceError('USAGE', `Say on or off: coex lab fault ${name} on --state ${state}`);
    const answer = await fetch(
      `${control}/faults/${name}`,
      onOrOff === 'on' ? { method: 'PUT', body: '{}' } : { method: 'DELETE' },
    );
    if (!answer.ok)
      throw new CoexistenceError('UNKNOWN_FAULT', `The lab did not switch ${name} ${onOrOff}: ${await answer.text()}`);
  }
  terminal.out(JSON.stringify(await (await fetch(`${control}/faults`)).json(), null, 2));
  exit(exitCodes.passed);
}

async function controlOf(state: string): Promise<string> {
  const path = join(resolve(state), 'lab.json');
  try {
    const lab = JSON.parse(await readFile(path, 'utf8')) as { control: string };
    return lab.control;
  } catch (error) {
    throw new CoexistenceError('USAGE', `No lab was found behind ${path}.`, {
      cause: error,
      hint: 'Give the folder that `coex lab --state` was given.',
    });
  }
}
