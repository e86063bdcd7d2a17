import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { LabOptions } from '../../src/lab/index.ts';
import { Secret } from '../../src/redaction/index.ts';
import { type LabWithAgents, labWithAgents } from '../support/lab-agents.ts';
import { need, type Optional } from '../support/tools.ts';
import type { Actor } from './actor.ts';
import { agentActor } from './agent-actor.ts';
import { dialectTests, type Stage } from './table.ts';

export type TransportName = 'tcp' | 'tls';

/** Starts clients of one kind in a lab; whatever it starts ends with the test. */
export interface Casting {
  enter(estate: LabWithAgents, user: string, transport: TransportName): Promise<Actor>;
  isRefused(estate: LabWithAgents, user: string, transport: TransportName): Promise<void>;
}

/** Whom everybody connects to first: a server of a legacy pool. */
export const firstServer = 'fe1.contoso.net';

/** Our own agents. */
export const agents: Casting = {
  enter: async (estate, user, transport) =>
    await agentActor(await estate.agent(user, { transport, server: firstServer, takeOver: true })),
  async isRefused(estate, user, transport) {
    const options = estate.optionsFor(user);
    const wrong = { ...options.user, password: new Secret('wrong') };
    await expect(estate.agent(user, { transport, server: firstServer, user: wrong })).rejects.toMatchObject({
      code: 'CREDENTIALS_REFUSED',
    });
  },
};

export interface Production {
  readonly transport: TransportName;
  readonly version: 2 | 3 | 4;
  readonly near: Casting;
  readonly far: Casting;
  /** How both are proven; by default NTLM of that version. */
  readonly authentication?: string;
  /** What else the lab is told, once everything that the test needs is there. */
  labOptions?(): Promise<Partial<LabOptions>>;
  /** Without these every test is skipped with its reason. */
  readonly needs?: readonly Optional[];
}

/** Plays the whole table in one lab. No client may do anything on the way that a correct one does not do. */
export function play(title: string, production: Production): void {
  const { transport, version, near, far, needs = [], authentication = `NTLM version ${version}` } = production;
  const isPossible = needs.every((tool) => 'path' in tool);
  describe(title, () => {
    let estate: LabWithAgents;
    let stage: Stage;
    beforeAll(async () => {
      if (!isPossible) return;
      estate = await labWithAgents({ addresses: true, authenticationVersion: version, ...(await production.labOptions?.()) });
      const castingOf = (side: 'near' | 'far'): Casting => (side === 'near' ? near : far);
      const enter: Stage['enter'] = (user, as) => castingOf(as).enter(estate, user, transport);
      stage = {
        lab: estate.lab,
        near: await enter('lena', 'near'),
        far: await enter('mika', 'far'),
        enter,
        isRefused: (user, as) => castingOf(as).isRefused(estate, user, transport),
        agent: (user) => estate.agent(user, { transport, takeOver: true }),
      };
    });
    afterAll(async () => {
      await Promise.all([stage?.near.end(), stage?.far.end()]);
      await estate?.[Symbol.asyncDispose]();
    });
    beforeEach((context) => void need(context, ...needs));

    it.sequential(`are proven by ${authentication}`, () => {
      const spoken = [stage.near, stage.far].flatMap(({ uri }) => stage.lab.endpointsOf(uri));
      expect(spoken.map(({ authentication, transport: used }) => [authentication, used])).toEqual([
        [authentication, transport],
        [authentication, transport],
      ]);
    });
    for (const test of dialectTests) {
      it.sequential(test.title, async () => {
        await test.play(stage);
        expect(stage.lab.violations()).toEqual([]);
      });
    }
  });
}

/** Every transport with every version of the signatures. */
export const productions = (['tcp', 'tls'] as const).flatMap((transport) =>
  ([2, 3, 4] as const).map((version) => ({ transport, version })),
);
