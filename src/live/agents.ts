import { type LifeObservation, type Trouble, troubleOf } from '../checks/index.ts';
import type { Rate } from '../concurrency/index.ts';
import { type Environment, isSpokenFor, type Secrets, type TestUser, type TrustedServer } from '../environment/index.ts';
import { CoexistenceError, catalogue, isCoexistenceError } from '../errors/index.ts';
import type { WireSink } from '../evidence/index.ts';
import type { Locator } from '../network/index.ts';
import { Secret } from '../redaction/index.ts';
import type { Agent, LifeEvent, Registration, SignIn } from '../sip/agent/index.ts';
import type { Clock, Punctuality } from '../time/index.ts';
import type { Evidence } from './evidence-files.ts';
import { type Discovery, signInOptionsFor } from './sign-in-options.ts';
import type { Vantage } from './vantage.ts';

/** How one sign-in went. */
export interface SignInResult {
  readonly registration?: Registration;
  readonly trouble?: Trouble;
  /** Milliseconds. */
  readonly took: number;
}

/** How a user came in: first over the pool of the other generation, where that is asked for, then at home. */
export interface Arrival {
  readonly redirected?: SignInResult;
  /** By name: how it went over each door that the user was to try first. */
  readonly doors: ReadonlyMap<string, SignInResult>;
  readonly home: SignInResult;
}

export interface AgentPoolOptions {
  readonly environment: Environment;
  readonly secrets: Secrets;
  readonly signIn: SignIn;
  readonly locator: Locator;
  /** Whom users without a server of their own ask for theirs. */
  readonly discovery?: Discovery;
  readonly ca?: string;
  readonly trustedServer?: TrustedServer;
  readonly takeOver: boolean;
  readonly signIns: Rate;
  readonly vantage: Vantage;
  readonly wire: WireSink;
  readonly evidence: Evidence;
  readonly clock: Clock;
  readonly punctuality: Punctuality;
  /** By user name: the pool to come in over first. */
  readonly redirectVia: ReadonlyMap<string, string>;
  /** By user name: single servers, and Access Edges, to come in over and go out again before the user stays at home. */
  readonly doors: ReadonlyMap<string, readonly Door[]>;
}

/** A place to sign in at that is not the name of a pool. */
export interface Door {
  readonly server: string;
  /** Where it is not 5061: an Access Edge. */
  readonly port?: number;
}

/**
 * The agents of a run: one per test user, signed in when first needed and kept until the end. The first refusal of a password opens a
 * breaker: the account is not tried again in this run.
 */
export class AgentPool {
  readonly #options: AgentPoolOptions;
  readonly #arrivals = new Map<string, Promise<Arrival>>();
  readonly #agents = new Map<string, Agent>();
  /** What happened to agents that were signed out since. */
  readonly #pasts = new Map<string, readonly LifeEvent[]>();
  /** Sign-ins of users whom this run had signed out: whoever asks meanwhile waits for the same one. */
  readonly #returns = new Map<string, Promise<SignInResult>>();
  readonly #leaving = new Set<Promise<unknown>>();
  readonly #refused = new Map<string, string>();
  readonly #distrust = new Map<string, Trouble>();
  #closing = false;

  constructor(options: AgentPoolOptions) {
    this.#options = options;
  }

  /** Signs the user in, once in a run, and says how it went; never throws. */
  arrival(name: string): Promise<Arrival> {
    let arrival = this.#arrivals.get(name);
    if (arrival === undefined) {
      arrival = this.#options.evidence.around(`signin/${name}`, [name], () => this.#arrive(this.#user(name)));
      this.#arrivals.set(name, arrival);
    }
    return arrival;
  }

