import { lstat, mkdir } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** Where builds are kept by default: the user's cache folder, or one of the user's own below the temporary folder. */
export async function defaultCache(platform: NodeJS.Platform = process.platform): Promise<string> {
  const usual = join(homedir(), ...usualPlace(platform), 'coex');
  if (await isOurs(usual)) return usual;
  const { uid } = userInfo();
  return join(tmpdir(), `coex-${uid >= 0 ? uid : 'user'}`);
}

function usualPlace(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'win32') return ['AppData', 'Local'];
  return platform === 'darwin' ? ['Library', 'Caches'] : ['.cache'];
}

/**
 * True if the folder exists after this call and belongs to this user: programs are started from there, so nobody else may have put it
 * there beforehand.
 */
export async function isOurs(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const found = await lstat(folder);
    const { uid } = userInfo();
    return found.isDirectory() && (uid < 0 || found.uid === uid);
  } catch {
    return false;
  }
}
