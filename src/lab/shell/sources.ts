import { createHash } from 'node:crypto';
import { cp, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Folder of the C# project of the lab's PowerShell host. */
export const hostSources = fileURLToPath(new URL('../../../fixtures/lab/powershell/host', import.meta.url));

/** Folder of the module that stands in for Lync in the lab; reads the lab's control address from COEX_LAB_URL. */
export const labModule = fileURLToPath(new URL('../../../fixtures/lab/powershell/Lync', import.meta.url));

const isSource = (name: string): boolean => /\.(cs|csproj|json)$/.test(name);

export async function sourceFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter(isSource).sort();
}

/** Changes whenever the program would: with each source, and with the kind of machine it is built for. */
export async function sourcesHash(folder: string, platform: string): Promise<string> {
  const hash = createHash('sha256').update(platform);
  for (const name of await sourceFiles(folder)) {
    // Line ends are the checkout's, not the source's.
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll('\r\n', '\n');
    hash.update(`\0${name}\0${text}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The sources elsewhere: building writes beside them, which must not happen in the project. */
export async function copySources(from: string, to: string): Promise<void> {
  for (const name of await sourceFiles(from)) await cp(join(from, name), join(to, name));
}
