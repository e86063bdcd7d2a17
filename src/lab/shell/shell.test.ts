import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildLabShell } from './index.ts';
import { hostSources, sourceFiles, sourcesHash } from './sources.ts';

const run = promisify(execFile);
let cache: string;
let messages: string[];

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'coex-shell-test-'));
  messages = [];
});
afterEach(() => rm(cache, { recursive: true, force: true }));

const build = (dotnet: string, more: object = {}) =>
  buildLabShell({ cache, dotnet, onMessage: (text) => messages.push(text), ...more });

/** A builder that is a small program: lists one SDK and does as `publish` says. */
async function builder(publish: string, sdks = '10.0.100 [/sdk]'): Promise<string> {
  const path = join(cache, 'dotnet');
  const script = `#!/usr/bin/env node
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
const output = process.argv[process.argv.indexOf('--output') + 1];
const program = (text) => { mkdirSync(output); writeFileSync(output + '/labshell', text, { mode: 0o755 }); };
if (process.argv[2] === '--list-sdks') console.log(${JSON.stringify(sdks)});
else { appendFileSync(${JSON.stringify(join(cache, 'calls'))}, 'x'); ${publish} }
`;
  await writeFile(path, script);
  await chmod(path, 0o755);
  return path;
}
const works = "program('#!/bin/sh\\nexit 0\\n');";
const calls = () => readFile(join(cache, 'calls'), 'utf8').catch(() => '');

describe.skipIf(process.platform === 'win32')('building the lab shell, with a builder of the test', () => {
  it('builds once, says so, and is silent the second time', async () => {
    const dotnet = await builder(works);
    const first = await build(dotnet);
    expect(messages.join(' ')).toMatch(/Building the PowerShell host/);
    messages = [];
    expect(await build(dotnet)).toBe(first);
    expect(messages).toEqual([]);
    expect(await calls()).toBe('x');
    await run(first);
  });

  it('does the work once when two ask at the same time', async () => {
    const dotnet = await builder(works);
    const [one, two] = await Promise.all([build(dotnet), build(dotnet)]);
    expect(one).toBe(two);
    expect(await calls()).toBe('x');
  });

  it('leaves nothing but the result', async () => {
    await build(await builder(works));
    const left = await readdir(join(cache, 'lab-shell'));
    expect(left).toEqual([await sourcesHash(hostSources, `${process.platform}-${process.arch}`)]);
  });

  it('tells the last lines of a build that failed, and leaves nothing', async () => {
    const dotnet = await builder("console.log('error CS1002: ; expected'); process.exitCode = 1;");
    await expect(build(dotnet)).rejects.toMatchObject({
      code: 'LAB_SHELL_NOT_BUILT',
      message: expect.stringContaining('CS1002'),
    });
    expect(await readdir(join(cache, 'lab-shell'))).toEqual([]);
  });

  it('does not keep a program that does not start', async () => {
    const dotnet = await builder("program('#!/bin/sh\\necho no runtime; exit 131\\n');");
    await expect(build(dotnet)).rejects.toMatchObject({
      code: 'LAB_SHELL_NOT_BUILT',
      message: expect.stringContaining('no runtime'),
    });
  });

  it.each(['', '8.0.401 [/sdk]'])('says that the SDK is missing when the list is "%s"', async (sdks) => {
    await expect(build(await builder(works, sdks))).rejects.toMatchObject({ code: 'LAB_SDK_MISSING' });
    expect(await calls()).toBe('');
  });

  it('takes over from a builder that died', async () => {
    const dotnet = await builder(works);
    const { stdout } = await run(process.execPath, ['-p', 'process.pid']);
    const hash = await sourcesHash(hostSources, `${process.platform}-${process.arch}`);
    await mkdir(join(cache, 'lab-shell'));
    await writeFile(join(cache, 'lab-shell', `${hash}.lock`), JSON.stringify({ pid: Number(stdout), host: hostname() }));
    await build(dotnet);
    expect(await calls()).toBe('x');
  });

  it('stops building when it is told to', async () => {
    const stop = new AbortController();
    const dotnet = await builder("console.log('at work'); setInterval(() => {}, 1000);");
    const onMessage = (text: string) => text.startsWith('Building') && stop.abort(new Error('interrupted'));
    await expect(build(dotnet, { onMessage, signal: stop.signal })).rejects.toThrow('interrupted');
    expect(await readdir(join(cache, 'lab-shell'))).toEqual([]);
  });
});

it('says that the SDK is missing where there is no dotnet', async () => {
  await expect(build(join(cache, 'no-such-program'))).rejects.toMatchObject({ code: 'LAB_SDK_MISSING' });
});

it('knows sources by their text, not by their line ends', async () => {
  const copy = join(cache, 'copy');
  await cp(hostSources, copy, { recursive: true });
  const [name = ''] = await sourceFiles(copy);
  const text = await readFile(join(copy, name), 'utf8');
  await writeFile(join(copy, name), text.replaceAll('\n', '\r\n'));
  expect(await sourcesHash(copy, 'x')).toBe(await sourcesHash(hostSources, 'x'));
  await writeFile(join(copy, name), `${text}// changed\n`);
  expect(await sourcesHash(copy, 'x')).not.toBe(await sourcesHash(hostSources, 'x'));
});
