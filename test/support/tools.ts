import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestContext } from 'vitest';

/** Programs and files that some tests use and not every machine has: such a test skips and says what to install. */

export const projectRoot = fileURLToPath(new URL('../../', import.meta.url));

/** Something outside of the project: there, or the reason why a test that needs it is skipped. */
export type Optional = { readonly path: string } | { readonly missing: string };

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The program of this name on the PATH, or the reason `install` names: `xmllint is not installed (Debian: libxml2-utils)`. */
export function program(name: string, install: string): Optional {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  for (const folder of folders) {
    for (const ending of endings) {
      const path = join(folder, name + ending);
      if (isExecutable(path)) return { path };
    }
  }
  return { missing: `${name} is not installed (${install})` };
}

/** The file, or the reason. */
export function file(path: string, install: string): Optional {
  return existsSync(path) ? { path } : { missing: `${path} is not there (${install})` };
}

/**
 * A file of the folder that `variable` names, by default the folder `name` among the materials kept beside the project, which are not part
 * of it.
 */
export function beside(variable: string, name: string, path: string): Optional {
  const folder = process.env[variable] ?? join(projectRoot, '..', 'shared', name);
  return file(join(folder, path), `${variable} may name its folder`);
}

/** The path of each; skips the test with every reason if one is missing. */
export function need(context: Pick<TestContext, 'skip'>, ...tools: readonly Optional[]): string[] {
  const missing = tools.flatMap((tool) => ('missing' in tool ? [tool.missing] : []));
  context.skip(missing.length > 0, missing.join('; '));
  return tools.flatMap((tool) => ('path' in tool ? [tool.path] : []));
}

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; it is killed after `timeout` milliseconds. Never rejects because of what the program says. */
export function run(command: string, args: readonly string[], timeout = 60_000): Promise<Ran> {
  return new Promise((resolve) => {
    const options = { timeout, killSignal: 'SIGKILL', maxBuffer: 64 * 1024 * 1024, windowsHide: true } as const;
    execFile(command, [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, stdout, stderr: stderr === '' && code === -1 ? String(error) : stderr });
    });
  });
}
