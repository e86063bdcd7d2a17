import { describe, expect, it } from 'vitest';
import { CoexistenceError } from '../errors/index.ts';
import type { NameService, SrvRecord } from '../network/model.ts';
import { discoverServer } from './discover-server.ts';
import type { PageSight } from './model.ts';

const user = { name: 'legacy Lena', uri: 'sip:lena@contoso.net' };
const refused = (url: string): CoexistenceError =>
  new CoexistenceError('NAME_NOT_RESOLVED', `${new URL(url).hostname} is not known.`);

/** What a world answers in which only these things are there. */
const worldOf = (is: {
  readonly page?: (url: string) => Partial<PageSight>;
  readonly srv?: Readonly<Record<string, SrvRecord>>;
  readonly hosts?: readonly string[];
  readonly silent?: boolean;
}) => {
  const unreachable = (name: string): Promise<never> =>
    Promise.reject(new CoexistenceError('NAME_SERVER_UNREACHABLE', `ns did not answer for ${name}.`));
  const names: NameService = {
    asked: 'ns',
    srv: async (name) => (is.silent ? unreachable(name) : is.srv?.[name] === undefined ? [] : [is.srv[name]]),
    addresses: async (name) => (is.silent ? unreachable(name) : is.hosts?.includes(name) ? ['192.0.2.1'] : []),
  };
  return {
    user,
    names,
    get: async (url: string): Promise<PageSight> => {
      if (is.page === undefined) throw refused(url);
      return { url, status: 200, body: '', ...is.page(url) };
    },
  };
};

const document = (access: string): string => `<AutodiscoverResponse><User>${access}</User></AutodiscoverResponse>`;

describe('the server of a user who was told none', () => {
  it('is the one that autodiscover names, with its port', async () => {
    const page = () => ({ body: document('<SipClientInternalAccess fqdn="Pool02.contoso.net" port="5071"/>') });
    expect(await discoverServer(worldOf({ page }))).toEqual({
      server: 'pool02.contoso.net',
      port: 5071,
      by: 'autodiscover',
      steps: [{ asked: 'https://lyncdiscoverinternal.contoso.net/', answer: 'pool02.contoso.net:5071' }],
    });
  });

  it('is the target of the SRV record where autodiscover wants a ticket; each step says what came of it', async () => {
    const link =
      '<AutodiscoverResponse><Root><Link token="User" href="https://web.contoso.net/x"/></Root></AutodiscoverResponse>';
    const page = (url: string) => (url.includes('internal') ? { body: link } : { status: 500 });
    const found = await discoverServer(
      worldOf({ page, srv: { '_sipinternaltls._tcp.contoso.net': { target: 'pool01.contoso.net', port: 5061 } } }),
    );
    expect(found).toMatchObject({ server: 'pool01.contoso.net', port: 5061, by: 'srv' });
    expect(found.steps.map(({ code }) => code)).toEqual(['AUTODISCOVER_NOT_READABLE', 'AUTODISCOVER_NOT_READABLE', undefined]);
    expect(found.steps.map(({ answer }) => answer)).toEqual([
      'names no SIP server to those who show no web ticket.',
      expect.stringContaining('was answered 500'),
      'pool01.contoso.net:5061',
    ]);
  });

  it.each(['sip.attacker.example', 'contoso.net.attacker.example', 'notcontoso.net'])(
    'is not %s, which the SRV record of another domain names',
    async (target) => {
      const found = await discoverServer(
        worldOf({ srv: { '_sipinternaltls._tcp.contoso.net': { target, port: 443 } }, hosts: ['sip.contoso.net'] }),
      );
      expect(found).toMatchObject({ server: 'sip.contoso.net', port: 443, by: 'host name' });
      expect(found.steps.find(({ code }) => code === 'SRV_TARGET_ELSEWHERE')?.answer).toContain(target);
    },
  );

  it('is not found where nothing but the record of another domain leads anywhere', async () => {
    const srv = { '_sipinternaltls._tcp.contoso.net': { target: 'pool01.fabrikam.net', port: 5061 } };
    await expect(discoverServer(worldOf({ srv }))).rejects.toMatchObject({ code: 'SRV_TARGET_ELSEWHERE' });
  });

  it('is asked for in the order of clients', async () => {
    const failure = await discoverServer(worldOf({})).catch((error: unknown) => error as CoexistenceError);
    expect(failure).toMatchObject({
      code: 'SERVER_NOT_DISCOVERED',
      message: expect.stringContaining('Nothing leads legacy Lena'),
    });
    expect(((failure as CoexistenceError).facts.steps as string[]).map((step) => step.replace(/: .*/, ''))).toEqual([
      'https://lyncdiscoverinternal.contoso.net/',
      'https://lyncdiscover.contoso.net/',
      'SRV _sipinternaltls._tcp.contoso.net',
      'SRV _sip._tls.contoso.net',
      'sipinternal.contoso.net',
      'sipexternal.contoso.net',
      'sip.contoso.net',
      'contoso.net',
    ]);
  });

  it('is unknown where nobody answers: nothing is missing then', async () => {
    await expect(discoverServer(worldOf({ silent: true }))).rejects.toMatchObject({
      code: 'DISCOVERY_SILENT',
      message: expect.stringContaining('6 of 8 questions'),
    });
  });
});
