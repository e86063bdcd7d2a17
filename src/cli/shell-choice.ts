import { fileURLToPath } from 'node:url';
import { childEnvironment, findShell } from '../admin/index.ts';
import { describeError, isCoexistenceError } from '../errors/index.ts';
import { buildLabShell } from '../lab/index.ts';
import type { ShellChoice } from '../live/host.ts';

const lyncModule = fileURLToPath(new URL('../../fixtures/lab/powershell/Lync', import.meta.url));

const remotingModule = fileURLToPath(new URL('../../fixtures/lab/powershell/Remoting/Remoting.psm1', import.meta.url));

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The shell to ask an estate with: COEX_POWERSHELL, Windows PowerShell on Windows, pwsh, and for the lab alone its own host, which is
 * built on first use. `lab` is the address of the lab's management endpoint.
 * @throws CoexistenceError when COEX_POWERSHELL names what is not there
 */
export async function chooseShell(options: {
  readonly env: Env;
  readonly lab?: string;
  onMessage(text: string): void;
}): Promise<ShellChoice> {
  const { env, lab } = options;
  const environment = childEnvironment(env);
  const found = await findShell({
    platform: process.platform,
    path: env.PATH ?? env.Path ?? '',
    ...(env.COEX_POWERSHELL ? { named: env.COEX_POWERSHELL } : {}),
  });
  if (lab === undefined) {
    if (found !== undefined) return { executable: found, environment };
    return {
      missing: 'No PowerShell was found to ask the estate with.',
      hint: 'Run this part on a Windows host with the Lync management tools, or name a PowerShell in COEX_POWERSHELL.',
    };
  }
  const ofLab = {
    module: lyncModule,
    remoting: remotingModule,
    tools: { 'lync-2010': { COEX_LAB_TOOLS: 'lync-2010' }, 'lync-2013': { COEX_LAB_TOOLS: 'lync-2013' } },
    environment: { ...environment, COEX_LAB_URL: lab },
  };
  if (found !== undefined) return { executable: found, ...ofLab };
  try {
    return { executable: await buildLabShell({ onMessage: options.onMessage, environment: env }), ...ofLab };
  } catch (error) {
    return {
      missing: `There is no PowerShell to ask the lab with: ${describeError(error)}`,
      hint: isCoexistenceError(error)
        ? error.hint
        : 'Install PowerShell or the .NET SDK 10, or name a PowerShell in COEX_POWERSHELL.',
    };
  }
}
