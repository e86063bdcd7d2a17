import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { agents, type Casting, firstServer, play, productions } from '../dialect/play.ts';
import type { LabWithAgents } from '../support/lab-agents.ts';
import { buildDriver, Sipe, type SipeOptions, sipeNeeds } from './sipe.ts';
import { sipeActor } from './sipe-actor.ts';

const needs = sipeNeeds();

/** A client that knows nothing of ours judges the lab and our agents: what both believe of the protocol is no private misunderstanding. */
describe.concurrent('pidgin-sipe', () => {
  let folder: string;
  let building: Promise<string> | undefined;
  /** Built once, by whoever needs it first: the parts of this file go on at the same time. */
  const driver = (): Promise<string> => {
    building ??= buildDriver(folder);
    return building;
  };
  const clients = new Set<Sipe>();
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'coex-interop-'));
  });
  afterAll(async () => {
    await Promise.all([...clients].map((client) => client.end()));
    rmSync(folder, { recursive: true, force: true });
  });

  const start = async (estate: LabWithAgents, more: Omit<SipeOptions, 'driver' | 'lab' | 'server'>): Promise<Sipe> => {
    const client = await Sipe.start({ driver: await driver(), lab: estate.lab.describe(), server: firstServer, ...more });
    clients.add(client);
    return client;
  };
  const sipes: Casting = {
    enter: async (estate, user, transport) => await sipeActor(await start(estate, { user, transport })),
    async isRefused(estate, user, transport) {
      const client = await start(estate, { user, transport, password: 'wrong' });
      await client.next(/^connection-error .*Authentication failed/);
      await client.end();
    },
  };

  for (const { transport, version } of productions) {
    const how = `over ${transport}, version ${version}`;
    play(`two of them ${how}`, { transport, version, near: sipes, far: sipes, needs });
    play(`with our agent ${how}: legacy it, migrated ours`, { transport, version, near: sipes, far: agents, needs });
    play(`with our agent ${how}: legacy ours, migrated it`, { transport, version, near: agents, far: sipes, needs });
  }
});
