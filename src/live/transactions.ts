import type { Lane, TransactionOrder } from '../admin/index.ts';
import {
  type Control,
  judgeDelivered,
  judgeLimit,
  judgeTransaction,
  type TransactionObservation,
  troubleFinding,
  troubleOf,
} from '../checks/index.ts';
import type { Environment, Secrets, TestUser } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { LanePool } from '../facts/index.ts';
import type { GenerationName } from '../generations/index.ts';
import { checkOf, limitOf } from '../guide/index.ts';
import { type Finding, notCovered, undetermined } from '../outcome/index.ts';
import type { Pair, PlannedCase } from '../plan/index.ts';
import type { Attachment } from '../results/index.ts';
import type { AgentPool } from './agents.ts';
import type { Exchanges } from './exchanges.ts';
import { fileNameOf } from './run-files.ts';
import { homeOf, orderOf, type PlannedOrder, transactionNamed, usersIn } from './transaction-order.ts';

export interface TransactionsOptions {
  readonly environment: Environment;
  readonly secrets: Secrets;
  readonly agents: AgentPool;
  readonly exchanges: Exchanges;
  /** Whether something may be left behind. */
  readonly allowChanges: boolean;
  /** Planned cases that are looked at by transactions. */
  readonly cases: readonly PlannedCase[];
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

  /** What the transaction of a planned case came to; where it is expected to meet a known limit, whether it did. */
  async of(planned: PlannedCase): Promise<SeenTransaction> {
    if (!this.#options.allowChanges && checkOf(planned.check)?.needs.includes('permission-to-change')) {
      const { cmdlet } = transactionNamed(planned.check);
      const why = `${cmdlet} was not run, which leaves a message behind: the run was not allowed to change the estate.`;
      return { finding: notCovered('CHANGES_NOT_ALLOWED', why), attachments: [] };
    }
    const limit = planned.limit === undefined ? undefined : limitOf(planned.limit);
    if (limit === undefined) return this.#plain(planned);
    const tried = await this.#settled(planned);
    const lackedBy =
      tried.finding.code === 'CMDLET_NOT_OFFERED' && limit.id === 'transactions-of-2013'
        ? await this.#toolsOf(planned.site)
        : undefined;
    const isTold = tried.finding.outcome === 'pass' || (tried.finding.outcome === 'undetermined' && lackedBy === undefined);
    const controls = isTold ? [] : await this.#controlsOf(planned, lackedBy === 'lync-2010');
    const finding = judgeLimit({
      limit,
      tried: tried.finding,
      shownBy: ['TRANSACTION_FAILED'],
      controls,
      ...(lackedBy === undefined ? {} : { lackedBy }),
    });
    return { ...tried, finding };
  }

  /** What Test-CsIM came to for a pair. */
  message(pair: Pair): Promise<SeenTransaction> {
    return this.#run(orderOf(transactionNamed('synthetic.im'), this.#options.environment, { kind: 'pair', pair }, pair.fromSite));
  }

  /** What our own clients saw of the pair. */
  async own(pair: Pair): Promise<Finding> {
    return judgeDelivered(await this.#options.exchanges.of(pair));
  }

  async close(): Promise<{ count: number; problems: string[] }> {
    const closed = await Promise.all([...this.#lanes.values()].map((pool) => pool.close()));
    return { count: closed.reduce((sum, { count }) => sum + count, 0), problems: closed.flatMap(({ problems }) => problems) };
  }

  async #plain(planned: PlannedCase): Promise<SeenTransaction> {
    return this.#run(orderOf(transactionNamed(planned.check), this.#options.environment, planned.target, planned.site));
  }

  /** The same; whatever kept anybody from looking is a finding, too. */
  #settled(planned: PlannedCase): Promise<SeenTransaction> {
    return settled(this.#plain(planned));
  }

  /**
   * What shows that the transaction could have worked: all who take part sign in, and where there is no limit it works for somebody; that
   * need not be where the tools do not have it at all.
   */
  async #controlsOf(planned: PlannedCase, isLacking: boolean): Promise<readonly Control[]> {
    const { environment, cases } = this.#options;
    const registration = transactionNamed('synthetic.registration');
    const found = await Promise.all(
      usersIn(planned).map(async (user): Promise<Control> => {
        // Through the same shell: that another one works would say nothing about this one.
        const pool = homeOf(environment, user);
        const order = orderOf(registration, environment, { kind: 'user', user, pool }, planned.site);
        return { what: `${registration.cmdlet} of ${user}`, finding: (await settled(this.#run(order))).finding };
      }),
    );
    const free = cases.filter(({ check, limit }) => check === planned.check && limit === undefined);
    const near = [...free.filter(({ site }) => site === planned.site), ...free.filter(({ site }) => site !== planned.site)];
    if (isLacking) return found;
    const works = await this.#firstThatWorks(near);
    const what = `${transactionNamed(planned.check).cmdlet} of users of 2013`;
    const nobody = { what, finding: undetermined('DEPENDS_ON_OTHER', 'Nobody for whom it is to work takes part in this run.') };
    return [...found, works ?? nobody];
  }

  /** The first of some cases that works, else the first; `undefined` for none. */
  async #firstThatWorks(cases: readonly PlannedCase[]): Promise<Control | undefined> {
    let first: Control | undefined;
    for (const planned of cases) {
      const control = { what: planned.title, finding: (await this.#settled(planned)).finding };
      if (control.finding.outcome === 'pass') return control;
      first ??= control;
    }
    return first;
  }

  /** The generation of the tools that a site is asked through; `undefined` where they do not say. */
  #toolsOf(site: string): Promise<GenerationName | undefined> {
    return this.#lanesOf(site)
      .ask((lane) => lane.host())
      .then(
        ({ tools }) => tools,
        () => undefined,
      );
  }

  #run(order: PlannedOrder): Promise<SeenTransaction> {
    const key = `${order.site} ${order.test} ${order.who}`;
    let seen = this.#known.get(key);
    if (seen === undefined) {
      seen = this.#ask(order);
      this.#known.set(key, seen);
    }
    return seen;
  }

  async #ask({ site, test, who, target, users, more }: PlannedOrder): Promise<SeenTransaction> {
    const order: TransactionOrder = {
      test,
      target,
      users: Object.fromEntries(Object.entries(users).map(([part, name]) => [part, this.#credential(this.#user(name))])),
      more,
    };
    this.#alone ??= this.#signOff();
    await this.#alone;
    const fact = await this.#lanesOf(site).ask((lane) => lane.transaction(order));
    const seen: TransactionObservation = { test, who, target, fact };
    const attachments: Attachment[] = [];
    if (fact.log !== undefined) {
      const path = `synthetic/${fileNameOf(`${test} ${who} in ${site}`)}.xml`;
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

const settled = (running: Promise<SeenTransaction>): Promise<SeenTransaction> =>
  running.catch((error: unknown) => ({ finding: troubleFinding(troubleOf(error)), attachments: [] }));
