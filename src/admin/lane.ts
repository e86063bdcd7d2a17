import { CoexistenceError } from '../errors/index.ts';
import { deadlineIn, humanDuration } from '../time/index.ts';
import { AccountGate } from './account-gate.ts';
import { type Answer, decode, type FunctionName } from './decode.ts';
import { answerPattern, callLine, type Envelope, firstLine, functionsPath, openEnvelope, sessionPath } from './envelope.ts';
import {
  type DeploymentFact,
  type DirectoryFact,
  type Lane,
  type LaneOptions,
  type Part,
  type RemainderFact,
  remainderKinds,
} from './model.ts';
import { partsOf } from './parts.ts';
import { ShellProcess } from './shell-process.ts';
import { troubleOf } from './trouble.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** Modules first; progress bars and questions would only get in the way. */
const openingScript = `param([string]$Lync, [string]$Functions, [string]$Remoting, [string]$Session, [hashtable]$Endpoint)
$global:ProgressPreference = 'SilentlyContinue'
$global:ConfirmPreference = 'None'
if ($Lync) { Import-Module $Lync -DisableNameChecking -ErrorAction Stop }
if ($Remoting) { Import-Module $Remoting -DisableNameChecking -ErrorAction Stop }
Import-Module $Functions -DisableNameChecking -ErrorAction Stop
if ($Session) {
  Import-Module $Session -DisableNameChecking -ErrorAction Stop
  Connect-CoexEndpoint @Endpoint
}`;

const closingScript = 'Disconnect-CoexEndpoint';

/** Milliseconds that a shell gets to close its session before it is ended. */
const closingGrace = 5000;

const callScript = `param([string]$Name, [hashtable]$Arguments)
Invoke-CoexFunction -Name $Name -Arguments $Arguments`;

/** Milliseconds before the second attempt to get a shell; each further pause is twice as long. */
const firstPause = 500;

/** Milliseconds, at most, that a shell gets to tell that its own limit for a call has passed. */
const backstop = 2000;

/**
 * Opens a lane: PowerShell with the Lync module and the harness's functions, for one site. The process starts with the first call, and
 * again with the call after one that lost it. Calls take turns; those that wait while a call loses the shell fail with it.
 */
