import { CoexistenceError } from '../errors/index.ts';
import { humanDuration } from '../time/index.ts';
import { type Answer, decode, type FunctionName } from './decode.ts';
import { answerPattern, callLine, type Envelope, firstLine, functionsPath, openEnvelope } from './envelope.ts';
import type { Lane, LaneOptions } from './model.ts';
import { ShellProcess } from './shell-process.ts';
import { troubleOf } from './trouble.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** Modules first; progress bars and questions would only get in the way. */
const openingScript = `param([string]$Lync, [string]$Functions)
$global:ProgressPreference = 'SilentlyContinue'
$global:ConfirmPreference = 'None'
Import-Module $Lync -DisableNameChecking -ErrorAction Stop
Import-Module $Functions -DisableNameChecking -ErrorAction Stop`;

const callScript = `param([string]$Name, [hashtable]$Arguments)
Invoke-CoexFunction -Name $Name -Arguments $Arguments`;

/** Milliseconds, at most, that a shell gets to tell that its own limit for a call has passed. */
const backstop = 2000;

/**
 * Opens a lane: PowerShell with the Lync module and the harness's functions, for one site. The process starts with the first call, and
 * again with the call after one that lost it. Calls take turns; those that wait while a call loses the shell fail with it.
 */
export function openLane(options: LaneOptions): Lane {
  const { site, budgets } = options;
  let shell: ShellProcess | undefined;
  let turns: Promise<unknown> = Promise.resolve();
  /** Counts lost shells: who waited for a shell that was lost is told so. */
  let lost = 0;
  let calls = 0;
  let closed = false;
  /** A reason that no new shell will mend. */
  let hopeless: CoexistenceError | undefined = routeNotBuilt(options);

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

  const open = async (): Promise<ShellProcess> => {
    const process = new ShellProcess({
      name: `The PowerShell of ${site}`,
      executable: options.executable,
      environment: environmentOf(options),
      clock: options.clock,
      ...(options.onProcess === undefined ? {} : { onProcess: options.onProcess.bind(options) }),
      ...(options.onNoise === undefined ? {} : { onNoise: options.onNoise.bind(options) }),
    });
    shell = process;
    const modules = { Lync: options.module ?? 'Lync', Functions: functionsPath };
    const envelope = await exchange(process, openingScript, modules, budgets.first, true);
    if (envelope.ok) return process;
    process.kill('it could not be made ready');
    const trouble = troubleOf(`Making PowerShell ready for ${site}`, envelope.errors, envelope.ms);
    if (trouble.code === 'LYNC_MODULE_MISSING') hopeless = trouble;
    throw trouble;
  };

  const ask = async <Name extends FunctionName>(name: Name, parameters: Parameters, subject: string): Promise<Answer<Name>> => {
    const label = `${name}${subject === '' ? '' : ` ${subject}`}, asked for ${site},`;
    const before = shell;
    const process = before === undefined || before.hasEnded ? await open() : before;
    const envelope = await exchange(process, callScript, { Name: name, Arguments: parameters }, budgets.call, false);
    if (!envelope.ok) throw troubleOf(label, envelope.errors, envelope.ms);
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
    topologyServices: () => inTurn('Get-CoexTopologyService'),
    host: async () => (await inTurn('Get-CoexHost'))[0]!,
    replication: () => inTurn('Get-CoexReplication'),
    user: async (uri) => (await inTurn('Get-CoexUser', { SipAddress: uri }, `for ${uri}`))[0],
    usersOf: (pool) => inTurn('Get-CoexUser', { Pool: pool }, `of ${pool}`),
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
      return (await shell?.end()) ?? [];
    },
  };
}

function routeNotBuilt({ site, administration: { via } }: LaneOptions): CoexistenceError | undefined {
  if (via === 'local') return undefined;
  return new CoexistenceError('ROUTE_NOT_BUILT', `${site} is administered "via: ${via}", which comes in a later version.`);
}

/** Plain output, nothing sent home, no orphans; and what a module in the shell may want to know of its caller. */
const environmentOf = ({ environment, site, budgets }: LaneOptions): Record<string, string> => ({
  ...environment,
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
