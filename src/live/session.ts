import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { AccountGate, type Lane, openLane } from '../admin/index.ts';
import { changeJournal } from '../changes/index.ts';
import type { Comparison } from '../checks/index.ts';
import { Leases, limitPerKey, rate } from '../concurrency/index.ts';
import { type Environment, loadEnvironment, resolveSecrets } from '../environment/index.ts';
import { CoexistenceError } from '../errors/index.ts';
import { createWireLog } from '../evidence/index.ts';
import { environmentFact, Facts, factPath, formatFact, formatLine, type Keep, shelfPath, shellFact } from '../facts/index.ts';
import { createLocator } from '../network/index.ts';
import type { CaseId, Finding } from '../outcome/index.ts';
import type { PlannedCase } from '../plan/index.ts';
import { redactor } from '../redaction/index.ts';
import type { Attachment } from '../results/index.ts';
import { signIn } from '../sip/agent/index.ts';
import { systemClock, watchPunctuality } from '../time/index.ts';
import { AgentPool, type Door } from './agents.ts';
import { baselines } from './baseline.ts';
import { hearOfCancelling } from './cancelling.ts';
import { Conferences } from './conferences.ts';
import { ContactLists } from './contact-lists.ts';
import { estateSeat } from './estate-seat.ts';
import { type Evidence, evidenceFiles } from './evidence-files.ts';
import { Exchanges } from './exchanges.ts';
import { type FactQuestions, factQuestions } from './fact-questions.ts';
import { runLog } from './log.ts';
import { lookAhead } from './look-ahead.ts';
import { createLooks, type Looks } from './looks.ts';
import { neededLogins, trustedServerFor } from './needed-logins.ts';
import { networkFacts } from './network-facts.ts';
import { policyProbe } from './policy-probe.ts';
import { PresenceRounds } from './presence-rounds.ts';
import { refusalMemory } from './refusal-memory.ts';
import { type ForbiddenWrite, refusalProbe } from './refusal-probe.ts';
import { Registrations } from './registrations.ts';
import type { LiveRequest } from './request.ts';
import { type RunFiles, runFiles } from './run-files.ts';
import { accountAt, laneOptionsAt, seatHere } from './seat-lane.ts';
import { seatNamed } from './seats.ts';
import { Transactions } from './transactions.ts';
import { createVantage } from './vantage.ts';
import { wrongPasswordProbe } from './wrong-password.ts';

/** Everything that the cases of a run share: agents, lanes, facts and what was seen with them. */
export interface Session extends FactQuestions {
  readonly environment: Environment;
  readonly files: RunFiles;
  readonly evidence: Evidence;
  /** Aborts when the run is cancelled. */
  readonly cancelled: AbortSignal;
  readonly facts: Facts;
  /** The site that is asked for what is true of the estate as a whole. */
  readonly estateSeat: string;
  readonly agents: AgentPool;
  readonly exchanges: Exchanges;
  readonly presence: PresenceRounds;
  readonly transactions: Transactions;
  /** What can be seen without any account: names, ports, pages. */
  readonly looks: Looks;
  readonly conferences: Conferences;
  readonly contactLists: ContactLists;
  readonly registrations: Registrations;
  /** The file that holds what passed on the wire, by subject. */
  wireOf(subject: string): readonly Attachment[];
  /** Milliseconds since 1970. */
  now(): number;
  /** Keeps what is now under the name of a fact, and says what an earlier run knew of it. `is` tells a value of the right shape. */
  compare<T>(id: CaseId, fact: string, now: T, is: (value: unknown) => value is T): Comparison<T>;
  /** Through the endpoint of a seat. */
  probePolicy(site: string, seat: string): Promise<Finding>;
  probeRefusal(write: ForbiddenWrite): Promise<Finding>;
  probeWrongPassword(user: string): Promise<Finding>;
  /** Says how long ago what a case is judged by was learnt, where that was in an earlier run. */
  readonly again?: Again;
  log(message: string, facts?: Readonly<Record<string, unknown>>): void;
  close(): Promise<void>;
}

/** How a case is judged by facts of an earlier run. */
export interface Again {
  /** Looks, and tells when the oldest of the facts was learnt; milliseconds since 1970, absent where none was needed. */
  during<T>(
    id: CaseId,
    look: () => Promise<T>,
  ): Promise<{ readonly seen: T; readonly asked?: number; readonly missing: readonly string[] }>;
}

