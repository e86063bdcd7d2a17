import { readFile } from 'node:fs/promises';
import { CoexistenceError, describeError } from '../errors/index.ts';
import type { Environment } from './model.ts';
import { parseEnvironment } from './parse.ts';

const whyUnread: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
};

const reasonOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return whyUnread[code] ?? describeError(error);
};

/** Text of a file in UTF-8. Windows PowerShell writes UTF-16 unless told otherwise, so that gets a sentence of its own. */
function decode(bytes: Buffer, path: string): string {
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (wide) throw new CoexistenceError('ENVIRONMENT_NOT_YAML', `${path}:1:1: the file is UTF-16; save it as UTF-8`);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new CoexistenceError('ENVIRONMENT_NOT_YAML', `${path}:1:1: the file is no text in UTF-8`, { cause: error });
  }
}

/**
 * Reads and checks an environment file. Secrets stay references.
 *
 * @throws CoexistenceError ENVIRONMENT_NOT_FOUND, ENVIRONMENT_NOT_YAML, ENVIRONMENT_INVALID
 */
export async function loadEnvironment(path: string): Promise<Environment> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new CoexistenceError('ENVIRONMENT_NOT_FOUND', `The environment file ${path} cannot be read: ${reasonOf(error)}.`, {
      cause: error,
    });
  }
  return parseEnvironment(decode(bytes, path), path);
}
