import { type RegistrationObservation, type RenewalObservation, troubleOf } from '../checks/index.ts';
import type { Leases } from '../concurrency/index.ts';
import type { Environment } from '../environment/index.ts';
import type { Agent } from '../sip/agent/index.ts';
import type { Clock } from '../time/index.ts';
import type { AgentPool } from './agents.ts';
import type { Evidence } from './evidence-files.ts';

export interface RegistrationsOptions {
  readonly environment: Environment;
  readonly agents: AgentPool;
  readonly leases: Leases;
  readonly evidence: Evidence;
  readonly clock: Clock;
}

/** What became of the registrations of a pool's users: one look for each pool, when the other suites are through. */
export class Registrations {
  readonly #options: RegistrationsOptions;
  readonly #known = new Map<string, Promise<RegistrationObservation>>();

  constructor(options: RegistrationsOptions) {
    this.#options = options;
  }

  of({ user, pool }: { readonly user: string; readonly pool: string }): Promise<RegistrationObservation> {
    let look = this.#known.get(user);
    if (look === undefined) {
      look = this.#observe(user, pool);
      this.#known.set(user, look);
    }
    return look;
  }

  async #observe(user: string, pool: string): Promise<RegistrationObservation> {
    const { environment, agents, leases, evidence } = this.#options;
    await agents.arrival(user);
    return leases.using({ alone: [user] }, () =>
      evidence.around(`registration/${user}`, [user], async () => {
        const agent = await agents.agent(user);
        const homed = environment.users.filter((known) => known.pool === pool).map(({ name }) => name);
        const lives = homed.flatMap((name) => agents.lifeOf(name) ?? []);
        const seen = { user, pool, lives };
        if (agent === undefined) return agents.lossOf(user) === undefined ? { ...seen, notSignedIn: true } : seen;
        const renewal = await this.#renew(agent, false);
        if (renewal.trouble !== undefined) return { ...seen, renewal };
        const proof = await this.#renew(agent, true);
        return { ...seen, renewal, proof: { ...proof, isNew: agent.life.at(-1)?.kind === 'proven-anew' } };
      }),
    );
  }

  async #renew(agent: Agent, anew: boolean): Promise<RenewalObservation> {
    const { clock } = this.#options;
    const begin = clock.monotonic();
    try {
      await agent.renew(anew);
      return { took: clock.monotonic() - begin };
    } catch (error) {
      return { trouble: troubleOf(error), took: clock.monotonic() - begin };
    }
  }
}
