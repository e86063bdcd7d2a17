import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Environment, loadEnvironment } from '../../src/environment/index.ts';
import type { WireEntry } from '../../src/evidence/wire.ts';
import { type Lab, type LabOptions, startLab } from '../../src/lab/index.ts';
import { createLocator, tlsProfiles } from '../../src/network/index.ts';
import { Secret } from '../../src/redaction/index.ts';
import { type Agent, type SignInOptions, signIn } from '../../src/sip/agent/index.ts';
import { systemClock } from '../../src/time/index.ts';

/** A living lab and agents that sign in to it; everything ends with it. */
export interface LabWithAgents {
  readonly lab: Lab;
  readonly environment: Environment;
  /** Everything that passed on the wire, of all agents. */
  readonly wire: WireEntry[];
  /** How a user signs in, by the first name in the SIP URI. */
  optionsFor(user: string, more?: Partial<SignInOptions>): SignInOptions;
  /** Signs a user in, at its home pool unless said otherwise. */
  agent(user: string, more?: Partial<SignInOptions>): Promise<Agent>;
  [Symbol.asyncDispose](): Promise<void>;
}

export async function labWithAgents(options: Partial<LabOptions> = {}): Promise<LabWithAgents> {
  const state = await mkdtemp(join(tmpdir(), 'coex-agents-'));
  const lab = await startLab({ state, clock: systemClock, ...options });
  const environment = await loadEnvironment(lab.environmentPath);
  const wire: WireEntry[] = [];
  const agents: Agent[] = [];
  const { users, ca } = lab.describe();
  const pools = environment.sites.flatMap((site) => site.pools);
  const optionsFor: LabWithAgents['optionsFor'] = (name, more = {}) => {
    const user = users.find(({ uri }) => uri === `sip:${name}@contoso.net`)!;
    return {
      user: { name: user.name, uri: user.uri, login: user.login, password: new Secret(user.password) },
      server: user.pool,
      transport: 'tls',
      locator: createLocator(environment.network),
      tlsProfileOf: (fqdn) => {
        const pool = pools.find((entry) => entry.fqdn === fqdn || entry.servers.some((server) => server.fqdn === fqdn));
        return tlsProfiles[pool?.tlsProfile ?? 'modern'];
      },
      ca: readFileSync(ca, 'utf8'),
      budgets: { connect: 5000, answer: 5000 },
      wire: { passed: (entry) => wire.push(entry) },
      clock: systemClock,
      ...more,
    };
  };
  return {
    lab,
    environment,
    wire,
    optionsFor,
    async agent(name, more) {
      const agent = await signIn(optionsFor(name, more));
      agents.push(agent);
      return agent;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(agents.map((agent) => agent.signOut()));
      await lab.close();
      await rm(state, { recursive: true, force: true });
    },
  };
}
