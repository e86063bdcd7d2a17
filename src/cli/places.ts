import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CoexistenceError } from '../errors/index.ts';

// Where a command line wants something written is looked at before anything begins: after a run it would cost its verdict.

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The folder itself, or the nearest above it that is there already. */
function nearest(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : nearest(above);
}

const refuse = (what: string, path: string, why: string): CoexistenceError =>
  new CoexistenceError('PLACE_NOT_WRITABLE', `${what} ${path} cannot be written: ${why}.`);

function mustTakeEntries(what: string, path: string, folder: string): void {
  const there = nearest(folder);
  if (!isFolder(there)) throw refuse(what, path, `${there} is no folder`);
  try {
    accessSync(there, constants.W_OK);
  } catch {
    throw refuse(what, path, `nobody may write in ${there} as who runs coex`);
  }
}

/**
 * A folder in which something can be written; it need not be there yet. Returns it as it was given.
 *
 * @throws CoexistenceError PLACE_NOT_WRITABLE
 */
export function folderToFill(path: string): string {
  mustTakeEntries('The folder', path, resolve(path));
  return path;
}

/**
 * A file that can be written, together with the folders above it. Returns it as it was given.
 *
 * @throws CoexistenceError PLACE_NOT_WRITABLE
 */
export function fileToWrite(path: string): string {
  const whole = resolve(path);
  if (existsSync(whole) && isFolder(whole)) throw refuse('The file', path, 'it is a folder');
  mustTakeEntries('The file', path, dirname(whole));
  return path;
}

/**
 * A folder to read from. One that is not there holds nothing; a file is none.
 *
 * @throws CoexistenceError USAGE
 */
export function folderToRead(path: string): string {
  if (existsSync(path) && !isFolder(path)) throw new CoexistenceError('USAGE', `${path} is a file, not a folder.`);
  return path;
}