/** Opens the session of a run. Nothing is asked yet but what the plan needs from PowerShell: that starts in the background. */
export async function openSession(request: LiveRequest): Promise<Session> {
  const clock = systemClock;
  const punctuality = watchPunctuality(clock);
  const cancelling = hearOfCancelling(request.run);
  const environment = await loadEnvironment(request.environmentPath);
  const secrets = await resolveSecrets(environment, neededLogins(request.plan, environment, request.allowRefusalProbes));
  const trustedServer = await trustedServerFor(request.plan, environment);
  const redact = redactor(secrets.all());
  const files = runFiles(request.folder);
  const logger = runLog(request.folder, redact);
  const wire = createWireLog({ redactor: redact });
  const evidence = evidenceFiles(wire, files, clock);
  const { limits, budgets } = environment;
  const signIns = rate(limits.signInsPerSecond, clock);
  const messages = rate(limits.messagesPerSecond, clock);
  const ca = environment.trust.ca === undefined ? undefined : readFileSync(environment.trust.ca, 'utf8');
  const keep: Keep = (fact, learnt, shelf) => {
    // A certificate is what a server shows to everybody, and no text: a secret that is found in it stands there by chance.
    if (shelf === 'certificates') files.line(shelfPath(shelf), formatLine(fact, learnt));
    else if (shelf !== undefined) files.line(shelfPath(shelf), formatLine(fact, redact.value(learnt)));
    else files.file(factPath(fact), formatFact(fact, redact.value(learnt)));
  };
  // What is expected belongs to the facts: with it they can be judged again without the file.
  keep(environmentFact, { asked: clock.now(), value: environment });
  keep(shellFact, { asked: clock.now(), value: { shared: 'missing' in request.shell || request.shell.tools === undefined } });

  const accounts = new AccountGate();
  const startsAtOnce = limitPerKey(Math.max(2, availableParallelism()));
  const openLaneOf = (name: string, variables: Readonly<Record<string, string>> = {}): Lane => {
    const { shell } = request;
    if ('missing' in shell) throw new CoexistenceError('NO_POWERSHELL', shell.missing, { hint: shell.hint });
    const seat = seatNamed(environment, name);
    const account = accountAt(seat);
    const password = account === undefined ? undefined : secrets.passwordOf(account);
    const options = laneOptionsAt(environment, seat, shell);
    return openLane({
      ...options,
      environment: { ...options.environment, ...variables },
      accounts,
      starting: (start) => startsAtOnce('PowerShell', start),
      ...(password === undefined ? {} : { password }),
      clock,
      onProcess: (pid, ended) =>
        files.journal({ event: 'process', at: clock.now(), pid, role: 'powershell', ...(ended ? { ended } : {}) }),
      onNoise: (text) => logger.info({ seat: name, noise: text }, 'PowerShell said something beside its answers'),
    });
  };
  const facts = new Facts({
    seatOf: (name) => seatHere(environment, request.shell, name),
    openLane: (seat) => openLaneOf(seat),
    lanesPerSite: limits.lanesPerSite,
    serviceStart: budgets.serviceStart,
    serviceLookEvery: Math.min(5000, Math.max(100, budgets.serviceStart / 20)),
    keep,
    clock,
  });
  const questions = factQuestions(environment, facts);
  const { servicesOf, poolUsers } = questions;

  const earlier = baselines({
    folder: request.folder,
    environment: environment.name,
    ...(request.baseline === undefined ? {} : { named: request.baseline }),
  });
  const compare: Session['compare'] = (id, fact, now, is) => {
    const at = clock.now();
    keep(fact, { asked: at, value: now });
    const found = earlier.of(id, fact, is);
    keep(`baseline-${id}`, { asked: at, value: found }, 'baselines');
    return { now, at, earlier: found };
  };
  const vantage = createVantage(environment, facts);
  // What is not covered needs nobody: no sign-in, no publication ahead of its case.
  const cases = request.plan.cases.filter(({ notCovered }) => notCovered === undefined);
  const locator = createLocator(environment.network);
  const looks = createLooks({
    environment,
    locator,
    ...(ca === undefined ? {} : { ca }),
    vantage,
    clock,
    seen: networkFacts({ keep, clock }),
  });
  const agents = new AgentPool({
    environment,
    secrets,
    signIn,
    locator,
    discovery: { names: looks.names, get: (url) => looks.page(url) },
    ...(ca === undefined ? {} : { ca }),
    ...(trustedServer === undefined ? {} : { trustedServer }),
    takeOver: request.takeOver,
    signIns,
    vantage,
    wire,
    evidence,
    clock,
    punctuality,
    redirectVia: new Map(
      cases.flatMap(({ check, target }) =>
        check === 'signin.redirect' && target.kind === 'user' && target.via !== undefined ? [[target.user, target.via]] : [],
      ),
    ),
    doors: doorsOf(environment, cases),
  });
  const leases = new Leases();
  const pairsOf = (suite: string) => {
    const pairs = cases.flatMap(({ suite: name, target }) => (name === suite && target.kind === 'pair' ? [target.pair] : []));
    return [...new Map(pairs.map((pair) => [`${pair.from} → ${pair.to}`, pair])).values()];
  };
  const exchanges = new Exchanges({
    agents,
    leases,
    messages,
    evidence,
    budget: budgets.im,
    clock,
    punctuality,
    also: new Set([
      ...(cases.some(({ check }) => check === 'messaging.long-text') ? (['long'] as const) : []),
      ...(cases.some(({ check }) => check === 'messaging.formatted') ? (['formatted'] as const) : []),
    ]),
    newMark: () => randomBytes(5).toString('hex'),
  });
  const presence = new PresenceRounds({
    agents,
    leases,
    messages,
    evidence,
    budget: budgets.presence,
    clock,
    punctuality,
    pairs: pairsOf('presence'),
    afterConversations: () => exchanges.over(),
  });

  const changes = changeJournal(
    (line) => files.change(line),
    () => clock.now(),
  );
  const changing = {
    changes,
    run: request.run,
    allowed: request.allowChanges,
    siteOf: (user: string) => siteOf(environment, user),
  };
  const probes = { environment, facts, changes, run: request.run, clock, oneAtATime: limitPerKey(1) };
  const conferences = new Conferences({
    ...changing,
    agents,
    leases,
    messages,
    evidence,
    budget: budgets.im,
    clock,
    punctuality,
    newId: () => randomBytes(8).toString('hex').toUpperCase(),
  });
  const contactLists = new ContactLists({
    ...changing,
    environment,
    agents,
    leases,
    evidence,
    budget: budgets.presence,
    keep,
    now: () => clock.now(),
  });

  const registrations = new Registrations({ environment, agents, leases, evidence, clock });
  const witnessed = cases.filter(({ suite, notCovered }) => suite === 'synthetic' && notCovered === undefined);
  const transactions = new Transactions({
    environment,
    secrets,
    agents,
    exchanges,
    allowChanges: request.allowChanges,
    cases: witnessed,
    users: [
      ...new Set(
        witnessed.flatMap(({ target }) =>
          target.kind === 'pair' ? [target.pair.from, target.pair.to] : target.kind === 'user' ? [target.user] : [],
        ),
      ),
    ],
    compared: witnessed.flatMap(({ check, target }) =>
      check === 'synthetic.agrees' && target.kind === 'pair' ? [target.pair] : [],
    ),
    openLane: openLaneOf,
    keepLog: (path, log) => files.file(path, redact.text(log)),
  });

  const seatOfEstate = estateSeat(environment, cases);
  lookAhead({ environment, estateSeat: seatOfEstate, facts, exchanges, presence, looks, servicesOf, pairsOf, poolUsers }, cases);

  return {
    environment,
    files,
    evidence,
    cancelled: cancelling.signal,
    facts,
    estateSeat: seatOfEstate,
    agents,
    exchanges,
    presence,
    transactions,
    looks,
    conferences,
    contactLists,
    registrations,
    wireOf: (subject) => evidence.of(subject),
    now: () => clock.now(),
    ...questions,
    compare,
    probePolicy: policyProbe({ ...probes, allowed: request.allowChanges }),
    probeRefusal: refusalProbe({ ...probes, allowed: request.allowRefusalProbes }),
    probeWrongPassword: wrongPasswordProbe({
      environment,
      agents,
      memory: refusalMemory(request.stateFolder, () => clock.now()),
      random: randomBytes,
      clock,
    }),
    log: (message, about = {}) => logger.info(about, message),
    async close() {
      const signedOut = await agents.close();
      files.journal({ event: 'closed', at: clock.now(), what: 'agents', ...signedOut });
      const closed = await Promise.all([facts.close(), transactions.close()]);
      const lanes = { count: closed[0].count + closed[1].count, problems: closed.flatMap(({ problems }) => problems) };
      files.journal({ event: 'closed', at: clock.now(), what: 'lanes', ...lanes });
      logger.info({ agents: signedOut, lanes }, 'session closed');
      files.close();
      cancelling.close();
      punctuality.stop();
    },
  };
}

