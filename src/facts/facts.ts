import type {
  AdminRoleFact,
  CertificateFact,
  ClientPinFact,
  ClientVersionFact,
  DeploymentFact,
  DirectoryFact,
  HostFact,
  Lane,
  MeetingPolicyFact,
  Part,
  PoolFact,
  PoolSightFact,
  PoolUsersFact,
  RemainderFact,
  ReplicaFact,
  SiteFact,
  UserFact,
  VoiceUserFact,
  WindowsService,
} from '../admin/index.ts';
import { CoexistenceError, isCoexistenceError } from '../errors/index.ts';
import { type Clock, watch } from '../time/index.ts';
import { SiteLanes } from './site-lanes.ts';
import { answerOf, factError, type Keep, type Learnt } from './stored.ts';

/** The services of a server, looked at until none that must run was still starting, or its time was up. */
export interface ServicesFact {
  readonly server: string;
  readonly services: readonly WindowsService[];
  /** Milliseconds. */
  readonly waited: number;
}

export interface FactsOptions {
  /** The seat that a name stands for, a site's own for the newest endpoint of it, and the site it belongs to. */
  seatOf(name: string): { readonly seat: string; readonly site: string };
  openLane(seat: string): Lane;
  /** Lanes at one seat; a site never has more than three. */
  readonly lanesPerSite: number;
  /** Milliseconds a starting service is waited for, and between two looks. */
  readonly serviceStart: number;
  readonly serviceLookEvery: number;
  readonly keep: Keep;
  /** Answers from a run folder, instead of an estate: then nobody is asked. Throws where the run did not keep the fact. */
  readonly recorded?: (name: string) => Learnt;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** Asks the estate each question once, however many cases want to know, and remembers the answer or the error for the run. */
export class Facts {
  readonly #options: FactsOptions;
  readonly #lanes = new Map<string, SiteLanes>();
  readonly #known = new Map<string, Promise<unknown>>();
  /** By seat: the silence of the estate's management, once a whole budget was spent on it. */
  readonly #silent = new Map<string, CoexistenceError>();

  constructor(options: FactsOptions) {
    this.#options = options;
  }

  sites(seat: string): Promise<readonly SiteFact[]> {
    return this.#once('sites', seat, (lane) => lane.sites());
  }

  /** What the shell at a seat is, and which tools are in it. */
  host(seat: string): Promise<HostFact> {
    return this.#once('host', seat, (lane) => lane.host());
  }

  /** The pools of a site; `seat` says where to ask, as for the other questions. */
  pools(site: string, seat: string = site): Promise<readonly PoolFact[]> {
    return this.#once(`pools-of-${site}`, seat, (lane) => lane.poolsOf(site));
  }

  /** Whether the tools at a seat show a pool. */
  poolSight(seat: string, pool: string): Promise<PoolSightFact> {
    return this.#once(`pool-sight-${pool}`, seat, (lane) => lane.poolSight(pool));
  }

  replication(seat: string): Promise<readonly ReplicaFact[]> {
    return this.#once('replication', seat, (lane) => lane.replication());
  }

  adminRoles(seat: string): Promise<readonly AdminRoleFact[]> {
    return this.#once('admin-roles', seat, (lane) => lane.adminRoles());
  }

  /** Names of the roles of an account. */
  rolesOf(seat: string, account: string): Promise<readonly string[]> {
    return this.#once(`roles-of-${account}`, seat, (lane) => lane.rolesOf(account));
  }

  certificates(seat: string): Promise<readonly CertificateFact[]> {
    return this.#once('certificates', seat, (lane) => lane.certificates());
  }

  /** What the topology is made of, one call for all of it; the estate is one, so `seat` only says where to ask. */
  deployment(seat: string): Promise<DeploymentFact> {
    return this.#once('deployment', seat, (lane) => lane.deployment());
  }

  directory(seat: string): Promise<DirectoryFact> {
    return this.#once('directory', seat, (lane) => lane.directory());
  }

  fabricOf(seat: string, pool: string): Promise<Part<{ readonly line: string }>> {
    return this.#once(`fabric-${pool}`, seat, (lane) => lane.fabricOf(pool));
  }

  readiness(seat: string): Promise<Part<{ readonly pool: string; readonly state: string }>> {
    return this.#once('readiness', seat, (lane) => lane.readiness());
  }

  userReplicationOn(seat: string, server: string): Promise<Part<{ readonly text: string }>> {
    return this.#once(`user-replication-${server}`, seat, (lane) => lane.userReplicationOn(server));
  }