  /** The signed-in agent of a user, signed in again if this run had signed it out; `undefined` when the user could not sign in. */
  async agent(name: string): Promise<Agent | undefined> {
    await this.arrival(name);
    const known = this.#agents.get(name);
    if (known !== undefined) {
      // A connection that was lost may be on its way back: so many tries, and no longer.
      await known.settled();
      this.#heed(known);
      return known.lost === undefined ? known : undefined;
    }
    const user = this.#user(name);
    if (this.#closing || this.#refused.has(user.login?.toLowerCase() ?? '') || this.#arrivals.get(name) === undefined)
      return undefined;
    const { home } = await this.arrival(name);
    if (home.trouble !== undefined) return undefined;
    let back = this.#returns.get(name);
    if (back === undefined) {
      back = this.#signIn(user, { server: user.pool }, true).finally(() => this.#returns.delete(name));
      this.#returns.set(name, back);
    }
    await back;
    return this.#agents.get(name);
  }

  /**
   * Why a user whose agent is not to be had is not there: signed in and lost since, with the reason; `undefined` for one who never was, as
   * the sign-in cases say.
   */
  lossOf(name: string): Trouble | undefined {
    const lost = this.#agents.get(name)?.lost;
    if (lost === undefined) return undefined;
    const { message, hint } = troubleOf(lost);
    const text = `${name} was signed in and is not any more: ${message}`;
    return { code: 'SIGN_IN_NOT_KEPT', message: text, ...(hint === undefined ? {} : { hint }) };
  }

  /** True where this host speaks for the user as a trusted server: nobody signs in, and nothing reaches the user. */
  isSpokenFor(name: string): boolean {
    return isSpokenFor(this.#options.environment, this.#user(name));
  }

  /** Why this host could not speak for the user: a sign-in that has no case of its own, so whoever needs it tells of it. */
  distrustOf(name: string): Trouble | undefined {
    return this.#distrust.get(name);
  }

  /** What happened to the registrations of a user in this run; `undefined` for one who was never signed in to stay. */
  lifeOf(name: string): LifeObservation | undefined {
    const agent = this.#agents.get(name);
    const past = this.#pasts.get(name);
    if (agent === undefined && past === undefined) return undefined;
    // Whoever was signed out by us was not lost.
    return {
      user: name,
      life: [...(past ?? []), ...(agent?.life ?? [])],
      isSignedIn: agent === undefined || agent.lost === undefined,
    };
  }

  /** A password that was refused in the middle of the run opens the breaker like any other. */
  #heed({ lost, name }: Agent): void {
    const login = this.#user(name).login;
    if (isCoexistenceError(lost) && lost.code === 'CREDENTIALS_REFUSED' && login !== undefined)
      this.#refused.set(login.toLowerCase(), lost.message);
  }

  /** Signs a user out for a while; `agent` brings the user back. */
  async signOut(name: string): Promise<readonly string[]> {
    const agent = this.#agents.get(name);
    this.#agents.delete(name);
    if (agent !== undefined) this.#pasts.set(name, [...(this.#pasts.get(name) ?? []), ...agent.life]);
    if (agent === undefined) return [];
    const leaving = agent.signOut();
    this.#leaving.add(leaving);
    try {
      return await leaving;
    } finally {
      this.#leaving.delete(leaving);
    }
  }

  /** A sign-in with a password that is certainly wrong: only ever for refusal-probe users, and the caller keeps the 24 hours. */
  async tryWrongPassword(
    name: string,
    wrong: TestUser & { readonly login: string },
    password: SignInPassword,
  ): Promise<SignInResult> {
    if (wrong.purpose !== 'refusal-probe') throw new CoexistenceError('UNEXPECTED', `${name} is not a refusal-probe user.`);
    const { clock, signIns } = this.#options;
    await signIns.turn();
    const begin = clock.monotonic();
    try {
      const agent = await this.#options.signIn(signInOptionsFor(this.#options, wrong, { server: wrong.pool }, password));
      await agent.signOut();
      return { registration: agent.registration, took: clock.monotonic() - begin };
    } catch (error) {
      return { trouble: await this.#trouble(error, wrong.pool), took: clock.monotonic() - begin };
    }
  }

  async close(): Promise<{ count: number; problems: string[] }> {
    this.#closing = true;
    // A sign-in that is still under way becomes an agent that has to be signed out, too.
    await Promise.allSettled([...this.#arrivals.values(), ...this.#returns.values(), ...this.#leaving]);
    const agents = [...this.#agents.values()];
    this.#agents.clear();
    const problems = await Promise.all(agents.map((agent) => agent.signOut()));
    return { count: agents.length, problems: problems.flat() };
  }

  #user(name: string): TestUser {
    const user = this.#options.environment.users.find((known) => known.name === name);
    if (user === undefined) throw new CoexistenceError('UNEXPECTED', `The plan names ${name}, who is not in the environment.`);
    return user;
  }

  async #arrive(user: TestUser): Promise<Arrival> {
    const via = this.#options.redirectVia.get(user.name);
    const redirected = via === undefined ? undefined : await this.#signIn(user, { server: via }, false);
    // One after the other, and out again each time: nobody else uses the user yet, and a second endpoint would get messages of the first.
    const doors = new Map<string, SignInResult>();
    for (const door of this.#options.doors.get(user.name) ?? []) doors.set(door.server, await this.#signIn(user, door, false));
    const home = await this.#signIn(user, { server: user.pool }, true);
    return { ...(redirected === undefined ? {} : { redirected }), doors, home };
  }

  async #signIn(user: TestUser, door: Door, stay: boolean): Promise<SignInResult> {
    const { server } = door;
    const { clock, secrets, signIns, vantage } = this.#options;
    const begin = clock.monotonic();
    try {
      const isTrusted = isSpokenFor(this.#options.environment, user);
      const password = isTrusted ? new Secret('') : secrets.passwordOf(user);
      const login = isTrusted ? '' : user.login;
      if (password === undefined || login === undefined) {
        throw new CoexistenceError('NO_CREDENTIALS', `${user.name} has no login and password in the environment file.`);
      }
      const refused = this.#refused.get(login.toLowerCase());
      if (refused !== undefined) {
        throw new CoexistenceError('CREDENTIALS_REFUSED', `${user.name} was not tried again at ${server}: ${refused}`);
      }
      if (this.#closing) throw new CoexistenceError('NOT_RUN', `${user.name} was not signed in: the run is ending.`);
      await signIns.turn();
      const turn = (): Promise<void> => signIns.turn();
      const seat = stay ? { ...this.#options, turn } : this.#options;
      const agent = await this.#options.signIn(signInOptionsFor(seat, { ...user, login }, door, password));
      for (const hop of agent.registration.hops) vantage.answered(hop.targetName ?? hop.server);
      const result = { registration: agent.registration, took: clock.monotonic() - begin };
      if (stay) this.#agents.set(user.name, agent);
      else await agent.signOut();
      return result;
    } catch (error) {
      if (isCoexistenceError(error) && error.code === 'CREDENTIALS_REFUSED' && user.login !== undefined) {
        this.#refused.set(user.login.toLowerCase(), error.message);
      }
      const trouble = await this.#trouble(error, server);
      if (this.isSpokenFor(user.name)) this.#distrust.set(user.name, trouble);
      return { trouble, took: clock.monotonic() - begin };
    }
  }

  async #trouble(error: unknown, server: string): Promise<Trouble> {
    const trouble = troubleOf(error);
    if (trouble.code !== 'NO_ANSWER') {
      // Whatever else it was, somebody answered there.
      if (isCoexistenceError(error) && typeof error.facts.server === 'string') this.#options.vantage.answered(error.facts.server);
      return trouble;
    }
    const after = isCoexistenceError(error) && typeof error.facts.after === 'number' ? error.facts.after : 0;
    const { clock, punctuality } = this.#options;
    const now = clock.monotonic();
    // Nobody was silent for as long as this process did not listen.
    if (punctuality.lateBetween(now - after, now) > after / 4) return { ...trouble, hint: catalogue.OWN_HOST_LATE.hint };
    const silent = isCoexistenceError(error) && typeof error.facts.server === 'string' ? error.facts.server : server;
    const aliveBecause = await this.#options.vantage.aliveBecause(silent);
    return aliveBecause === undefined ? trouble : { ...trouble, aliveBecause };
  }
}

type SignInPassword = Parameters<typeof signInOptionsFor>[3];
