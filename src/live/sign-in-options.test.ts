import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LabWithAgents, labWithAgents } from '../../test/support/lab-agents.ts';
import type { Environment } from '../environment/index.ts';
import { createLocator } from '../network/index.ts';
import { type Agent, signIn } from '../sip/agent/index.ts';
import { systemClock } from '../time/index.ts';
import { signInOptionsFor } from './sign-in-options.ts';

describe('a user who is told no server', () => {
  let at: LabWithAgents;
  const agents: Agent[] = [];
  beforeAll(async () => {
    at = await labWithAgents();
  });
  afterAll(async () => {
    await Promise.all(agents.map((agent) => agent.signOut()));
    await at[Symbol.asyncDispose]();
  });

  const enter = async (name: string, budgets: Partial<Environment['budgets']> = {}, server?: string): Promise<Agent> => {
    const environment: Environment = { ...at.environment, budgets: { ...at.environment.budgets, ...budgets } };
    const { user, ca } = at.optionsFor(name);
    const known = environment.users.find(({ uri }) => uri === user.uri)!;
    const seat = { environment, locator: createLocator(environment.network), ca: ca!, takeOver: false, clock: systemClock };
    const asked = { ...known, login: user.login, signIn: 'discover' } as const;
    const agent = await signIn(signInOptionsFor(seat, asked, { server: server ?? known.pool }, user.password));
    agents.push(agent);
    return agent;
  };

  it('finds one by asking the web service and the name server of the estate, and is sent home from there', async () => {
    const { registration } = await enter('mika');
    expect(registration.discovered).toMatchObject({ server: 'pool01.contoso.net', port: 5061, by: 'srv' });
    expect(registration.discovered!.steps.map(({ asked, code }) => [asked, code])).toEqual([
      ['https://lyncdiscoverinternal.contoso.net/', 'AUTODISCOVER_NOT_READABLE'],
      ['https://lyncdiscover.contoso.net/', 'AUTODISCOVER_NOT_READABLE'],
      ['SRV _sipinternaltls._tcp.contoso.net', undefined],
    ]);
    expect(registration.hops.map(({ server, status }) => [server, status])).toEqual([
      ['pool01.contoso.net', 301],
      ['pool02.contoso.net', 200],
    ]);
  });

  it('goes where it is sent on purpose, without a search', async () => {
    const { registration } = await enter('lena', {}, 'pool02.contoso.net');
    expect(registration.discovered).toBeUndefined();
    expect(registration.hops[0]!.server).toBe('pool02.contoso.net');
  });

  it('is not signed in where the name server is silent, and nothing is called missing', async () => {
    await at.lab.faults.set('name-server-silent');
    try {
      await expect(enter('mona', { connect: 200 })).rejects.toMatchObject({
        code: 'DISCOVERY_SILENT',
        message: expect.stringContaining('SRV _sipinternaltls._tcp.contoso.net: the name server'),
      });
    } finally {
      await at.lab.faults.clear('name-server-silent');
    }
  });
});
