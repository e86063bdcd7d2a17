import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LabWithAgents, labWithAgents } from '../../test/support/lab-agents.ts';
import { rate } from '../concurrency/index.ts';
import { createLocator } from '../network/index.ts';
import { Secret } from '../redaction/index.ts';
import { signIn } from '../sip/agent/index.ts';
import { systemClock } from '../time/index.ts';
import { AgentPool } from './agents.ts';

const lena = { name: 'legacy Lena', uri: 'sip:lena@contoso.net' };

describe('the agents of a run', () => {
  let at: LabWithAgents;
  beforeAll(async () => {
    at = await labWithAgents();
  });
  afterAll(() => at[Symbol.asyncDispose]());

  let signIns: number;
  let began: () => void;
  beforeEach(() => {
    signIns = 0;
    began = () => undefined;
  });

  const poolOfAgents = (): AgentPool => {
    const { environment, lab } = at;
    const known = lab.describe().users;
    return new AgentPool({
      environment,
      secrets: {
        passwordOf: ({ login }) => new Secret(known.find((user) => user.login === login)!.password),
        all: () => [],
      },
      signIn: (options) => {
        signIns += 1;
        began();
        return signIn(options);
      },
      locator: createLocator(environment.network),
      ca: at.optionsFor('lena').ca!,
      takeOver: false,
      signIns: rate(1000, systemClock),
      vantage: { answered: () => undefined, aliveBecause: async () => undefined },
      wire: { passed: () => undefined },
      evidence: { around: (_subject, _agents, look) => look(), of: () => [] },
      clock: systemClock,
      punctuality: { lateBetween: () => 0, stop: () => undefined },
      redirectVia: new Map(),
      doors: new Map(),
    });
  };

  it('bring back a user who was signed out once, however many ask at the same time', async () => {
    const agents = poolOfAgents();
    const first = await agents.agent(lena.name);
    expect(await agents.signOut(lena.name)).toEqual([]);
    const back = await Promise.all([1, 2, 3].map(() => agents.agent(lena.name)));
    expect(back[0]).toBeDefined();
    expect(back[0]).not.toBe(first);
    expect(new Set(back).size).toBe(1);
    expect(signIns).toBe(2);
    expect(at.lab.endpointsOf(lena.uri)).toHaveLength(1);
    expect(await agents.close()).toEqual({ count: 1, problems: [] });
    expect(at.lab.endpointsOf(lena.uri)).toEqual([]);
  });

  it('leave nobody behind who was coming back when the run ended', async () => {
    const agents = poolOfAgents();
    await agents.agent(lena.name);
    await agents.signOut(lena.name);
    const beginning = new Promise<void>((resolve) => {
      began = resolve;
    });
    const back = agents.agent(lena.name);
    await beginning;
    expect(await agents.close()).toEqual({ count: 1, problems: [] });
    await back;
    expect(at.lab.endpointsOf(lena.uri)).toEqual([]);
    expect(await agents.agent(lena.name)).toBeUndefined();
  });

  it('have gone when the run has ended, those included who were on their way out', async () => {
    const agents = poolOfAgents();
    await agents.agent(lena.name);
    const out = agents.signOut(lena.name);
    expect(await agents.close()).toEqual({ count: 0, problems: [] });
    expect(at.lab.endpointsOf(lena.uri)).toEqual([]);
    expect(await out).toEqual([]);
  });
});