/** The single servers and Access Edges over which planned cases want to see users come in, by user name. */
function doorsOf(environment: Environment, cases: readonly PlannedCase[]): ReadonlyMap<string, readonly Door[]> {
  const accessPorts = new Map(
    environment.sites.flatMap(({ pools }) =>
      pools.flatMap(({ edge }) => (edge === undefined ? [] : [[edge.access.fqdn, edge.access.port] as const])),
    ),
  );
  const doors = new Map<string, Door[]>();
  for (const { check, target, notCovered } of cases) {
    if (notCovered !== undefined || target.kind !== 'user' || target.via === undefined) continue;
    if (check !== 'nodes.sign-in' && check !== 'signin.remote') continue;
    const port = check === 'signin.remote' ? accessPorts.get(target.via) : undefined;
    doors.set(target.user, [...(doors.get(target.user) ?? []), { server: target.via, ...(port === undefined ? {} : { port }) }]);
  }
  return doors;
}

/** The site of the pool on which a user is homed. */
function siteOf(environment: Environment, user: string): string {
  const home = environment.users.find(({ name }) => name === user)?.pool;
  const site = environment.sites.find(({ pools }) => pools.some(({ fqdn }) => fqdn === home));
  if (site === undefined)
    throw new CoexistenceError('UNEXPECTED', `The plan names ${user}, whose pool is not in the environment.`);
  return site.name;
}
