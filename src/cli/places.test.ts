import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fileToWrite, folderToFill, folderToRead } from './places.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'coex-places-'));
  mkdirSync(join(place, 'folder'));
  writeFileSync(join(place, 'file'), '');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const codeOf = (look: (path: string) => string, ...parts: readonly string[]): unknown => {
  const path = join(place, ...parts);
  try {
    return look(path) === path ? 'fine' : 'changed';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
};

it.each([
  [folderToFill, ['folder'], 'fine'],
  [folderToFill, ['folder', 'new', 'deeper'], 'fine'],
  [folderToFill, ['file'], 'PLACE_NOT_WRITABLE'],
  [folderToFill, ['file', 'below'], 'PLACE_NOT_WRITABLE'],
  [fileToWrite, ['file'], 'fine'],
  [fileToWrite, ['new', 'deeper', 'coex.xml'], 'fine'],
  [fileToWrite, ['folder'], 'PLACE_NOT_WRITABLE'],
  [fileToWrite, ['file', 'coex.xml'], 'PLACE_NOT_WRITABLE'],
  [folderToRead, ['folder'], 'fine'],
  [folderToRead, ['nothing'], 'fine'],
  [folderToRead, ['file'], 'USAGE'],
] as const)('%o of %j: %s', (look, parts, code) => expect(codeOf(look, ...parts)).toBe(code));

it('makes nothing', () => {
  folderToFill(join(place, 'new'));
  fileToWrite(join(place, 'other', 'coex.xml'));
  expect(() => folderToFill(join(place, 'file', 'new'))).toThrow('is no folder');
  expect([existsSync(join(place, 'new')), existsSync(join(place, 'other'))]).toEqual([false, false]);
  // The root of everything is a folder, and ends the way up.
  expect(() => folderToRead(parse(place).root)).not.toThrow();
});
