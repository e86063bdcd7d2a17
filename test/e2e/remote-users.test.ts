import { describe, expect, it } from 'vitest';
import type { Agent } from '../../src/sip/agent/index.ts';
import { type LabWithAgents, labWithAgents } from '../support/lab-agents.ts';

const access = { server: 'access.contoso.net', port: 443 };
const edge = 'edge01.contoso.net';

/** What passed on the wire of an agent that fits. */
const passed = (at: LabWithAgents, agent: string, fits: RegExp): number =>
  at.wire.filter((entry) => entry.agent === agent && fits.test(entry.text)).length;

async function talk(from: Agent, to: Agent, text: string): Promise<void> {
  const conversation = await from.converse(to.uri);
  await conversation.say(text);
  const heard = await to.hear((each) => each.text === text, 5000);
  expect(heard?.text).toBe(text);
  await heard!.conversation.say(`${text}: yes`);
  expect((await from.hear((each) => each.text === `${text}: yes`, 5000))?.text).toBe(`${text}: yes`);
  await conversation.end();
}

describe('remote users come in over an Access Edge', () => {
  it('of either generation, and talk with users inside and with each other, both ways', async () => {
    await using at = await labWithAgents();
    // The next hop is the legacy pool of Redmond: all but Lena are passed on to their home pool, one in another site.
    const [lena, mika, milo] = [await at.agent('lena', access), await at.agent('mika', access), await at.agent('milo', access)];
    for (const [agent, home] of [
      [lena, 'fe1.contoso.net'],
      [mika, 'fe2013a.contoso.net'],
      [milo, 'fe2013d.contoso.net'],
    ] as const) {
      expect(agent.registration.hops).toMatchObject([{ server: access.server, status: 200, targetName: home }]);
      expect(passed(at, agent.name, /^SIP\/2.0 200 .*ms-user-logon-data: RemoteUser/s)).toBeGreaterThan(0);
    }
    const [lars, mona] = [await at.agent('lars'), await at.agent('mona')];
    await talk(lena, mona, 'out to in');
    await talk(lars, mika, 'in to out');
    await talk(mika, milo, 'out to out');
    // The Edge pool stays in the route of the dialogs, and only of those that pass it.
    expect(passed(at, mika.name, new RegExp(`^INVITE .*Record-Route: <sip:${edge}:5061`, 's'))).toBeGreaterThan(0);
    expect(passed(at, lars.name, new RegExp(`^INVITE .*Record-Route: <sip:${edge}:5061`, 's'))).toBe(0);
    await Promise.all([lena, mika, milo, lars, mona].map(async (agent) => expect(await agent.signOut()).toEqual([])));
    expect(at.lab.violations()).toEqual([]);
  });

  it('are told where the Edge pool reaches nobody behind it, and where their pool is gone', async () => {
    await using at = await labWithAgents();
    await at.lab.faults.set('pool-down');
    await expect(at.agent('mika', access)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED', facts: { status: 504 } });
    await at.agent('lena', access);
    await at.lab.faults.set('edge-cut-off');
    await expect(at.agent('lars', access)).rejects.toMatchObject({ code: 'SIGN_IN_REFUSED', facts: { status: 504 } });
    await at.lab.faults.set('edge-port-closed');
    await expect(at.agent('lars', access)).rejects.toMatchObject({ code: 'CONNECTION_REFUSED' });
  });

  it('are proven: nobody gets in with a wrong password', async () => {
    await using at = await labWithAgents();
    const { user } = at.optionsFor('lena');
    await expect(
      at.agent('mika', { ...access, user: { ...at.optionsFor('mika').user, password: user.password } }),
    ).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' });
  });
});
