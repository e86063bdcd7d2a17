import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Lab, type LabOptions, type LabUser, startLab } from '../../src/lab/index.ts';
import { systemClock } from '../../src/time/index.ts';
import { RawSipClient, type RawUser } from './raw-sip-client.ts';

/** A living lab and hand-written clients of it; everything ends with it. */
export class RawLab {
  readonly lab: Lab;
  readonly #state: string;
  readonly #clients: RawSipClient[] = [];

  private constructor(lab: Lab, state: string) {
    this.lab = lab;
    this.#state = state;
  }

  static async start(options: Partial<LabOptions> = {}): Promise<RawLab> {
    const state = await mkdtemp(join(tmpdir(), 'coex-raw-'));
    return new RawLab(await startLab({ state, clock: systemClock, ...options }), state);
  }

  /** A client of a user (first name in the SIP URI), connected to a server over TCP and not signed in yet. */
  async client(name: string, server: string, other: Partial<RawUser> = {}): Promise<RawSipClient> {
    const { uri, login, password } = this.user(name);
    const client = await RawSipClient.open({ uri, login, password, ...other }, this.port(server));
    this.#clients.push(client);
    return client;
  }

  /** The same, signed in at a server of the home pool. */
  async signedIn(name: string): Promise<RawSipClient> {
    const pool = this.lab.describe().pools.find((entry) => entry.fqdn === this.user(name).pool)!;
    const client = await this.client(name, pool.servers.at(-1)!.fqdn);
    const { status } = await client.register();
    if (status !== 200) throw new Error(`${name} was not signed in: ${status}`);
    return client;
  }

  user(name: string): LabUser {
    return this.lab.estate.users.get(`sip:${name}@contoso.net`)!;
  }

  port(server: string, transport: 'tls' | 'tcp' = 'tcp'): number {
    const servers = this.lab.describe().pools.flatMap((pool) => pool.servers);
    return servers.find((entry) => entry.fqdn === server)![transport].port;
  }

  endpointsOf(name: string): number {
    return this.lab.endpointsOf(this.user(name).uri).length;
  }

  violations(): string[] {
    return this.lab.violations().map((violation) => violation.reason);
  }

  async post(path: string, body: object): Promise<unknown> {
    return (await fetch(`${this.lab.control}${path}`, { method: 'POST', body: JSON.stringify(body) })).json();
  }

  async close(): Promise<void> {
    for (const client of this.#clients) client.close();
    await this.lab.close();
    await rm(this.#state, { recursive: true, force: true });
  }
}
