import type { WindowsService } from '../admin/model.ts';
import type { ExpectedService, Generation, ServerRole } from '../generations/index.ts';
import { type Finding, fail, pass } from '../outcome/index.ts';

/** What a server said of its services: the last look, after `StartPending` was awaited until its deadline. */
export interface ServicesObservation {
  readonly server: string;
  readonly services: readonly WindowsService[];
  /** Milliseconds that starting services were waited for. */
  readonly waited: number;
}

const find = (services: readonly WindowsService[], name: string) =>
  services.find((service) => service.name.toLowerCase() === name.toLowerCase());

/** True while a service that must run may still be on its way to it: looking again is worth it. */
export const isStarting = (services: readonly WindowsService[], expected: readonly { readonly name: string }[]): boolean =>
  expected.some(({ name }) => find(services, name)?.status === 'StartPending');

/** The expected service runs on the server. */
export function judgeServiceRunning(
  expected: Pick<ExpectedService, 'name' | 'displayName'>,
  observed: ServicesObservation,
): Finding {
  const label = `${expected.displayName} (${expected.name})`;
  const found = find(observed.services, expected.name);
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

/** Nothing runs on the server that belongs to another role or generation. */
export function judgeNoUnexpectedService(
  observed: ServicesObservation,
  generation: Generation,
  roles: readonly ServerRole[],
): Finding {
  const known = new Set(
    [...generation.expectedServices(roles), ...generation.optionalServices(roles)].map(({ name }) => name.toLowerCase()),
  );
  const unexpected = observed.services.filter((service) => !known.has(service.name.toLowerCase()));
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
