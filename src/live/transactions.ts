import type { Lane, TransactionOrder } from '../admin/index.ts';
import { judgeDelivered, judgeTransaction, type TransactionObservation } from '../checks/index.ts';
import type { Environment, Secrets, TestUser } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { LanePool } from '../facts/index.ts';
import type { Finding } from '../outcome/index.ts';
import type { Pair } from '../plan/index.ts';
import type { Attachment } from '../results/index.ts';
import type { AgentPool } from './agents.ts';
import type { Exchanges } from './exchanges.ts';
import { fileNameOf } from './run-files.ts';

export interface TransactionsOptions {
  readonly environment: Environment;
  readonly secrets: Secrets;
  readonly agents: AgentPool;
  readonly exchanges: Exchanges;
  /** Users of the planned transactions, and the pairs whose two witnesses are compared. */
  readonly users: readonly string[];
  readonly compared: readonly Pair[];
  /** Opens a lane whose process has these variables, too. */
  openLane(site: string, variables: Readonly<Record<string, string>>): Lane;
  /** Keeps the product's own log of a transaction. */
  keepLog(path: string, log: string): void;
}

/** What a transaction came to, and what was kept of it. */
export interface SeenTransaction {
  readonly finding: Finding;
  /** Milliseconds, as the product measured them. */
  readonly latency?: number;
  readonly attachments: readonly Attachment[];
}

/**
 * The product's own transactions, run once each with the test users of the run. Our own agents sign off before the first of them: an
 * invitation goes to every client of a user, and whoever answers first would take it from the other witness.
 */
export class Transactions {
  readonly #options: TransactionsOptions;
  readonly #known = new Map<string, Promise<SeenTransaction>>();
  readonly #lanes = new Map<string, LanePool>();
  #alone: Promise<void> | undefined;

  constructor(options: TransactionsOptions) {
    this.#options = options;
  }

  registration(site: string, user: string): Promise<SeenTransaction> {
    return this.#once(site, 'Test-CsRegistration', user, this.#user(user).pool, { User: user });
  }

  /** The parts of a pair are those of the cmdlet: who acts first comes first. */
  ofPair(test: string, pair: Pair, parts: readonly [string, string] = ['Sender', 'Receiver']): Promise<SeenTransaction> {
    const users = test === 'Test-CsPresence' ? [pair.to, pair.from] : [pair.from, pair.to];
    const by = Object.fromEntries(parts.map((part, index) => [part, users[index] as string]));
    return this.#once(pair.fromSite, test, `${pair.from} → ${pair.to}`, pair.fromPool, by);
  }

  /** What our own clients saw of the pair. */
  async own(pair: Pair): Promise<Finding> {
    return judgeDelivered(await this.#options.exchanges.of(pair));
  }

  async close(): Promise<{ count: number; problems: string[] }> {
    const closed = await Promise.all([...this.#lanes.values()].map((pool) => pool.close()));
    return { count: closed.reduce((sum, { count }) => sum + count, 0), problems: closed.flatMap(({ problems }) => problems) };
  }

  #once(site: string, test: string, who: string, target: string, users: Record<string, string>): Promise<SeenTransaction> {
    const key = `${test} ${who}`;
    let seen = this.#known.get(key);
    if (seen === undefined) {
      seen = this.#run(site, test, who, target, users);
      this.#known.set(key, seen);
    }
    return seen;
  }

  async #run(site: string, test: string, who: string, target: string, users: Record<string, string>): Promise<SeenTransaction> {
    const order: TransactionOrder = {
      test,
      target,
      users: Object.fromEntries(Object.entries(users).map(([part, name]) => [part, this.#credential(this.#user(name))])),
    };
    this.#alone ??= this.#signOff();
    await this.#alone;
    const fact = await this.#lanesOf(site).ask((lane) => lane.transaction(order));
    const seen: TransactionObservation = { test, who, target, fact };
    const attachments: Attachment[] = [];
    if (fact.log !== undefined) {
      const path = `synthetic/${fileNameOf(`${test} ${who}`)}.xml`;
      this.#options.keepLog(path, fact.log);
      attachments.push({ title: `log of ${test}`, path });
    }
    const latency = fact.answers[0]?.latency;
    return { finding: judgeTransaction(seen), attachments, ...(latency === undefined ? {} : { latency }) };
  }

  async #signOff(): Promise<void> {
    const { agents, exchanges, users, compared } = this.#options;
    // Our own look at these pairs comes first: afterwards nobody of ours signs in any more.
    await Promise.allSettled(compared.map((pair) => exchanges.of(pair)));
    await Promise.all(users.map((user) => agents.signOut(user)));
  }

  #lanesOf(site: string): LanePool {
    let pool = this.#lanes.get(site);
    if (pool === undefined) {
      pool = new LanePool(1, () => this.#options.openLane(site, this.#variables()));
      this.#lanes.set(site, pool);
    }
    return pool;
  }

  /** The passwords, in the environment of the shell and nowhere else. */
  #variables(): Record<string, string> {
    const { secrets, users } = this.#options;
    return Object.fromEntries(
      users.flatMap((name) => {
        const user = this.#user(name);
        const password = secrets.passwordOf(user);
        return password === undefined ? [] : [[this.#variableOf(user), password.reveal()]];
      }),
    );
  }

  #credential(user: TestUser): TransactionOrder['users'][string] {
    if (user.login === undefined || user.password === undefined)
      throw new CoexistenceError('NO_CREDENTIALS', `The environment file has no login and password for ${user.name}.`);
    return { uri: user.uri, login: user.login, secret: this.#variableOf(user) };
  }

  #variableOf(user: TestUser): string {
    return `COEX_TEST_USER_${this.#options.environment.users.indexOf(user)}`;
  }

  #user(name: string): TestUser {
    const user = this.#options.environment.users.find((known) => known.name === name);
    if (user === undefined) throw new CoexistenceError('UNEXPECTED', `The plan names ${name}, who is not in the environment.`);
    return user;
  }
}
