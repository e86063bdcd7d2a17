import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadEnvironment } from '../../src/environment/index.ts';
import { faultNames } from '../../src/lab/index.ts';
import { coex, folder, lastLine } from '../support/coex.ts';
import { keepLab, smallEstate } from '../support/lab-process.ts';

type Fault = { readonly name: string; readonly active: boolean };

/** Why nobody listens there, or `open`. */
const knock = ({ host, port }: { host: string; port: number }): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ host, port });
    socket.once('connect', () => {
      socket.destroy();
      resolve('open');
    });
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });

describe('coex lab', () => {
  it('leaves what a harness and other clients need, and nobody else can read its passwords', async () => {
    const lab = await keepLab();
    expect(lab.environment).toBe(join(lab.state, 'environment.yaml'));
    const environment = await loadEnvironment(lab.environment);
    expect(
      environment.sites.map(({ name, pools }) => [
        name,
        ...pools.map(({ generation, servers }) => `${generation} ${servers.length}`),
      ]),
    ).toEqual([
      ['Redmond', 'lync-2010 1', 'lync-2013 3', 'lync-2010 1', 'lync-2013 1'],
      ['Dublin', 'lync-2010 1', 'lync-2013 1'],
    ]);
    const { description } = lab;
    expect(description).toMatchObject({
      environment: lab.environment,
      control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      ca: join(lab.state, 'ca.pem'),
    });
    expect(description.pools.flatMap(({ servers }) => servers)).toHaveLength(6);
    for (const { tls, tcp } of description.pools.flatMap(({ servers }) => servers)) {
      expect([tls.host, tcp.host]).toEqual(['127.0.0.1', '127.0.0.1']);
      expect([await knock(tls), await knock(tcp)]).toEqual(['open', 'open']);
    }
    expect(description.users.map(({ name }) => name)).toEqual(environment.users.map(({ name }) => name));
    const secret = environment.users[0]?.password;
    if (secret === undefined || !('file' in secret)) throw new Error('The first user has no password in a file.');
    expect(readFileSync(secret.file, 'utf8').trim()).toBe(description.users[0]?.password);
    if (process.platform !== 'win32') {
      for (const path of [secret.file, join(lab.state, 'lab.json')]) expect(statSync(path).mode & 0o777).toBe(0o600);
    }
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends on %s with nothing left', async (signal) => {
    const lab = await keepLab({ estate: smallEstate });
    const ports = lab.description.pools.flatMap(({ servers }) => servers.flatMap(({ tls, tcp }) => [tls, tcp]));
    const control = new URL(lab.description.control);
    // A connection that somebody keeps open must not keep the lab alive.
    const guest = connect(ports[0] as { host: string; port: number });
    await new Promise((resolve) => guest.once('connect', resolve));
    const left = new Promise((resolve) => guest.once('close', resolve));
    guest.on('error', () => undefined).resume();
    lab.process.child.kill(signal);
    expect(await lab.process.ended).toMatchObject({ code: 0, signal: null, stderr: '' });
    await left;
    for (const port of [...ports, { host: control.hostname, port: Number(control.port) }])
      expect(await knock(port)).toBe('ECONNREFUSED');
  });

  it('without --state takes a folder of its own away again', async () => {
    const lab = coex(['lab', '--estate', smallEstate]);
    const environment = (await lab.line(/^ready /)).slice('ready '.length);
    expect(existsSync(environment)).toBe(true);
    lab.child.kill('SIGTERM');
    expect(await lab.ended).toMatchObject({ code: 0 });
    expect(existsSync(environment)).toBe(false);
  });

  it('is broken and mended while it runs, and says what is broken', async () => {
    const lab = await keepLab({ estate: smallEstate, args: ['--fault', 'service-stopped'] });
    const active = async () => ((await lab.ask('faults')) as Fault[]).filter((fault) => fault.active).map(({ name }) => name);
    expect(await active()).toEqual(['service-stopped']);
    const fault = (...args: string[]) => coex(['lab', 'fault', ...args, '--state', lab.state]).ended;
    expect(await fault('pool-down', 'on')).toMatchObject({ code: 0, stderr: '' });
    expect(await active()).toEqual(['service-stopped', 'pool-down']);
    expect(await fault('pool-down', 'off')).toMatchObject({ code: 0 });
    expect(await active()).toEqual(['service-stopped']);
    const listed = await fault();
    for (const name of faultNames) expect(listed.stdout).toContain(name);
    expect(listed.code).toBe(0);
    expect(await fault('pool-down', 'of')).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/^USAGE: Say on or off/),
    });
    expect(await fault('pool-up', 'on')).toMatchObject({ code: 3, stderr: expect.stringMatching(/^UNKNOWN_FAULT: /) });
    const catalogued = await coex(['lab', 'fault']).ended;
    expect(catalogued).toMatchObject({ code: 0, stderr: '' });
    expect(
      catalogued.stdout
        .split('\n')
        .filter((line) => /^\S/.test(line))
        .toSorted(),
    ).toEqual(faultNames.toSorted());
    expect(await coex(['lab', 'fault', 'pool-down', 'on']).ended).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/^USAGE: Say which lab: coex lab fault pool-down on --state DIR/),
    });
    const nowhere = await coex(['lab', 'fault', '--state', folder()]).ended;
    expect(nowhere).toMatchObject({ code: 3, stderr: expect.stringMatching(/^USAGE: No lab was found behind /) });
    expect(lastLine(nowhere.stderr)).toContain('--state');
  });
});
