import { expect, it } from 'vitest';
import type { NameService } from '../network/index.ts';
import { lookUpService } from './names.ts';

const names = (known: Readonly<Record<string, readonly string[]>>): NameService => ({
  asked: 'the name server 10.0.0.53',
  srv: async () => Object.keys(known).map((target) => ({ target, port: 5061, priority: 0, weight: 0 })),
  addresses: async (name) => known[name] ?? [],
});

it('a service has the addresses of its targets, and says which of them has none', async () => {
  const both = { 'a.contoso.net': ['10.0.0.1'], 'b.contoso.net': ['10.0.0.2', 'fd00::2'] };
  const whole = await lookUpService(names(both), '_sip._tls.contoso.net');
  expect(whole.addresses).toEqual(['10.0.0.1', '10.0.0.2', 'fd00::2']);
  expect(whole).not.toHaveProperty('lost');
  const half = await lookUpService(names({ ...both, 'gone.contoso.net': [] }), '_sip._tls.contoso.net');
  expect(half).toMatchObject({ addresses: whole.addresses, lost: ['gone.contoso.net'] });
});
