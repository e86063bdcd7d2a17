import type {
  AdminRoleFact,
  CertificateFact,
  DeploymentFact,
  DirectoryFact,
  Lane,
  Part,
  PoolFact,
  RemainderFact,
  ReplicaFact,
  SiteFact,
  UserFact,
  WindowsService,
} from '../admin/index.ts';
import { CoexistenceError, describeError, isCoexistenceError } from '../errors/index.ts';
import { type Clock, watch } from '../time/index.ts';
import { LanePool } from './lane-pool.ts';

/** The services of a server, looked at until none that must run was still starting, or its time was up. */
export interface ServicesFact {
  readonly server: string;
  readonly services: readonly WindowsService[];
  /** Milliseconds. */
  readonly waited: number;
}

export interface FactsOptions {
  openLane(site: string): Lane;
  readonly lanesPerSite: number;
  /** Milliseconds a starting service is waited for, and between two looks. */
  readonly serviceStart: number;
  readonly serviceLookEvery: number;
  /** Keeps what was answered: name of the fact and its plain value. */
  keep(name: string, value: unknown): void;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** Asks the estate each question once, however many cases want to know, and remembers the answer or the error for the run. */
export class Facts {
  readonly #options: FactsOptions;
  readonly #pools = new Map<string, LanePool>();
  readonly #known = new Map<string, Promise<unknown>>();
  /** By site: the silence of the estate's management, once a whole budget was spent on it. */
  readonly #silent = new Map<string, CoexistenceError>();

  constructor(options: FactsOptions) {
    this.#options = options;
  }

  sites(site: string): Promise<readonly SiteFact[]> {
    return this.#once(`sites-${site}`, site, (lane) => lane.sites());
  }

  /** The pools of a site; `seat` says where to ask, as for the other questions. */
  pools(site: string, seat: string = site): Promise<readonly PoolFact[]> {
    return this.#once(`pools-${seat}`, seat, (lane) => lane.poolsOf(site));
  }

  replication(site: string): Promise<readonly ReplicaFact[]> {
    return this.#once(`replication-${site}`, site, (lane) => lane.replication());
  }

  adminRoles(site: string): Promise<readonly AdminRoleFact[]> {
    return this.#once(`admin-roles-${site}`, site, (lane) => lane.adminRoles());
  }

  /** Names of the roles of an account. */
  rolesOf(site: string, account: string): Promise<readonly string[]> {
    return this.#once(`roles-of-${account}-${site}`, site, (lane) => lane.rolesOf(account));
  }

  certificates(site: string): Promise<readonly CertificateFact[]> {
    return this.#once(`certificates-${site}`, site, (lane) => lane.certificates());
  }

  /** What the topology is made of, one call for all of it; the estate is one, so `seat` only says where to ask. */
  deployment(seat: string): Promise<DeploymentFact> {
    return this.#once(`deployment-${seat}`, seat, (lane) => lane.deployment());
  }

  directory(seat: string): Promise<DirectoryFact> {
    return this.#once(`directory-${seat}`, seat, (lane) => lane.directory());
  }

  fabricOf(seat: string, pool: string): Promise<Part<{ readonly line: string }>> {
    return this.#once(`fabric-${pool}`, seat, (lane) => lane.fabricOf(pool));
  }

  readiness(seat: string): Promise<Part<{ readonly pool: string; readonly state: string }>> {
    return this.#once(`readiness-${seat}`, seat, (lane) => lane.readiness());
  }

  userReplicationOn(seat: string, server: string): Promise<Part<{ readonly text: string }>> {
    return this.#once(`user-replication-${server}`, seat, (lane) => lane.userReplicationOn(server));
  }

  /** `pools` are those that are to be retired, in the order of the file. */
  remainderOf(seat: string, pools: readonly string[]): Promise<RemainderFact> {
    return this.#once(`remainder-${seat}`, seat, (lane) => lane.remainderOf(pools));
  }

  /** One call for all users of a pool, then those that are not homed there one by one. */
  async users(site: string, pool: string, uris: readonly string[]): Promise<readonly (UserFact | undefined)[]> {
    const there = await this.#once(`users-${pool}`, site, (lane) => lane.usersOf(pool));
    return Promise.all(
      uris.map((uri) => {
        const found = there.find((user) => user.sipAddress.toLowerCase() === uri.toLowerCase());
        return found ?? this.#once(`user-${uri.replace(/^sip:/i, '')}`, site, (lane) => lane.user(uri));
      }),
    );
  }

  /** `expected` names the services that are worth waiting for while they start. */
  services(site: string, server: string, isStarting: (services: readonly WindowsService[]) => boolean): Promise<ServicesFact> {
    const { clock, serviceStart, serviceLookEvery, signal } = this.#options;
    return this.#remember(`services-${server}`, async () => {
      const seen = await watch(
        () => this.#ask(site, (lane) => lane.servicesOf(server)),
        (services) => !isStarting(services),
        { budget: serviceStart, every: serviceLookEvery, clock, ...(signal === undefined ? {} : { signal }) },
      );
      return { server, services: seen.attempts.at(-1)?.seen ?? [], waited: seen.elapsed };
    });
  }

  /** True once the server has answered for its services in this run: it is alive. Waits for a question that is under way. */
  async reached(server: string): Promise<boolean> {
    const asked = this.#known.get(`services-${server}`);
    if (asked === undefined) return false;
    return asked.then(
      () => true,
      () => false,
    );
  }

  /** For what changes something and must never be remembered. */
  withLane<T>(site: string, use: (lane: Lane) => Promise<T>): Promise<T> {
    return this.#ask(site, use);
  }

  async close(): Promise<{ count: number; problems: string[] }> {
    const closed = await Promise.all([...this.#pools.values()].map((pool) => pool.close()));
    return { count: closed.reduce((sum, { count }) => sum + count, 0), problems: closed.flatMap(({ problems }) => problems) };
  }

  #once<T>(name: string, site: string, question: (lane: Lane) => Promise<T>): Promise<T> {
    return this.#remember(name, () => this.#ask(site, question));
  }

  #remember<T>(name: string, look: () => Promise<T>): Promise<T> {
    const known = this.#known.get(name);
    if (known !== undefined) return known as Promise<T>;
    const asked = look();
    this.#known.set(name, asked);
    asked.then(
      (value) => this.#options.keep(name, { asked: this.#options.clock.now(), value }),
      (error: unknown) => this.#options.keep(name, { asked: this.#options.clock.now(), error: describeError(error) }),
    );
    return asked;
  }

  #ask<T>(site: string, question: (lane: Lane) => Promise<T>): Promise<T> {
    let pool = this.#pools.get(site);
    if (pool === undefined) {
      pool = new LanePool(this.#options.lanesPerSite, () => this.#options.openLane(site));
      this.#pools.set(site, pool);
    }
    return pool.ask(async (lane) => {
      const silence = this.#silent.get(site);
      if (silence !== undefined) throw notAsked(site, silence);
      try {
        return await question(lane);
      } catch (error) {
        if (isCoexistenceError(error) && error.code === 'MANAGEMENT_UNREACHABLE') this.#silent.set(site, error);
        throw error;
      }
    });
  }
}

/** A store that said nothing to one question is not asked the others: each of them would cost its whole budget, and a run its hour. */
const notAsked = (site: string, { code, message, hint }: CoexistenceError): CoexistenceError =>
  new CoexistenceError(code, `The management of ${site} was asked nothing more after it did not answer: ${message}`, { hint });
