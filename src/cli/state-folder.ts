import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where this user's programs keep what they remember, by the habits of each system. COEX_STATE names another folder. */
export function stateRoot(env: Readonly<Record<string, string | undefined>>, platform: NodeJS.Platform): string {
  if (env.COEX_STATE) return env.COEX_STATE;
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local'), 'coex');
  if (platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'coex');
  return join(env.XDG_STATE_HOME || join(homedir(), '.local', 'state'), 'coex');
}

/** The folder of what is remembered of one environment: the file's path and name make it. */
export function stateFolderOf(root: string, environment: { readonly name: string; readonly path: string }): string {
  const key = createHash('sha256').update(`${environment.path}\n${environment.name}`).digest('hex').slice(0, 12);
  const name = environment.name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return join(root, `${name}-${key}`);
}
