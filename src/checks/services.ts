import type { WindowsService } from '../admin/model.ts';
import { type ExpectedService, type Generation, isService, type Quorum, type ServerRole } from '../generations/index.ts';
import { type Finding, fail, pass, type Reason, undetermined } from '../outcome/index.ts';
import type { Trouble } from './trouble.ts';

/** What a server said of its services: the last look, after `StartPending` was awaited until its deadline. */
export interface ServicesObservation {
  readonly server: string;
  readonly services: readonly WindowsService[];
  /** Milliseconds that starting services were waited for. */
  readonly waited: number;
}

/** A service by either of its names: not every short name is documented. */
type Named = Pick<ExpectedService, 'name' | 'displayName'>;

const find = (services: readonly WindowsService[], expected: Named) => services.find((service) => isService(expected, service));

/** True while a service that must run may still be on its way to it: looking again is worth it. */
export const isStarting = (services: readonly WindowsService[], expected: readonly Named[]): boolean =>
  expected.some((service) => find(services, service)?.status === 'StartPending');

/** The expected service runs on the server. */
export function judgeServiceRunning(expected: Named, observed: ServicesObservation): Finding {
  const label = `${expected.displayName} (${expected.name})`;
  const found = find(observed.services, expected);
  if (found === undefined) {
    return fail('SERVICE_MISSING', `${label} is not installed on ${observed.server}.`, [
      {
        text: `${observed.server} has ${observed.services.length} services, not this one.`,
        expected: 'Running',
        observed: 'missing',
      },
    ]);
  }
  if (found.status === 'Running') return pass(`${label} runs on ${observed.server}.`);
  const reason = { text: `State of ${expected.name} on ${observed.server}.`, expected: 'Running', observed: found.status };
  if (found.status === 'StartPending') {
    return fail(
      'SERVICE_STILL_STARTING',
      `${label} on ${observed.server} was still starting after ${Math.round(observed.waited / 1000)} s.`,
      [reason],
    );
  }
  return fail(
    'SERVICE_NOT_RUNNING',
    `${label} on ${observed.server} is ${found.status}.`,
    [reason],
    `Start it with Start-CsWindowsService -Name ${expected.name} -ComputerName ${observed.server}, and look into that server's event log for why it stopped.`,
  );
}

/** A delayed start is automatic, too. */
const startsByItself = (mode: string): boolean => /^auto/i.test(mode);

/** What must run on a server would also start again with it. */
export function judgeStartMode(observed: ServicesObservation, expected: readonly Named[]): Finding {
  const found = expected.flatMap((service) => find(observed.services, service) ?? []);
  const visible = found.filter(({ startMode }) => startMode !== undefined);
  const wrong = visible.filter(({ startMode = '' }) => !startsByItself(startMode));
  if (wrong.length > 0) {
    return fail(
      'SERVICE_START_MODE',
      `${wrong.map(({ name }) => name).join(', ')} would not start again with ${observed.server}.`,
      wrong.map(({ displayName, name, startMode = '' }) => ({
        text: `${displayName} (${name})`,
        expected: 'Auto',
        observed: startMode,
      })),
    );
  }
  if (visible.length === 0 || visible.length < found.length)
    return undetermined(
      'START_MODE_NOT_VISIBLE',
      `How ${found.length - visible.length} services of ${observed.server} start, nobody could see.`,
    );
  return pass(`All ${visible.length} services that must run on ${observed.server} start with it.`);
}

/** What is known of a front end: whether its service runs, or why nobody could see it. */
export interface FrontEndState {
  readonly server: string;
  readonly seen: { readonly running: boolean } | { readonly trouble: Trouble };
}

/** The front-end service of a server, in what was seen of its services. */
export const frontEndRuns = ({ services }: Pick<ServicesObservation, 'services'>): boolean =>
  find(services, { name: 'RTCSRV', displayName: 'Lync Server Front-End' })?.status === 'Running';

interface Count {
  readonly running: number;
  readonly unknown: number;
  readonly reasons: readonly Reason[];
  readonly trouble?: Trouble;
}

function count(states: readonly FrontEndState[]): Count {
  const trouble = states.flatMap(({ seen }) => ('trouble' in seen ? [seen.trouble] : []));
  return {
    running: states.filter(({ seen }) => 'running' in seen && seen.running).length,
    unknown: trouble.length,
    reasons: states.flatMap(({ server, seen }) => {
      if ('trouble' in seen) return [{ text: server, expected: 'Running', observed: `not seen: ${seen.trouble.message}` }];
      return seen.running ? [] : [{ text: `RTCSRV on ${server}`, expected: 'Running', observed: 'not running' }];
    }),
    ...(trouble[0] === undefined ? {} : { trouble: trouble[0] }),
  };
}

/** Enough front ends of a pool run for it to stay functional; says how many more may stop. Servers are given in the order of their age. */
export function judgeQuorum(pool: string, states: readonly FrontEndState[], quorum: Quorum): Finding {
  const { running, unknown, reasons, trouble } = count(states.slice(0, quorum.among));
  const rule = `${quorum.toStay} of ${quorum.among} front ends must run`;
  if (running >= quorum.toStay) {
    const spare = running - quorum.toStay;
    return pass(`${running} front ends of ${pool} run; ${spare === 0 ? 'none' : spare} more may stop (${rule}).`, reasons);
  }
  if (running + unknown < quorum.toStay) {
    return fail('QUORUM_LOST', `Only ${running} front ends of ${pool} run, and ${rule}.`, reasons);
  }
  const { code, message } = trouble!;
  return undetermined(code, `Whether ${pool} has its quorum (${rule}), nobody could see: ${message}`, reasons);
}

/** Front ends that should run before the first users are moved into a new pool, as its documentation advises. */
export const frontEndsForFirstUsers = 3;

/** The pool has front ends enough for its first users. */
export function judgeFirstUsers(pool: string, states: readonly FrontEndState[]): Finding {
  const { running, unknown, reasons, trouble } = count(states);
  if (running >= frontEndsForFirstUsers) return pass(`${running} front ends of ${pool} run: enough for its first users.`);
  if (running + unknown < frontEndsForFirstUsers) {
    return fail(
      'FRONT_ENDS_FEW',
      `${running} front ends of ${pool} run; before the first users there should be ${frontEndsForFirstUsers}.`,
      reasons,
    );
  }
  const { code, message } = trouble!;
  return undetermined(code, `Whether enough front ends of ${pool} run, nobody could see: ${message}`, reasons);
}

/** Nothing runs on the server that belongs to another role or generation. */
export function judgeNoUnexpectedService(
  observed: ServicesObservation,
  generation: Generation,
  roles: readonly ServerRole[],
): Finding {
  const known = [...generation.expectedServices(roles), ...generation.optionalServices(roles)];
  const unexpected = observed.services.filter((service) => !known.some((expected) => isService(expected, service)));
  if (unexpected.length === 0) return pass(`${observed.server} has no service beyond those of ${roles.join(', ')}.`);
  return fail(
    'SERVICE_UNEXPECTED',
    `${observed.server} has ${unexpected.map(({ name }) => name).join(', ')}, which ${generation.productName} does not have as ${roles.join(', ')}.`,
    unexpected.map(({ name, displayName, status }) => ({
      text: `${displayName} (${name})`,
      expected: 'absent',
      observed: status,
    })),
  );
}
