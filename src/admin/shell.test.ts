import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { childEnvironment, findShell } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coex-find-shell-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(...names: string[]): Promise<string> {
  const path = join(folder, ...names);
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, '');
  await chmod(path, 0o755);
  return path;
}

describe.skipIf(process.platform === 'win32')('the search for a PowerShell', () => {
  const search = (more: object = {}) =>
    findShell({ platform: 'linux', path: ['/no/such', join(folder, 'a'), join(folder, 'b')].join(delimiter), ...more });

  it('finds pwsh on the path, the first one first', async () => {
    expect(await search()).toBeUndefined();
    const second = await program('b', 'pwsh');
    expect(await search()).toBe(second);
    const first = await program('a', 'pwsh');
    expect(await search()).toBe(first);
  });

  it('takes the one that is named, by path or by name', async () => {
    await program('a', 'pwsh');
    const named = await program('b', 'pwsh-preview');
    expect(await search({ named })).toBe(named);
    expect(await search({ named: 'pwsh-preview' })).toBe(named);
    expect(await search({ named: '' })).toBe(join(folder, 'a', 'pwsh'));
  });

  it('does not take another one when the named one is not there', async () => {
    await program('a', 'pwsh');
    await expect(search({ named: join(folder, 'nothing') })).rejects.toMatchObject({ code: 'NAMED_POWERSHELL_MISSING' });
    await expect(search({ named: 'nothing' })).rejects.toMatchObject({ code: 'NAMED_POWERSHELL_MISSING' });
    await expect(search({ named: join(folder, 'a') })).rejects.toMatchObject({ code: 'NAMED_POWERSHELL_MISSING' });
  });

  it('passes over what cannot be started', async () => {
    await mkdir(join(folder, 'a', 'pwsh'), { recursive: true });
    const path = await program('b', 'pwsh');
    await chmod(path, 0o644);
    // Root may read and write everything, and yet cannot start what nobody may start.
    expect(await search()).toBeUndefined();
  });
});

it('gives a shell what it needs to start, and no secret of a CI job', () => {
  const given = childEnvironment({
    PATH: '/bin',
    Path: 'C:\\',
    HOME: '/h',
    SystemRoot: 'C:\\Windows',
    COEX_LENA: 'secret',
    CI_TOKEN: 'secret',
    LANG: undefined,
  });
  expect(given).toEqual({ PATH: '/bin', Path: 'C:\\', HOME: '/h', SystemRoot: 'C:\\Windows' });
});