export function openLane(options: LaneOptions): Lane {
  const { budgets, clock } = options;
  const site = options.endpoint === undefined ? options.site : `${options.site} at ${options.endpoint}`;
  const { via } = options.administration;
  let shell: ShellProcess | undefined;
  /** Shells that were lost and may still be on their way out. */
  let retired: readonly ShellProcess[] = [];
  let turns: Promise<unknown> = Promise.resolve();
  /** Counts lost shells: who waited for a shell that was lost is told so. */
  let lost = 0;
  let calls = 0;
  let closed = false;
  /** A reason that no new shell will mend. */
  let hopeless: CoexistenceError | undefined;
  const accounts = options.accounts ?? new AccountGate();
  const login = via === 'local' ? undefined : options.administration.accounts[options.purpose ?? 'siteAdmin']?.login;

  const exchange = async (
    process: ShellProcess,
    script: string,
    parameters: Parameters,
    budget: number,
    first: boolean,
  ): Promise<Envelope> => {
    const id = `c${++calls}`;
    const call = callLine(id, script, parameters, budget);
    const found = await process.ask(first ? firstLine(call) : call, answerPattern(id), budget + Math.min(backstop, budget));
    const envelope = openEnvelope(found, id);
    if (!('unreadable' in envelope)) return envelope;
    process.kill('its answer could not be read');
    throw new CoexistenceError('LANE_DIED', `The PowerShell of ${site} answered what could not be read: ${envelope.unreadable}.`);
  };

  const start = async () => {
    if (closed) throw new CoexistenceError('LANE_DIED', `PowerShell was not started: the lane of ${site} is closed.`);
    const process = new ShellProcess({
      name: `The PowerShell of ${site}`,
      executable: options.executable,
      environment: environmentOf(options),
      clock: options.clock,
      ...(options.onProcess === undefined ? {} : { onProcess: options.onProcess.bind(options) }),
      ...(options.onNoise === undefined ? {} : { onNoise: options.onNoise.bind(options) }),
    });
    if (shell !== undefined) retired = [...retired.filter(({ isGone }) => !isGone), shell];
    shell = process;
    const patience = deadlineIn(budgets.first, clock);
    const makeReady = (first: boolean) => exchange(process, openingScript, openingOf(options, login), budgets.first, first);
    return { process, patience, makeReady, envelope: await makeReady(true) };
  };

  const open = async (): Promise<ShellProcess> => {
    const { starting = (work) => work() } = options;
    const { process, patience, makeReady, envelope: opening } = await starting(start);
    let envelope = opening;
    for (let attempt = 0; ; attempt++) {
      if (envelope.ok) return process;
      const trouble = troubleOf(`Making PowerShell ready for ${site}`, envelope.errors, envelope.ms);
      const pause = firstPause * 2 ** attempt;
      // Shells become free when others close theirs. Trying again at once would only keep the server busy saying no.
      if (trouble.code === 'SHELL_QUOTA' && pause < patience.remaining() && !closed) {
        await clock.sleep(pause);
        envelope = await makeReady(false);
        continue;
      }
      process.kill('it could not be made ready');
      if (trouble.code === 'LYNC_MODULE_MISSING') hopeless = trouble;
      throw trouble;
    }
  };

  const ask = async <Name extends FunctionName>(name: Name, parameters: Parameters, subject: string): Promise<Answer<Name>> => {
    const label = `${name}${subject === '' ? '' : ` ${subject}`}, asked for ${site},`;
    const before = shell;
    const process = before === undefined || before.hasEnded ? await accounts.logOn(login, open) : before;
    const envelope = await exchange(process, callScript, { Name: name, Arguments: parameters }, budgets.call, false);
    if (!envelope.ok) throw troubleOf(label, envelope.errors, envelope.ms);
    options.onAnswer?.(name, envelope.data);
    const decoded = decode(name, envelope.data);
    if ('facts' in decoded) return decoded.facts;
    throw new CoexistenceError(
      'ANSWER_UNKNOWN_SHAPE',
      `${label} answered in an unknown shape after ${humanDuration(envelope.ms)}:\n${decoded.problem}`,
      {
        facts: { answer: JSON.stringify(envelope.data).slice(0, 2000) },
      },
    );
  };

  const inTurn = <Name extends FunctionName>(name: Name, parameters: Parameters = {}, subject = ''): Promise<Answer<Name>> => {
    const lostBefore = lost;
    const turn = turns.then(async () => {
      if (hopeless !== undefined) throw hopeless;
      if (closed) throw new CoexistenceError('LANE_DIED', `${name} was not asked: the lane of ${site} is closed.`);
      if (lost !== lostBefore)
        throw new CoexistenceError('LANE_DIED', `${name} was not asked: the call before it lost the PowerShell of ${site}.`);
      try {
        return await ask(name, parameters, subject);
      } catch (error) {
        if (shell?.hasEnded) lost++;
        throw error;
      }
    });
    turns = turn.catch(() => undefined);
    return turn;
  };

  return {
    get pid() {
      return shell?.pid;
    },
    servicesOf: (server) => inTurn('Get-CoexServerService', { ComputerName: server }, `on ${server}`),
    sites: () => inTurn('Get-CoexSite'),
    poolsOf: (of) => inTurn('Get-CoexPool', { Site: of }, `of ${of}`),
    poolSight: async (pool) => (await inTurn('Test-CoexPool', { Pool: pool }, `for ${pool}`))[0]!,
    topologyServices: () => inTurn('Get-CoexTopologyService'),
    sipDomains: async () => (await inTurn('Get-CoexSipDomain')).map(({ name }) => name),
    deployment: async () =>
      partsOf<DeploymentFact>(
        'Get-CoexDeployment',
        ['services', 'sites', 'pools', 'store', 'connection', 'location'],
        await inTurn('Get-CoexDeployment'),
      ),
    directory: async () =>
      partsOf<DirectoryFact>(
        'Get-CoexDirectory',
        ['schema', 'forest', 'domains', 'replicated'],
        await inTurn('Get-CoexDirectory'),
      ),
    fabricOf: async (pool) => {
      const answered = await inTurn('Get-CoexPoolFabric', { Pool: pool }, `of ${pool}`);
      return partsOf<{ fabric: Part<{ line: string }> }>('Get-CoexPoolFabric', ['fabric'], answered).fabric;
    },
    readiness: async () =>
      partsOf<{ readiness: Part<{ pool: string; state: string }> }>(
        'Get-CoexPoolReadiness',
        ['readiness'],
        await inTurn('Get-CoexPoolReadiness'),
      ).readiness,
    userReplicationOn: async (server) => {
      const answered = await inTurn('Get-CoexUserReplication', { ComputerName: server }, `on ${server}`);
      return partsOf<{ events: Part<{ text: string }> }>('Get-CoexUserReplication', ['events'], answered).events;
    },
    remainderOf: async (pools) =>
      partsOf<RemainderFact>(
        'Get-CoexRemainder',
        remainderKinds,
        await inTurn('Get-CoexRemainder', { Pools: pools }, `of ${pools.join(', ')}`),
      ),
    host: async () => (await inTurn('Get-CoexHost'))[0]!,
    async transaction({ test, target, users, more = {} }) {
      const by = (value: (user: (typeof users)[string]) => string) =>
        Object.fromEntries(Object.entries(users).map(([part, user]) => [part, value(user)]));
      const order = {
        Test: test,
        TargetFqdn: target,
        SipAddresses: by(({ uri }) => uri),
        Logins: by(({ login }) => login),
        SecretNames: by(({ secret }) => secret),
        More: more,
      };
      return (await inTurn('Test-CoexTransaction', order, `with ${test} at ${target}`))[0]!;
    },
    replication: () => inTurn('Get-CoexReplication'),
    user: async (uri) => (await inTurn('Get-CoexUser', { SipAddress: uri }, `for ${uri}`))[0],
    usersOf: (pool) => inTurn('Get-CoexUser', { Pool: pool }, `of ${pool}`),
    poolUsers: async (pool, uris) => (await inTurn('Get-CoexPoolUser', { Pool: pool, SipAddresses: uris }, `of ${pool}`))[0]!,
    clientVersions: async () => (await inTurn('Get-CoexClientVersion'))[0]!,
    voiceUsers: (uris, numbers) => inTurn('Test-CoexVoiceUser', { SipAddresses: uris, Numbers: numbers }),
    meetingPolicies: async () => (await inTurn('Get-CoexMeetingPolicy'))[0]!,
    clientPins: (uris) => inTurn('Get-CoexClientPin', { SipAddresses: uris }),
    adminRoles: () => inTurn('Get-CoexAdminRole'),
    rolesOf: async (account) =>
      (await inTurn('Get-CoexAdminRoleAssignment', { Account: account }, `of ${account}`)).map(({ role }) => role),
    certificates: () => inTurn('Get-CoexCertificate'),
    clientPolicy: async (identity) => (await inTurn('Get-CoexClientPolicy', { Identity: identity }, `for ${identity}`))[0],
    async createClientPolicy(identity, mark, values) {
      const created = await inTurn('New-CoexClientPolicy', { Identity: identity, Mark: mark, Values: values }, `for ${identity}`);
      return created[0]!;
    },
    async removeClientPolicy(identity) {
      await inTurn('Remove-CoexClientPolicy', { Identity: identity }, `for ${identity}`);
    },
    async close() {
      closed = true;
      const process = shell;
      if (process === undefined) return [];
      if (via !== 'local' && process.isIdle) {
        // A session that nobody closes would use up a shell of the account until it is idle for long enough.
        await exchange(process, closingScript, {}, closingGrace, false).catch(() => undefined);
      }
      const ends = await Promise.all([process, ...retired].map((each) => each.end()));
      return ends.flat();
    },
  };
}

