import { expect, it } from 'vitest';
import type { Environment } from '../environment/index.ts';
import { anonymiser } from './index.ts';

const environment = {
  sipDomains: ['secret-company.example'],
  sites: [
    {
      name: 'Hidden Valley',
      administration: { via: 'remote', accounts: { siteAdmin: { login: 'SECRET\\boss' } } },
      pools: [{ fqdn: 'pool1.corp.secret.example', servers: [{ fqdn: 'fe1.corp.secret.example' }] }],
    },
  ],
  users: [{ name: 'Lena', uri: 'sip:lena@secret-company.example', login: 'SECRET\\lena' }],
} as unknown as Environment;

it('leaves no name of the estate, keeps equal names equal and everything else as it is', () => {
  const anonymise = anonymiser(environment);
  const answer = anonymise([
    { Identity: 'Site:Hidden Valley', Pools: ['POOL1.corp.secret.example', 'sql7.db.corp.secret.example'], UpToDate: true },
    {
      Services: ['Registrar:pool1.corp.secret.example'],
      Sip: 'sip:lena@secret-company.example',
      Domain: 'secret-company.example',
    },
    {
      Identity: 'CN=Lena L,OU=Staff,DC=corp,DC=secret,DC=example',
      Account: 'secret\\BOSS',
      Version: '5.0.8308.0',
      Nothing: null,
    },
  ]);
  expect(answer).toEqual([
    { Identity: 'Site:Site1', Pools: ['host1.contoso.net', 'host2.contoso.net'], UpToDate: true },
    { Services: ['Registrar:host1.contoso.net'], Sip: 'sip:user1@contoso.net', Domain: 'contoso.net' },
    { Identity: 'CN=name1,DC=contoso,DC=net', Account: 'CONTOSO\\account1', Version: '5.0.8308.0', Nothing: null },
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/secret|hidden|lena|staff|boss/i);
  expect(anonymise('pool1.corp.secret.example')).toBe('host1.contoso.net');
});

it('knows names that only the answers tell, and what people have thought of', () => {
  const anonymise = anonymiser(environment);
  const answer = anonymise([
    { Part: 'sites', Rows: [{ Identity: 'Site:Far Away', DisplayName: 'Far Away' }] },
    {
      Domain: 'ad.hush.example',
      Context: 'DC=quiet,DC=example',
      Text: 'Synchronization of domain quiet.example: DC=quiet,DC=example',
    },
    { Computer: 'HQBOX', Account: 'QUIET\\somebody', Names: ['Help for Joe'], Route: 'Joe', Usage: '' },
    {
      Assigned: { VoicePolicy: 'Joes', DialPlan: 'Global', ClientPolicy: '' },
      LineUri: 'tel:+4930123456;ext=7',
      Number: '+4930123456',
    },
    { Identity: 'x', Property: 'SipAddress', Value: 'sip: joe@quiet.example' },
    {
      Domains: [{ Name: 'joes.example', Count: 3 }],
      Server: 'sql.db.other.example',
      Version: '5.0.8308.0',
      Type: 'Microsoft.Rtc.Management',
    },
  ]);
  expect(JSON.stringify(answer)).not.toMatch(/far|away|hush|quiet|hqbox|joe|somebody|4930|other\.example/i);
  expect(answer[0]).toEqual({ Part: 'sites', Rows: [{ Identity: 'Site:Site1', DisplayName: 'Site1' }] });
  expect(answer[3]).toMatchObject({ Assigned: { VoicePolicy: 'Policy1', DialPlan: 'Global', ClientPolicy: '' } });
  expect(answer[4]).toMatchObject({ Value: 'xxx: xxx@xxxxx.xxxxxxx' });
  expect(answer[5]).toMatchObject({ Version: '5.0.8308.0', Type: 'Microsoft.Rtc.Management', Server: 'host2.contoso.net' });
});
