import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadEnvironment } from '../environment/index.ts';
import { systemClock } from '../time/index.ts';
import { type Lab, type LabOptions, startLab } from './index.ts';

describe('startLab', () => {
  const open: { lab: Lab; state: string }[] = [];
  const start = async (options: Partial<LabOptions> = {}): Promise<Lab> => {
    const state = await mkdtemp(join(tmpdir(), 'coex-lab-'));
    const lab = await startLab({ state, clock: systemClock, ...options });
    open.push({ lab, state });
    return lab;
  };
  afterEach(async () => {
    for (const { lab, state } of open.splice(0)) {
      await lab.close();
      await rm(state, { recursive: true, force: true });
    }
  });

  it('writes an environment file that the harness accepts', async () => {
    const lab = await start();
    const environment = await loadEnvironment(lab.environmentPath);
    expect(environment.sites.map((site) => site.name)).toEqual(['Redmond', 'Dublin']);
    expect(environment.lab?.control).toBe(lab.control);
    expect(environment.network.addresses['fe2013b.contoso.net']?.ports).toMatchObject({ sip: expect.any(Number) });
    expect(environment.network.addresses['pool02.contoso.net']).toEqual(environment.network.addresses['fe2013a.contoso.net']);
    expect(environment.users.filter((user) => user.password === undefined).map((user) => user.name)).toEqual([
      'refused Rita',
      'refused Rory',
    ]);
  });

  it('keeps each password in a file of its own that only the owner reads', async () => {
    const lab = await start();
    const environment = await loadEnvironment(lab.environmentPath);
    for (const user of environment.users.filter((entry) => entry.password !== undefined)) {
      const { file } = user.password as { file: string };
      const known = lab.describe().users.find((entry) => entry.uri === user.uri)!;
      expect((await readFile(file, 'utf8')).trimEnd()).toBe(known.password);
      if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600);
    }
  });

  it('answers at its control address, and says what it does not know', async () => {
    const lab = await start();
    const faults = (await (await fetch(`${lab.control}/faults`)).json()) as { name: string; active: boolean }[];
    expect(faults.every((fault) => !fault.active)).toBe(true);
    const lena = await (await fetch(`${lab.control}/users/${encodeURIComponent('sip:lena@contoso.net')}`)).json();
    expect(lena).toMatchObject({ pool: 'pool01.contoso.net', endpoints: [] });
    const unknown = await fetch(`${lab.control}/faults/rain`, { method: 'PUT' });
    expect(unknown.status).toBe(404);
    expect(await unknown.json()).toMatchObject({
      error: { code: 'UNKNOWN_FAULT', message: expect.stringContaining('pool-down') },
    });
    const misled = await fetch(`${lab.control}/faults/pool-down`, { method: 'PUT', body: '{"pool":"pool99.contoso.net"}' });
    expect(misled.status).toBe(400);
  });

  it('leaves no socket behind', async () => {
    const handles = (): string[] =>
      process
        .getActiveResourcesInfo()
        .filter((kind) => /TCP|TLS/.test(kind))
        .sort();
    const before = handles();
    const lab = await start();
    expect(handles().filter((kind) => kind === 'TCPServerWrap')).toHaveLength(39);
    await lab.close();
    // A closed handle is listed until the event loop has turned.
    await expect.poll(handles).toEqual(before);
  });

  it('leaves nothing open when it cannot start', async () => {
    const servers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'TCPServerWrap').length;
    const before = servers();
    // A file where the folder for secrets has to be.
    const state = await mkdtemp(join(tmpdir(), 'coex-lab-'));
    await writeFile(join(state, 'secrets'), '');
    try {
      await expect(startLab({ state, clock: systemClock })).rejects.toThrow();
      await expect(startLab({ state, clock: systemClock, faults: [{ name: 'rain' }] })).rejects.toMatchObject({
        code: 'UNKNOWN_FAULT',
      });
      expect(servers()).toBe(before);
    } finally {
      await rm(state, { recursive: true, force: true });
    }
  });

  it('shows loopback addresses to clients that cannot resolve its names', async () => {
    const lab = await start({ addresses: true });
    const [pool] = lab.describe().pools;
    expect(pool?.servers[0]?.tls.host).toBe('127.0.0.1');
    const certificate = new X509Certificate(await readFile(lab.describe().ca));
    expect(certificate.subject).toContain('coex lab');
  });
});
