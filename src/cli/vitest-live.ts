import type { TestProject } from 'vitest/node';
import { setUpInVitest } from '../run/index.ts';
import { chooseShell } from './shell-choice.ts';
import { stateFolderOf, stateRoot } from './state-folder.ts';

/** The global set-up of the vitest project `live`, for people who live in vitest; `coex report` renders what it leaves. */
export async function setup(project: TestProject): Promise<() => void> {
  const { env } = process;
  return setUpInVitest(project, {
    environmentPath: env.COEX_ENVIRONMENT ?? '',
    out: env.COEX_OUT ?? 'reports',
    stateFolderOf: (environment) => stateFolderOf(stateRoot(env, process.platform), environment),
    shellFor: (lab) =>
      chooseShell({ env, ...(lab === undefined ? {} : { lab }), onMessage: (text) => void process.stderr.write(`${text}\n`) }),
  });
}