  /** `pools` are those that are to be retired, in the order of the file. */
  remainderOf(seat: string, pools: readonly string[]): Promise<RemainderFact> {
    return this.#once('remainder', seat, (lane) => lane.remainderOf(pools));
  }

  /** The users of a pool, counted, and the test users with these addresses, who must be the same in every call for the pool. */
  poolUsers(site: string, pool: string, uris: readonly string[]): Promise<PoolUsersFact> {
    return this.#once(`pool-users-${pool}`, site, (lane) => lane.poolUsers(pool, uris));
  }

  /** The users with these addresses, wherever they are homed; `undefined` for one whom nobody knows. */
  async users(site: string, pool: string, uris: readonly string[]): Promise<readonly (UserFact | undefined)[]> {
    const { users } = await this.poolUsers(site, pool, uris);
    return uris.map((uri) => users.find(({ sipAddress }) => sipAddress.trim().toLowerCase() === uri.toLowerCase()));
  }

  clientVersions(site: string): Promise<ClientVersionFact> {
    return this.#once('client-versions', site, (lane) => lane.clientVersions());
  }

  /** What becomes of numbers that a user of the pool dials. */
  voiceUsers(site: string, pool: string, uris: readonly string[], numbers: readonly string[]): Promise<readonly VoiceUserFact[]> {
    return this.#once(`voice-users-${pool}`, site, (lane) => lane.voiceUsers(uris, numbers));
  }

  meetingPolicies(site: string): Promise<MeetingPolicyFact> {
    return this.#once('meeting-policies', site, (lane) => lane.meetingPolicies());
  }

  clientPins(site: string, pool: string, uris: readonly string[]): Promise<readonly ClientPinFact[]> {
    return this.#once(`client-pins-${pool}`, site, (lane) => lane.clientPins(uris));
  }

  /** `expected` names the services that are worth waiting for while they start. */
  services(seat: string, server: string, isStarting: (services: readonly WindowsService[]) => boolean): Promise<ServicesFact> {
    const { clock, serviceStart, serviceLookEvery, signal } = this.#options;
    return this.#remember(`services-${server}`, async () => {
      const seen = await watch(
        () => this.#ask(seat, (lane) => lane.servicesOf(server)),
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
  withLane<T>(seat: string, use: (lane: Lane) => Promise<T>): Promise<T> {
    return this.#ask(seat, use);
  }

  async close(): Promise<{ count: number; problems: string[] }> {
    const closed = await Promise.all([...this.#lanes.values()].map((lanes) => lanes.close()));
    return { count: closed.reduce((sum, { count }) => sum + count, 0), problems: closed.flatMap(({ problems }) => problems) };
  }

  #once<T>(what: string, name: string, question: (lane: Lane) => Promise<T>): Promise<T> {
    const { seat } = this.#options.seatOf(name);
    return this.#remember(`${what}-${seat}`, () => this.#ask(seat, question));
  }

  #remember<T>(name: string, look: () => Promise<T>): Promise<T> {
    const { keep, clock, recorded } = this.#options;
    if (recorded !== undefined) return Promise.resolve().then(() => answerOf(recorded(name)) as T);
    const known = this.#known.get(name);
    if (known !== undefined) return known as Promise<T>;
    const asked = look();
    this.#known.set(name, asked);
    asked.then(
      (value) => keep(name, { asked: clock.now(), value: value ?? null }),
      (error: unknown) => keep(name, { asked: clock.now(), error: factError(error) }),
    );
    return asked;
  }

  async #ask<T>(name: string, question: (lane: Lane) => Promise<T>): Promise<T> {
    const { seat, site } = this.#options.seatOf(name);
    let lanes = this.#lanes.get(site);
    if (lanes === undefined) {
      lanes = new SiteLanes(this.#options.lanesPerSite, (at) => this.#options.openLane(at));
      this.#lanes.set(site, lanes);
    }
    return lanes.ask(seat, async (lane) => {
      const silence = this.#silent.get(seat);
      if (silence !== undefined) throw notAsked(seat, silence);
      try {
        return await question(lane);
      } catch (error) {
        if (isCoexistenceError(error) && error.code === 'MANAGEMENT_UNREACHABLE') this.#silent.set(seat, error);
        throw error;
      }
    });
  }
}

/** A store that said nothing to one question is not asked the others: each of them would cost its whole budget, and a run its hour. */
const notAsked = (seat: string, { code, message, hint }: CoexistenceError): CoexistenceError =>
  new CoexistenceError(code, `The management of ${seat} was asked nothing more after it did not answer: ${message}`, { hint });
