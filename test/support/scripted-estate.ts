import type { WireEntry } from '../../src/evidence/wire.ts';
import { tlsProfiles } from '../../src/network/index.ts';
import { Secret } from '../../src/redaction/index.ts';
import { type Agent, type SignInOptions, signIn } from '../../src/sip/agent/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { password, type Script, type ScriptedRegistrar, scriptedRegistrar } from './scripted-registrar.ts';

export interface ScriptedEstate {
  readonly registrars: Readonly<Record<string, ScriptedRegistrar>>;
  readonly wire: readonly WireEntry[];
  /** Signs lena in at the first registrar. */
  enter(more?: Partial<SignInOptions>): Promise<Agent>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Scripted registrars by FQDN, and a way to sign in there; everything ends with it. */
export async function scriptedEstate(scripts: Readonly<Record<string, Script>>): Promise<ScriptedEstate> {
  const registrars: Record<string, ScriptedRegistrar> = {};
  const agents: Agent[] = [];
  const wire: WireEntry[] = [];
  for (const [name, script] of Object.entries(scripts)) registrars[name] = await scriptedRegistrar({ name, ...script });
  return {
    registrars,
    wire,
    async enter(more = {}) {
      const agent = await signIn({
        user: { name: 'legacy Lena', uri: 'sip:lena@contoso.net', login: 'CONTOSO\\lena', password: new Secret(password) },
        server: Object.keys(scripts)[0]!,
        transport: 'tcp',
        locator: { locate: async (fqdn) => ({ host: '127.0.0.1', port: registrars[fqdn]!.port }) },
        tlsProfileOf: () => tlsProfiles.modern,
        budgets: { connect: 5000, answer: 5000 },
        wire: { passed: (entry) => wire.push(entry) },
        clock: systemClock,
        ...more,
      });
      agents.push(agent);
      return agent;
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(Object.values(registrars).map((registrar) => registrar.close()));
      await Promise.all(agents.map((agent) => agent.signOut()));
    },
  };
}
