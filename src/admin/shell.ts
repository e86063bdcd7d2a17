import { access, constants, stat } from 'node:fs/promises';
import { posix, win32 } from 'node:path';
import { CoexistenceError } from '../errors/index.ts';

export interface ShellSearch {
  /** A path, or a name to look up: what COEX_POWERSHELL says. */
  readonly named?: string;
  readonly platform: NodeJS.Platform;
  /** Folders to look in: the variable PATH, in the notation of the platform. */
  readonly path: string;
}

/**
 * The PowerShell to ask an estate with: the one that is named, else `powershell.exe` on Windows, else `pwsh`; `undefined` where there is
 * none. Windows PowerShell comes first because only it has the real Lync module.
 *
 * @throws CoexistenceError NAMED_POWERSHELL_MISSING
 */
export async function findShell(search: ShellSearch): Promise<string | undefined> {
  if (search.named !== undefined && search.named !== '') {
    const found = await find(search.named, search);
    if (found !== undefined) return found;
    throw new CoexistenceError(
      'NAMED_POWERSHELL_MISSING',
      `COEX_POWERSHELL names ${search.named}, which is not a program on this host.`,
    );
  }
  for (const name of search.platform === 'win32' ? ['powershell.exe', 'pwsh.exe'] : ['pwsh']) {
    const found = await find(name, search);
    if (found !== undefined) return found;
  }
  return undefined;
}

async function find(name: string, { platform, path }: ShellSearch): Promise<string | undefined> {
  const { join, delimiter, isAbsolute, basename, resolve } = platform === 'win32' ? win32 : posix;
  const isPath = isAbsolute(name) || basename(name) !== name;
  const places = isPath
    ? [resolve(name)]
    : path.split(delimiter).flatMap((folder) => (folder === '' ? [] : [join(folder, name)]));
  const candidates = platform === 'win32' ? places.flatMap((place) => [place, `${place}.exe`]) : places;
  for (const candidate of candidates) if (await isProgram(candidate)) return candidate;
  return undefined;
}

async function isProgram(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
