import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { environmentJsonSchema, loadEnvironment, schemaPath, schemaText } from './index.ts';

const fixture = (path: string): string => fileURLToPath(new URL(`../../fixtures/${path}`, import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coex-environment-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('loadEnvironment', () => {
  it.each(['environments/contoso.yaml', 'environments/minimal.yaml', 'lab/contoso.yaml'])('takes fixtures/%s', async (path) => {
    expect((await loadEnvironment(fixture(path))).path).toBe(fixture(path));
  });

  it('says that a file is missing', async () => {
    const path = join(folder, 'nowhere.yaml');
    await expect(loadEnvironment(path)).rejects.toMatchObject({
      code: 'ENVIRONMENT_NOT_FOUND',
      message: `The environment file ${path} cannot be read: there is no such file.`,
    });
  });

  it('says that a file is a folder', async () => {
    await expect(loadEnvironment(folder)).rejects.toMatchObject({ code: 'ENVIRONMENT_NOT_FOUND' });
  });

  it.each([
    ['what PowerShell writes by default', Buffer.from('\uFEFFname: x\n', 'utf16le'), 'the file is UTF-16; save it as UTF-8'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'the file is no text in UTF-8'],
  ])('says that %s is no YAML', async (_, bytes, why) => {
    const path = join(folder, 'bytes.yaml');
    writeFileSync(path, bytes);
    await expect(loadEnvironment(path)).rejects.toMatchObject({ code: 'ENVIRONMENT_NOT_YAML', message: `${path}:1:1: ${why}` });
  });
});

describe('docs/environment.schema.json', () => {
  it('is up to date: else run `npm run build && node dist/environment/write-schema.js`', () => {
    expect(readFileSync(schemaPath, 'utf8').replaceAll('\r\n', '\n')).toBe(schemaText());
  });

  it('describes the file as it is written, before defaults', () => {
    expect(environmentJsonSchema()).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      additionalProperties: false,
      required: ['name', 'sipDomains', 'sites'],
      properties: { budgets: { properties: { im: { type: 'string', default: '2s' } } } },
    });
  });
});