/** What the opening script takes: the module of this host, or how to open a session elsewhere. */
function openingOf({ administration: { via }, module, remoting, endpoint, budgets }: LaneOptions, login?: string): Parameters {
  if (via === 'local') return { Lync: module ?? 'Lync', Functions: functionsPath };
  return {
    Functions: functionsPath,
    Session: sessionPath,
    ...(remoting === undefined ? {} : { Remoting: remoting }),
    Endpoint: {
      Via: via,
      Address: endpoint ?? '',
      Timeout: Math.round(budgets.call),
      ...(login === undefined ? {} : { Login: login }),
    },
  };
}

/** Plain output, nothing sent home, no orphans; and what a module in the shell may want to know of its caller. */
const environmentOf = ({ environment, site, budgets, administration, password }: LaneOptions): Record<string, string> => ({
  ...environment,
  // Here and nowhere else: no call text and no argument ever holds it.
  ...(password === undefined || administration.via === 'local' ? {} : { COEX_LANE_PASSWORD: password.reveal() }),
  // Escape sequences around every command would make node-powershell miss its markers now and then.
  NO_COLOR: '1',
  TERM: 'dumb',
  POWERSHELL_TELEMETRY_OPTOUT: '1',
  POWERSHELL_DIAGNOSTICS_OPTOUT: '1',
  POWERSHELL_UPDATECHECK: 'Off',
  LABSHELL_EOF_GRACE_MS: '2000',
  COEX_SITE: site,
  COEX_CALL_BUDGET_MS: String(Math.round(budgets.call)),
});
