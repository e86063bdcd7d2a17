import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Environment, Pool } from '../../environment/model.ts';
import { systemClock } from '../../time/index.ts';
import type { FaultName, FaultParameters, LabUser } from '../model.ts';
import { createManagement } from './index.ts';

const pool = (fqdn: string, generation: Pool['generation'], server: string): Pool => ({
  fqdn,
  generation,
  tlsProfile: generation,
  servers: [{ fqdn: server, roles: ['front-end'] }],
});
const environment = {
  sipDomains: ['contoso.net'],
  sites: [
    {
      name: 'Redmond',
      administration: { via: 'local', accounts: { readOnly: { login: 'CONTOSO\\coex-view' } } },
      pools: [
        pool('pool01.contoso.net', 'lync-2010', 'fe1.contoso.net'),
        pool('pool02.contoso.net', 'lync-2013', 'fe2013.contoso.net'),
      ],
    },
    { name: 'São Paulo', administration: { via: 'local', accounts: {} }, pools: [] },
  ],
} as unknown as Environment;
const lena: LabUser = {
  name: 'legacy Lena',
  uri: 'sip:lena@contoso.net',
  login: 'CONTOSO\\lena',
  password: 'canary',
  pool: 'pool01.contoso.net',
  enabled: true,
};

let server: Server;
let url: string;
const faults = new Map<FaultName, FaultParameters>();

beforeEach(async () => {
  faults.clear();
  const part = createManagement({
    environment,
    users: new Map([[lena.uri, lena]]),
    faults: { active: (name) => faults.get(name) },
    clock: systemClock,
  });
  server = createServer(async (request, response) => {
    if (!(await part(request, response))) response.writeHead(421).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function ask(path: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/management/${path}`, init);
  return { status: response.status, body: await response.json() };
}
const post = (path: string, body: unknown) =>
  ask(path, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

it('leaves to others what is not below /management/', async () => {
  expect((await fetch(`${url}/faults`)).status).toBe(421);
});

it.each(['sites', 'pools', 'computers', 'services', 'replication', 'users', 'client-policies', 'admin-roles'])(
  'answers for %s',
  async (path) => {
    const { status, body } = await ask(path);
    expect(status).toBe(200);
    expect(body).not.toEqual([]);
  },
);

it('never tells a password', async () => {
  expect(JSON.stringify(await ask('users'))).not.toContain('canary');
});

it('has the services of each generation on its servers', async () => {
  const names = async (computer: string) =>
    ((await ask(`windows-services?computer=${computer}`)).body as { Name: string }[]).map(({ Name }) => Name);
  const of2010 = await names('fe1.contoso.net');
  const of2013 = await names('FE2013.contoso.net');
  expect([of2010.includes('RTCMEETINGMCU'), of2013.includes('RTCMEETINGMCU')]).toEqual([true, false]);
  expect([of2010.includes('FabricHostSvc'), of2013.includes('FabricHostSvc')]).toEqual([false, true]);
});

it('knows the roles of an account', async () => {
  expect((await ask(`admin-role-assignments/${encodeURIComponent('contoso\\COEX-view')}`)).body).toEqual([
    'CsViewOnlyAdministrator',
  ]);
  expect((await ask('admin-role-assignments/nobody')).body).toEqual([]);
});

it('keeps the policies that are created, each once, and only where there is a scope', async () => {
  const created = await post('client-policies', { Identity: 'site:são paulo', DisplayPhoto: 'NoPhoto' });
  expect(created).toMatchObject({
    status: 200,
    body: [{ Identity: 'Site:São Paulo', DisplayPhoto: 'NoPhoto', MaximumNumberOfContacts: 250 }],
  });
  expect(await post('client-policies', { Identity: 'SITE:São Paulo' })).toMatchObject({ status: 409, body: { kind: 'exists' } });
  expect(await post('client-policies', { Identity: 'site:Nowhere' })).toMatchObject({ status: 404 });
  expect(await post('client-policies', {})).toMatchObject({ status: 400 });
  const remove = () => ask(`client-policies/${encodeURIComponent('site:São Paulo')}`, { method: 'DELETE' });
  expect(await remove()).toMatchObject({ status: 200 });
  expect(await remove()).toMatchObject({ status: 404, body: { kind: 'not-found' } });
});

it('refuses what it does not understand', async () => {
  expect(await post('client-policies', '{')).toMatchObject({ status: 400, body: { kind: 'invalid' } });
  expect(await ask('%zz')).toMatchObject({ status: 400 });
  expect(await ask('sites', { method: 'DELETE' })).toMatchObject({ status: 404 });
  expect(await post('services', { server: 'fe1.contoso.net', service: 'RTCSRV' })).toMatchObject({ status: 400 });
});

it('refuses a site by name, whoever asks, and everything to its own administration', async () => {
  faults.set('site-administration-refused', { site: 'São Paulo' });
  const headers = { 'x-coex-site': encodeURIComponent('São Paulo') };
  expect(await ask('sites', { headers })).toMatchObject({ status: 403, body: { kind: 'access-denied' } });
  expect(await post('client-policies', { Identity: 'site:São Paulo' })).toMatchObject({ status: 403 });
  expect(await ask('sites')).toMatchObject({ status: 200 });
});

it('leaves every request hanging while the estate cannot be reached, until the asker gives up', async () => {
  faults.set('estate-unreachable', {});
  const patience = new AbortController();
  const asked = ask('sites', { signal: patience.signal });
  const [, response] = await once(server, 'request');
  patience.abort();
  await expect(asked).rejects.toThrow(/abort/);
  if (!response.closed) await once(response, 'close');
  faults.clear();
  expect((await ask('sites')).status).toBe(200);
});

it('takes as long for an answer as it was told', async () => {
  const post = (body: unknown) => fetch(`${url}/management/latency`, { method: 'POST', body: JSON.stringify(body) });
  for (const wrong of [{}, { ms: -1 }, { ms: 'long' }]) expect((await post(wrong)).status).toBe(400);
  expect((await post({ ms: 40 })).status).toBe(200);
  const begin = systemClock.monotonic();
  expect((await fetch(`${url}/management/sites`)).status).toBe(200);
  // Timers may be a millisecond early; being late says nothing.
  expect(systemClock.monotonic() - begin).toBeGreaterThan(35);
});

it('shows the tools of 2010 no pool of 2013, unless they are made to', async () => {
  const pools = async (tools: string) => {
    const answer = await fetch(`${url}/management/pools`, { headers: { 'x-coex-tools': tools } });
    return ((await answer.json()) as { Identity: string }[]).map(({ Identity }) => Identity);
  };
  expect(await pools('lync-2010')).toEqual(['pool01.contoso.net']);
  expect(await pools('lync-2013')).toEqual(['pool01.contoso.net', 'pool02.contoso.net']);
  faults.set('older-tools-see-all', {});
  expect(await pools('lync-2010')).toEqual(['pool01.contoso.net', 'pool02.contoso.net']);
});
