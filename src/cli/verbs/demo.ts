import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadEnvironment } from '../../environment/index.ts';
import { startLab } from '../../lab/index.ts';
import { planCases } from '../../plan/index.ts';
import type { JunitDialect } from '../../report/index.ts';
import { prepareRunner } from '../../run/index.ts';
import { systemClock } from '../../time/index.ts';
import { checkRun } from '../check-run.ts';
import { chooseShell } from '../shell-choice.ts';
import type { Context } from './context.ts';
import { faultsOf } from './fault-option.ts';
import { dialectOption, examples, junitOption, outOption } from './options.ts';

interface DemoFlags {
  readonly fault?: string[];
  readonly out: string;
  readonly junit?: string;
  readonly junitDialect: JunitDialect;
  readonly quiet?: boolean;
}

const wave = 'pilot-1';

/** `coex demo`: the whole way of a check on an estate of its own, on this machine. */
export function demoVerb(program: Command, context: Context): void {
  const verb = program
    .command('demo')
    .description('check the built-in lab for its wave pilot-1: the tour')
    .option('--fault <name...>', 'break something first; coex lab fault lists the names')
    .addOption(outOption())
    .addOption(junitOption())
    .addOption(dialectOption())
    .option('--quiet', 'no progress, only the end');
  examples(verb, ['coex demo', 'coex demo --fault im-legacy-to-migrated-lost']);
  verb.action(async (flags: DemoFlags) => context.exit(await demo(flags, context)));
}

async function demo(flags: DemoFlags, { env, terminal }: Context): Promise<number> {
  const faults = faultsOf(flags.fault ?? []);
  // What takes longest starts first: the runner loads its tools while the lab comes to life.
  const runner = prepareRunner();
  const state = await mkdtemp(join(tmpdir(), 'coex-demo-'));
  try {
    const lab = await startLab({ state, faults, clock: systemClock });
    try {
      const environment = await loadEnvironment(lab.environmentPath);
      const shell = await chooseShell({ env, lab: lab.control, onMessage: (text) => terminal.err(text) });
      const plan = planCases(environment, { wave });
      return await checkRun(
        {
          environment,
          plan,
          wholePlan: planCases(environment, {}),
          wave,
          selection: { wave, faults: faults.map(({ name }) => name).join(' ') },
          shell,
          out: flags.out,
          stateRoot: join(state, 'memory'),
          ...(flags.junit === undefined ? {} : { junit: flags.junit }),
          junitDialect: flags.junitDialect,
          allowChanges: true,
          allowRefusalProbes: true,
          takeOver: false,
          quiet: flags.quiet ?? false,
          json: false,
          runner,
        },
        terminal,
      );
    } finally {
      await lab.close();
    }
  } finally {
    await runner.process.kill();
    await rm(state, { recursive: true, force: true });
  }
}
