import { findShell } from '../../src/admin/index.ts';
import { isCoexistenceError } from '../../src/errors/index.ts';
import { buildLabShell } from '../../src/lab/shell/index.ts';

/** A PowerShell for tests, or why there is none: the one of this machine, else the lab's host, built on first use. */
export type TestShell = { readonly path: string } | { readonly skip: string };

export async function testShell(): Promise<TestShell> {
  const { COEX_POWERSHELL: named, PATH = '' } = process.env;
  const found = await findShell({ platform: process.platform, path: PATH, ...(named === undefined ? {} : { named }) });
  if (found !== undefined) return { path: found };
  try {
    return { path: await buildLabShell({ onMessage: console.info, environment: process.env }) };
  } catch (error) {
    if (isCoexistenceError(error) && error.code === 'LAB_SDK_MISSING') return { skip: error.message };
    throw error;
  }
}
